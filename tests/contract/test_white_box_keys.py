"""White-box keys through API 3.0, and that OpenSSL alone opens what they encrypt (docs/white-box.md)."""

import os
import pathlib
import re
import secrets
import subprocess

import pytest

import keys
from catalogue_2019 import Checked, call
from clients import b64, unb64
from refusals import code_of

DOCUMENT = pathlib.Path(__file__).resolve().parents[2] / "docs/white-box.md"
NOT_FOUND = "ResourceNotFound"
FINGERPRINT = "0123abcd-00112233445566-00112233445566-00112233445566-0011223344556677"


@pytest.fixture
def api(ours):
    return Checked(ours)


@pytest.fixture(scope="module")
def shared(ours):
    """One of each algorithm, which nobody changes."""
    return {algorithm: create(ours, algorithm) for algorithm in ("AES_256", "SM4")}


def create(clients, algorithm="AES_256", **fields):
    return call(clients, "CreateWhiteBoxKey", **{"Alias": keys.unique_alias(), "Algorithm": algorithm} | fields)


def info(clients, key):
    return call(clients, "DescribeWhiteBoxKey", KeyId=key)["KeyInfo"]


# ---- making and showing ----


@pytest.mark.parametrize("algorithm, size", [("AES_256", 32), ("SM4", 16)])
def test_both_halves_come_with_the_key(fresh, algorithm, size):
    made = create(fresh, algorithm, Alias="one", Description="text", Tags=[{"TagKey": "a", "TagValue": "1"}])
    assert (made["TagCode"], made["TagMsg"], len(unb64(made["DecryptKey"]))) == (0, "ok", size)
    assert made["EncryptKey"] != made["DecryptKey"]
    shown = info(fresh, made["KeyId"])
    assert (shown["Alias"], shown["Description"], shown["Status"], shown["Algorithm"]) == ("one", "text", "Enabled", algorithm)
    assert (shown["EncryptKey"], shown["DecryptKey"]) == (made["EncryptKey"], made["DecryptKey"])
    assert shown["ResourceId"] == f"creatorUin/{shown['CreatorUin']}/{made['KeyId']}"
    assert (shown["OwnerUin"], shown["DeviceFingerprintBind"]) == (shown["CreatorUin"], False)
    assert type(shown["CreateTime"]) is int
    assert call(fresh, "DescribeWhiteBoxDecryptKey", KeyId=made["KeyId"])["DecryptKey"] == made["DecryptKey"]


def test_the_service_is_bought(api):
    assert api.call("DescribeWhiteBoxServiceStatus")["ServiceEnabled"] is True


@pytest.mark.parametrize("fields, code", [
    ({"Alias": ""}, "InvalidParameterValue.InvalidAlias"), ({"Alias": "-a"}, "InvalidParameterValue.InvalidAlias"),
    ({"Alias": "a" * 61}, "InvalidParameterValue.InvalidAlias"), ({"Algorithm": "AES_128"}, "InvalidParameterValue"),
    ({"Description": "d" * 1025}, "InvalidParameterValue"), ({"Algorithm": None}, "MissingParameter"),
    ({"Tags": [{"TagKey": "a", "TagValue": "1"}] * 2}, "InvalidParameterValue.TagKeysDuplicated"),
    ({"Tags": [{"TagKey": "", "TagValue": "1"}]}, "InvalidParameterValue"),
    ({"Tags": [{"TagKey": "k" * 128, "TagValue": "1"}]}, "InvalidParameterValue"),
    ({"Tags": [{"TagKey": "a", "TagValue": "v" * 256}]}, "InvalidParameterValue"),
    ({"Tags": [{"TagKey": f"k{number}", "TagValue": "1"} for number in range(51)]}, "InvalidParameterValue"),
])
def test_a_bad_creation_is_refused(ours, fields, code):
    assert code_of(create, ours, **fields) == code


def test_an_alias_is_unique(ours, neighbour):
    alias = keys.unique_alias()
    create(ours, Alias=alias)
    assert code_of(create, ours, Alias=alias) == "InvalidParameterValue.AliasAlreadyExists"
    create(neighbour, Alias=alias)


def test_a_tenant_has_at_most_50(fresh):
    made = [create(fresh)["KeyId"] for _ in range(50)]
    assert code_of(create, fresh) == "LimitExceeded.KeyLimitExceeded"
    page = call(fresh, "DescribeWhiteBoxKeyDetails")
    assert (page["TotalCount"], len(page["KeyInfos"])) == (50, 50)
    call(fresh, "DisableWhiteBoxKeys", KeyIds=made)
    assert code_of(fresh.t2019.call, "EnableWhiteBoxKeys", KeyIds=[*made, keys.ABSENT]) == "InvalidParameter"


