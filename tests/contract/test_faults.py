"""Fault rules: what a client sees on the wire, and what happened in the store. The rules themselves have unit tests."""

import json
import re
import socket
import ssl
import time
import urllib.request

import pytest

import keys
from clients import Clients
from fault_server import PLAIN, Rules, Wire, code_of, random_number, rules, server, tenant, wire  # noqa: F401 - fixtures among them
from tandem_server import TandemServer
from transport import VendorError


# ---- the vendors' own failures ----

VENDOR_CODES = {
    "throttled": ((200, "RequestLimitExceeded"), (200, "4420/10250"), (429, "APIGW.0308")),
    "internal": ((200, "InternalError"), (200, "6000/10050"), (500, "KMS.0101")),
    "unavailable": ((200, "ServiceUnavailable"), (200, "6000/10050"), (503, "KMS.0104")),
    "expired_token": ((200, "AuthFailure.TokenFailure"), (200, "4105"), (401, "APIGW.0301")),
    "disabled": ((200, "ResourceUnavailable.CmkDisabled"), (200, "4550/10650"), (400, "KMS.0209")),
    "denied": ((200, "UnauthorizedOperation"), (200, "4101"), (403, "KMS.0306")),
    "not_found": ((200, "ResourceUnavailable.CmkNotFound"), (200, "4530/10630"), (404, "KMS.0207")),
}


def encrypt_everywhere(tenant, key):
    yield lambda: tenant.t2019.call("Encrypt", KeyId=key, Plaintext=PLAIN)
    yield lambda: tenant.t2017.call("Encrypt", keyId=key, plaintext=PLAIN)
    yield lambda: tenant.huawei.call("encrypt-data", key_id=key, plain_text="hello")


@pytest.mark.parametrize("after_action", [False, True], ids=["instead", "after the action"])
@pytest.mark.parametrize("error", VENDOR_CODES)
def test_each_api_error_is_the_vendor_s_own(rules, tenant, error, after_action):
    key = keys.create(tenant)
    rules.add({"api_error": error, "after_action": after_action})
    for call, expected in zip(encrypt_everywhere(tenant, key), VENDOR_CODES[error], strict=True):
        assert code_of(call) == expected


def test_a_throttled_control_action_of_2017_has_its_own_code(rules, tenant):
    rules.add({"api_error": "throttled"})
    assert code_of(tenant.t2017.call, "ListKey") == (200, "4480/10460")


def test_an_action_s_own_word_for_an_error_is_used(rules, tenant):
    key = keys.create(tenant)
    rules.add({"api_error": "disabled"})
    instead = code_of(tenant.t2019.call, "ScheduleKeyDeletion", KeyId=key, PendingWindowInDays=7)
    rules.clear()
    rules.add({"api_error": "disabled", "after_action": True})
    after = code_of(tenant.t2019.call, "ScheduleKeyDeletion", KeyId=key, PendingWindowInDays=7)
    assert instead == after


def test_the_body_is_the_one_of_the_real_error(rules, server, tenant):
    real = Clients.of(server.url, tenant.account)
    with pytest.raises(VendorError) as expected:
        real.huawei.call("encrypt-data", key_id=keys.ABSENT, plain_text="hello")
    rules.add({"api_error": "not_found"}, action="EncryptData")
    with pytest.raises(VendorError) as injected:
        real.huawei.call("encrypt-data", key_id=keys.create(tenant), plain_text="hello")
    assert injected.value.reply.body == expected.value.reply.body
    assert set(injected.value.reply.headers) - set(expected.value.reply.headers) == {"X-Tandem-Fault"}


def test_a_login_fails_as_iam_says_it(rules, tenant):
    rules.add({"api_error": "internal"}, when={"next": 1}, action="KeystoneCreateUserTokenByPassword")
    failed = tenant.huawei.login()
    assert (failed.status, failed.json()["error"]["code"]) == (500, 500)
    assert failed.headers["X-Subject-Token"] is None
    assert tenant.huawei.login().headers["X-Subject-Token"]


def test_a_login_with_a_wrong_password_is_no_match(rules, tenant):
    rules.add({"http_status": 503})
    assert tenant.huawei.login(password="wrong").status == 401
    assert rules.list()[0]["matched"] == 0


# ---- whose requests ----

def test_the_neighbour_notices_nothing(rules, server, tenant):
    neighbour = Clients.of_new_tenant(server.url)
    rules.add({"api_error": "internal"}, credential=tenant.account.access_id)
    assert code_of(tenant.t2019.call, "GenerateRandom", NumberOfBytes=8) == (200, "InternalError")
    neighbour.t2019.call("GenerateRandom", NumberOfBytes=8)
    neighbour.huawei.call("gen-random", random_data_length="64")


