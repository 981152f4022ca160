"""Hosted data keys through API 3.0: hosting, opening, states, names, lists."""

import os
import secrets
import subprocess

import pytest

import keys
from catalogue_2019 import Checked, call
from clients import VendorError, b64, unb64
from refusals import code_of
from stand_in import Server

UNAVAILABLE = "ResourceUnavailable."
NOT_FOUND = UNAVAILABLE + "DataKeyNotFound"
DATA_KEY_STATE = UNAVAILABLE + "DataKeyStateNotSupport"
CMK_STATE = UNAVAILABLE + "CmkStateNotSupport"


@pytest.fixture
def api(ours):
    return Checked(ours)


def unique_name():
    return "data-" + secrets.token_hex(8)


def generate(clients, key=None, **fields):
    fields = {"NumberOfBytes": 32, "DataKeyName": unique_name()} | fields
    return call(clients, "GenerateDataKey", KeyId=key or keys.shared(clients), IsHostedByKms=1, **fields)


def hosted(clients, key=None, **fields):
    return generate(clients, key, **fields)["DataKeyId"]


def metadata(clients, data_key):
    return call(clients, "DescribeDataKey", DataKeyId=data_key)["DataKeyMetadata"]


def schedule(clients, data_key):
    return call(clients, "ScheduleDataKeyDeletion", DataKeyId=data_key, PendingWindowInDays=7)


# ---- hosting ----


def test_a_generated_one_is_kept(ours, api):
    key, name = keys.shared(ours), unique_name()
    made = generate(ours, DataKeyName=name, Description="text", Tags=[{"TagKey": "a", "TagValue": "1"}])
    assert (made["KeyId"], made["TagCode"], made["TagMsg"]) == (key, 0, "ok")
    assert keys.is_uuid(made["DataKeyId"])
    assert api.call("Decrypt", CiphertextBlob=made["CiphertextBlob"])["Plaintext"] == made["Plaintext"]
    assert api.call("GetDataKeyPlaintext", DataKeyId=made["DataKeyId"])["Plaintext"] == made["Plaintext"]
    assert api.call("GetDataKeyCiphertextBlob", DataKeyId=made["DataKeyId"])["CiphertextBlob"] == made["CiphertextBlob"]


def test_its_attributes_have_the_vendors_types(ours):
    key, name = keys.create(ours), unique_name()
    alias = call(ours, "DescribeKey", KeyId=key)["KeyMetadata"]["Alias"]
    shown = metadata(ours, hosted(ours, key, DataKeyName=name, Description="text", NumberOfBytes=48))
    assert (shown["KeyId"], shown["KeyName"], shown["DataKeyName"]) == (key, alias, name)
    assert (shown["NumberOfBytes"], shown["Description"], shown["KeyState"]) == (48, "text", "Enabled")
    assert (shown["Owner"], shown["Origin"], shown["DeletionDate"], shown["IsSyncReplica"]) == ("user", "TENCENT_KMS", 0, 0)
    assert shown["ResourceId"] == f"creatorUin/{shown['CreatorUin']}/{shown['DataKeyId']}"
    for field in ("CreateTime", "CreatorUin", "DeletionDate", "NumberOfBytes"):
        assert type(shown[field]) is int, field


def test_a_context_is_needed_for_the_ciphertext_alone(ours, api):
    made = generate(ours, EncryptionContext='{"a":"1"}')
    assert api.call("GetDataKeyPlaintext", DataKeyId=made["DataKeyId"])["Plaintext"] == made["Plaintext"]
    assert code_of(api.call, "Decrypt", CiphertextBlob=made["CiphertextBlob"]) == "InvalidParameterValue.InvalidCiphertext"
    opened = api.call("Decrypt", CiphertextBlob=made["CiphertextBlob"], EncryptionContext='{"a":"1"}')
    assert opened["Plaintext"] == made["Plaintext"]


def test_a_plaintext_is_imported(ours, api):
    key, plaintext = keys.shared(ours), b64(secrets.token_bytes(24))
    made = api.call("ImportDataKey", DataKeyName=unique_name(), ImportType=2, ImportKeyMaterial=plaintext, KeyId=key)
    assert (made["KeyId"], made["TagMsg"]) == (key, "no tags to save")
    assert metadata(ours, made["DataKeyId"])["Origin"] == "EXTERNAL"
    assert api.call("GetDataKeyPlaintext", DataKeyId=made["DataKeyId"])["Plaintext"] == plaintext


