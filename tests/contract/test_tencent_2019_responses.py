"""Every answer of API 3.0 2019-01-18 has exactly the documented JSON types: the C++ SDK refuses any other."""

import pytest

import keys
from catalogue_2019 import check_response
from operations import openssl_encrypt
from clients import b64


@pytest.fixture
def call(ours):
    """Calls an action and holds its answer against the catalogue."""
    return lambda action, **fields: check_response(action, ours.t2019.call(action, **fields))


def test_a_new_key_and_its_metadata(call):
    made = call("CreateKey", Alias=keys.unique_alias(), Description="for the payroll")
    call("DescribeKey", KeyId=made["KeyId"])
    call("DescribeKeys", KeyIds=[made["KeyId"]])
    call("ListKeys", Limit=200)
    call("ListKeyDetail", Limit=200, KeyUsage="ALL")


def test_an_external_key(call):
    made = call("CreateKey", Alias=keys.unique_alias(), Type=2)
    call("DescribeKey", KeyId=made["KeyId"])


def test_the_states_of_a_key(call):
    key = call("CreateKey", Alias=keys.unique_alias())["KeyId"]
    call("DisableKey", KeyId=key)
    call("EnableKey", KeyId=key)
    call("DisableKeys", KeyIds=[key])
    call("EnableKeys", KeyIds=[key])
    call("UpdateAlias", KeyId=key, Alias=keys.unique_alias())
    call("UpdateKeyDescription", KeyId=key, Description="new")
    call("DisableKey", KeyId=key)
    call("ScheduleKeyDeletion", KeyId=key, PendingWindowInDays=7)
    call("DescribeKey", KeyId=key)
    call("CancelKeyDeletion", KeyId=key)


def test_messages(ours, call):
    key = keys.shared(ours)
    blob = call("Encrypt", KeyId=key, Plaintext="YQ==")["CiphertextBlob"]
    call("Decrypt", CiphertextBlob=blob)
    call("ReEncrypt", CiphertextBlob=blob)
    call("GenerateDataKey", KeyId=key, KeySpec="AES_256")
    call("GenerateRandom", NumberOfBytes=7)


def test_asymmetric_keys(ours, call):
    rsa, sm2 = keys.shared(ours, "RSA_2048", "ENCRYPT_DECRYPT"), keys.shared(ours, "SM2", "ENCRYPT_DECRYPT")
    pem = call("GetPublicKey", KeyId=rsa)["PublicKeyPem"]
    sealed = openssl_encrypt(pem, b"secret", "-pkeyopt", "rsa_padding_mode:oaep", "-pkeyopt", "rsa_oaep_md:sha256")
    call("AsymmetricRsaDecrypt", KeyId=rsa, Ciphertext=b64(sealed), Algorithm="RSAES_OAEP_SHA_256")
    sealed = openssl_encrypt(call("GetPublicKey", KeyId=sm2)["PublicKeyPem"], b"secret")
    call("AsymmetricSm2Decrypt", KeyId=sm2, Ciphertext=b64(sealed))


def test_signatures(ours, call):
    signing = {"KeyId": keys.shared(ours, "EC_P256", "SIGN_VERIFY"), "Algorithm": "ECC_P256_R1", "Message": b64(b"text")}
    signature = call("SignByAsymmetricKey", **signing)["Signature"]
    for value, valid in ((signature, True), ("AAAA", False)):
        assert call("VerifyByAsymmetricKey", SignatureValue=value, **signing)["SignatureValid"] is valid


@pytest.mark.parametrize("action", ["ListAlgorithms", "GetServiceStatus", "GetRegions"])
def test_facts_of_the_service(call, action):
    call(action)


# ---- the check itself ----


def response(**changes):
    right = {"Keys": [{"KeyId": "id"}], "TotalCount": 1, "RequestId": "id"}
    return {name: value for name, value in (right | changes).items() if value is not ...}


def test_the_check_takes_what_is_right():
    assert check_response("ListKeys", response()) == response()
    check_response("ListKeys", response(Keys=...))


@pytest.mark.parametrize("changes", [
    {"TotalCount": ...}, {"TotalCount": "1"}, {"TotalCount": 1.0}, {"TotalCount": True}, {"TotalCount": -1},
    {"TotalCount": None}, {"RequestId": None}, {"Keys": {}}, {"Keys": ["id"]}, {"Keys": [{"KeyId": 1}]}, {"Keys": [{}]},
    {"Keys": [{"KeyId": "id", "Bogus": 1}]}, {"Bogus": 1}], ids=str)
def test_the_check_refuses_what_is_not(changes):
    with pytest.raises(AssertionError):
        check_response("ListKeys", response(**changes))
