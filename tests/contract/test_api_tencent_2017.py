"""Tencent Cloud KMS, the legacy API of 2017: what a client of the cloud relies on."""

import time
from dataclasses import replace

import pytest

import keys
from clients import VendorError, b64, unb64

NOT_FOUND = "4530/10630"
DISABLED = "4550/10650"
OUT_OF_RANGE = "4000/10350"


@pytest.fixture
def api(ours):
    return ours.t2017


def create(api, **parameters):
    return api.call("CreateKey", alias=parameters.pop("alias", keys.unique_alias()[:32]), **parameters)["keyMetadata"]


def send(api, request):
    return api.result(api.send(request))


def code_of(function, *arguments, **parameters):
    with pytest.raises(VendorError) as caught:
        function(*arguments, **parameters)
    assert caught.value.status == 200  # any other status hides the code from the SDKs
    return caught.value.code


class TestEnvelope:
    @pytest.mark.parametrize("method", ["GET", "POST"])
    @pytest.mark.parametrize("sha256", [True, False])
    def test_success_has_code_0_an_empty_message_and_a_request_id(self, api, method, sha256):
        reply = api.send(api.sign("ListKey", {}, method, sha256))
        assert reply.status == 200
        assert reply.headers["Content-Type"] == "application/json"
        body = reply.json()
        assert body["code"] == 0 and type(body["code"]) is int
        assert body["message"] == ""
        assert body["requestId"] and type(body["requestId"]) is str

    def test_failure_has_code_message_and_request_id(self, api):
        reply = api.send(api.sign("GetKeyAttributes", {"keyId": keys.ABSENT}))
        assert reply.status == 200
        assert reply.headers["Content-Type"] == "application/json"
        assert reply.json()["code"] == 4530
        assert reply.json()["message"] == "(10630)key is not existed"
        assert type(reply.json()["requestId"]) is str

    def test_a_form_without_content_type_is_urlencoded(self, api):
        request = api.sign("ListKey", {})
        del request.headers["Content-Type"]
        assert api.result(api.send(request))["totalCount"] >= 0

    def test_other_methods_are_refused(self, api):
        request = api.sign("ListKey", {})
        assert code_of(send, api, replace(request, method="PUT")) == "4000/10410"


class TestKeyLifeCycle:
    def test_a_new_key_has_all_eight_fields(self, api):
        alias = keys.unique_alias()[:32]
        made = create(api, alias=alias, description="for the payroll")
        assert made["keyId"].startswith("kms-") and len(made["keyId"]) == 12
        described = api.call("GetKeyAttributes", keyId=made["keyId"])["keyMetadata"]
        for metadata in (made, described):
            assert set(metadata) >= {"keyId", "alias", "createTime", "description", "keyState", "keyUsage", "type",
                                     "deleteTime"}
        assert described["keyId"] == made["keyId"]
        assert (described["alias"], described["description"]) == (alias, "for the payroll")
        assert (described["keyState"], described["keyUsage"]) == ("Enabled", "ENCRYPT/DECRYPT")
        assert (described["type"], described["deleteTime"]) == (1, 0)
        assert abs(described["createTime"] - time.time()) < 300

    def test_a_missing_or_empty_alias_is_none(self, api):
        assert api.call("CreateKey")["keyMetadata"]["alias"] == ""
        assert api.call("CreateKey", alias="")["keyMetadata"]["alias"] == ""

    def test_a_taken_alias_is_refused(self, api):
        alias = keys.unique_alias()[:32]
        create(api, alias=alias)
        assert code_of(api.call, "CreateKey", alias=alias) == "4500/10480"

    def test_another_usage_is_refused(self, api):
        assert code_of(api.call, "CreateKey", alias="", keyUsage="ENCRYPT_DECRYPT") == "4490/10470"

    def test_the_alias_changes_and_only_when_given(self, api):
        key, alias = create(api)["keyId"], keys.unique_alias()[:32]
        api.call("SetKeyAttributes", keyId=key, alias=alias)
        api.call("SetKeyAttributes", keyId=key)
        assert api.call("GetKeyAttributes", keyId=key)["keyMetadata"]["alias"] == alias
        api.call("SetKeyAttributes", keyId=key, alias="")
        assert api.call("GetKeyAttributes", keyId=key)["keyMetadata"]["alias"] == ""

    def test_disable_and_enable_are_repeatable(self, api):
        key = create(api)["keyId"]
        for action, state in (("DisableKey", "Disabled"), ("EnableKey", "Enabled")):
            for _ in range(2):
                api.call(action, keyId=key)
                assert api.call("GetKeyAttributes", keyId=key)["keyMetadata"]["keyState"] == state

    def test_deletion_takes_an_enabled_key_and_can_be_cancelled(self, api):
        key = create(api)["keyId"]
        api.call("ScheduleKeyDeletion", keyId=key, pendingWindowInDays=7)
        metadata = api.call("GetKeyAttributes", keyId=key)["keyMetadata"]
        assert metadata["keyState"] == "PendingDelete"
        assert abs(metadata["deleteTime"] - time.time() - 7 * 86400) < 300
        assert code_of(api.call, "Encrypt", keyId=key, plaintext="YQ==") == DISABLED
        api.call("CancelKeyDeletion", keyId=key)
        metadata = api.call("GetKeyAttributes", keyId=key)["keyMetadata"]
        assert (metadata["keyState"], metadata["deleteTime"]) == ("Disabled", 0)

    @pytest.mark.parametrize("days, accepted", [(6, False), (7, True), (30, True), (31, False)])
    def test_the_waiting_period_is_7_to_30_days(self, api, days, accepted):
        key = create(api)["keyId"]
        if accepted:
            api.call("ScheduleKeyDeletion", keyId=key, pendingWindowInDays=days)
        else:
            assert code_of(api.call, "ScheduleKeyDeletion", keyId=key, pendingWindowInDays=days) == OUT_OF_RANGE


