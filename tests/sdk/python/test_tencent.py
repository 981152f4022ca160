"""tencentcloud-sdk-python-kms, unmodified."""
import base64
import json
import uuid

import pytest
from tencentcloud.common import credential
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from tencentcloud.kms.v20190118 import kms_client, models

PLAINTEXT = base64.b64encode(b"hello from python").decode()


@pytest.fixture(scope="module", params=["TC3-HMAC-SHA256", "HmacSHA256", "HmacSHA1", "unsigned payload", "GET"])
def client(server, request):
    http = HttpProfile(protocol="http", endpoint=server.host)
    profile = ClientProfile(httpProfile=http)
    if request.param.startswith("Hmac"):
        profile.signMethod = request.param
    if request.param == "unsigned payload":
        profile.unsignedPayload = True
    if request.param == "GET":
        http.reqMethod = "GET"
    return kms_client.KmsClient(credential.Credential("tandemdev", "tandemdevsecret"), "ap-guangzhou", profile)


def call(client, action, **fields):
    request = getattr(models, action + "Request")()
    request.from_json_string(json.dumps(fields))
    return getattr(client, action)(request)


@pytest.fixture
def key(client):
    return call(client, "CreateKey", Alias="py-" + uuid.uuid4().hex[:12]).KeyId


def refusal(function, *arguments, **fields) -> str:
    with pytest.raises(TencentCloudSDKException) as raised:
        function(*arguments, **fields)
    assert raised.value.requestId
    return raised.value.code


def test_a_created_key_is_described(client):
    alias = "py-" + uuid.uuid4().hex[:12]
    made = call(client, "CreateKey", Alias=alias, Description="made by a test")
    shown = call(client, "DescribeKey", KeyId=made.KeyId).KeyMetadata
    assert (shown.Alias, shown.KeyState, shown.KeyUsage) == (alias, "Enabled", "ENCRYPT_DECRYPT")


def test_several_keys_are_described_at_once(client):
    keys = [call(client, "CreateKey", Alias="py-" + uuid.uuid4().hex[:12]).KeyId for _ in range(2)]
    assert [m.KeyId for m in call(client, "DescribeKeys", KeyIds=keys).KeyMetadatas] == keys


def test_encrypt_then_decrypt(client, key):
    sealed = call(client, "Encrypt", KeyId=key, Plaintext=PLAINTEXT)
    assert sealed.KeyId == key and sealed.CiphertextBlob.count("-k-") == 2
    opened = call(client, "Decrypt", CiphertextBlob=sealed.CiphertextBlob)
    assert (opened.KeyId, opened.Plaintext) == (key, PLAINTEXT)


def test_another_context_does_not_open(client, key):
    sealed = call(client, "Encrypt", KeyId=key, Plaintext=PLAINTEXT, EncryptionContext='{"a":"1"}')
    opened = call(client, "Decrypt", CiphertextBlob=sealed.CiphertextBlob, EncryptionContext='{ "a" : "1" }')
    assert opened.Plaintext == PLAINTEXT
    for other in ('{"a":"2"}', ""):
        assert refusal(call, client, "Decrypt", CiphertextBlob=sealed.CiphertextBlob, EncryptionContext=other) == "InvalidParameterValue.InvalidCiphertext"


def test_a_data_key_comes_in_clear_and_sealed(client, key):
    made = call(client, "GenerateDataKey", KeyId=key, KeySpec="AES_256")
    assert len(base64.b64decode(made.Plaintext)) == 32
    assert call(client, "Decrypt", CiphertextBlob=made.CiphertextBlob).Plaintext == made.Plaintext


def test_a_disabled_key_does_not_encrypt(client, key):
    call(client, "DisableKey", KeyId=key)
    assert refusal(call, client, "Encrypt", KeyId=key, Plaintext=PLAINTEXT) == "ResourceUnavailable.CmkDisabled"
    call(client, "EnableKey", KeyId=key)
    call(client, "Encrypt", KeyId=key, Plaintext=PLAINTEXT)


def test_an_unknown_key_is_not_found(client):
    assert refusal(call, client, "DescribeKey", KeyId=str(uuid.uuid4())) == "ResourceUnavailable.CmkNotFound"


def test_re_encryption_moves_to_another_key(client, key):
    other = call(client, "CreateKey", Alias="py-" + uuid.uuid4().hex[:12]).KeyId
    sealed = call(client, "Encrypt", KeyId=key, Plaintext=PLAINTEXT)
    moved = call(client, "ReEncrypt", CiphertextBlob=sealed.CiphertextBlob, DestinationKeyId=other)
    assert (moved.KeyId, moved.SourceKeyId, moved.ReEncrypted) == (other, key, True)
    assert call(client, "Decrypt", CiphertextBlob=moved.CiphertextBlob).Plaintext == PLAINTEXT


def test_a_wrong_secret_is_refused(server):
    profile = ClientProfile(httpProfile=HttpProfile(protocol="http", endpoint=server.host))
    stranger = kms_client.KmsClient(credential.Credential("tandemdev", "wrong"), "ap-guangzhou", profile)
    assert refusal(call, stranger, "ListKeys") == "AuthFailure.SignatureFailure"
    nobody = kms_client.KmsClient(credential.Credential("nobody", "wrong"), "ap-guangzhou", profile)
    assert refusal(call, nobody, "ListKeys") == "AuthFailure.SecretIdNotFound"