def test_details_page_and_filter(fresh):
    first = create(fresh, Tags=[{"TagKey": "env", "TagValue": "test"}])["KeyId"]
    second, third = create(fresh)["KeyId"], create(fresh)["KeyId"]
    call(fresh, "DisableWhiteBoxKey", KeyId=second)

    def listed(**fields):
        page = call(fresh, "DescribeWhiteBoxKeyDetails", **fields)
        return {one["KeyId"] for one in page["KeyInfos"]}, page["TotalCount"]

    assert listed() == listed(Limit=0) == ({first, second, third}, 3)
    assert listed(KeyStatus=0) == ({second}, 1)
    assert listed(KeyStatus=1) == ({first, third}, 2)
    assert listed(TagFilters=[{"TagKey": "env", "TagValue": ["test"]}]) == ({first}, 1)
    both = listed(Limit=2)[0] | listed(Offset=2, Limit=2)[0]
    assert both == {first, second, third}
    assert listed(Offset=3) == (set(), 3)
    assert code_of(fresh.t2019.call, "DescribeWhiteBoxKeyDetails", KeyStatus=2) == "InvalidParameterValue"


# ---- states ----

ONE = ("DescribeWhiteBoxKey", "DescribeWhiteBoxDecryptKey", "EnableWhiteBoxKey", "DisableWhiteBoxKey", "DeleteWhiteBoxKey",
       "DescribeWhiteBoxDeviceFingerprints", "OverwriteWhiteBoxDeviceFingerprints", "EncryptByWhiteBox")
MORE = {"EncryptByWhiteBox": {"PlainText": "YQ=="}}


@pytest.mark.parametrize("action", ONE)
def test_ids_are_checked_by_every_action(ours, neighbour, api, action):
    more = MORE.get(action, {})
    assert code_of(api.call, action, KeyId="x", **more) == "InvalidParameterValue.InvalidKeyId"
    assert code_of(api.call, action, KeyId=keys.ABSENT, **more) == NOT_FOUND
    assert code_of(neighbour.t2019.call, action, KeyId=create(ours)["KeyId"], **more) == NOT_FOUND


@pytest.mark.parametrize("action, status", [("EnableWhiteBoxKeys", "Enabled"), ("DisableWhiteBoxKeys", "Disabled")])
def test_several_move_together_or_not_at_all(fresh, action, status):
    both = [create(fresh)["KeyId"] for _ in range(2)]
    other = {"Enabled": "Disable", "Disabled": "Enable"}[status]
    call(fresh, other + "WhiteBoxKeys", KeyIds=both)
    assert code_of(fresh.t2019.call, action, KeyIds=[both[0], keys.ABSENT]) == NOT_FOUND
    assert code_of(fresh.t2019.call, action, KeyIds=both * 2) == "InvalidParameterValue.DuplicatedKeyId"
    assert code_of(fresh.t2019.call, action, KeyIds=[]) == "InvalidParameter"
    assert info(fresh, both[0])["Status"] != status
    call(fresh, action, KeyIds=both)
    call(fresh, action, KeyIds=both)
    assert [info(fresh, key)["Status"] for key in both] == [status] * 2


def test_only_a_disabled_one_can_be_deleted(ours, api):
    key = create(ours)["KeyId"]
    assert code_of(api.call, "DeleteWhiteBoxKey", KeyId=key) == "FailedOperation"
    api.call("DisableWhiteBoxKey", KeyId=key)
    api.call("DeleteWhiteBoxKey", KeyId=key)
    assert code_of(api.call, "DescribeWhiteBoxKey", KeyId=key) == NOT_FOUND


def test_a_disabled_one_does_not_encrypt(ours, api):
    key = create(ours)["KeyId"]
    api.call("DisableWhiteBoxKey", KeyId=key)
    assert code_of(api.call, "EncryptByWhiteBox", KeyId=key, PlainText="YQ==") == "ResourceUnavailable.KeyDisabled"
    api.call("EnableWhiteBoxKey", KeyId=key)
    api.call("EncryptByWhiteBox", KeyId=key, PlainText="YQ==")


# ---- encrypting ----