class TestLists:
    def test_pages_hold_ids_alone_and_count_everything(self, fresh):
        made = {create(fresh.t2017)["keyId"] for _ in range(3)}
        page = fresh.t2017.call("ListKey", offset=0, limit=2)
        rest = fresh.t2017.call("ListKey", offset=2, limit=2)
        assert page["totalCount"] == rest["totalCount"] == 3
        assert (len(page["keys"]), len(rest["keys"])) == (2, 1)
        assert all(set(key) == {"keyId"} for key in page["keys"])
        assert {key["keyId"] for key in page["keys"] + rest["keys"]} == made
        assert fresh.t2017.call("ListKey", offset=3)["keys"] == []

    @pytest.mark.parametrize("limit, accepted", [(0, False), (1, True), (200, True), (201, False)])
    def test_a_page_has_1_to_200_keys(self, api, limit, accepted):
        if accepted:
            api.call("ListKey", limit=limit)
        else:
            assert code_of(api.call, "ListKey", limit=limit) == OUT_OF_RANGE


class TestEncryption:
    @pytest.mark.parametrize("method", ["GET", "POST"])
    @pytest.mark.parametrize("size", [1, 15, 16, 17, 4095, 4096])
    def test_round_trip_has_the_vendors_length(self, ours, api, method, size):
        plaintext = bytes(index % 251 for index in range(size))
        sealed = api.call("Encrypt", method=method, keyId=keys.shared(ours), plaintext=b64(plaintext))
        third_piece = 20 + 16 * (size // 16 + 1)
        assert len(sealed["ciphertextBlob"]) == 118 + 4 * -(-third_piece // 3)
        opened = api.call("Decrypt", method=method, ciphertextBlob=sealed["ciphertextBlob"])
        assert unb64(opened["plaintext"]) == plaintext
        assert opened["keyId"] == sealed["keyId"]

    @pytest.mark.parametrize("plaintext", ["YQ", "YQ=", "YR==", "Y Q=", "YQ==\n", "-_-_", "!"])
    def test_a_plaintext_has_one_spelling(self, ours, api, plaintext):
        assert code_of(api.call, "Encrypt", keyId=keys.shared(ours), plaintext=plaintext) == "4590/10690"

    def test_a_missing_or_empty_plaintext_is_lacking(self, ours, api):
        assert code_of(api.call, "Encrypt", keyId=keys.shared(ours)) == "4000/10390"
        assert code_of(api.call, "Encrypt", keyId=keys.shared(ours), plaintext="") == "4000/10390"

    def test_contexts_with_the_same_pairs_are_the_same(self, ours, api):
        sealed = api.call("Encrypt", keyId=keys.shared(ours), plaintext="YQ==", encryptionContext='{"b":"2","a":"1"}')
        opened = api.call("Decrypt", ciphertextBlob=sealed["ciphertextBlob"],
                          encryptionContext='{ "a" : "1", "b" : "2" }')
        assert opened["plaintext"] == "YQ=="

    @pytest.mark.parametrize("context", ["x", "[]", '{"a":', '{"a":"1","a":"1"}', '{"a":{"b":"c"}}', '{"a":null}'])
    def test_a_bad_context_is_refused(self, ours, api, context):
        fields = {"keyId": keys.shared(ours), "plaintext": "YQ==", "encryptionContext": context}
        assert code_of(api.call, "Encrypt", **fields) == "4540/10640"

    @pytest.mark.parametrize("length, accepted", [(1024, True), (1025, False)])
    def test_a_context_has_at_most_1024_characters(self, ours, api, length, accepted):
        context = '{"a":"%s"}' % ("é" * (length - len('{"a":""}')))
        fields = {"keyId": keys.shared(ours), "plaintext": "YQ==", "encryptionContext": context}
        if accepted:
            api.call("Encrypt", **fields)
        else:
            assert code_of(api.call, "Encrypt", **fields) == OUT_OF_RANGE

    def test_text_that_is_no_blob_is_an_invalid_ciphertext(self, api):
        for text in ("x", "-k--k-", "YQ==-k-YQ==-k-YQ=="):
            assert code_of(api.call, "Decrypt", ciphertextBlob=text) == "4580/10680"


class TestDataKeys:
    @pytest.mark.parametrize("fields, size", [({"keySpec": "AES_128"}, 16), ({"keySpec": "AES_256"}, 32),
                                              ({"numberOfBytes": 1}, 1), ({"numberOfBytes": 1024}, 1024),
                                              ({"numberOfBytes": 7, "keySpec": "AES_256"}, 7),
                                              ({"numberOfBytes": 0, "keySpec": "AES_128"}, 16)])
    def test_a_data_key_opens_with_decrypt(self, ours, api, fields, size):
        made = api.call("GenerateDataKey", keyId=keys.shared(ours), **fields)
        assert len(unb64(made["plaintext"])) == size
        assert api.call("Decrypt", ciphertextBlob=made["ciphertextBlob"])["plaintext"] == made["plaintext"]

    @pytest.mark.parametrize("fields, code", [({}, "4000/10010"), ({"numberOfBytes": 1025}, OUT_OF_RANGE),
                                              ({"keySpec": "AES_512"}, "4520/10620")])
    def test_a_bad_length_is_refused(self, ours, api, fields, code):
        assert code_of(api.call, "GenerateDataKey", keyId=keys.shared(ours), **fields) == code


class TestBadInput:
    def test_a_missing_action_is_told_from_an_unknown_one(self, api):
        assert code_of(api.call, "NoSuchAction") == "4000/10430"
        request = api.sign("ListKey", {})
        body = request.body.replace(b"Action=ListKey&", b"")
        assert code_of(send, api, replace(request, body=body)) == "4000/10280"

    def test_a_missing_parameter_is_lacking(self, api):
        assert code_of(api.call, "GetKeyAttributes") == "4000/10390"

    def test_a_repeated_parameter_is_refused(self, api):
        request = api.sign("ListKey", {"limit": 1})
        assert code_of(send, api, replace(request, body=request.body + b"&limit=2")) == "4000/10330"

    def test_text_where_a_number_is_due_is_an_error_of_type(self, api):
        assert code_of(api.call, "ListKey", limit="ten") == "4000/10360"

    def test_unknown_parameters_are_ignored(self, api):
        api.call("ListKey", bogus="1")

    def test_names_may_begin_with_a_capital(self, ours, api):
        assert code_of(api.call, "GetKeyAttributes", KeyId=keys.ABSENT) == NOT_FOUND

    def test_an_absent_key_is_not_existed(self, api):
        for key in (keys.ABSENT, keys.ABSENT_NAME):
            assert code_of(api.call, "GetKeyAttributes", keyId=key) == NOT_FOUND