def test_other_dialects_and_actions_go_on(rules, tenant):
    rules.add({"api_error": "internal"}, dialect="tencent-2019", action=["Encrypt", "GenerateRandom"])
    assert code_of(tenant.t2019.call, "GenerateRandom", NumberOfBytes=8) == (200, "InternalError")
    tenant.t2019.call("ListKeys")
    tenant.huawei.call("gen-random", random_data_length="64")


def test_one_key_fails_and_the_others_do_not(rules, tenant):
    broken, good = keys.create(tenant), keys.create(tenant)
    blob = tenant.t2019.call("Encrypt", KeyId=broken, Plaintext=PLAIN)["CiphertextBlob"]
    sealed = tenant.huawei.call("encrypt-data", key_id=broken, plain_text="hello")["cipher_text"]
    rules.add({"api_error": "disabled"}, key=broken)
    for call in encrypt_everywhere(tenant, broken):
        code_of(call)
    for call in encrypt_everywhere(tenant, good):
        call()
    assert code_of(tenant.t2019.call, "Decrypt", CiphertextBlob=blob) == (200, "ResourceUnavailable.CmkDisabled")
    assert code_of(tenant.huawei.call, "decrypt-data", cipher_text=sealed) == (400, "KMS.0209")


def test_a_key_s_rule_refuses_a_change_before_it_is_made(rules, tenant):
    key = keys.create(tenant)
    rules.add({"api_error": "internal"}, when={"next": 1}, key=key)
    code_of(tenant.t2019.call, "DisableKey", KeyId=key)
    assert tenant.t2019.call("DescribeKey", KeyId=key)["KeyMetadata"]["KeyState"] == "Enabled"


def test_a_wrong_signature_is_told_first_and_is_no_match(rules, tenant):
    rules.add({"http_status": 503})
    request = tenant.t2019.sign("ListKeys", b"{}", timestamp=1)
    assert tenant.t2019.send(request).json()["Response"]["Error"]["Code"] == "AuthFailure.SignatureExpire"
    assert rules.list()[0]["matched"] == 0


def test_health_metrics_and_admin_are_never_touched(rules, server):
    rules.add({"reset": True})
    for path in ("/_tandem/health", "/_tandem/ready", "/metrics", "/_tandem/tenants"):
        assert urllib.request.urlopen(server.url + path, timeout=20).status == 200
    assert rules.list()[0]["matched"] == 0


# ---- what happens in the store: CreateKey runs on a worker ----

INSTEAD = {"api_error": {"api_error": "internal"}, "http_status": {"http_status": 503}, "reset": {"reset": True},
           "empty": {"empty": True}, "garbage": {"garbage": True}}


@pytest.mark.parametrize("after_action", [False, True], ids=["instead", "after the action"])
@pytest.mark.parametrize("kind", INSTEAD)
def test_a_key_is_made_only_when_the_fault_comes_after_the_action(rules, server, tenant, kind, after_action):
    rules.add(INSTEAD[kind] | {"after_action": after_action}, when={"next": 1}, action="CreateKey")
    request = tenant.t2019.sign("CreateKey", json.dumps({"Alias": keys.unique_alias()}).encode())
    with Wire(server) as wire:
        wire.send(request)
        if kind in ("api_error", "http_status"):
            assert b"KeyId" not in wire.reply()[2]
        else:
            try:
                wire.everything()
            except ConnectionResetError:
                pass
    assert tenant.t2019.call("ListKeys")["TotalCount"] == (1 if after_action else 0)
    rule, = rules.list()
    assert (rule["matched"], rule["fired"], rule["spent"]) == (1, 1, True)


def test_a_rule_counts_a_request_once_that_is_run_on_a_worker(rules, tenant):
    rules.add({"api_error": "internal"}, when={"nth": 2}, action="CreateKey")
    keys.create(tenant)
    assert code_of(keys.create, tenant) == (200, "InternalError")
    keys.create(tenant)
    assert rules.list()[0]["matched"] == 3


def test_a_delayed_action_has_happened(rules, tenant):
    rules.add({"delay": "30ms"}, action="CreateKey")
    began = time.monotonic()
    keys.create(tenant)
    assert time.monotonic() - began >= 0.03
    assert tenant.t2019.call("ListKeys")["TotalCount"] == 1


# ---- bytes ----

