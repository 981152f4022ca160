"""What the server remembers to be quick decides nothing: every request gets a ciphertext and a verdict of its own, and
a change decides the very next answer, on connections that have asked the same a moment before."""

import json
import threading
import urllib.parse
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

import keys
from clients import Account, Clients, b64, with_secret
from operations import OPERATIONS
from pipeline import Pipeline
from stand_in import Server
from transport import VendorError

BURST = 10
ENOUGH = 50
MOST = 9_000  # on one connection, which the server closes after 10,000


def sign(clients, dialect, action, fields):
    client = getattr(clients, dialect)
    if dialect == "t2017":
        return client.sign(action, fields)
    body = json.dumps(fields).encode()
    if dialect == "t2019":
        return client.sign(action, body)
    return client.sign("POST", f"/v1.0/{clients.account.project_id}/kms/{action}", body)


ENCRYPT = {
    "t2019": ("Encrypt", lambda key, text: {"KeyId": key, "Plaintext": b64(text)}, "CiphertextBlob"),
    "t2017": ("Encrypt", lambda key, text: {"keyId": key, "plaintext": b64(text)}, "ciphertextBlob"),
    "huawei": ("encrypt-data", lambda key, text: {"key_id": key, "plain_text": text.decode()}, "cipher_text"),
}


def sign_encrypt(clients, dialect, key, text=b"thirty-two bytes of plaintext..."):
    action, fields, _ = ENCRYPT[dialect]
    return sign(clients, dialect, action, fields(key, text))


def code_of(clients, dialect, reply):
    """The vendor's code, or None for success."""
    try:
        getattr(clients, dialect).result(reply)
    except VendorError as error:
        return error.code
    return None


# ---- one verdict, one ciphertext a request ----


@pytest.mark.parametrize("dialect", ENCRYPT)
def test_ten_thousand_identical_requests_give_ten_thousand_ciphertexts(ours, url, dialect):
    request, member = sign_encrypt(ours, dialect, keys.shared(ours)), ENCRYPT[dialect][2]

    def ask(count):
        with Pipeline(url) as pipeline:
            return [getattr(ours, dialect).result(reply)[member] for reply in pipeline.ask([request] * count)]

    with ThreadPoolExecutor(4) as pool:
        ciphertexts = [one for some in pool.map(ask, [2_500] * 4) for one in some]
    assert len(ciphertexts) == 10_000
    assert len(set(ciphertexts)) == 10_000


def other_digit(text, place):
    return text[:place] + ("0" if text[place] != "0" else "1") + text[place + 1:]


def signature_of(dialect, request):
    if dialect == "t2017":
        return dict(urllib.parse.parse_qsl(request.body.decode()))["Signature"]
    return request.headers["Authorization"].rpartition("Signature=")[2]


def with_signature(dialect, request, signature):
    if dialect == "t2017":
        parameters = dict(urllib.parse.parse_qsl(request.body.decode())) | {"Signature": signature}
        return replace(request, body=urllib.parse.urlencode(parameters).encode())
    before = request.headers["Authorization"].rpartition("Signature=")[0]
    return replace(request, headers=request.headers | {"Authorization": f"{before}Signature={signature}"})


BAD_SIGNATURE = {"t2019": "AuthFailure.SignatureFailure", "t2017": "4100/10030", "huawei": "APIGW.0301"}


@pytest.mark.parametrize("dialect", ENCRYPT)
def test_every_character_of_a_signature_counts_right_after_the_right_one(ours, url, dialect):
    right = sign_encrypt(ours, dialect, keys.shared(ours))
    signature = signature_of(dialect, right)
    digits = [place for place, character in enumerate(signature) if character != "="]
    requests = []
    for place in digits:
        requests += [right, with_signature(dialect, right, other_digit(signature, place))]
    with Pipeline(url) as pipeline:
        codes = [code_of(ours, dialect, reply) for reply in pipeline.ask(requests)]
    assert codes == [None, BAD_SIGNATURE[dialect]] * len(digits)


@pytest.mark.parametrize("dialect", ENCRYPT)
def test_another_body_is_refused_right_after_the_signed_one(ours, url, dialect):
    key = keys.shared(ours)
    right = sign_encrypt(ours, dialect, key, b"one text")
    other = sign_encrypt(ours, dialect, key, b"two text")
    swapped = replace(right, body=other.body)
    if dialect == "t2017":  # whose signature is in the body
        swapped = with_signature(dialect, other, signature_of(dialect, right))
    with Pipeline(url) as pipeline:
        codes = [code_of(ours, dialect, reply) for reply in pipeline.ask([right, swapped] * 5)]
    assert codes == [None, BAD_SIGNATURE[dialect]] * 5


