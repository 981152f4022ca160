"""The brake on failed authentication: by address, for failures alone, and in the vendors' words."""

import collections
import json
import re
import subprocess

import pytest

from clients import with_secret
from pipeline import Pipeline
from stand_in import Server, ours_alone
from tandem_server import TandemServer, binary
from transport import Request

pytestmark = [ours_alone, pytest.mark.plain_build]

BURST = 5  # of a server that allows one failure a second
SENT = 25  # takes much less than a second


@pytest.fixture
def braking():
    with Server(environment={"TANDEM_LIMITS__FAILED_AUTHENTICATION": "1"}) as server:
        yield server


def wrong_password(clients):
    fields = {"auth": {"identity": {"methods": ["password"], "password": {"user": {
        "name": clients.account.access_id, "password": "a guess", "domain": {"name": clients.account.access_id}}}}}}
    return clients.huawei.unsigned("POST", "/v3/auth/tokens", json.dumps(fields).encode())


def wrong_token(clients):
    return clients.huawei.unsigned("POST", f"/v1.0/{clients.account.project_id}/kms/list-keys", b"{}", **{"X-Auth-Token": "a guess"})


FORMS = {
    "2019": (lambda c: with_secret(c.t2019, "a guess").sign("ListKeys", b"{}"),
             lambda reply: reply.json()["Response"]["Error"]["Code"], "AuthFailure.SignatureFailure", "RequestLimitExceeded"),
    "2017 data": (lambda c: with_secret(c.t2017, "a guess").sign("Decrypt", {"ciphertextBlob": "x"}),
                  lambda reply: reply.json()["code"], 4100, 4420),
    "2017 control": (lambda c: with_secret(c.t2017, "a guess").sign("ListKey", {}),
                     lambda reply: reply.json()["code"], 4100, 4480),
    "Huawei signature": (lambda c: with_secret(c.huawei, "a guess").sign("POST", f"/v1.0/{c.account.project_id}/kms/list-keys", b"{}"),
                         lambda reply: reply.json()["error_code"], "APIGW.0301", "APIGW.0308"),
    "Huawei token": (wrong_token, lambda reply: reply.json()["error_code"], "APIGW.0301", "APIGW.0308"),
    "Huawei password": (wrong_password, lambda reply: reply.json().get("error_code", "IAM"), "IAM", "APIGW.0308"),
}


def answers(server, request, code_of, count=SENT):
    with Pipeline(server.url) as pipeline:
        return [code_of(reply) for reply in pipeline.ask([request] * count)]


@pytest.mark.parametrize("form", FORMS)
def test_failures_over_the_limit_are_throttled_in_the_vendors_words(braking, form):
    make, code_of, failure, throttled = FORMS[form]
    codes = answers(braking, make(braking.clients()), code_of)
    assert codes[:BURST + 1] == [failure] * BURST + [throttled]
    assert set(codes) == {failure, throttled}


def test_the_limit_is_one_for_all_apis(braking):
    make, code_of, _, _ = FORMS["2019"]
    answers(braking, make(braking.clients()), code_of)
    make, code_of, _, throttled = FORMS["Huawei password"]
    assert answers(braking, make(braking.clients()), code_of, 1) == [throttled]


def test_no_password_is_looked_at_over_the_limit(braking):
    make, code_of, _, throttled = FORMS["Huawei password"]
    clients = braking.clients()
    assert clients.huawei.login().status == 201
    answers(braking, make(clients), code_of, BURST)
    assert (reply := clients.huawei.login()).status == 429 and code_of(reply) == throttled


def test_signatures_and_tokens_go_on_over_the_limit(braking):
    make, code_of, _, _ = FORMS["2019"]
    clients = braking.clients()
    token = clients.huawei.login().headers["X-Subject-Token"]
    answers(braking, make(clients), code_of)
    clients.t2019.call("ListKeys")
    clients.t2017.call("ListKey")
    clients.huawei.call("list-keys")
    request = clients.huawei.unsigned("POST", f"/v1.0/{clients.account.project_id}/kms/list-keys", b"{}", **{"X-Auth-Token": token})
    assert clients.huawei.send(request).status == 200


def test_what_is_no_guess_is_not_counted(braking):
    clients = braking.clients()
    late = clients.t2019.sign("ListKeys", b"{}", timestamp=1_700_000_000)
    codes = answers(braking, late, lambda reply: reply.json()["Response"]["Error"]["Code"])
    assert set(codes) == {"AuthFailure.SignatureExpire"}
    nobody = clients.huawei.unsigned("POST", f"/v1.0/{clients.account.project_id}/kms/list-keys", b"{}")
    assert set(answers(braking, nobody, lambda reply: reply.json()["error_code"])) == {"APIGW.0301"}


def test_the_private_api_asks_for_nothing_to_guess(braking):
    assert {braking.ask("GET", "credentials/nobody").status for _ in range(SENT)} == {404}


def test_a_metric_counts_what_was_throttled(braking):
    make, code_of, _, throttled = FORMS["2019"]
    codes = answers(braking, make(braking.clients()), code_of)
    page = braking.ask("GET", "metrics").body.decode()
    assert f"tandem_failed_authentications_throttled_total {codes.count(throttled)}" in page


def test_a_development_server_brakes_nobody_unless_it_is_told_to(server):
    make, code_of, failure, _ = FORMS["2019"]
    assert answers(server, make(server.clients()), code_of, 150) == [failure] * 150


def test_a_real_server_allows_a_hundred_at_once(tmp_path):
    subprocess.run([binary(), "init", "--dir", str(tmp_path)], check=True, capture_output=True)
    config = tmp_path / "tandem.yaml"
    config.write_text(re.sub(r":8990\b", ":0", config.read_text()))
    credentials = json.dumps([{"id": "AKbrake", "secret": "a secret of the brake"}])
    with TandemServer("--config", str(config), verb="serve", environment={"TANDEM_CREDENTIALS": credentials}) as server:
        fields = {"auth": {"identity": {"methods": ["password"], "password": {"user": {
            "name": "nobody", "password": "a guess", "domain": {"name": "nobody"}}}}}}
        body = json.dumps(fields).encode()
        request = Request("POST", "/v3/auth/tokens", {"Host": server.host, "Content-Type": "application/json"}, body)
        with Pipeline(server.url) as pipeline:
            statuses = [reply.status for reply in pipeline.ask([request] * 200)]
        assert statuses[:100] == [401] * 100
        assert collections.Counter(statuses)[429] > 50