def test_http_status_is_a_plain_answer_and_the_connection_goes_on(rules, tenant, wire):
    rules.add({"http_status": 503}, when={"next": 1}, name="outage")
    wire.send(random_number(tenant), random_number(tenant))
    status, head, body = wire.reply()
    assert (status, body) == (503, b"injected fault: outage\n")
    assert "X-Tandem-Fault: outage" in head and "text/plain" in head
    assert wire.reply()[0] == 200


def test_then_close_ends_the_connection_after_the_answer(rules, tenant, wire):
    rules.add({"http_status": 503, "then": "close"})
    wire.send(random_number(tenant), random_number(tenant))
    received = wire.everything()
    assert received.count(b"HTTP/1.1") == 1 and b"Connection: close" in received


def test_reset_is_an_error_of_the_connection(rules, tenant, wire):
    rules.add({"reset": True})
    wire.send(random_number(tenant))
    with pytest.raises((ConnectionResetError, ssl.SSLEOFError)):  # below TLS Python tells them not apart
        wire.everything()


def test_empty_is_an_end_without_a_byte(rules, tenant, wire):
    rules.add({"empty": True})
    wire.send(random_number(tenant))
    assert wire.everything() == b""


@pytest.mark.parametrize("arrive", [0, 20])
def test_truncate_promises_more_than_it_sends(rules, tenant, wire, arrive):
    rules.add({"truncate": arrive})
    wire.send(random_number(tenant))
    head, body = wire.everything().split(b"\r\n\r\n", 1)
    assert len(body) == arrive and b'{"Response":{"Plaint'.startswith(body)
    assert int(re.search(rb"Content-Length: (\d+)", head).group(1)) > arrive
    assert b"X-Tandem-Fault: rule-1" in head


def test_garbage_is_no_http(rules, tenant, wire):
    rules.add({"garbage": True})
    wire.send(random_number(tenant))
    received = wire.everything()
    assert len(received) == 64 and b"HTTP" not in received


def test_hang_says_nothing_and_others_go_on(rules, server, tenant, wire):
    rules.add({"hang": True}, when={"next": 1})
    wire.send(random_number(tenant))
    tenant.t2019.call("ListKeys")  # the server has one I/O thread
    wire.socket.settimeout(0.05)
    with pytest.raises(TimeoutError):
        wire.everything()


def test_drip_sends_all_of_it_over_its_time(rules, tenant, wire):
    rules.add({"drip": {"chunks": 4, "over": "80ms"}}, when={"next": 1})
    began = time.monotonic()
    wire.send(random_number(tenant), random_number(tenant))
    status, _, body = wire.reply()
    assert time.monotonic() - began >= 0.08
    assert status == 200 and json.loads(body)["Response"]["Plaintext"]
    assert wire.reply()[0] == 200


def test_a_delay_holds_back_what_was_sent_behind_it(rules, tenant, wire):
    rules.add({"delay": "40ms", "api_error": "throttled"}, when={"nth": 2}, name="slow")
    began = time.monotonic()
    wire.send(*[random_number(tenant)] * 4)
    faults = []
    for _ in range(4):
        _, head, body = wire.reply()
        assert b"RequestId" in body
        faults.append("X-Tandem-Fault: slow" in head)
    assert faults == [False, True, False, False]
    assert time.monotonic() - began >= 0.04


def test_a_delay_may_be_longer_than_the_server_s_patience(is_ours):
    if not is_ours:
        pytest.skip("needs a server of its own")
    limits = {"TANDEM_LIMITS__WRITE_TIMEOUT": "10ms", "TANDEM_LIMITS__IDLE_TIMEOUT": "200ms"}
    with TandemServer(environment=limits | {"TANDEM_FAULTS": "do: {delay: 400ms}"}) as server:
        Clients.of_new_tenant(server.url).t2019.call("GenerateRandom", NumberOfBytes=8)


def test_a_server_with_hanging_requests_ends_at_once(is_ours):
    if not is_ours:
        pytest.skip("needs a server of its own")
    with TandemServer(environment={"TANDEM_FAULTS": "{do: {hang: true}}"}) as server:
        tenant = Clients.of_new_tenant(server.url)
        with Wire(server) as wire:
            wire.send(tenant.t2019.sign("ListKeys", b"{}"))
            rules = Rules(server.url)
            while rules.list()[0]["fired"] == 0:
                pass
            began = time.monotonic()
            assert server.stop() == 0
            assert time.monotonic() - began < 4  # the grace of requests that are being answered is 5 s
