"""Huawei Cloud KMS: what a client of the cloud relies on."""

import base64
import hashlib
import time

import pytest

import keys
from clients import VendorError, unb64


@pytest.fixture
def api(ours):
    return ours.huawei


def code_of(function, *arguments, status=400, **fields):
    with pytest.raises(VendorError) as caught:
        function(*arguments, **fields)
    assert caught.value.status == status
    return caught.value.code


def create(api, **fields):
    made = api.call("create-key", **({"key_alias": keys.unique_alias()} | fields))
    return made["key_info"]["key_id"]


def describe(api, key):
    return api.call("describe-key", key_id=key)["key_info"]


class TestEnvelope:
    @pytest.mark.parametrize("more", ['"x":1.5', '"x":[-2.5e-7,{"y":1e300}]', '"x":18446744073709551616'])
    def test_a_field_that_nobody_reads_may_hold_any_json(self, api, more):
        body = f'{{"limit":"1",{more}}}'.encode()
        assert api.send(api.sign("POST", f"/v1.0/{api.account.project_id}/kms/list-keys", body)).status == 200

    @pytest.mark.parametrize("limit, status", [("1.0", 200), ("10e-1", 200), ("1.5", 400)])
    def test_a_whole_number_is_one_however_it_is_written(self, api, limit, status):
        body = f'{{"limit":{limit}}}'.encode()
        reply = api.send(api.sign("POST", f"/v1.0/{api.account.project_id}/kms/list-keys", body))
        assert reply.status == status
        assert status == 200 or reply.json()["error"]["error_code"] != "KMS.0202", "the type is wrong, not the JSON"

    def test_every_answer_has_a_request_id_of_32_digits(self, api):
        for request in (api.sign("POST", f"/v1.0/{api.account.project_id}/kms/list-keys", b"{}"),
                        api.sign("POST", f"/v1.0/{api.account.project_id}/kms/describe-key", b"{}"),
                        api.unsigned("GET", "/v1.0/"), api.unsigned("POST", "/v1.0/x/kms/list-keys")):
            request_id = api.send(request).headers["X-Request-Id"]
            assert len(request_id) == 32 and set(request_id) <= set("0123456789abcdef")

    @pytest.mark.parametrize("body, status", [(b"{}", 200), (b'{"limit":"x"}', 400)])
    def test_success_and_failure_are_json(self, api, body, status):
        reply = api.send(api.sign("POST", f"/v1.0/{api.account.project_id}/kms/list-keys", body))
        assert reply.status == status
        assert reply.headers["Content-Type"].split(";")[0] == "application/json"

    def test_a_failure_of_the_service_is_nested(self, api):
        with pytest.raises(VendorError) as caught:
            api.call("describe-key", key_id=keys.ABSENT)
        assert caught.value.status == 404
        error = {"error_code": "KMS.0207", "error_msg": "The key does not exist."}
        assert caught.value.reply.json() == {"error": error}

    def test_an_unknown_path_or_method_is_the_gateways_404(self, api):
        assert code_of(api.call, "no-such-verb", status=404) == "APIGW.0101"
        assert code_of(api.request, "PUT", "/kms/list-keys", {}, status=404) == "APIGW.0101"

    def test_a_trailing_slash_is_tolerated(self, api):
        assert "keys" in api.call("list-keys/")

    def test_the_version_list_needs_no_signature(self, api):
        reply = api.send(api.unsigned("GET", "/"))
        assert reply.status == 200
        assert reply.json()["versions"][0]["id"] == "v1.0"