def documented_command(algorithm):
    """The lines of the document that open what was encrypted, by their cipher."""
    cipher = {"AES_256": "aes-256-cbc", "SM4": "sm4-cbc"}[algorithm]
    found = [text for text in re.findall(r"^```sh\n(.*?)^```$", DOCUMENT.read_text(), re.M | re.S) if cipher in text]
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize("algorithm", ["AES_256", "SM4"])
@pytest.mark.parametrize("size", [1, 5, 15, 16, 17, 4095, 4096])
def test_the_documented_lines_open_it(api, shared, algorithm, size):
    key, plaintext = shared[algorithm], secrets.token_bytes(size)
    sealed = api.call("EncryptByWhiteBox", KeyId=key["KeyId"], PlainText=b64(plaintext))
    assert len(unb64(sealed["CipherText"])) == 16 * (size // 16 + 1)
    variables = {"DECRYPT_KEY": key["DecryptKey"], "IV": sealed["InitializationVector"], "CIPHER_TEXT": sealed["CipherText"]}
    done = subprocess.run(["sh", "-c", documented_command(algorithm)], capture_output=True, env={**os.environ, **variables})
    assert (done.returncode, done.stdout) == (0, plaintext), done.stderr


def test_a_given_iv_is_used_and_an_own_one_is_new(api, shared):
    fields = {"KeyId": shared["AES_256"]["KeyId"], "PlainText": "YWJjZGU="}
    iv = b64(bytes(range(16)))
    first, second = [api.call("EncryptByWhiteBox", InitializationVector=iv, **fields) for _ in range(2)]
    assert first["InitializationVector"] == iv and first["CipherText"] == second["CipherText"]
    own = {api.call("EncryptByWhiteBox", **fields)["InitializationVector"] for _ in range(5)}
    assert len(own) == 5


@pytest.mark.parametrize("fields", [
    {"PlainText": ""}, {"PlainText": "YQ"}, {"PlainText": b64(bytes(4097))}, {"InitializationVector": b64(bytes(15))},
    {"InitializationVector": b64(bytes(17))}, {"InitializationVector": "x"},
])
def test_bad_input_is_refused(api, shared, fields):
    fields = {"KeyId": shared["SM4"]["KeyId"], "PlainText": "YQ=="} | fields
    assert code_of(api.call, "EncryptByWhiteBox", **fields) == "InvalidParameterValue"


# ---- fingerprints ----


def test_fingerprints_are_replaced_as_a_whole(ours, api):
    key = create(ours)["KeyId"]

    def stored():
        return api.call("DescribeWhiteBoxDeviceFingerprints", KeyId=key)["DeviceFingerprints"]

    assert stored() == []
    prints = [{"Identity": FINGERPRINT, "Description": "phone"}, {"Identity": UUID, "Description": "tablet"}]
    api.call("OverwriteWhiteBoxDeviceFingerprints", KeyId=key, DeviceFingerprints=prints)
    assert stored() == prints and info(ours, key)["DeviceFingerprintBind"] is True
    api.call("OverwriteWhiteBoxDeviceFingerprints", KeyId=key, DeviceFingerprints=[])
    assert stored() == [] and info(ours, key)["DeviceFingerprintBind"] is False


@pytest.mark.parametrize("count, accepted", [(200, True), (201, False)])
def test_there_are_at_most_200_fingerprints(ours, api, count, accepted):
    prints = [{"Identity": f"{number:08x}" + FINGERPRINT[8:]} for number in range(count)]
    fields = {"KeyId": create(ours)["KeyId"], "DeviceFingerprints": prints}
    if accepted:
        api.call("OverwriteWhiteBoxDeviceFingerprints", **fields)
    else:
        refused = code_of(api.call, "OverwriteWhiteBoxDeviceFingerprints", **fields)
        assert refused == "LimitExceeded.FingerprintsLimitExceeded"


# As the vendor's example of OverwriteWhiteBoxDeviceFingerprints writes one.
UUID = "00112233-4455-6677-8899-aabbccddeeff"


@pytest.mark.parametrize("identity", ["", FINGERPRINT.upper(), FINGERPRINT + "0", FINGERPRINT.replace("-", "_"),
                                      FINGERPRINT[:-1] + "g", UUID.upper(), UUID + "0", UUID[:-1], UUID.replace("-", ""),
                                      FINGERPRINT[:24] + UUID[14:], UUID[:14] + FINGERPRINT[24:]])
def test_a_fingerprint_has_one_of_two_forms(ours, api, identity):
    fields = {"KeyId": create(ours)["KeyId"], "DeviceFingerprints": [{"Identity": identity}]}
    assert code_of(api.call, "OverwriteWhiteBoxDeviceFingerprints", **fields) == "InvalidParameterValue"


# ---- post-quantum ----


@pytest.mark.parametrize("action, fields", [
    ("PostQuantumCryptoEncrypt", {"KeyId": keys.ABSENT, "PlainText": "YQ=="}),
    ("PostQuantumCryptoDecrypt", {"CiphertextBlob": "YQ=="}),
    ("PostQuantumCryptoSign", {"KeyId": keys.ABSENT, "Message": "YQ=="}),
    ("PostQuantumCryptoVerify", {"KeyId": keys.ABSENT, "SignatureValue": "YQ==", "Message": "YQ=="}),
])
def test_post_quantum_actions_check_their_fields_and_say_that_they_are_unsupported(api, action, fields):
    assert code_of(api.call, action) == "MissingParameter"
    assert code_of(api.call, action, Bogus=1, **fields) == "UnknownParameter"
    assert code_of(api.call, action, **fields) == "UnsupportedOperation"