@pytest.mark.parametrize("dialect", ENCRYPT)
def test_a_neighbours_name_on_a_right_signature_is_refused(ours, neighbour, url, dialect):
    """Both callers have just been let in on this connection."""
    key, theirs = keys.shared(ours), keys.shared(neighbour)
    right, right_of_neighbour = sign_encrypt(ours, dialect, key), sign_encrypt(neighbour, dialect, theirs)
    forged = with_signature(dialect, right_of_neighbour, signature_of(dialect, right))
    with Pipeline(url) as pipeline:
        codes = [code_of(ours, dialect, reply) for reply in pipeline.ask([right, right_of_neighbour, forged])]
    assert codes == [None, None, BAD_SIGNATURE[dialect]]


# ---- a change decides the next answer ----


class Traffic:
    """One request, sent again and again over a connection of its own, and the codes that it was answered: before a
    change, while it was made, and to what was sent after the change was answered."""

    def __init__(self, url, clients, dialect, request):
        self.clients, self.dialect, self.request = clients, dialect, request
        self.pipeline = Pipeline(url)
        self.is_flowing = threading.Event()
        self.before, self.during, self.after = [], [], []

    def ask(self, count):
        return [code_of(self.clients, self.dialect, reply) for reply in self.pipeline.ask([self.request] * count)]

    def flow(self, changed):
        with self.pipeline:
            self.before = self.ask(ENOUGH)
            self.is_flowing.set()
            while not changed.is_set() and len(self.during) < MOST:
                self.during += self.ask(BURST)
            changed.wait()
            self.after = self.ask(ENOUGH)


def under_load(url, requests, change):
    """Makes `change` once, while each of `requests` flows; those are (clients, dialect, request) by name, and so are the
    Traffics that this returns."""
    traffic, changed = {name: Traffic(url, *request) for name, request in requests.items()}, threading.Event()
    with ThreadPoolExecutor(len(traffic)) as pool:
        flowing = [pool.submit(each.flow, changed) for each in traffic.values()]
        try:
            if all(each.is_flowing.wait(30) for each in traffic.values()):
                change()
        finally:
            changed.set()
        for each in flowing:
            each.result()
    return traffic


def expect_switch(traffic, before, after):
    """From one code to the other, once and for good."""
    assert set(traffic.before) == {before}
    assert set(traffic.after) == {after}
    switched = [code == after for code in traffic.during]
    assert switched == sorted(switched), "an answer of before came after one of afterwards"
    assert set(traffic.during) <= {before, after}


MESSAGES = {operation.name: operation for operation in OPERATIONS
            if operation.name in ("2017 Encrypt", "2017 Decrypt", "2019 Encrypt", "2019 Decrypt", "Huawei encrypt-data",
                                  "Huawei decrypt-data")}


def message_requests(clients, key):
    return {name: (clients, operation.dialect,
                   sign(clients, operation.dialect, operation.action, operation.request(clients, key)))
            for name, operation in MESSAGES.items()}


DISABLE = {"t2019": ("DisableKey", "EnableKey", "KeyId"), "t2017": ("DisableKey", "EnableKey", "keyId"),
           "huawei": ("disable-key", "enable-key", "key_id")}


@pytest.mark.parametrize("dialect", DISABLE)
def test_a_key_disabled_under_load_is_refused_from_the_next_request_on(ours, url, dialect):
    key = keys.create(ours)
    disable, _, field = DISABLE[dialect]
    traffic = under_load(url, message_requests(ours, key), lambda: getattr(ours, dialect).call(disable, **{field: key}))
    for name, seen in traffic.items():
        expect_switch(seen, None, MESSAGES[name].disabled)


@pytest.mark.parametrize("dialect", DISABLE)
def test_a_key_enabled_under_load_is_usable_from_the_next_request_on(ours, url, dialect):
    key = keys.create(ours)
    requests = message_requests(ours, key)
    keys.disable(ours, key)
    _, enable, field = DISABLE[dialect]
    traffic = under_load(url, requests, lambda: getattr(ours, dialect).call(enable, **{field: key}))
    for name, seen in traffic.items():
        expect_switch(seen, MESSAGES[name].disabled, None)


@pytest.fixture(scope="module")
def server(is_ours):
    if not is_ours:
        pytest.skip("needs a server of its own")
    with Server() as running:
        yield running


UNKNOWN_CREDENTIAL = {"t2019": "AuthFailure.SecretIdNotFound", "t2017": "4100/10270", "huawei": "APIGW.0301"}
DISABLED_CREDENTIAL = UNKNOWN_CREDENTIAL | {"t2017": "4100/10080"}


def encrypt_requests(clients, key):
    return {dialect: (clients, dialect, sign_encrypt(clients, dialect, key)) for dialect in ENCRYPT}


