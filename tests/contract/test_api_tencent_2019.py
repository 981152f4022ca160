"""Tencent Cloud KMS, API 3.0 of 2019-01-18: what a client of the cloud relies on."""

import json
import time

import pytest

import keys
from clients import VendorError, b64, unb64


@pytest.fixture
def api(ours):
    return ours.t2019


def code_of(function, *arguments, **fields):
    with pytest.raises(VendorError) as caught:
        function(*arguments, **fields)
    assert caught.value.status == 200  # any other status hides the code from the SDKs
    return caught.value.code


class TestEnvelope:
    def test_success_has_status_content_type_and_request_id(self, api):
        reply = api.send(api.sign("ListKeys", b"{}"))
        assert reply.status == 200
        assert reply.headers["Content-Type"] == "application/json"
        assert set(reply.json()) == {"Response"}
        assert keys.is_uuid(reply.json()["Response"]["RequestId"])

    def test_failure_has_the_same_and_nothing_but_code_and_message(self, api):
        reply = api.send(api.sign("DescribeKey", json.dumps({"KeyId": keys.ABSENT}).encode()))
        assert reply.status == 200
        assert reply.headers["Content-Type"] == "application/json"
        assert set(reply.json()["Response"]) == {"Error", "RequestId"}
        assert set(reply.json()["Response"]["Error"]) == {"Code", "Message"}

    def test_each_answer_has_its_own_request_id(self, api):
        assert api.call("ListKeys")["RequestId"] != api.call("ListKeys")["RequestId"]

    def test_the_trace_id_comes_back(self, api):
        trace = "0b9d2c3e-4c59-4e1b-9d84-3f6a4f9f8f10"
        reply = api.send(api.sign("ListKeys", b"{}", extra_headers={"X-TC-TraceId": trace}))
        assert reply.headers["X-TC-TraceId"] == trace