def test_a_ciphertext_is_imported(ours, api):
    key = keys.shared(ours)
    data_key = api.call("GenerateDataKey", KeyId=key, KeySpec="AES_256")
    fields = {"DataKeyName": unique_name(), "ImportType": 1, "ImportKeyMaterial": data_key["CiphertextBlob"]}
    other = keys.create(ours)
    assert code_of(api.call, "ImportDataKey", KeyId=other, **fields) == "InvalidParameterValue.InvalidImportKeyMaterial"
    made = api.call("ImportDataKey", **fields)
    assert made["KeyId"] == key
    assert api.call("GetDataKeyPlaintext", DataKeyId=made["DataKeyId"])["Plaintext"] == data_key["Plaintext"]


@pytest.mark.parametrize("fields, code", [
    ({"ImportType": 1, "ImportKeyMaterial": "x"}, "InvalidParameterValue.InvalidImportKeyMaterial"),
    ({"ImportType": 2, "ImportKeyMaterial": "x"}, "InvalidParameterValue.InvalidPlaintext"),
    ({"ImportType": 2, "ImportKeyMaterial": ""}, "InvalidParameterValue.InvalidPlaintext"),
    ({"ImportType": 2, "ImportKeyMaterial": b64(bytes(1025))}, "InvalidParameterValue.InvalidPlaintext"),
    ({"ImportType": 3, "ImportKeyMaterial": "YQ=="}, "InvalidParameterValue.InvalidType"),
    ({"ImportType": 2, "ImportKeyMaterial": "YQ==", "DataKeyName": "-x"}, "InvalidParameterValue.InvalidDataKeyName"),
    ({"ImportType": 2, "ImportKeyMaterial": "YQ==", "KeyId": keys.ABSENT}, "ResourceUnavailable.CmkNotFound"),
    ({"ImportType": 2, "ImportKeyMaterial": "YQ==", "KeyId": "x"}, "InvalidParameterValue.InvalidKeyId"),
    ({"ImportType": 2, "ImportKeyMaterial": "YQ==", "KeyId": None}, "MissingParameter"),
])
def test_an_import_that_is_none_is_refused(ours, api, fields, code):
    fields = {"DataKeyName": unique_name(), "KeyId": keys.shared(ours)} | fields
    assert code_of(api.call, "ImportDataKey", **fields) == code


@pytest.mark.parametrize("fields, code", [
    ({"DataKeyName": None}, "MissingParameter"),
    ({"DataKeyName": "a b"}, "InvalidParameterValue.InvalidDataKeyName"),
    ({"DataKeyName": "a" * 61}, "InvalidParameterValue.InvalidDataKeyName"),
    ({"Description": "d" * 101}, "InvalidParameter"),
    ({"IsHostedByKms": 2}, "InvalidParameter"),
    ({"Tags": [{"TagKey": "a", "TagValue": "1"}] * 2}, "InvalidParameterValue.TagKeysDuplicated"),
    ({"EncryptionPublicKey": "x"}, "InvalidParameter"),
])
def test_a_generation_that_is_refused_leaves_nothing(fresh, fields, code):
    fields = {"KeyId": keys.create(fresh), "NumberOfBytes": 16, "DataKeyName": "one", "IsHostedByKms": 1} | fields
    assert code_of(fresh.t2019.call, "GenerateDataKey", **fields) == code
    assert call(fresh, "ListDataKeys")["TotalCount"] == 0


def test_a_description_has_at_most_100_bytes(ours, api):
    data_key = hosted(ours, Description="d" * 100)
    api.call("UpdateDataKeyDescription", DataKeyId=data_key, Description="e" * 100)
    assert metadata(ours, data_key)["Description"] == "e" * 100
    assert code_of(api.call, "UpdateDataKeyDescription", DataKeyId=data_key, Description="e" * 101) == "InvalidParameter"


def test_a_name_is_unique_in_each_action_s_own_words(ours, neighbour, api):
    name, key = unique_name(), keys.shared(ours)
    hosted(ours, DataKeyName=name)
    second = hosted(ours)
    assert code_of(generate, ours, DataKeyName=name) == "InvalidParameterValue.DataKeyNameAlreadyExists"
    imported = {"DataKeyName": name, "ImportType": 2, "ImportKeyMaterial": "YQ==", "KeyId": key}
    assert code_of(api.call, "ImportDataKey", **imported) == "InvalidParameterValue.InvalidDataKeyName"
    assert code_of(api.call, "UpdateDataKeyName", DataKeyId=second, DataKeyName=name) == "InvalidParameterValue"
    hosted(neighbour, DataKeyName=name)
    api.call("UpdateDataKeyName", DataKeyId=second, DataKeyName=name + "-2")
    assert metadata(ours, second)["DataKeyName"] == name + "-2"


