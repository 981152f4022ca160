"""Who may call: signatures, clocks, credentials and tokens of the three APIs."""

import json
import time
from dataclasses import replace

import pytest

import keys
from clients import Account, VendorError, b64, with_secret
from stand_in import Server


def refusal(client, request):
    with pytest.raises(VendorError) as caught:
        client.result(client.send(request))
    return caught.value


def stranger(client):
    return type(client)(client.transport.url, replace(client.account, access_id="AKIDstranger0000000000000000000000"))


class TestTencent2019:
    def test_a_wrong_secret(self, ours):
        request = with_secret(ours.t2019, "wrong").sign("ListKeys", b"{}")
        assert refusal(ours.t2019, request).code == "AuthFailure.SignatureFailure"

    def test_an_unknown_secret_id(self, ours):
        request = stranger(ours.t2019).sign("ListKeys", b"{}")
        assert refusal(ours.t2019, request).code == "AuthFailure.SecretIdNotFound"

    def test_a_body_other_than_the_signed_one(self, ours):
        request = replace(ours.t2019.sign("ListKeys", b'{"Limit":1}'), body=b'{"Limit":2}')
        assert refusal(ours.t2019, request).code == "AuthFailure.SignatureFailure"

    @pytest.mark.parametrize("seconds, accepted", [(-290, True), (-310, False), (290, True), (310, False)])
    def test_the_clock_may_be_five_minutes_off(self, ours, seconds, accepted):
        request = ours.t2019.sign("ListKeys", b"{}", timestamp=int(time.time()) + seconds)
        if accepted:
            ours.t2019.result(ours.t2019.send(request))
        else:
            assert refusal(ours.t2019, request).code == "AuthFailure.SignatureExpire"

    @pytest.mark.parametrize("service", ["kms", "127", "localhost:8080", "kms.localhost"])
    def test_the_scope_may_name_any_service(self, ours, service):
        ours.t2019.result(ours.t2019.send(ours.t2019.sign("ListKeys", b"{}", service=service)))

    def test_the_scopes_date_must_be_the_timestamps(self, ours):
        request = ours.t2019.sign("ListKeys", b"{}", date="2020-01-01")
        assert refusal(ours.t2019, request).code.startswith("AuthFailure.")

    @pytest.mark.parametrize("authorization", ["TC3-HMAC-SHA256", "TC3-HMAC-SHA256 Credential=x", "SKIP", ""])
    def test_a_malformed_authorization(self, ours, authorization):
        request = ours.t2019.sign("ListKeys", b"{}", extra_headers={"Authorization": authorization})
        assert refusal(ours.t2019, request).code in ("AuthFailure.InvalidAuthorization", "MissingParameter")

    def test_no_authorization(self, ours):
        request = ours.t2019.sign("ListKeys", b"{}", extra_headers={"Authorization": None})
        assert refusal(ours.t2019, request).code == "MissingParameter"

    def test_an_unsigned_payload_where_the_client_says_so(self, ours):
        literal = "UNSIGNED-PAYLOAD"
        signed = ours.t2019.sign("ListKeys", literal.encode(), extra_headers={"X-TC-Content-SHA256": literal})
        ours.t2019.result(ours.t2019.send(replace(signed, body=b"{}")))

    @pytest.mark.parametrize("name, value", [("Limit", "2"), ("Timestamp", "1"), ("Nonce", "1")])
    def test_a_parameter_other_than_the_signed_one_in_v1(self, ours, name, value):
        parameters = {"Limit": 1}
        request = ours.t2019.sign_v1("ListKeys", parameters)
        altered = "&".join(f"{name}={value}" if pair.startswith(name + "=") else pair
                           for pair in request.body.decode().split("&"))
        assert refusal(ours.t2019, replace(request, body=altered.encode())).code.startswith("AuthFailure.Signature")


class TestTencent2017:
    @pytest.mark.parametrize("sha256", [True, False])
    def test_a_wrong_secret(self, ours, sha256):
        request = with_secret(ours.t2017, "wrong").sign("ListKey", {}, sha256=sha256)
        assert refusal(ours.t2017, request).code == "4100/10030"

    def test_an_unknown_secret_id(self, ours):
        assert refusal(ours.t2017, stranger(ours.t2017).sign("ListKey", {})).code == "4100/10270"

    @pytest.mark.parametrize("seconds, accepted", [(-290, True), (-310, False), (290, True), (310, False)])
    def test_the_clock_may_be_five_minutes_off(self, ours, seconds, accepted):
        request = ours.t2017.sign("ListKey", {}, timestamp=int(time.time()) + seconds)
        if accepted:
            ours.t2017.result(ours.t2017.send(request))
        else:
            assert refusal(ours.t2017, request).code == "4500"

    @pytest.mark.parametrize("name", ["SecretId", "Nonce", "Timestamp", "Signature"])
    def test_a_missing_common_parameter_is_lacking(self, ours, name):
        request = ours.t2017.sign("ListKey", {})
        rest = "&".join(pair for pair in request.body.decode().split("&") if not pair.startswith(name + "="))
        assert refusal(ours.t2017, replace(request, body=rest.encode())).code == "4000/10390"

    def test_the_same_request_may_come_twice(self, ours):
        request = ours.t2017.sign("ListKey", {})
        for _ in range(2):
            ours.t2017.result(ours.t2017.send(request))

    def test_reserved_characters_are_signed_raw(self, ours):
        description = "密钥 description & more=1 +%2B@"
        made = ours.t2017.call("CreateKey", method="GET", alias="", description=description)["keyMetadata"]
        assert made["description"] == description


