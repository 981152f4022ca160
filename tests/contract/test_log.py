"""What the server's own log and its help for people may say: never a plaintext, a token or a secret."""

import json
import time
import urllib.parse

import pytest

from clients import Account, Clients
from tandem_server import TandemServer
from transport import Request

CANARY = "Q0FOQVJZLXBsYWludGV4dA=="


@pytest.fixture
def server(is_ours):
    if not is_ours:
        pytest.skip("needs the server's log")
    with TandemServer() as running:
        yield running


def test_plaintext_tokens_and_secrets_stay_out_of_the_log_and_the_diagnosis(server):
    mistaken = Clients.of(server.url, Account("tandemdev", "a wrong secret", "0" * 32))
    token = Clients.of(server.url, Account("tandemdev", "tandemdevsecret", "0" * 32)).huawei.login().headers["X-Subject-Token"]
    common = urllib.parse.urlencode({"Action": "Encrypt", "SecretId": "tandemdev", "Nonce": 1, "Timestamp": int(time.time()),
                                     "Signature": "x"})
    body = json.dumps({"plaintext": CANARY}).encode()
    requests = [
        mistaken.t2019.sign("Encrypt", json.dumps({"KeyId": "x", "Plaintext": CANARY}).encode()),
        mistaken.t2019.sign_v1("Encrypt", {"KeyId": "x", "Plaintext": CANARY}),
        mistaken.t2019.sign_v1("Encrypt", {"KeyId": "x", "Plaintext": CANARY}, "GET"),
        mistaken.t2017.sign("Encrypt", {"keyId": "x", "plaintext": CANARY, "PlainText": CANARY, "Plaintext.0": CANARY}),
        Request("POST", f"/v2/index.php?{common}", {"Host": server.host, "Content-Type": "application/json"}, body),
        Request("POST", f"/?{common}&Version=2019-01-18", {"Host": server.host, "Content-Type": "application/json"}, body),
        mistaken.huawei.sign("POST", f"/v1.0/{'0' * 32}/kms/encrypt-data", json.dumps({"key_id": "x", "plain_text": CANARY}).encode()),
        Request("GET", "/v3/projects", {"Host": server.host, "X-Auth-Token": token[:-4]}),
    ]
    said = "".join(f"{reply.headers}{reply.body.decode()}" for reply in map(mistaken.t2019.send, requests))
    said += server.ended_output().split("Ready.", 1)[1]  # the banner shows the published secret
    assert "signature_mismatch" in said
    for secret in (CANARY.rstrip("="), "tandemdevsecret", token[:40]):
        assert secret not in said
