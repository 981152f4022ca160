"""Hosted data keys and white-box keys through tencentcloud-sdk-python-kms, unmodified."""
import base64
import uuid

import pytest
from tencentcloud.common import credential
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from tencentcloud.kms.v20190118 import kms_client

from test_tencent import call, refusal

ABSENT = "11111111-2222-4333-8444-555555555555"


@pytest.fixture(scope="module")
def client(server):
    profile = ClientProfile(httpProfile=HttpProfile(protocol="http", endpoint=server.host))
    return kms_client.KmsClient(credential.Credential("tandemdev", "tandemdevsecret"), "ap-guangzhou", profile)


@pytest.fixture(scope="module")
def key(client):
    return call(client, "CreateKey", Alias=unique()).KeyId


def unique():
    return "py-" + uuid.uuid4().hex[:12]


def generate(client, key):
    tags = [{"TagKey": "env", "TagValue": "test"}]
    return call(client, "GenerateDataKey", KeyId=key, NumberOfBytes=32, IsHostedByKms=1, DataKeyName=unique(),
                Description="made by a test", Tags=tags)


# ---- hosted data keys ----


def test_a_generated_data_key_is_kept_and_found(client, key):
    made = generate(client, key)
    assert (made.TagCode, made.TagMsg) == (0, "ok")
    assert call(client, "GetDataKeyPlaintext", DataKeyId=made.DataKeyId).Plaintext == made.Plaintext
    assert call(client, "GetDataKeyCiphertextBlob", DataKeyId=made.DataKeyId).CiphertextBlob == made.CiphertextBlob
    shown = call(client, "DescribeDataKey", DataKeyId=made.DataKeyId).DataKeyMetadata
    assert (shown.KeyId, shown.NumberOfBytes, shown.KeyState) == (key, 32, "Enabled")
    several = call(client, "DescribeDataKeys", DataKeyIds=[made.DataKeyId]).DataKeyMetadatas
    assert [one.DataKeyName for one in several] == [shown.DataKeyName]
    found = call(client, "ListDataKeyDetail", SearchKeyAlias=shown.DataKeyName, TagFilters=[{"TagKey": "env"}])
    assert (found.TotalCount, found.DataKeyMetadatas[0].DataKeyId) == (1, made.DataKeyId)
    assert made.DataKeyId in [one.DataKeyId for one in call(client, "ListDataKeys", Limit=200).DataKeys]


def test_an_imported_data_key_opens(client, key):
    plaintext = base64.b64encode(bytes(24)).decode()
    made = call(client, "ImportDataKey", DataKeyName=unique(), ImportType=2, ImportKeyMaterial=plaintext, KeyId=key)
    assert call(client, "GetDataKeyPlaintext", DataKeyId=made.DataKeyId).Plaintext == plaintext


def test_a_data_key_goes_through_its_states(client, key):
    data_key = generate(client, key).DataKeyId
    call(client, "DisableDataKey", DataKeyId=data_key)
    assert refusal(call, client, "GetDataKeyPlaintext", DataKeyId=data_key) == "ResourceUnavailable.DataKeyDisabled"
    call(client, "EnableDataKey", DataKeyId=data_key)
    call(client, "DisableDataKeys", DataKeyIds=[data_key])
    call(client, "EnableDataKeys", DataKeyIds=[data_key])
    assert call(client, "ScheduleDataKeyDeletion", DataKeyId=data_key, PendingWindowInDays=7).DeletionDate > 0
    assert refusal(call, client, "DisableDataKey", DataKeyId=data_key) == "ResourceUnavailable.DataKeyStateNotSupport"
    assert call(client, "CancelDataKeyDeletion", DataKeyId=data_key).DataKeyId == data_key
    name = unique()
    call(client, "UpdateDataKeyName", DataKeyId=data_key, DataKeyName=name)
    call(client, "UpdateDataKeyDescription", DataKeyId=data_key, Description="new")
    shown = call(client, "DescribeDataKey", DataKeyId=data_key).DataKeyMetadata
    assert (shown.KeyState, shown.DataKeyName, shown.Description) == ("Disabled", name, "new")


@pytest.mark.parametrize("action, fields", [
    ("DescribeDataKey", {}), ("GetDataKeyPlaintext", {}), ("GetDataKeyCiphertextBlob", {}), ("EnableDataKey", {}),
    ("DisableDataKey", {}), ("ScheduleDataKeyDeletion", {"PendingWindowInDays": 7}), ("CancelDataKeyDeletion", {}),
    ("UpdateDataKeyName", {"DataKeyName": "x"}), ("UpdateDataKeyDescription", {"Description": "x"}),
])
def test_an_unknown_data_key_is_not_found(client, action, fields):
    assert refusal(call, client, action, DataKeyId=ABSENT, **fields) == "ResourceUnavailable.DataKeyNotFound"


@pytest.mark.parametrize("action", ["DescribeDataKeys", "EnableDataKeys", "DisableDataKeys"])
def test_an_unknown_data_key_is_not_found_in_a_batch(client, action):
    assert refusal(call, client, action, DataKeyIds=[ABSENT]) == "ResourceUnavailable.DataKeyNotFound"