class TestKeyLifeCycle:
    def test_a_new_key_is_enabled_and_described(self, api):
        alias = keys.unique_alias()
        made = api.call("CreateKey", Alias=alias, Description="for the payroll")
        assert keys.is_uuid(made["KeyId"])
        assert (made["Alias"], made["Description"]) == (alias, "for the payroll")
        assert (made["KeyState"], made["KeyUsage"]) == ("Enabled", "ENCRYPT_DECRYPT")
        assert abs(made["CreateTime"] - time.time()) < 300
        metadata = api.call("DescribeKey", KeyId=made["KeyId"])["KeyMetadata"]
        for name in ("KeyId", "Alias", "Description", "KeyState", "KeyUsage", "CreateTime"):
            assert metadata[name] == made[name]
        assert metadata["Origin"] == "TENCENT_KMS"
        assert metadata["DeletionDate"] == 0

    def test_an_external_key_waits_for_its_import(self, ours, api):
        key = keys.create(ours, external=True)
        metadata = api.call("DescribeKey", KeyId=key)["KeyMetadata"]
        assert (metadata["KeyState"], metadata["Origin"]) == ("PendingImport", "EXTERNAL")

    @pytest.mark.parametrize("alias", ["", "-leading", "_leading", "with blank", "a" * 61, "kms-reserved", "é"])
    def test_a_bad_alias_is_refused(self, api, alias):
        assert code_of(api.call, "CreateKey", Alias=alias) == "InvalidParameterValue.InvalidAlias"

    def test_an_alias_of_sixty_characters_is_right(self, api):
        alias = keys.unique_alias().ljust(60, "x")
        assert api.call("CreateKey", Alias=alias)["Alias"] == alias

    def test_a_taken_alias_is_refused(self, api):
        alias = keys.unique_alias()
        api.call("CreateKey", Alias=alias)
        assert code_of(api.call, "CreateKey", Alias=alias) == "InvalidParameterValue.AliasAlreadyExists"

    def test_disable_and_enable_are_repeatable(self, ours, api):
        key = keys.create(ours)
        for action, state in (("DisableKey", "Disabled"), ("EnableKey", "Enabled")):
            for _ in range(2):
                api.call(action, KeyId=key)
                assert api.call("DescribeKey", KeyId=key)["KeyMetadata"]["KeyState"] == state

    def test_batches_do_all_or_nothing(self, ours, api):
        first, second = keys.create(ours), keys.create(ours)
        assert code_of(api.call, "DisableKeys", KeyIds=[first, keys.ABSENT]) == "ResourceUnavailable.CmkNotFound"
        assert api.call("DescribeKey", KeyId=first)["KeyMetadata"]["KeyState"] == "Enabled"
        duplicated = "InvalidParameterValue.DuplicatedKeyId"
        assert code_of(api.call, "DisableKeys", KeyIds=[first, first]) == duplicated
        api.call("DisableKeys", KeyIds=[first, second])
        described = api.call("DescribeKeys", KeyIds=[first, second])["KeyMetadatas"]
        assert [(key["KeyId"], key["KeyState"]) for key in described] == [(first, "Disabled"), (second, "Disabled")]
        api.call("EnableKeys", KeyIds=[first, second])

    def test_deletion_needs_a_disabled_key_and_can_be_cancelled(self, ours, api):
        key = keys.create(ours)
        window = {"KeyId": key, "PendingWindowInDays": 7}
        assert code_of(api.call, "ScheduleKeyDeletion", **window) == "ResourceUnavailable.CmkShouldBeDisabled"
        assert code_of(api.call, "CancelKeyDeletion", KeyId=key) == "ResourceUnavailable.CmkNotPendingDelete"
        keys.disable(ours, key)
        scheduled = api.call("ScheduleKeyDeletion", **window)
        assert abs(scheduled["DeletionDate"] - time.time() - 7 * 86400) < 300
        assert api.call("DescribeKey", KeyId=key)["KeyMetadata"]["KeyState"] == "PendingDelete"
        assert code_of(api.call, "ScheduleKeyDeletion", **window) == "ResourceUnavailable.CmkStateNotSupport"
        for action in ("EnableKey", "DisableKey"):
            assert code_of(api.call, action, KeyId=key) == "ResourceUnavailable.CmkStateNotSupport"
        assert api.call("CancelKeyDeletion", KeyId=key)["KeyId"] == key
        assert api.call("DescribeKey", KeyId=key)["KeyMetadata"]["KeyState"] == "Disabled"

    @pytest.mark.parametrize("days, accepted", [(6, False), (7, True), (30, True), (31, False)])
    def test_the_waiting_period_is_7_to_30_days(self, ours, api, days, accepted):
        key = keys.create(ours)
        keys.disable(ours, key)
        if accepted:
            api.call("ScheduleKeyDeletion", KeyId=key, PendingWindowInDays=days)
        else:
            refused = code_of(api.call, "ScheduleKeyDeletion", KeyId=key, PendingWindowInDays=days)
            assert refused == "InvalidParameter.InvalidPendingWindowInDays"

    def test_alias_and_description_change(self, ours, api):
        key, alias = keys.create(ours), keys.unique_alias()
        api.call("UpdateAlias", KeyId=key, Alias=alias)
        api.call("UpdateAlias", KeyId=key, Alias=alias)
        api.call("UpdateKeyDescription", KeyId=key, Description="new")
        metadata = api.call("DescribeKey", KeyId=key)["KeyMetadata"]
        assert (metadata["Alias"], metadata["Description"]) == (alias, "new")

    @pytest.mark.parametrize("length, accepted", [(1024, True), (1025, False)])
    def test_a_description_has_at_most_1024_bytes(self, ours, api, length, accepted):
        fields = {"KeyId": keys.shared(ours), "Description": "x" * length}
        if accepted:
            api.call("UpdateKeyDescription", **fields)
        else:
            assert code_of(api.call, "UpdateKeyDescription", **fields) == "InvalidParameter"


