"""huaweicloudsdkkms, unmodified."""
import hashlib
import uuid

import pytest
from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.exceptions.exceptions import ClientRequestException
from huaweicloudsdkcore.region.region import Region
from huaweicloudsdkkms.v2 import KmsClient, model

PROJECT = "0" * 32


@pytest.fixture(scope="module", params=["project given", "project looked up", "derived key"])
def client(server, request):
    if request.param == "project looked up":
        credentials = BasicCredentials("tandemdev", "tandemdevsecret").with_iam_endpoint(server.url)
        return KmsClient.new_builder().with_credentials(credentials).with_region(Region("cn-north-4", server.url)).build()
    credentials = BasicCredentials("tandemdev", "tandemdevsecret", PROJECT)
    builder = KmsClient.new_builder()
    if request.param == "derived key":
        credentials = credentials.with_derived_predicate(BasicCredentials.get_default_derived_predicate())
        # The released KMS client has no public way to name the service of the derived key's scope.
        credentials._process_derived_auth_params("kms", "cn-north-4")
        return builder.with_credentials(credentials).with_region(Region("cn-north-4", server.url)).build()
    return builder.with_credentials(credentials).with_endpoints([server.url]).build()


def create(client, **fields):
    body = model.CreateKeyRequestBody(key_alias="py-" + uuid.uuid4().hex[:12], **fields)
    return client.create_key(model.CreateKeyRequest(body=body)).key_info.key_id


@pytest.fixture
def key(client):
    return create(client)


def encrypt(client, key, text="hello from python", **fields):
    body = model.EncryptDataRequestBody(key_id=key, plain_text=text, **fields)
    return client.encrypt_data(model.EncryptDataRequest(body=body))


def decrypt(client, cipher_text, **fields):
    body = model.DecryptDataRequestBody(cipher_text=cipher_text, **fields)
    return client.decrypt_data(model.DecryptDataRequest(body=body))


def refusal(function, *arguments, **fields):
    with pytest.raises(ClientRequestException) as raised:
        function(*arguments, **fields)
    assert raised.value.request_id
    return raised.value.status_code, raised.value.error_code


def test_a_created_key_is_described_and_listed(client, key):
    shown = client.list_key_detail(model.ListKeyDetailRequest(body=model.OperateKeyRequestBody(key_id=key))).key_info
    assert (shown.key_id, shown.key_state, shown.key_spec) == (key, "2", "AES_256")
    listed = client.list_keys(model.ListKeysRequest(body=model.ListKeysRequestBody(limit="1000")))
    assert key in listed.keys


def test_encrypt_then_decrypt(client, key):
    sealed = encrypt(client, key)
    assert sealed.key_id == key and len(sealed.cipher_text) >= 188
    opened = decrypt(client, sealed.cipher_text)
    assert (opened.key_id, opened.plain_text) == (key, "hello from python")


def test_other_additional_authenticated_data_does_not_open(client, key):
    sealed = encrypt(client, key, additional_authenticated_data="orders")
    assert decrypt(client, sealed.cipher_text, additional_authenticated_data="orders").plain_text
    assert refusal(decrypt, client, sealed.cipher_text, additional_authenticated_data="other") == (400, "KMS.2201")
    assert refusal(decrypt, client, sealed.cipher_text) == (400, "KMS.2201")


def test_a_data_key_comes_in_clear_and_sealed(client, key):
    body = model.CreateDatakeyRequestBody(key_id=key, datakey_length="512")
    made = client.create_datakey(model.CreateDatakeyRequest(body=body))
    raw = bytes.fromhex(made.plain_text)
    assert len(raw) == 64
    body = model.DecryptDatakeyRequestBody(key_id=key, cipher_text=made.cipher_text, datakey_cipher_length="64")
    opened = client.decrypt_datakey(model.DecryptDatakeyRequest(body=body))
    assert bytes.fromhex(opened.data_key) == raw
    assert bytes.fromhex(opened.datakey_dgst) == hashlib.sha256(raw).digest()


def test_a_data_key_of_the_caller_is_sealed_and_opened(client, key):
    raw = bytes(range(64))
    body = model.EncryptDatakeyRequestBody(
        key_id=key, plain_text=(raw + hashlib.sha256(raw).digest()).hex(), datakey_plain_length="64"
    )
    sealed = client.encrypt_datakey(model.EncryptDatakeyRequest(body=body))
    assert sealed.datakey_length == "64"
    body = model.DecryptDatakeyRequestBody(key_id=key, cipher_text=sealed.cipher_text, datakey_cipher_length="64")
    assert bytes.fromhex(client.decrypt_datakey(model.DecryptDatakeyRequest(body=body)).data_key) == raw


def test_a_data_key_without_plaintext(client, key):
    body = model.CreateDatakeyRequestBody(key_id=key, datakey_length="256")
    made = client.create_datakey_without_plaintext(model.CreateDatakeyWithoutPlaintextRequest(body=body))
    assert made.cipher_text.startswith("02007800")  # L = 88 + 32, little-endian


def test_a_disabled_key_does_not_encrypt(client, key):
    client.disable_key(model.DisableKeyRequest(body=model.OperateKeyRequestBody(key_id=key)))
    assert refusal(encrypt, client, key) == (400, "KMS.0209")
    client.enable_key(model.EnableKeyRequest(body=model.OperateKeyRequestBody(key_id=key)))
    encrypt(client, key)


def test_an_unknown_key_is_not_found(client):
    assert refusal(encrypt, client, str(uuid.uuid4())) == (404, "KMS.0207")


def test_rsa_encryption_round_trip(client):
    rsa = create(client, key_spec="RSA_2048", key_usage="ENCRYPT_DECRYPT")
    sealed = encrypt(client, rsa, encryption_algorithm="RSAES_OAEP_SHA_256")
    assert len(sealed.cipher_text) == 344
    assert decrypt(client, sealed.cipher_text, key_id=rsa, encryption_algorithm="RSAES_OAEP_SHA_256").plain_text == "hello from python"


def test_random_bytes(client):
    made = client.create_random(model.CreateRandomRequest(body=model.GenRandomRequestBody(random_data_length="512")))
    assert len(made.random_data) == 128 and made.random_data == made.random_data.upper()


def test_a_wrong_secret_is_refused(server):
    credentials = BasicCredentials("tandemdev", "wrong", PROJECT)
    stranger = KmsClient.new_builder().with_credentials(credentials).with_endpoints([server.url]).build()
    assert refusal(encrypt, stranger, str(uuid.uuid4())) == (401, "APIGW.0301")