def test_bad_requests_have_their_codes(client, key):
    bad = {"DataKeyName": unique(), "ImportType": 1, "ImportKeyMaterial": "x"}
    assert refusal(call, client, "ImportDataKey", **bad) == "InvalidParameterValue.InvalidImportKeyMaterial"
    assert refusal(call, client, "ListDataKeys", Limit=201) == "InvalidParameterValue"
    assert refusal(call, client, "ListDataKeyDetail", KeyId=ABSENT) == "ResourceUnavailable.CmkNotFound"
    hosted = {"KeyId": key, "KeySpec": "AES_256", "IsHostedByKms": 1, "DataKeyName": "-"}
    assert refusal(call, client, "GenerateDataKey", **hosted) == "InvalidParameterValue.InvalidDataKeyName"


# ---- white-box keys ----


def test_a_white_box_key_from_its_making_to_its_end(client):
    alias = unique()
    made = call(client, "CreateWhiteBoxKey", Alias=alias, Algorithm="AES_256", Description="made by a test")
    shown = call(client, "DescribeWhiteBoxKey", KeyId=made.KeyId).KeyInfo
    assert (shown.Alias, shown.Algorithm, shown.Status, shown.EncryptKey) == (alias, "AES_256", "Enabled", made.EncryptKey)
    assert call(client, "DescribeWhiteBoxDecryptKey", KeyId=made.KeyId).DecryptKey == made.DecryptKey
    assert made.KeyId in [one.KeyId for one in call(client, "DescribeWhiteBoxKeyDetails", KeyStatus=1).KeyInfos]
    sealed = call(client, "EncryptByWhiteBox", KeyId=made.KeyId, PlainText="aGVsbG8=")
    assert len(base64.b64decode(sealed.CipherText)) == len(base64.b64decode(sealed.InitializationVector)) == 16
    fingerprint = "0123abcd-00112233445566-00112233445566-00112233445566-0011223344556677"
    call(client, "OverwriteWhiteBoxDeviceFingerprints", KeyId=made.KeyId, DeviceFingerprints=[{"Identity": fingerprint}])
    kept = call(client, "DescribeWhiteBoxDeviceFingerprints", KeyId=made.KeyId).DeviceFingerprints
    assert [one.Identity for one in kept] == [fingerprint]
    call(client, "DisableWhiteBoxKeys", KeyIds=[made.KeyId])
    call(client, "EnableWhiteBoxKeys", KeyIds=[made.KeyId])
    call(client, "DisableWhiteBoxKey", KeyId=made.KeyId)
    assert refusal(call, client, "EncryptByWhiteBox", KeyId=made.KeyId, PlainText="YQ==") == "ResourceUnavailable.KeyDisabled"
    call(client, "EnableWhiteBoxKey", KeyId=made.KeyId)
    assert refusal(call, client, "DeleteWhiteBoxKey", KeyId=made.KeyId) == "FailedOperation"
    call(client, "DisableWhiteBoxKey", KeyId=made.KeyId)
    call(client, "DeleteWhiteBoxKey", KeyId=made.KeyId)
    assert refusal(call, client, "DescribeWhiteBoxKey", KeyId=made.KeyId) == "ResourceNotFound"


def test_the_white_box_service_is_there(client):
    assert call(client, "DescribeWhiteBoxServiceStatus").ServiceEnabled is True


@pytest.mark.parametrize("action, fields", [
    ("DescribeWhiteBoxDecryptKey", {"KeyId": ABSENT}), ("EnableWhiteBoxKey", {"KeyId": ABSENT}),
    ("DisableWhiteBoxKey", {"KeyId": ABSENT}), ("EnableWhiteBoxKeys", {"KeyIds": [ABSENT]}),
    ("DisableWhiteBoxKeys", {"KeyIds": [ABSENT]}), ("DescribeWhiteBoxDeviceFingerprints", {"KeyId": ABSENT}),
    ("OverwriteWhiteBoxDeviceFingerprints", {"KeyId": ABSENT, "DeviceFingerprints": []}),
])
def test_an_unknown_white_box_key_is_not_found(client, action, fields):
    assert refusal(call, client, action, **fields) == "ResourceNotFound"


def test_a_white_box_algorithm_is_one_of_two(client):
    assert refusal(call, client, "CreateWhiteBoxKey", Alias=unique(), Algorithm="AES_128") == "InvalidParameterValue"


# ---- post-quantum ----


@pytest.mark.parametrize("action, fields", [
    ("PostQuantumCryptoEncrypt", {"KeyId": ABSENT, "PlainText": "YQ=="}), ("PostQuantumCryptoDecrypt", {"CiphertextBlob": "YQ=="}),
    ("PostQuantumCryptoSign", {"KeyId": ABSENT, "Message": "YQ=="}),
    ("PostQuantumCryptoVerify", {"KeyId": ABSENT, "Message": "YQ==", "SignatureValue": "YQ=="}),
])
def test_post_quantum_actions_are_unsupported(client, action, fields):
    assert refusal(call, client, action, **fields) == "UnsupportedOperation"