class TestHuawei:
    def path(self, ours, verb="list-keys"):
        return f"/v1.0/{ours.account.project_id}/kms/{verb}"

    def test_a_wrong_secret(self, ours):
        error = refusal(ours.huawei, with_secret(ours.huawei, "wrong").sign("POST", self.path(ours), b"{}"))
        assert (error.status, error.code) == (401, "APIGW.0301")
        assert error.message.startswith("Incorrect IAM authentication information: verify aksk signature fail")
        assert set(error.reply.json()) == {"error_msg", "error_code", "request_id"}
        assert error.reply.json()["request_id"] == error.reply.headers["X-Request-Id"]

    def test_an_unknown_access_key(self, ours):
        error = refusal(ours.huawei, stranger(ours.huawei).sign("POST", self.path(ours), b"{}"))
        assert (error.status, error.code) == (401, "APIGW.0301")

    def test_a_body_other_than_the_signed_one(self, ours):
        request = replace(ours.huawei.sign("POST", self.path(ours), b'{"limit":"1"}'), body=b'{"limit":"2"}')
        assert refusal(ours.huawei, request).code == "APIGW.0301"

    def test_neither_signature_nor_token(self, ours):
        error = refusal(ours.huawei, ours.huawei.unsigned("POST", self.path(ours), b"{}"))
        assert (error.status, error.code) == (401, "APIGW.0301")
        assert error.message == "Incorrect IAM authentication information: x-auth-token not found"

    @pytest.mark.parametrize("seconds, accepted", [(-890, True), (-910, False), (890, True), (910, False)])
    def test_the_clock_may_be_fifteen_minutes_off(self, ours, seconds, accepted):
        date = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(time.time() + seconds))
        request = ours.huawei.sign("POST", self.path(ours), b"{}", date=date)
        if accepted:
            ours.huawei.result(ours.huawei.send(request))
        else:
            assert "signature expired" in refusal(ours.huawei, request).message

    @pytest.mark.parametrize("region, service", [("cn-north-4", "kms"), ("globe", "other")])
    def test_the_derived_key(self, ours, region, service):
        request = ours.huawei.sign_v11("POST", self.path(ours), b"{}", region, service)
        assert "keys" in ours.huawei.result(ours.huawei.send(request))
        wrong = with_secret(ours.huawei, "wrong").sign_v11("POST", self.path(ours), b"{}", region, service)
        assert refusal(ours.huawei, wrong).code == "APIGW.0301"

    def test_another_project_than_the_callers(self, ours):
        path = self.path(ours).replace(ours.account.project_id, "f" * 32)
        error = refusal(ours.huawei, ours.huawei.sign("POST", path, b"{}"))
        assert (error.status, error.code) == (403, "KMS.0321")

    def test_a_token_opens_what_a_signature_opens(self, ours):
        reply = ours.huawei.login()
        assert reply.status == 201
        token = reply.headers["X-Subject-Token"]
        assert reply.json()["token"]["project"]["id"] == ours.account.project_id
        body = json.dumps({"key_id": keys.shared(ours)}).encode()
        request = ours.huawei.unsigned("POST", self.path(ours, "describe-key"), body, **{"X-Auth-Token": token})
        described = ours.huawei.result(ours.huawei.send(request))
        assert described["key_info"]["key_id"] == keys.shared(ours)

    def test_every_character_of_a_token_counts(self, ours):
        token = ours.huawei.login().headers["X-Subject-Token"]
        for place in range(0, len(token), 7):
            other = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1:]
            request = ours.huawei.unsigned("POST", self.path(ours), b"{}", **{"X-Auth-Token": other})
            assert refusal(ours.huawei, request).status == 401

    def test_a_wrong_password(self, ours):
        reply = ours.huawei.login(password="wrong")
        assert reply.status == 401
        assert reply.json() == {"error": {"code": 401, "message": "The username or password is wrong.",
                                          "title": "Unauthorized"}}

    def test_a_token_is_good_for_its_own_tenant_alone(self, ours, neighbour):
        token = ours.huawei.login().headers["X-Subject-Token"]
        request = neighbour.huawei.unsigned("POST", self.path(neighbour), b"{}", **{"X-Auth-Token": token})
        assert refusal(neighbour.huawei, request).status in (401, 403)


def test_no_refusal_repeats_a_secret(ours):
    """Not even in the help that a development server adds."""
    for reply in (ours.t2019.send(with_secret(ours.t2019, "wrong").sign("ListKeys", b"{}")),
                  ours.t2017.send(with_secret(ours.t2017, "wrong").sign("ListKey", {})),
                  ours.huawei.send(with_secret(ours.huawei, "wrong").sign("POST", "/v1.0/x/kms/list-keys", b"{}"))):
        seen = str(reply.headers).encode() + reply.body
        assert ours.account.secret.encode() not in seen
        assert b64(ours.account.secret.encode()).encode() not in seen


def test_an_access_key_ends_at_its_date_in_every_api(is_ours):
    if not is_ours:
        pytest.skip("needs a server of its own")
    with Server() as server:
        server.do("POST", "seed", {"credentials": [{"id": "AKIDends", "secret": "secret-of-it", "expires": "+1h"}]})
        clients = server.clients(Account("AKIDends", "secret-of-it", "0" * 32))
        calls = ((clients.t2019.call, "ListKeys"), (clients.t2017.call, "ListKey"), (clients.huawei.call, "list-keys"))
        for call, action in calls:
            call(action)
        server.do("POST", "clock", {"advance": "1h"})
        for call, action in calls:
            with pytest.raises(VendorError):
                call(action)