class TestLists:
    def test_pages_are_newest_first_and_count_everything(self, fresh):
        made = [keys.create(fresh) for _ in range(3)]
        page = fresh.t2019.call("ListKeys", Offset=0, Limit=2)
        assert page["TotalCount"] == 3
        rest = fresh.t2019.call("ListKeys", Offset=2, Limit=2)
        assert rest["TotalCount"] == 3
        assert {key["KeyId"] for key in page["Keys"] + rest["Keys"]} == set(made)
        past = fresh.t2019.call("ListKeys", Offset=3)
        assert (past["TotalCount"], past.get("Keys", [])) == (3, [])

    def test_list_keys_leaves_out_dying_keys(self, fresh):
        alive, dying = keys.create(fresh), keys.create(fresh)
        keys.schedule(fresh, dying)
        assert [key["KeyId"] for key in fresh.t2019.call("ListKeys")["Keys"]] == [alive]

    def test_details_filter_by_state_usage_and_alias(self, fresh):
        symmetric, disabled = keys.create(fresh), keys.create(fresh)
        rsa = keys.create(fresh, "ASYMMETRIC_DECRYPT_SM2")
        keys.disable(fresh, disabled)

        def listed(**fields):
            return {key["KeyId"] for key in fresh.t2019.call("ListKeyDetail", **fields)["KeyMetadatas"]}

        assert listed() == {symmetric, disabled}
        assert listed(KeyUsage="ALL") == {symmetric, disabled, rsa}
        assert listed(KeyUsage="ASYMMETRIC_DECRYPT_SM2") == {rsa}
        assert listed(KeyState=2) == {disabled}
        assert listed(SearchKeyAlias=symmetric[:18]) == {symmetric}
        assert listed(Origin="EXTERNAL") == set()

    @pytest.mark.parametrize("action", ["ListKeys", "ListKeyDetail"])
    @pytest.mark.parametrize("limit, accepted", [(0, False), (1, True), (200, True), (201, False)])
    def test_a_page_has_1_to_200_keys(self, api, action, limit, accepted):
        if accepted:
            api.call(action, Limit=limit)
        else:
            assert code_of(api.call, action, Limit=limit) == "InvalidParameter"