class TestKeyLifeCycle:
    def test_a_new_key_is_described_with_texts(self, api):
        alias = keys.unique_alias()
        made = api.call("create-key", key_alias=alias, key_description="for the payroll")["key_info"]
        assert keys.is_uuid(made["key_id"])
        details = describe(api, made["key_id"])
        assert all(type(value) is str for value in details.values())
        assert (details["key_alias"], details["key_description"]) == (alias, "for the payroll")
        assert (details["key_state"], details["key_spec"], details["key_usage"]) == ("2", "AES_256", "ENCRYPT_DECRYPT")
        assert (details["origin"], details["default_key_flag"]) == ("kms", "0")
        assert details["scheduled_deletion_date"] == ""
        assert len(details["creation_date"]) == 13 and abs(int(details["creation_date"]) / 1000 - time.time()) < 300

    @pytest.mark.parametrize("spec, usage", [("AES_256", "ENCRYPT_DECRYPT"), ("SM4", "ENCRYPT_DECRYPT"),
                                             ("RSA_2048", "SIGN_VERIFY"), ("EC_P256", "SIGN_VERIFY"),
                                             ("EC_P384", "SIGN_VERIFY"), ("SM2", "SIGN_VERIFY")])
    def test_each_spec_has_its_usage_by_default(self, api, spec, usage):
        assert describe(api, create(api, key_spec=spec))["key_usage"] == usage

    def test_bad_spec_usage_and_alias_are_refused(self, api):
        alias = keys.unique_alias()
        assert code_of(api.call, "create-key", key_alias=alias, key_spec="AES_512") == "KMS.1110"
        assert code_of(api.call, "create-key", key_alias=alias, key_usage="NONE") == "KMS.0308"
        unfit = {"key_spec": "AES_256", "key_usage": "SIGN_VERIFY"}
        assert code_of(api.call, "create-key", key_alias=alias, **unfit) == "KMS.0308"
        assert code_of(api.call, "create-key", key_alias=f"{alias}/default") == "KMS.1101"
        assert code_of(api.call, "create-key", key_alias="with blank") == "KMS.1101"
        assert code_of(api.call, "create-key") == "KMS.0204"

    def test_a_taken_alias_is_refused(self, api):
        alias = keys.unique_alias()
        create(api, key_alias=alias)
        assert code_of(api.call, "create-key", key_alias=alias) == "KMS.1104"

    def test_a_repeated_enable_or_disable_is_refused(self, api):
        key = create(api)
        assert code_of(api.call, "enable-key", key_id=key) == "KMS.1201"
        assert api.call("disable-key", key_id=key)["key_info"] == {"key_id": key, "key_state": "3"}
        assert code_of(api.call, "disable-key", key_id=key) == "KMS.1301"
        assert api.call("enable-key", key_id=key)["key_info"] == {"key_id": key, "key_state": "2"}

    def test_deletion_takes_an_enabled_key_and_can_be_cancelled(self, api):
        key = create(api)
        assert code_of(api.call, "cancel-key-deletion", key_id=key) == "KMS.1501"
        scheduled = api.call("schedule-key-deletion", key_id=key, pending_days="7")
        assert scheduled == {"key_id": key, "key_state": "4"}
        details = describe(api, key)
        assert details["key_state"] == "4"
        assert abs(int(details["scheduled_deletion_date"]) / 1000 - time.time() - 7 * 86400) < 300
        assert code_of(api.call, "schedule-key-deletion", key_id=key, pending_days="7") == "KMS.1402"
        for verb in ("enable-key", "disable-key"):
            assert code_of(api.call, verb, key_id=key) == "KMS.0210"
        assert api.call("cancel-key-deletion", key_id=key) == {"key_id": key, "key_state": "3"}

    @pytest.mark.parametrize("days, accepted", [("6", False), ("7", True), (7, True), ("1096", True), ("1097", False),
                                                ("x", False)])
    def test_the_waiting_period_is_7_to_1096_days(self, api, days, accepted):
        key = create(api)
        if accepted:
            api.call("schedule-key-deletion", key_id=key, pending_days=days)
        else:
            assert code_of(api.call, "schedule-key-deletion", key_id=key, pending_days=days) == "KMS.1401"

    def test_an_external_key_waits_for_its_import(self, api):
        key = create(api, origin="external")
        assert (describe(api, key)["key_state"], describe(api, key)["origin"]) == ("5", "external")
        assert code_of(api.call, "enable-key", key_id=key) == "KMS.1201"
        assert code_of(api.call, "disable-key", key_id=key) == "KMS.1301"
        assert code_of(api.call, "encrypt-data", key_id=key, plain_text="x") == "KMS.1301"
        api.call("schedule-key-deletion", key_id=key, pending_days="7")
        assert api.call("cancel-key-deletion", key_id=key)["key_state"] == "5"

    def test_alias_and_description_change(self, api):
        key, alias = create(api), keys.unique_alias()
        changed = api.call("update-key-alias", key_id=key, key_alias=alias)["key_info"]
        assert changed == {"key_id": key, "key_alias": alias}
        changed = api.call("update-key-description", key_id=key, key_description="new")["key_info"]
        assert changed == {"key_id": key, "key_description": "new"}
        details = describe(api, key)
        assert (details["key_alias"], details["key_description"]) == (alias, "new")
        assert code_of(api.call, "update-key-description", key_id=key, key_description="x" * 256) == "KMS.1103"