# ---- opening ----


def test_a_wrapped_answer_opens_with_the_private_key(ours, api, tmp_path):
    private, public = tmp_path / "private.pem", tmp_path / "public.pem"
    subprocess.run(["openssl", "genrsa", "-out", private, "2048"], check=True, capture_output=True)
    subprocess.run(["openssl", "pkey", "-in", private, "-pubout", "-out", public], check=True, capture_output=True)
    wrapping = {"EncryptionPublicKey": public.read_text(), "EncryptionAlgorithm": "RSAES_OAEP_SHA_256"}
    made = generate(ours, **wrapping)
    opened = [made, api.call("GetDataKeyPlaintext", DataKeyId=made["DataKeyId"], **wrapping)]
    clear = unb64(api.call("GetDataKeyPlaintext", DataKeyId=made["DataKeyId"])["Plaintext"])
    for answer in opened:
        command = ["openssl", "pkeyutl", "-decrypt", "-inkey", private, "-pkeyopt", "rsa_padding_mode:oaep", "-pkeyopt",
                   "rsa_oaep_md:sha256"]
        done = subprocess.run(command, input=unb64(answer["Plaintext"]), capture_output=True, check=True)
        assert done.stdout == clear


@pytest.mark.parametrize("fields, code", [({"EncryptionPublicKey": "x"}, "InvalidParameterValue"),
                                          ({"EncryptionPublicKey": "x", "EncryptionAlgorithm": "y"}, "InvalidParameterValue")])
def test_a_bad_public_key_is_refused(ours, api, fields, code):
    assert code_of(api.call, "GetDataKeyPlaintext", DataKeyId=hosted(ours), **fields) == code


# ---- states of the data key and of its CMK ----

STATES = ("Enabled", "Disabled", "PendingDelete")
CALLS = {
    "GetDataKeyPlaintext": (None, UNAVAILABLE + "DataKeyDisabled", UNAVAILABLE + "DataKeyPendingDelete"),
    "GetDataKeyCiphertextBlob": (None, DATA_KEY_STATE, DATA_KEY_STATE),
    "DescribeDataKey": (None, None, None),
    "DescribeDataKeys": (None, None, None),
    "EnableDataKey": (None, None, CMK_STATE),
    "EnableDataKeys": (None, None, DATA_KEY_STATE),
    "DisableDataKey": (None, None, DATA_KEY_STATE),
    "DisableDataKeys": (None, None, DATA_KEY_STATE),
    "ScheduleDataKeyDeletion": (None, None, DATA_KEY_STATE),
    "CancelDataKeyDeletion": (UNAVAILABLE + "DataKeyNotPendingDelete", UNAVAILABLE + "DataKeyNotPendingDelete", None),
    "UpdateDataKeyName": (None, None, None),
    "UpdateDataKeyDescription": (None, None, None),
}


def fields_of(action, data_key):
    fields = {"DataKeyIds": [data_key]} if action.endswith("Keys") else {"DataKeyId": data_key}
    more = {"ScheduleDataKeyDeletion": {"PendingWindowInDays": 30}, "UpdateDataKeyName": {"DataKeyName": unique_name()},
            "UpdateDataKeyDescription": {"Description": "x"}}
    return fields | more.get(action, {})


def outcome(clients, action, fields):
    try:
        call(clients, action, **fields)
    except VendorError as refused:
        return refused.code
    return None


@pytest.mark.parametrize("action", CALLS)
@pytest.mark.parametrize("state", STATES)
def test_every_action_in_every_state(ours, action, state):
    data_key = hosted(ours)
    if state == "Disabled":
        call(ours, "DisableDataKey", DataKeyId=data_key)
    if state == "PendingDelete":
        schedule(ours, data_key)
    assert metadata(ours, data_key)["KeyState"] == state
    assert outcome(ours, action, fields_of(action, data_key)) == CALLS[action][STATES.index(state)]


@pytest.mark.parametrize("action", CALLS)
def test_ids_are_checked_by_every_action(ours, neighbour, action):
    assert outcome(ours, action, fields_of(action, "x")) == "InvalidParameterValue.InvalidDataKeyId"
    assert outcome(ours, action, fields_of(action, keys.ABSENT)) == NOT_FOUND
    assert outcome(neighbour, action, fields_of(action, hosted(ours))) == NOT_FOUND