class TestEncryption:
    @pytest.mark.parametrize("spec", ["AES_256", "SM4"])
    @pytest.mark.parametrize("size", [1, 15, 16, 17, 4095, 4096])
    def test_round_trip_has_the_vendors_length(self, ours, api, spec, size):
        key, plaintext = keys.shared(ours, spec), bytes(index % 251 for index in range(size))
        sealed = api.call("Encrypt", KeyId=key, Plaintext=b64(plaintext))
        assert sealed["KeyId"] == key
        third_piece = 20 + 16 * (size // 16 + 1)
        assert len(sealed["CiphertextBlob"]) == 118 + 4 * -(-third_piece // 3)
        opened = api.call("Decrypt", CiphertextBlob=sealed["CiphertextBlob"])
        assert (opened["KeyId"], unb64(opened["Plaintext"])) == (key, plaintext)

    def test_the_same_plaintext_is_never_sealed_the_same(self, ours, api):
        blobs = {api.call("Encrypt", KeyId=keys.shared(ours), Plaintext="YQ==")["CiphertextBlob"] for _ in range(5)}
        assert len(blobs) == 5

    @pytest.mark.parametrize("plaintext", ["", "YQ", "YQ=", "YR==", "Y Q=", "YQ==\n", "-_-_", "!"])
    def test_a_plaintext_has_one_spelling(self, ours, api, plaintext):
        refused = code_of(api.call, "Encrypt", KeyId=keys.shared(ours), Plaintext=plaintext)
        assert refused == "InvalidParameterValue.InvalidPlaintext"

    def test_contexts_with_the_same_pairs_are_the_same(self, ours, api):
        key = keys.shared(ours)
        sealed = api.call("Encrypt", KeyId=key, Plaintext="YQ==", EncryptionContext='{"b":"2","a":"1"}')
        for same in ('{"a":"1","b":"2"}', '{ "b" : "2", "a" : "1" }', '{"\\u0061":"1","b":"2"}'):
            blob = sealed["CiphertextBlob"]
            assert api.call("Decrypt", CiphertextBlob=blob, EncryptionContext=same)["Plaintext"] == "YQ=="

    def test_absent_and_empty_contexts_are_equal(self, ours, api):
        sealed = api.call("Encrypt", KeyId=keys.shared(ours), Plaintext="YQ==")["CiphertextBlob"]
        for empty in ("", "{}"):
            assert api.call("Decrypt", CiphertextBlob=sealed, EncryptionContext=empty)["Plaintext"] == "YQ=="

    @pytest.mark.parametrize("context", ["x", "[]", '{"a":', '{"a":"1","a":"1"}', '{"a":{"b":"c"}}', '{"a":null}'])
    def test_a_bad_context_is_refused(self, ours, api, context):
        fields = {"KeyId": keys.shared(ours), "Plaintext": "YQ==", "EncryptionContext": context}
        assert code_of(api.call, "Encrypt", **fields) == "InvalidParameter"

    @pytest.mark.parametrize("length, accepted", [(1024, True), (1025, False)])
    def test_a_context_has_at_most_1024_characters(self, ours, api, length, accepted):
        context = json.dumps({"a": "é" * (length - len('{"a": ""}'))}, ensure_ascii=False)
        fields = {"KeyId": keys.shared(ours), "Plaintext": "YQ==", "EncryptionContext": context}
        if accepted:
            api.call("Encrypt", **fields)
        else:
            assert code_of(api.call, "Encrypt", **fields) == "InvalidParameter"

    def test_reencrypt_moves_a_message_to_another_key_and_context(self, ours, api):
        source, target = keys.shared(ours), keys.create(ours)
        sealed = api.call("Encrypt", KeyId=source, Plaintext="YQ==", EncryptionContext='{"a":"1"}')["CiphertextBlob"]
        moved = api.call("ReEncrypt", CiphertextBlob=sealed, DestinationKeyId=target,
                         SourceEncryptionContext='{"a":"1"}', DestinationEncryptionContext='{"b":"2"}')
        assert (moved["SourceKeyId"], moved["KeyId"], moved["ReEncrypted"]) == (source, target, True)
        opened = api.call("Decrypt", CiphertextBlob=moved["CiphertextBlob"], EncryptionContext='{"b":"2"}')
        assert (opened["KeyId"], opened["Plaintext"]) == (target, "YQ==")

    def test_reencrypt_without_a_change_gives_the_input_back(self, ours, api):
        sealed = api.call("Encrypt", KeyId=keys.shared(ours), Plaintext="YQ==")["CiphertextBlob"]
        same = api.call("ReEncrypt", CiphertextBlob=sealed)
        assert (same["ReEncrypted"], same["CiphertextBlob"]) == (False, sealed)


class TestDataKeys:
    @pytest.mark.parametrize("fields, size", [({"KeySpec": "AES_128"}, 16), ({"KeySpec": "AES_256"}, 32),
                                              ({"NumberOfBytes": 1}, 1), ({"NumberOfBytes": 1024}, 1024),
                                              ({"NumberOfBytes": 7, "KeySpec": "AES_256"}, 7)])
    def test_a_data_key_opens_with_decrypt(self, ours, api, fields, size):
        made = api.call("GenerateDataKey", KeyId=keys.shared(ours), **fields)
        assert len(unb64(made["Plaintext"])) == size
        opened = api.call("Decrypt", CiphertextBlob=made["CiphertextBlob"])
        assert (opened["Plaintext"], opened["KeyId"]) == (made["Plaintext"], made["KeyId"])

    @pytest.mark.parametrize("fields", [{}, {"NumberOfBytes": 1025}, {"KeySpec": "AES_512"}])
    def test_a_bad_length_is_refused(self, ours, api, fields):
        assert code_of(api.call, "GenerateDataKey", KeyId=keys.shared(ours), **fields) == "InvalidParameter"

    @pytest.mark.parametrize("size, accepted", [(1, True), (1024, True), (1025, False), (0, False)])
    def test_random_bytes_come_1_to_1024_at_a_time(self, api, size, accepted):
        if accepted:
            assert len(unb64(api.call("GenerateRandom", NumberOfBytes=size)["Plaintext"])) == size
        else:
            assert code_of(api.call, "GenerateRandom", NumberOfBytes=size) == "InvalidParameter"


class TestBadInput:
    def test_unknown_action(self, api):
        assert code_of(api.call, "NoSuchAction") == "InvalidAction"

    def test_unknown_version(self, api):
        request = api.sign("ListKeys", b"{}", extra_headers={"X-TC-Version": "2018-01-01"})
        assert code_of(lambda: api.result(api.send(request))) == "NoSuchVersion"

    @pytest.mark.parametrize("header", ["X-TC-Version", "X-TC-Timestamp"])
    def test_missing_common_parameter(self, api, header):
        request = api.sign("ListKeys", b"{}", extra_headers={header: None})
        assert code_of(lambda: api.result(api.send(request))) == "MissingParameter"

    def test_missing_parameter_is_named(self, api):
        with pytest.raises(VendorError) as caught:
            api.call("Encrypt", Plaintext="YQ==")
        assert caught.value.code == "MissingParameter"
        assert caught.value.message == "The request is missing a required parameter `KeyId`."

    def test_unknown_parameter_is_named(self, api):
        with pytest.raises(VendorError) as caught:
            api.call("ListKeys", Bogus=1)
        assert caught.value.code == "UnknownParameter"
        assert caught.value.message == "The parameter `Bogus` is not recognized."

    @pytest.mark.parametrize("body", [b"[]", b'"x"', b"{", b'{"Limit":1,"Limit":2}', b'{"Limit":1} x', b"\xff"])
    def test_a_body_that_is_no_json_object_is_refused(self, api, body):
        refused = code_of(lambda: api.result(api.send(api.sign("ListKeys", body))))
        assert refused.split(".")[0] in ("InvalidParameter", "InvalidRequest")

    @pytest.mark.parametrize("value", ["1", 1.5, -1, True, [1], {"a": 1}, 2**64])
    def test_a_number_of_another_type_is_refused(self, api, value):
        assert code_of(api.call, "ListKeys", Limit=value).startswith("InvalidParameter")

    @pytest.mark.parametrize("limit", ["2.0", "20e-1", "0.2e1"])
    def test_a_whole_number_is_one_however_it_is_written(self, api, limit):
        body = f'{{"Limit":{limit},"Offset":0.0}}'.encode()
        assert len(api.result(api.send(api.sign("ListKeys", body)))["Keys"]) <= 2

    def test_null_is_absent(self, api):
        api.call("ListKeys", Limit=None)
        assert code_of(api.call, "DescribeKey", KeyId=None) == "MissingParameter"

    @pytest.mark.parametrize("key", ["", "x", "AAAAAAAA" + keys.ABSENT[8:], keys.ABSENT + "0", keys.ABSENT[:-1]])
    def test_a_malformed_key_id_is_told_from_an_absent_one(self, api, key):
        assert code_of(api.call, "DescribeKey", KeyId=key) == "InvalidParameterValue.InvalidKeyId"
        assert code_of(api.call, "DescribeKey", KeyId=keys.ABSENT) == "ResourceUnavailable.CmkNotFound"

    def test_bad_usage_and_type(self, api):
        fields = {"Alias": keys.unique_alias()}
        bad_usage = code_of(api.call, "CreateKey", KeyUsage="NO_USAGE", **fields)
        assert bad_usage == "InvalidParameterValue.InvalidKeyUsage"
        assert code_of(api.call, "CreateKey", Type=3, **fields) == "InvalidParameterValue.InvalidType"


class TestSignatureV1:
    @pytest.mark.parametrize("method", ["GET", "POST"])
    @pytest.mark.parametrize("sha256", [True, False])
    def test_both_methods_and_digests(self, api, method, sha256):
        assert "TotalCount" in api.call_v1("ListKeys", {"Limit": 1}, method=method, sha256=sha256)

    def test_lists_come_flattened(self, ours, api):
        first, second = keys.create(ours), keys.create(ours)
        described = api.call_v1("DescribeKeys", {"KeyIds.0": first, "KeyIds.1": second})["KeyMetadatas"]
        assert [key["KeyId"] for key in described] == [first, second]

    def test_encrypts_what_v3_decrypts(self, ours, api):
        sealed = api.call_v1("Encrypt", {"KeyId": keys.shared(ours), "Plaintext": "++//YQ=="})
        assert api.call("Decrypt", CiphertextBlob=sealed["CiphertextBlob"])["Plaintext"] == "++//YQ=="
        opened = api.call_v1("Decrypt", {"CiphertextBlob": sealed["CiphertextBlob"]}, method="GET")
        assert opened["Plaintext"] == "++//YQ=="