class TestAliases:
    def test_an_alias_is_the_same_with_its_prefix(self, api):
        first, second, alias = create(api), create(api), keys.unique_alias()
        changed = api.call("update-key-alias", key_id=first, key_alias="alias/" + alias)["key_info"]
        assert changed["key_alias"] == "alias/" + alias
        assert code_of(api.call, "update-key-alias", key_id=second, key_alias=alias) == "KMS.1104"
        assert describe(api, "alias/" + alias)["key_id"] == first

    def test_further_aliases_name_the_key(self, api):
        key, alias = create(api), keys.unique_alias()
        reply = api.send(api.sign("POST", f"/v1.0/{api.account.project_id}/kms/aliases",
                                  f'{{"key_id":"{key}","alias":"{alias}"}}'.encode()))
        assert reply.status == 201
        assert describe(api, f"alias/{alias}")["key_id"] == key
        other = create(api)
        assert api.request("POST", "/kms/alias/associate", {"alias": alias, "target_key_id": other})["key_id"] == other
        assert describe(api, f"alias/{alias}")["key_id"] == other
        listed = api.request("GET", "/kms/aliases", query=f"key_id={other}")[0]["aliases"]
        assert alias in {entry["alias"].removeprefix("alias/") for entry in listed}
        api.request("DELETE", "/kms/aliases", {"key_id": other, "aliases": [alias]})
        assert code_of(api.call, "describe-key", key_id=f"alias/{alias}", status=404) == "KMS.0207"


class TestLists:
    def test_pages_follow_the_marker(self, fresh):
        api = fresh.huawei
        made = {create(api) for _ in range(3)}
        page = api.call("list-keys", limit="2")
        assert (page["truncated"], page["next_marker"], page["total"]) == ("true", "2", 3)
        rest = api.call("list-keys", limit="2", marker=page["next_marker"])
        assert (rest["truncated"], rest["next_marker"], rest["total"]) == ("false", "", 3)
        assert set(page["keys"] + rest["keys"]) == made
        assert [entry["key_id"] for entry in page["key_details"]] == page["keys"]

    def test_only_aes_keys_show_unless_asked(self, fresh):
        api = fresh.huawei
        aes, sm4 = create(api), create(api, key_spec="SM4")
        assert api.call("list-keys")["keys"] == [aes]
        assert api.call("list-keys", key_spec="SM4")["keys"] == [sm4]
        assert set(api.call("list-keys", key_spec="ALL")["keys"]) == {aes, sm4}
        assert api.call("list-keys", key_state="3")["keys"] == []

    def test_empty_texts_are_absent_and_numbers_are_texts(self, api):
        api.call("list-keys", limit="", marker="")
        api.call("list-keys", limit=2000, marker=0)

    def test_bad_pages_are_refused(self, api):
        assert code_of(api.call, "list-keys", limit="x") == "KMS.1601"
        assert code_of(api.call, "list-keys", marker="-1") == "KMS.1602"
        assert code_of(api.call, "list-keys", marker="x") == "KMS.1602"