class Team:
    """A tenant with a key and two credentials, the second of which is `account`'s."""

    def __init__(self, server):
        self.first = Clients.of_new_tenant(server.url)
        listed = server.do("GET", "credentials")["credentials"]
        self.tenant = next(row["tenant"] for row in listed if row["id"] == self.first.account.access_id)
        made = server.do("POST", "credentials", {"tenant": self.tenant})
        self.account = Account(made["id"], made["secret"], self.first.account.project_id)
        self.second = Clients.of(server.url, self.account)
        self.key = keys.create(self.first)

    def seed(self, server, **facts):
        """Puts the second credential's facts anew."""
        credential = {"id": self.account.access_id, "secret": self.account.secret, "tenant": self.tenant} | facts
        server.do("POST", "seed?existing=replace", {"credentials": [credential]})


@pytest.fixture
def team(server):
    return Team(server)


def test_a_credential_removed_under_load_is_unknown_from_the_next_request_on(server, team):
    traffic = under_load(server.url, encrypt_requests(team.second, team.key),
                         lambda: server.do("DELETE", f"credentials/{team.account.access_id}"))
    for dialect, seen in traffic.items():
        expect_switch(seen, None, UNKNOWN_CREDENTIAL[dialect])


def test_the_tenants_other_credential_goes_on_meanwhile(server, team):
    traffic = under_load(server.url, encrypt_requests(team.first, team.key),
                         lambda: server.do("DELETE", f"credentials/{team.account.access_id}"))
    for seen in traffic.values():
        expect_switch(seen, None, None)


def test_a_credential_disabled_under_load_is_refused_from_the_next_request_on(server, team):
    traffic = under_load(server.url, encrypt_requests(team.second, team.key), lambda: team.seed(server, enabled=False))
    for dialect, seen in traffic.items():
        expect_switch(seen, None, DISABLED_CREDENTIAL[dialect])


def test_a_secret_replaced_under_load_is_wrong_from_the_next_request_on(server, team):
    traffic = under_load(server.url, encrypt_requests(team.second, team.key),
                         lambda: team.seed(server, secret="another"))
    for dialect, seen in traffic.items():
        expect_switch(seen, None, BAD_SIGNATURE[dialect])


def test_a_new_secret_is_right_from_the_next_request_on(server, team):
    now = Clients.of(server.url, replace(team.account, secret="another"))
    traffic = under_load(server.url, encrypt_requests(now, team.key),
                         lambda: team.seed(server, secret="another"))
    for dialect, seen in traffic.items():
        expect_switch(seen, BAD_SIGNATURE[dialect], None)


def test_the_token_of_a_credential_removed_under_load_is_refused_from_the_next_request_on(server, team):
    token = team.second.huawei.login().headers["X-Subject-Token"]
    target = f"/v1.0/{team.account.project_id}/kms/encrypt-data"
    body = json.dumps({"key_id": team.key, "plain_text": "text"}).encode()
    request = team.second.huawei.unsigned("POST", target, body, **{"X-Auth-Token": token})
    traffic = under_load(server.url, {"token": (team.second, "huawei", request)},
                         lambda: server.do("DELETE", f"credentials/{team.account.access_id}"))
    expect_switch(traffic["token"], None, "APIGW.0301")


# ---- limits ----

THROTTLED = {"t2019": "RequestLimitExceeded", "t2017": "4420/10250", "huawei": "APIGW.0308"}


def test_a_throttling_rule_made_under_load_holds_for_the_next_request(server, team):
    try:
        traffic = under_load(server.url, encrypt_requests(team.first, team.key),
                             lambda: server.do("POST", "faults", {"match": {"tenant": team.tenant},
                                                                  "do": {"api_error": "throttled"}}))
    finally:
        server.do("DELETE", "faults")
    for dialect, seen in traffic.items():
        expect_switch(seen, None, THROTTLED[dialect])


def test_a_throttling_rule_cleared_under_load_holds_no_more(server, team):
    requests = encrypt_requests(team.first, team.key)
    server.do("POST", "faults", {"match": {"tenant": team.tenant}, "do": {"api_error": "throttled"}})
    traffic = under_load(server.url, requests, lambda: server.do("DELETE", "faults"))
    for dialect, seen in traffic.items():
        expect_switch(seen, THROTTLED[dialect], None)


def test_a_configured_limit_holds_from_the_first_request_after_the_restart(is_ours, tmp_path):
    """Rate limits are read at the start alone; nothing of the old ones is kept with the data."""
    if not is_ours:
        pytest.skip("needs a server of its own")

    def codes(rate):
        with Server("--data", str(tmp_path), environment={"TANDEM_LIMITS__RATE": rate}) as running, \
                Pipeline(running.url) as pipeline:
            clients = running.clients()
            request = clients.t2019.sign("GenerateRandom", b'{"NumberOfBytes":1}')
            return [code_of(clients, "t2019", reply) for reply in pipeline.ask([request] * ENOUGH)]

    assert codes("off") == [None] * ENOUGH
    limited = codes('{"tencent-2019":{"GenerateRandom":2}}')
    assert limited[:2] == [None, None]
    assert set(limited[2:]) >= {THROTTLED["t2019"]}
    assert codes("off") == [None] * ENOUGH