@pytest.mark.parametrize("action", [name for name in CALLS if name.endswith("Keys")])
def test_a_batch_is_checked_as_a_whole(ours, api, action):
    first, second = hosted(ours), hosted(ours)
    twice = code_of(api.call, action, DataKeyIds=[first, first])
    assert twice == "InvalidParameterValue.DuplicatedDataKeyId"
    assert code_of(api.call, action, DataKeyIds=[first, keys.ABSENT]) == NOT_FOUND
    assert code_of(api.call, action, DataKeyIds=[]) == "InvalidParameterValue"
    assert code_of(api.call, action, DataKeyIds=[first] * 101) == "InvalidParameterValue"
    assert metadata(ours, first)["KeyState"] == "Enabled"
    api.call(action, DataKeyIds=[first, second])


@pytest.mark.parametrize("action, disabled, pending", [
    ("GetDataKeyPlaintext", UNAVAILABLE + "CmkDisabled", CMK_STATE),
    ("EnableDataKey", CMK_STATE, CMK_STATE),
    ("EnableDataKeys", CMK_STATE, CMK_STATE),
    ("CancelDataKeyDeletion", CMK_STATE, CMK_STATE),
    ("GetDataKeyCiphertextBlob", None, None),
    ("DisableDataKey", None, None),
])
def test_the_state_of_the_cmk_counts(ours, action, disabled, pending):
    key = keys.create(ours)
    data_key = hosted(ours, key)
    if action == "CancelDataKeyDeletion":
        schedule(ours, data_key)
    fields = fields_of(action, data_key)
    keys.disable(ours, key)
    assert outcome(ours, action, fields) == disabled
    call(ours, "ScheduleKeyDeletion", KeyId=key, PendingWindowInDays=7)
    assert outcome(ours, action, fields) == pending


@pytest.mark.parametrize("import_type", [None, 1, 2])
def test_hosting_needs_an_enabled_cmk(ours, api, import_type):
    key = keys.create(ours)
    blob = api.call("GenerateDataKey", KeyId=key, KeySpec="AES_128")["CiphertextBlob"]

    def code():
        if import_type is None:
            return code_of(generate, ours, key)
        fields = {"ImportType": import_type, "ImportKeyMaterial": blob if import_type == 1 else "YQ==", "KeyId": key}
        return code_of(api.call, "ImportDataKey", DataKeyName=unique_name(), **fields)

    keys.disable(ours, key)
    assert code() == UNAVAILABLE + "CmkDisabled"
    api.call("ScheduleKeyDeletion", KeyId=key, PendingWindowInDays=7)
    assert code() == UNAVAILABLE + "KeyPendingDelete"


def test_an_asymmetric_cmk_hosts_nothing(ours, api):
    key = keys.shared(ours, "SM2")
    fields = {"DataKeyName": unique_name(), "ImportType": 2, "ImportKeyMaterial": "YQ==", "KeyId": key}
    assert code_of(api.call, "ImportDataKey", **fields) == "InvalidParameterValue.InvalidKeyUsage"
    assert code_of(generate, ours, key) == "InvalidParameterValue.InvalidKeyUsage"


@pytest.mark.parametrize("days, accepted", [(6, False), (7, True), (30, True), (31, False)])
def test_a_deletion_waits_7_to_30_days(ours, api, days, accepted):
    fields = {"DataKeyId": hosted(ours), "PendingWindowInDays": days}
    if accepted:
        answer = api.call("ScheduleDataKeyDeletion", **fields)
        assert answer["DataKeyId"] == fields["DataKeyId"]
        assert answer["DeletionDate"] == metadata(ours, fields["DataKeyId"])["DeletionDate"]
    else:
        assert code_of(api.call, "ScheduleDataKeyDeletion", **fields) == "InvalidParameter.InvalidPendingWindowInDays"


def test_a_cancelled_deletion_leaves_it_disabled(ours, api):
    data_key = hosted(ours)
    schedule(ours, data_key)
    assert api.call("CancelDataKeyDeletion", DataKeyId=data_key)["DataKeyId"] == data_key
    shown = metadata(ours, data_key)
    assert (shown["KeyState"], shown["DeletionDate"]) == ("Disabled", 0)