class TestEncryption:
    @pytest.mark.parametrize("spec", ["AES_256", "SM4"])
    @pytest.mark.parametrize("size", [1, 15, 16, 17, 4095, 4096])
    def test_round_trip_has_the_vendors_form_and_length(self, ours, api, spec, size):
        key = keys.shared(ours, spec)
        sealed = api.call("encrypt-data", key_id=key, plain_text="x" * size)
        assert sealed["key_id"] == key
        blob = unb64(sealed["cipher_text"])
        assert len(blob) == 124 + 16 * (size // 16 + 1)
        trailer = int.from_bytes(blob[2:4], "little")
        assert blob[:2] == b"\x02\x00" and blob[trailer - 36:trailer] == key.encode()
        assert blob[-32:] == hashlib.sha256(blob[:-32]).digest()
        opened = api.call("decrypt-data", cipher_text=sealed["cipher_text"])
        assert opened["key_id"] == key
        assert opened["plain_text"] == "x" * size
        assert base64.b64decode(opened["plain_text_base64"]) == b"x" * size

    def test_text_is_utf8_and_may_have_lines(self, ours, api):
        text = "päyroll\n密钥"
        sealed = api.call("encrypt-data", key_id=keys.shared(ours), plain_text=text)
        assert api.call("decrypt-data", cipher_text=sealed["cipher_text"])["plain_text"] == text

    def test_contexts_are_compared_as_maps(self, ours, api):
        sealed = api.call("encrypt-data", key_id=keys.shared(ours), plain_text="x",
                          encryption_context={"b": "2", "a": "1"})["cipher_text"]
        opened = api.call("decrypt-data", cipher_text=sealed, encryption_context={"a": "1", "b": "2"})
        assert opened["plain_text"] == "x"

    def test_both_kinds_of_context_are_bound(self, ours, api):
        fields = {"encryption_context": {"a": "1"}, "additional_authenticated_data": "here"}
        sealed = api.call("encrypt-data", key_id=keys.shared(ours), plain_text="x", **fields)["cipher_text"]
        assert api.call("decrypt-data", cipher_text=sealed, **fields)["plain_text"] == "x"
        for missing in fields:
            rest = {name: value for name, value in fields.items() if name != missing}
            assert code_of(api.call, "decrypt-data", cipher_text=sealed, **rest) == "KMS.2201"

    def test_an_empty_context_is_none(self, ours, api):
        sealed = api.call("encrypt-data", key_id=keys.shared(ours), plain_text="x", encryption_context={})
        assert api.call("decrypt-data", cipher_text=sealed["cipher_text"])["plain_text"] == "x"

    @pytest.mark.parametrize("context", ["x", [], {"a": {"b": "c"}}, {"a": None}, {"a": "x" * 8192}])
    def test_a_bad_context_is_refused(self, ours, api, context):
        fields = {"key_id": keys.shared(ours), "plain_text": "x", "encryption_context": context}
        assert code_of(api.call, "encrypt-data", **fields) == "KMS.0208"

    def test_a_key_is_named_by_its_alias_too(self, api):
        alias = keys.unique_alias()
        key = create(api, key_alias=alias)
        assert api.call("encrypt-data", key_id=f"alias/{alias}", plain_text="x")["key_id"] == key

    def test_algorithms_must_fit_the_key(self, ours, api):
        rsa = keys.shared(ours, "RSA_2048", "ENCRYPT_DECRYPT")
        for fields, code in (({"key_id": keys.shared(ours), "encryption_algorithm": "RSAES_OAEP_SHA_256"}, "KMS.2105"),
                             ({"key_id": rsa}, "KMS.2106"),
                             ({"key_id": rsa, "encryption_algorithm": "SYMMETRIC_DEFAULT"}, "KMS.2106"),
                             ({"key_id": rsa, "encryption_algorithm": "NONE"}, "KMS.0308")):
            assert code_of(api.call, "encrypt-data", plain_text="x", **fields) == code
        sealed = api.call("encrypt-data", key_id=keys.shared(ours), plain_text="x",
                          encryption_algorithm="SYMMETRIC_DEFAULT")["cipher_text"]
        assert api.call("decrypt-data", cipher_text=sealed)["plain_text"] == "x"

    @pytest.mark.parametrize("spec, algorithm", [("RSA_2048", "RSAES_OAEP_SHA_256"), ("SM2", "SM2_ENCRYPT")])
    def test_asymmetric_keys_encrypt_and_decrypt(self, ours, api, spec, algorithm):
        fields = {"key_id": keys.shared(ours, spec, "ENCRYPT_DECRYPT"), "encryption_algorithm": algorithm}
        sealed = api.call("encrypt-data", plain_text="secret", **fields)["cipher_text"]
        assert api.call("decrypt-data", cipher_text=sealed, **fields)["plain_text"] == "secret"
        del fields["key_id"]
        assert code_of(api.call, "decrypt-data", cipher_text=sealed, **fields) == "KMS.0204"

    @pytest.mark.parametrize("size, accepted", [(190, True), (191, False)])
    def test_rsa_takes_190_bytes(self, ours, api, size, accepted):
        fields = {"key_id": keys.shared(ours, "RSA_2048", "ENCRYPT_DECRYPT"),
                  "encryption_algorithm": "RSAES_OAEP_SHA_256", "plain_text": "x" * size}
        if accepted:
            api.call("encrypt-data", **fields)
        else:
            assert code_of(api.call, "encrypt-data", **fields) == "KMS.2108"


class TestDataKeys:
    @pytest.mark.parametrize("fields, size", [({}, 32), ({"datakey_length": "512"}, 64), ({"datakey_length": 8}, 1),
                                              ({"datakey_length": "8192"}, 1024), ({"key_spec": "AES_128"}, 16),
                                              ({"key_spec": "HMAC_384"}, 48),
                                              ({"key_spec": "AES_256", "datakey_length": "128"}, 16)])
    def test_a_data_key_opens_with_its_length(self, ours, api, fields, size):
        key = keys.shared(ours)
        made = api.call("create-datakey", key_id=key, **fields)
        plain = bytes.fromhex(made["plain_text"])
        assert len(plain) == size and made["key_id"] == key
        assert made["plain_text"] == made["plain_text"].upper() and made["cipher_text"] == made["cipher_text"].upper()
        padded = size if size % 16 == 0 else 16 * (size // 16 + 1)
        assert len(made["cipher_text"]) == 2 * (124 + padded)
        opened = api.call("decrypt-datakey", key_id=key, cipher_text=made["cipher_text"],
                          datakey_cipher_length=str(size))
        assert bytes.fromhex(opened["data_key"]) == plain
        assert (opened["datakey_length"], "key_id" in opened) == (str(size), False)
        assert bytes.fromhex(opened["datakey_dgst"]) == hashlib.sha256(plain).digest()

    def test_a_data_key_without_its_plaintext(self, ours, api):
        key = keys.shared(ours)
        made = api.call("create-datakey-without-plaintext", key_id=key, datakey_length="512")
        assert set(made) == {"key_id", "cipher_text"}
        opened = api.call("decrypt-datakey", key_id=key, cipher_text=made["cipher_text"], datakey_cipher_length="64")
        assert len(opened["data_key"]) == 128

    @pytest.mark.parametrize("size", [1, 16, 17, 64, 1024])
    def test_a_given_data_key_round_trips_in_either_case(self, ours, api, size):
        key, plain = keys.shared(ours), bytes(index % 251 for index in range(size))
        text = plain.hex() + hashlib.sha256(plain).hexdigest()
        for spelled in (text, text.upper()):
            sealed = api.call("encrypt-datakey", key_id=key, plain_text=spelled, datakey_plain_length=str(size))
            assert (sealed["key_id"], sealed["datakey_length"]) == (key, str(size))
            for cipher_text in (sealed["cipher_text"], sealed["cipher_text"].lower()):
                opened = api.call("decrypt-datakey", key_id=key, cipher_text=cipher_text,
                                  datakey_cipher_length=str(size))
                assert bytes.fromhex(opened["data_key"]) == plain

    def test_the_stated_length_must_be_the_keys_but_32_is_tolerated(self, ours, api):
        key = keys.shared(ours)
        made = api.call("create-datakey", key_id=key, datakey_length="512")
        fields = {"key_id": key, "cipher_text": made["cipher_text"]}
        assert code_of(api.call, "decrypt-datakey", datakey_cipher_length="63", **fields) == "KMS.2204"
        assert api.call("decrypt-datakey", datakey_cipher_length="32", **fields)["data_key"] == made["plain_text"]

    @pytest.mark.parametrize("length, code", [("0", "KMS.1901"), ("7", "KMS.1901"), ("9", "KMS.1903"),
                                              ("8193", "KMS.1901"), ("8200", "KMS.1901"), ("x", "KMS.1901")])
    def test_a_bad_length_in_bits_is_refused(self, ours, api, length, code):
        assert code_of(api.call, "create-datakey", key_id=keys.shared(ours), datakey_length=length) == code

    def test_a_bad_spec_is_refused(self, ours, api):
        assert code_of(api.call, "create-datakey", key_id=keys.shared(ours), key_spec="AES_512") == "KMS.1902"

    def test_a_given_data_key_is_checked(self, ours, api):
        plain = bytes(64)
        right = plain.hex() + hashlib.sha256(plain).hexdigest()
        wrong_digest = plain.hex() + "00" * 32
        for text, length, code in ((right, "0", "KMS.2102"), (right, "1025", "KMS.2102"), (right, "63", "KMS.2104"),
                                   (right[:-2], "64", "KMS.2104"), (wrong_digest, "64", "KMS.2103"),
                                   ("zz" + right[2:], "64", "KMS.2101")):
            refused = code_of(api.call, "encrypt-datakey", key_id=keys.shared(ours), plain_text=text,
                              datakey_plain_length=length)
            assert refused == code

    def test_messages_and_data_keys_do_not_open_as_each_other(self, ours, api):
        key = keys.shared(ours)
        made = api.call("create-datakey", key_id=key, datakey_length="128")
        as_message = base64.b64encode(bytes.fromhex(made["cipher_text"])).decode()
        assert code_of(api.call, "decrypt-data", cipher_text=as_message) == "KMS.2201"
        sealed = unb64(api.call("encrypt-data", key_id=key, plain_text="x")["cipher_text"])
        refused = code_of(api.call, "decrypt-datakey", key_id=key, cipher_text=sealed.hex(), datakey_cipher_length="16")
        assert refused == "KMS.2201"

    @pytest.mark.parametrize("bits, code", [("8", None), ("8192", None), ("0", "KMS.1801"), ("8200", "KMS.1801"),
                                            ("9", "KMS.1802")])
    def test_random_comes_in_whole_bytes(self, api, bits, code):
        if code is None:
            random = api.call("gen-random", random_data_length=bits)["random_data"]
            assert len(random) == int(bits) // 4 and random == random.upper()
        else:
            assert code_of(api.call, "gen-random", random_data_length=bits) == code


class TestBadInput:
    @pytest.mark.parametrize("body", [b"[]", b'"x"', b"{", b'{"limit":"1","limit":"2"}', b"{} x", b"\xff"])
    def test_a_body_that_is_no_json_object_is_refused(self, api, body):
        request = api.sign("POST", f"/v1.0/{api.account.project_id}/kms/list-keys", body)
        assert code_of(lambda: api.result(api.send(request))) == "KMS.0202"

    @pytest.mark.parametrize("key", ["x", "AAAAAAAA" + keys.ABSENT[8:], keys.ABSENT + "0", keys.ABSENT[:-1]])
    def test_a_malformed_key_id_is_told_from_an_absent_one(self, api, key):
        assert code_of(api.call, "describe-key", key_id=key) == "KMS.0205"
        assert code_of(api.call, "describe-key", key_id=keys.ABSENT, status=404) == "KMS.0207"

    def test_a_missing_or_empty_required_field_is_missing(self, api):
        assert code_of(api.call, "describe-key") == "KMS.0204"
        assert code_of(api.call, "describe-key", key_id="") == "KMS.0204"

    def test_a_sequence_has_at_most_36_characters(self, api):
        for length in (0, 1, 32, 36):
            api.call("list-keys", sequence="9" * length)
        assert code_of(api.call, "list-keys", sequence="9" * 37) == "KMS.0206"

    def test_unknown_fields_are_ignored(self, api):
        api.call("list-keys", bogus="1")

    def test_plain_text_may_not_be_empty(self, ours, api):
        assert code_of(api.call, "encrypt-data", key_id=keys.shared(ours), plain_text="") in ("KMS.2101", "KMS.0204")

    def test_too_large_a_body_is_the_gateways_refusal(self, api):
        request = api.sign("POST", f"/v1.0/{api.account.project_id}/kms/list-keys",
                           b'{"bogus":"' + b"x" * (12 * 1024 * 1024) + b'"}')
        assert code_of(lambda: api.result(api.send(request)), status=413) == "APIGW.0201"