@pytest.mark.skipif("TANDEM_CONTRACT_URL" in os.environ, reason="moves the clock")
def test_it_is_gone_at_its_date():
    with Server() as server:
        clients = server.clients()
        key = keys.create(clients)
        data_key = hosted(clients, key, DataKeyName="one")
        schedule(clients, data_key)
        server.do("POST", "clock", {"advance": "6d23h"})
        assert metadata(clients, data_key)["KeyState"] == "PendingDelete"
        server.do("POST", "clock", {"advance": "2h"})
        assert code_of(clients.t2019.call, "DescribeDataKey", DataKeyId=data_key) == NOT_FOUND
        assert call(clients, "ListDataKeys")["TotalCount"] == 0
        hosted(clients, key, DataKeyName="one")


# ---- lists ----


def test_pages_of_ids_tell_the_total(fresh):
    key = keys.create(fresh)
    made = [hosted(fresh, key) for _ in range(3)]
    first = call(fresh, "ListDataKeys", Offset=0, Limit=2)
    rest = call(fresh, "ListDataKeys", Offset=2, Limit=2)
    assert (first["TotalCount"], rest["TotalCount"], len(first["DataKeys"])) == (3, 3, 2)
    assert {one["DataKeyId"] for one in first["DataKeys"] + rest["DataKeys"]} == set(made)
    assert call(fresh, "ListDataKeys", Offset=3)["DataKeys"] == []
    assert call(fresh, "ListDataKeys", Role=1)["TotalCount"] == 0


def test_details_filter_by_everything(fresh):
    key, other = keys.create(fresh), keys.create(fresh)
    small = hosted(fresh, key, DataKeyName="small", NumberOfBytes=16, Tags=[{"TagKey": "env", "TagValue": "test"}])
    large = hosted(fresh, key, DataKeyName="large", NumberOfBytes=32)
    foreign = call(fresh, "ImportDataKey", DataKeyName="foreign", ImportType=2, ImportKeyMaterial=b64(bytes(16)),
                               KeyId=other)["DataKeyId"]
    call(fresh, "DisableDataKey", DataKeyId=large)

    def listed(**fields):
        page = call(fresh, "ListDataKeyDetail", **fields)
        assert page["TotalCount"] == len(page["DataKeyMetadatas"])
        return {one["DataKeyId"] for one in page["DataKeyMetadatas"]}

    assert listed() == listed(Origin="ALL") == {small, large, foreign}
    assert listed(KeyState=1) == {small, foreign}
    assert listed(KeyState=2) == {large}
    assert listed(KeyState=3) == set()
    assert listed(SearchKeyAlias="mall") == {small}
    assert listed(SearchKeyAlias=large[:18]) == {large}
    assert listed(Origin="EXTERNAL") == {foreign}
    assert listed(KeyId=other) == {foreign}
    assert listed(DataKeyLen=16) == {small, foreign}
    assert listed(TagFilters=[{"TagKey": "env"}]) == listed(TagFilters=[{"TagKey": "env", "TagValue": ["test"]}]) == {small}
    assert listed(TagFilters=[{"TagKey": "env", "TagValue": ["live"]}]) == set()
    assert listed(Role=1) == set()


def test_details_are_by_creation(fresh):
    key = keys.create(fresh)
    made = {hosted(fresh, key) for _ in range(3)}

    def listed(order):
        page = call(fresh, "ListDataKeyDetail", OrderType=order)["DataKeyMetadatas"]
        return [one["DataKeyId"] for one in page]

    assert set(listed(0)) == made
    assert listed(1) == listed(0)[::-1]


@pytest.mark.parametrize("fields, code", [
    ({"Limit": 0}, "InvalidParameter"), ({"Limit": 201}, "InvalidParameter"), ({"KeyState": 4}, "InvalidParameter"),
    ({"Origin": "external"}, "InvalidParameter"), ({"KeyId": "x"}, "InvalidParameterValue.InvalidKeyId"),
    ({"KeyId": keys.ABSENT}, "ResourceUnavailable.CmkNotFound"),
    ({"HsmClusterId": "x"}, "InvalidParameterValue.InvalidHsmClusterId"),
])
def test_a_bad_filter_is_refused(api, fields, code):
    assert code_of(api.call, "ListDataKeyDetail", **fields) == code


def test_the_service_status_counts_them(fresh):
    before = call(fresh, "GetServiceStatus")
    assert (before["IsAllowedDataKeyHosted"], before["DataKeyUsedCount"]) == (True, 0)
    hosted(fresh, keys.create(fresh))
    after = call(fresh, "GetServiceStatus")
    assert after["DataKeyUsedCount"] == 1 and after["DataKeyLimit"] > 1
