"""The journal of a development server: what it shows of each request, and what it never shows."""

import contextlib
import json
import os
import re
import socket
import subprocess
import urllib.parse

import pytest

import keys
from clients import Account, Clients, b64, with_secret
from tandem_server import TandemServer, binary
from transport import Request, Transport, VendorError

PLAIN = b64(b"hello")


class Journal:
    """The journal of one server, as its own API and the command line show it."""

    def __init__(self, url):
        self.url = url
        self.transport = Transport(url)

    def ask(self, method="GET", path="", headers=None, **filters):
        query = "?" + urllib.parse.urlencode(filters) if filters else ""
        reply = self.transport.send(Request(method, f"/_tandem/requests{path}{query}", {"Host": self.transport.host} | (headers or {})))
        return reply.status, reply.json()

    def list(self, **filters):
        status, answer = self.ask(**filters)
        assert status == 200, answer
        return answer["requests"]

    def actions(self, **filters):
        return [request.get("action") for request in self.list(**filters)]

    def show(self, request_id):
        status, answer = self.ask(path=f"/{request_id}")
        assert status == 200, answer
        return answer

    def command(self, *arguments):
        return subprocess.run([binary(), *arguments, "--server", self.url], capture_output=True, text=True, timeout=60)


@pytest.fixture(scope="module")
def server(is_ours):
    if not is_ours:
        pytest.skip("needs a development server of its own")
    with TandemServer(environment={"TANDEM_LIMITS__RATE": "off"}) as running:
        yield running


@pytest.fixture
def alone(is_ours):
    """A server whose journal nobody else writes to."""
    if not is_ours:
        pytest.skip("needs a development server of its own")
    with TandemServer(environment={"TANDEM_LIMITS__RATE": "off", "TANDEM_JOURNAL__REQUESTS": "5"}) as running:
        yield running


@pytest.fixture(scope="module")
def journal(server):
    return Journal(server.url)


@pytest.fixture
def tenant(server):
    return Clients.of_new_tenant(server.url)


def of(tenant):
    """The filter of that tenant's requests."""
    return {"credential": tenant.account.access_id}


def refused(function, *arguments, **fields):
    with pytest.raises(VendorError) as raised:
        function(*arguments, **fields)
    return raised.value


# ---- what is shown ----

def test_an_answered_request_is_shown_with_what_was_decoded(journal, tenant):
    key = keys.create(tenant)
    answer = tenant.t2019.call("Encrypt", KeyId=key, Plaintext=PLAIN, EncryptionContext='{"a":"b"}')
    shown = journal.show(answer["RequestId"])
    assert shown.pop("number") > 0 and shown.pop("microseconds") >= 0
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z", shown.pop("time"))
    assert re.fullmatch(r"[0-9a-f-]{36}", shown.pop("tenant"))
    assert shown == {
        "id": answer["RequestId"], "dialect": "tencent-2019", "action": "Encrypt", "method": "POST", "path": "/",
        "access_key_id": tenant.account.access_id, "key": key, "status": 200, "ok": True,
        "parameters": {"KeyId": key, "Plaintext": f"({len(PLAIN)} bytes)", "EncryptionContext": "(9 bytes)"}}


def test_every_api_is_shown_in_the_order_of_the_requests(journal, tenant):
    key = keys.create(tenant)
    name = tenant.t2017.call("CreateKey", alias=keys.unique_alias())["keyMetadata"]["keyId"]
    tenant.t2017.call("GetKeyAttributes", keyId=name)
    tenant.huawei.call("describe-key", key_id=key)
    found = journal.list(**of(tenant))
    assert [(request["dialect"], request["action"]) for request in found] == [
        ("tencent-2019", "CreateKey"), ("tencent-2017", "CreateKey"), ("tencent-2017", "GetKeyAttributes"), ("huawei", "ListKeyDetail")]
    assert [request["number"] for request in found] == sorted(request["number"] for request in found)


def test_a_refused_action_has_the_vendor_s_code_and_why(journal, tenant):
    error = refused(tenant.t2019.call, "DescribeKey", KeyId=keys.ABSENT)
    shown = journal.show(error.reply.json()["Response"]["RequestId"])
    assert (shown["ok"], shown["code"]) == (False, error.code)
    assert "explanation" not in shown


@pytest.mark.parametrize("api", ["t2019", "huawei"])
def test_a_refused_signature_is_explained_with_what_was_signed(journal, tenant, api):
    client = with_secret(getattr(tenant, api), "wrong")
    error = refused(client.call, *{"t2019": ["ListKeys"], "huawei": ["list-keys"]}[api])
    request_id = error.reply.headers["X-Request-Id"] or error.reply.json()["Response"]["RequestId"]
    shown = journal.show(request_id)
    assert shown["diagnosis"].startswith("secret: ") and shown["access_key_id"] == tenant.account.access_id
    assert shown["explanation"]["hypothesis"] == "secret"
    assert "host" in shown["explanation"]["server"]["canonical_request"]
    assert shown["explanation"]["server"]["string_to_sign"].startswith({"t2019": "TC3", "huawei": "SDK"}[api])
    [listed] = journal.list(**of(tenant))
    assert listed["diagnosis"] == shown["diagnosis"] and "explanation" not in listed  # lists stay short


def test_a_request_that_nobody_claims_is_shown(alone):
    journal = Journal(alone.url)
    journal.transport.send(Request("PATCH", "/nowhere?Plaintext=canary", {"Host": alone.host}))
    [shown] = journal.list()
    assert (shown["method"], shown["path"], shown["status"], shown["ok"]) == ("PATCH", "/nowhere", 404, False)
    assert "dialect" not in shown and "action" not in shown


def test_a_request_that_is_no_http_is_shown_by_its_status(alone):
    for line in (b"GET / HTTP/1.1\r\n folded: x\r\n\r\n", b"NONSENSE\r\n\r\n"):
        with socket.create_connection(("127.0.0.1", alone.port), timeout=30) as wire:
            wire.sendall(line)
            assert wire.recv(12) == b"HTTP/1.1 400"
            wire.shutdown(socket.SHUT_WR)
            while wire.recv(4096):
                pass
    assert [(shown["status"], "id" in shown) for shown in Journal(alone.url).list()] == [(400, False)] * 2


@pytest.mark.parametrize("target", ["/%ff%fe", "/%3FPlaintext=canary", "/" + "p" * 5000, "/v1.0/%00/kms/list-keys", "/%22%0a"])
def test_odd_paths_do_no_harm(alone, target):
    journal = Journal(alone.url)
    journal.transport.send(Request("GET", target, {"Host": alone.host}))
    status, answer = journal.ask()
    assert status == 200 and "canary" not in json.dumps(answer)
    assert len(answer["requests"][0]["path"]) < 300


def test_bytes_that_are_not_utf8_do_no_harm(alone):
    with socket.create_connection(("127.0.0.1", alone.port), timeout=30) as wire:
        wire.sendall(b"POST /\xff\xfe?Action=\xff HTTP/1.1\r\nHost: x\xff\r\nX-TC-Action: \xff\r\nAuthorization: TC3-HMAC-SHA256 "
                     b"Credential=\xff/2020-01-01/kms/tc3_request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
        while wire.recv(4096):
            pass
    assert len(Journal(alone.url).list()) == 1


def test_long_values_are_cut(journal, tenant):
    refused(tenant.t2019.call, "CreateKey", Alias=keys.unique_alias(), Description="\u5bc6" * 3000)
    [shown] = journal.list(**of(tenant))
    assert shown["parameters"]["Description"] == "\u5bc6" * 85 + "..."


def test_a_fault_is_named(journal, tenant):
    rule = {"name": "once-" + tenant.account.access_id, "match": {"credential": tenant.account.access_id}, "do": {"api_error": "internal"}}
    sent = journal.transport.send(Request("POST", "/_tandem/faults", {"Host": journal.transport.host}, json.dumps(rule).encode()))
    assert sent.status == 200, sent.body
    refused(tenant.t2019.call, "ListKeys")
    journal.transport.send(Request("DELETE", "/_tandem/faults/" + rule["name"], {"Host": journal.transport.host}))
    tenant.t2019.call("ListKeys")
    assert [request.get("fault") for request in journal.list(**of(tenant))] == [rule["name"], None]
    assert len(journal.list(faulted="yes", **of(tenant))) == len(journal.list(faulted="no", **of(tenant))) == 1


# ---- what is never shown ----

CANARIES = ["Q0FOQVJZ", "canary", "CANARY"]


def test_contents_tokens_and_secrets_are_never_shown(server, journal, tenant):
    plain = b64(b"CANARY-plaintext")
    context = '{"canary-name":"canary-value"}'
    key = keys.create(tenant)
    name = tenant.t2017.call("CreateKey", alias=keys.unique_alias())["keyMetadata"]["keyId"]
    blobs = []
    blobs.append(tenant.t2019.call("Encrypt", KeyId=key, Plaintext=plain, EncryptionContext=context)["CiphertextBlob"])
    tenant.t2019.call("Decrypt", CiphertextBlob=blobs[-1], EncryptionContext=context)
    refused(tenant.t2019.call, "Decrypt", CiphertextBlob=blobs[-1], EncryptionContext='{"canary":"2"}')
    blobs.append(tenant.t2019.call_v1("Encrypt", {"KeyId": key, "Plaintext": plain}, "GET")["CiphertextBlob"])
    blobs.append(tenant.t2019.call("ReEncrypt", CiphertextBlob=blobs[0], DestinationKeyId=key, SourceEncryptionContext=context)["CiphertextBlob"])
    made = tenant.t2019.call("GenerateDataKey", KeyId=key, KeySpec="AES_256")
    blobs.append(made["CiphertextBlob"])
    blobs.append(tenant.t2017.call("Encrypt", keyId=name, plaintext=plain, encryptionContext=context)["ciphertextBlob"])
    tenant.t2017.call("Decrypt", ciphertextBlob=blobs[-1], encryptionContext=context)
    sealed = tenant.huawei.call("encrypt-data", key_id=key, plain_text="canary plaintext",
                                additional_authenticated_data="canary")
    blobs.append(sealed["cipher_text"])
    tenant.huawei.call("decrypt-data", cipher_text=blobs[-1], additional_authenticated_data="canary")
    token = tenant.huawei.login().headers["X-Subject-Token"]
    assert tenant.huawei.login(password="canary-password").status == 401
    project = tenant.account.project_id
    reply = tenant.huawei.send(tenant.huawei.unsigned("POST", f"/v1.0/{project}/kms/list-keys", b"{}", **{"X-Auth-Token": token}))
    assert reply.status == 200
    wrong = Clients.of(server.url, Account(tenant.account.access_id, "a wrong secret", project))
    signed = [wrong.t2019.sign("Encrypt", json.dumps({"KeyId": key, "Plaintext": plain}).encode(), extra_headers={"X-TC-Token": "canary-token"}),
              wrong.t2019.sign_v1("Encrypt", {"KeyId": key, "Plaintext": plain, "Token": "canary-token"}),
              wrong.t2017.sign("Encrypt", {"keyId": name, "plaintext": plain, "Token": "canary-token"}, "GET"),
              wrong.huawei.sign("POST", f"/v1.0/{project}/kms/encrypt-data", json.dumps({"key_id": key, "plain_text": "canary"}).encode())]
    signatures = [re.search(r"Signature=([^&,\s]+)", request.headers.get("Authorization", "") + request.target + request.body.decode())[1]
                  for request in signed]
    for request in signed:
        wrong.t2019.send(request)
    # A secret where the id belongs, alone and with a blank that a shell has left.
    for access_id in (tenant.account.secret, tenant.account.secret + " "):
        swapped = Clients.of(server.url, Account(access_id, tenant.account.access_id, project))
        for request in (swapped.t2019.sign("ListKeys", b"{}"), swapped.t2019.sign_v1("ListKeys", {}), swapped.t2017.sign("ListKey", {}),
                        swapped.huawei.sign("POST", f"/v1.0/{project}/kms/list-keys", b"{}"),
                        swapped.t2019.sign("ListKeys", b"{}", timestamp=1)):
            swapped.t2019.send(request)
    entries = [journal.show(request["id"]) for request in journal.list()]
    said = json.dumps(entries)
    assert said.count(tenant.account.access_id) > 15
    hidden = [*CANARIES, *(blob[:24] for blob in blobs), *(blob[-24:] for blob in blobs), made["Plaintext"], token[:24], tenant.account.secret,
              *signatures]
    assert [each for each in hidden if each in said] == []
    commands = journal.command("requests", "list").stdout + "".join(
        journal.command("explain", entry["id"]).stdout for entry in entries if "explanation" in entry)
    assert [each for each in hidden if each in commands] == []


def test_an_unknown_id_is_not_in_the_log_of_a_real_server(tmp_path):
    """It may be a secret in the wrong place, and nobody is helped by it there."""
    subprocess.run([binary(), "init", "--dir", str(tmp_path)], check=True, capture_output=True)
    config = tmp_path / "tandem.yaml"
    config.write_text(re.sub(r":8990\b", ":0", config.read_text()))
    with TandemServer("--config", str(config), verb="serve") as server:
        stranger = Clients.of(server.url, Account("canary-id", "canary-secret", "0" * 32))
        for request in (stranger.t2019.sign("ListKeys", b"{}"), stranger.t2017.sign("ListKey", {}),
                        stranger.huawei.sign("POST", f"/v1.0/{'0' * 32}/kms/list-keys", b"{}")):
            assert b"canary-secret" not in stranger.t2019.send(request).body
        said = server.ended_output()
    assert "tencent" in said and "canary" not in said


def test_a_real_server_has_no_journal(tmp_path):
    subprocess.run([binary(), "init", "--dir", str(tmp_path)], check=True, capture_output=True)
    config = tmp_path / "tandem.yaml"
    config.write_text(re.sub(r":8990\b", ":0", config.read_text()))
    with TandemServer("--config", str(config), verb="serve"):
        done = subprocess.run([binary(), "requests", "list", "--server", f"unix:{tmp_path}/admin.sock"], capture_output=True, text=True)
        assert done.returncode == 6 and done.stdout == "", done.stderr


# ---- filters ----

def test_each_filter_keeps_its_own(journal, tenant):
    key = keys.create(tenant)
    tenant.t2019.call("ListKeys")
    tenant.huawei.call("list-keys")
    refused(tenant.t2019.call, "DescribeKey", KeyId=keys.ABSENT)
    whose = of(tenant)
    assert journal.actions(action="ListKeys", dialect="tencent-2019", **whose) == ["ListKeys"]
    assert journal.actions(dialect="huawei", **whose) == ["ListKeys"]
    assert journal.actions(dialect="tencent-2017", **whose) == []
    assert journal.actions(ok="no", **whose) == ["DescribeKey"]
    assert journal.actions(ok="yes", action="DescribeKey", **whose) == []
    assert journal.actions(code=journal.list(ok="no", **whose)[0]["code"], **whose) == ["DescribeKey"]
    assert journal.actions(code="Nothing", **whose) == []
    assert journal.actions(key=key, **whose) == ["CreateKey"]
    assert journal.actions(faulted="yes", **whose) == []


def test_a_key_is_found_by_alias_id_and_short_name(journal, tenant):
    alias = keys.unique_alias()
    key = tenant.t2019.call("CreateKey", Alias=alias)["KeyId"]
    [name] = [each["keyId"] for each in tenant.t2017.call("ListKey")["keys"]]
    blob = tenant.t2019.call("Encrypt", KeyId=key, Plaintext=PLAIN)["CiphertextBlob"]
    tenant.t2019.call("Decrypt", CiphertextBlob=blob)
    assert name.startswith("kms-")
    for called in (alias, key, name):
        assert journal.actions(key=called, **of(tenant)) == ["CreateKey", "Encrypt", "Decrypt"], called


def test_a_key_that_there_is_not_is_found_by_what_the_request_called_it(journal, tenant):
    refused(tenant.t2019.call, "DescribeKey", KeyId=keys.ABSENT)
    refused(tenant.t2019.call, "DescribeKeys", KeyIds=[keys.ABSENT])
    assert journal.actions(key=keys.ABSENT, **of(tenant)) == ["DescribeKey", "DescribeKeys"]


def test_other_members_do_not_name_a_key(journal, tenant):
    keys.create(tenant)
    alias = keys.unique_alias()
    tenant.t2019.call("CreateKey", Alias=alias, Description="orders")
    assert journal.actions(key="orders", **of(tenant)) == []
    assert journal.actions(key="Alias", **of(tenant)) == []
    assert journal.actions(key=alias[:-1], **of(tenant)) == []


def test_two_tenants_have_an_alias_each(server, journal, tenant):
    other = Clients.of_new_tenant(server.url)
    alias = keys.unique_alias()
    for each in (tenant, other):
        key = each.t2019.call("CreateKey", Alias=alias)["KeyId"]
        each.t2019.call("DescribeKey", KeyId=key)
    assert len(journal.list(key=alias)) == 4
    whose = journal.list(**of(other))[0]["tenant"]
    assert {request["access_key_id"] for request in journal.list(tenant=whose)} == {other.account.access_id}
    assert journal.actions(key=alias, tenant=whose) == ["CreateKey", "DescribeKey"]


def test_a_tenant_is_found_by_name(alone):
    Clients.of(alone.url, Account("tandemdev", "tandemdevsecret", "0" * 32)).t2019.call("ListKeys")
    Clients.of_new_tenant(alone.url).t2019.call("ListKeys")
    assert [request["access_key_id"] for request in Journal(alone.url).list(tenant="default")] == ["tandemdev"]


@pytest.mark.parametrize("filters", [{"actoin": "Decrypt"}, {"ok": "true"}, {"faulted": ""}, {"limit": "-1"}, {"limit": "10001"}, {"after": "x"},
                                     {"after": "18446744073709551616"}, {"tenant": "nobody"}, {"dialect": "tencent"}, {"key": ""},
                                     {"follow": "1"}])
def test_a_mistake_in_a_filter_is_told_and_not_ignored(journal, filters):
    status, answer = journal.ask(**filters)
    assert status == 400
    assert next(iter(filters)) in answer["error"]["message"]


def test_a_query_that_cannot_be_read_is_refused(journal):
    for query in ("key=%zz", "key=%ff", "ok=yes&ok=no"):
        reply = journal.transport.send(Request("GET", "/_tandem/requests?" + query, {"Host": journal.transport.host}))
        assert reply.status == 400, query


# ---- pages, and forgetting ----

def test_limit_keeps_the_newest_and_after_goes_on_with_the_oldest(alone):
    journal = Journal(alone.url)
    client = Clients.of(alone.url, Account("tandemdev", "tandemdevsecret", "0" * 32)).t2019
    for _ in range(4):
        client.call("ListKeys")
    page = lambda **filters: (lambda answer: ([each["number"] for each in answer["requests"]], answer["matched"], answer["last"]))(journal.ask(**filters)[1])
    assert page() == ([1, 2, 3, 4], 4, 4)
    assert page(limit=0) == ([], 4, 4)
    assert page(limit=3) == ([2, 3, 4], 4, 4)
    assert page(limit=4) == page(limit=5) == page()
    assert page(after=0, limit=3) == ([1, 2, 3], 4, 3)
    assert page(after=3, limit=3) == ([4], 1, 4)
    assert page(after=4) == ([], 0, 4)
    assert page(after=5) == page(after=2**64 - 1) == page()  # of a server that ran here before
    client.call("ListKeys")
    assert page()[0] == [1, 2, 3, 4, 5]
    client.call("ListKeys")
    assert page()[0] == [2, 3, 4, 5, 6]  # room for five
    assert page(after=0)[0] == [2, 3, 4, 5, 6]


def test_forgotten_requests_are_gone_and_numbers_go_on(alone):
    journal = Journal(alone.url)
    client = Clients.of(alone.url, Account("tandemdev", "tandemdevsecret", "0" * 32)).t2019
    request_id = client.call("ListKeys")["RequestId"]
    assert journal.ask("DELETE") == (200, {})
    assert journal.ask()[1] == {"requests": [], "matched": 0, "last": 1}
    assert journal.ask(path="/" + request_id)[0] == 404
    client.call("ListKeys")
    assert [request["number"] for request in journal.list()] == [2]


def test_a_journal_without_room_remembers_nothing():
    with TandemServer(environment={"TANDEM_JOURNAL__REQUESTS": "0"}) as server:
        client = Clients.of(server.url, Account("tandemdev", "tandemdevsecret", "0" * 32)).t2019
        request_id = client.call("ListKeys")["RequestId"]
        journal = Journal(server.url)
        for filters in ({}, {"after": 1}, {"after": 2**64 - 1}):
            assert journal.ask(**filters)[1] == {"requests": [], "matched": 0, "last": 0}
        assert journal.ask(path="/" + request_id)[0] == 404
        assert journal.ask("DELETE")[0] == 200


def test_an_unknown_request_and_an_odd_method_are_refused(journal):
    assert journal.ask(path="/" + keys.ABSENT)[0] == 404
    assert journal.ask(path="/%ff%22")[0] == 404
    assert journal.ask("POST")[0] == 405
    assert journal.ask("PUT", path="/x")[0] == 405


def test_the_server_s_own_api_is_not_remembered(alone):
    journal = Journal(alone.url)
    for path in ("/_tandem/health", "/metrics", "/_tandem/nothing", "/_tandem/requests"):
        journal.transport.send(Request("GET", path, {"Host": alone.host}))
    assert journal.list() == []


# ---- server-sent events ----

class Events:
    """A reader of the stream, over a plain socket."""

    def __init__(self, server, headers="", **filters):
        self.socket = socket.create_connection(("127.0.0.1", server.port), timeout=30)
        query = urllib.parse.urlencode({"follow": "yes"} | filters)
        self.socket.sendall(f"GET /_tandem/requests?{query} HTTP/1.1\r\nHost: {server.host}\r\n{headers}\r\n".encode())
        self.text = self.socket.makefile("rb")
        head = b"".join(iter(self.text.readline, b"\r\n")).decode()
        assert head.startswith("HTTP/1.1 200 ") and "text/event-stream" in head and "Content-Length" not in head, head

    def next(self):
        """The next event, or None at the stream's end."""
        lines = {}
        while line := self.text.readline():
            if line == b"\n":
                assert lines["id"] == str(json.loads(lines["data"])["number"])
                return json.loads(lines["data"])
            name, _, value = line.decode().rstrip("\n").partition(": ")
            lines[name] = value
        return None

    def close(self):
        self.text.close()
        self.socket.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def test_events_come_as_the_requests_do(server, tenant):
    tenant.t2019.call("ListKeys")
    with Events(server, **of(tenant)) as events:
        first = tenant.t2019.call("GetServiceStatus")["RequestId"]
        assert events.next()["id"] == first
        second = tenant.t2019.call("ListKeys")["RequestId"]
        assert events.next()["id"] == second


def test_events_are_filtered(server, tenant):
    with Events(server, action="ListKeys", ok="yes", **of(tenant)) as events:
        tenant.t2019.call("GetServiceStatus")
        Clients.of_new_tenant(server.url).t2019.call("ListKeys")
        refused(with_secret(tenant.t2019, "wrong").call, "ListKeys")
        wanted = tenant.t2019.call("ListKeys")["RequestId"]
        assert events.next()["id"] == wanted


def test_events_of_a_key_that_is_made_after_the_stream_began(server, tenant):
    alias = keys.unique_alias()
    with Events(server, key=alias, action="Encrypt") as events:
        key = tenant.t2019.call("CreateKey", Alias=alias)["KeyId"]
        wanted = tenant.t2019.call("Encrypt", KeyId=key, Plaintext=PLAIN)["RequestId"]
        assert events.next()["id"] == wanted


def test_two_readers_get_the_same_and_one_may_leave(server, tenant):
    with Events(server, **of(tenant)) as one, Events(server, **of(tenant)) as other:
        wanted = tenant.t2019.call("ListKeys")["RequestId"]
        assert one.next()["id"] == other.next()["id"] == wanted
        one.close()
        wanted = tenant.t2019.call("ListKeys")["RequestId"]
        assert other.next()["id"] == wanted


@pytest.mark.parametrize("how", ["parameter", "header"])
def test_events_go_on_where_a_reader_was(server, journal, tenant, how):
    for _ in range(3):
        tenant.t2019.call("ListKeys")
    numbers = [request["number"] for request in journal.list(**of(tenant))]
    headers, more = ("", {"after": numbers[0]}) if how == "parameter" else (f"Last-Event-ID: {numbers[0]}\r\n", {})
    with Events(server, headers, **more, **of(tenant)) as events:
        assert [events.next()["number"], events.next()["number"]] == numbers[1:]


def test_a_long_past_comes_in_whole(server, tenant):
    for _ in range(150):
        tenant.t2019.call("GetServiceStatus")
    with Events(server, after=0, **of(tenant)) as events:
        found = [events.next()["number"] for _ in range(150)]
    assert found == sorted(set(found))


def open_connections(server):
    page = Transport(server.url).send(Request("GET", "/metrics", {"Host": server.host, "Connection": "close"})).body.decode()
    return int(re.search(r"^tandem_connections_open (\d+)", page, re.MULTILINE)[1])


def test_a_reader_that_goes_away_is_let_go(alone):
    before = open_connections(alone)
    readers = [Events(alone) for _ in range(3)]
    assert open_connections(alone) >= before + 3
    for reader in readers:
        reader.close()
    while open_connections(alone) > before:  # the test's own time limit ends this
        pass


def test_the_server_s_stop_ends_a_stream(alone):
    with Events(alone) as events:
        assert alone.stop() == 0
        assert events.next() is None


# ---- the command line ----

def test_commands_show_the_same(journal, tenant):
    request_id = tenant.t2019.call("ListKeys")["RequestId"]
    listed = journal.command("requests", "list", "--credential", tenant.account.access_id)
    assert listed.returncode == 0 and request_id in listed.stdout and "tencent-2019 ListKeys  200 ok" in listed.stdout
    as_json = journal.command("requests", "list", "--json", "--credential", tenant.account.access_id)
    assert json.loads(as_json.stdout) == journal.list(**of(tenant))[0]
    shown = journal.command("requests", "show", request_id)
    assert shown.returncode == 0 and json.loads(shown.stdout) == journal.show(request_id)


def test_commands_say_that_a_request_is_not_known(journal):
    for command in (("requests", "show"), ("explain",)):
        done = journal.command(*command, keys.ABSENT)
        assert (done.returncode, done.stdout) == (6, "") and keys.ABSENT in done.stderr


def test_explain_shows_both_texts_beside_each_other(journal, tenant):
    client = tenant.t2019
    client.send(client.sign("ListKeys", b"{}", service="cvm"))
    request = client.sign("ListKeys", b"{}\n")
    request_id = client.send(Request(request.method, request.target, request.headers, b"{}")).json()["Response"]["RequestId"]
    said = journal.command("explain", request_id)
    assert said.returncode == 0
    assert re.search(r"^body: ", said.stdout, re.MULTILINE), said.stdout
    assert re.search(r"^Canonical request$\n^         \| POST$", said.stdout, re.MULTILINE), said.stdout
    ours, theirs = (re.search(rf"^  {side} \| ([0-9a-f]{{64}})$", said.stdout, re.MULTILINE)[1] for side in ("server", "client"))
    assert ours != theirs


def test_explain_of_what_was_answered_and_of_what_was_refused_otherwise(journal, tenant):
    answered = journal.command("explain", tenant.t2019.call("ListKeys")["RequestId"])
    assert answered.returncode == 0 and "It was answered." in answered.stdout
    error = refused(tenant.t2019.call, "DescribeKey", KeyId=keys.ABSENT)
    said = journal.command("explain", error.reply.json()["Response"]["RequestId"])
    assert said.returncode == 0 and error.code in said.stdout


def test_clear_forgets(alone):
    Clients.of_new_tenant(alone.url).t2019.call("ListKeys")
    journal = Journal(alone.url)
    assert journal.command("requests", "clear").returncode == 0
    assert journal.command("requests", "list").stdout == ""


def assertion(journal, tenant, *arguments):
    return journal.command("assert", "requests", "--credential", tenant.account.access_id, *arguments)


def test_an_assertion_holds_for_the_exact_count(journal, tenant):
    assert assertion(journal, tenant, "--count", "0").returncode == 0
    assert assertion(journal, tenant).returncode == 1
    tenant.t2019.call("ListKeys")
    done = assertion(journal, tenant, "--action", "ListKeys")
    assert (done.returncode, done.stdout) == (0, "1 request, as asserted\n")
    done = assertion(journal, tenant, "--count", "0", "--within", "1h")  # one is too many already
    assert done.returncode == 1 and "ListKeys" in done.stdout
    assert done.stderr == "tandem: 1 request matches where 0 are asserted\n"
    done = assertion(journal, tenant, "--count", "2")
    assert done.returncode == 1 and done.stderr == "tandem: 1 request matches where 2 are asserted\n"


def test_an_assertion_waits_for_what_is_to_come(journal, tenant):
    waiting = subprocess.Popen([binary(), "assert", "requests", "--credential", tenant.account.access_id, "--count", "2", "--within", "60s",
                                "--server", journal.url], stdout=subprocess.PIPE, text=True)
    for _ in range(2):
        tenant.t2019.call("ListKeys")
    assert waiting.wait(60) == 0
    assert waiting.stdout.read() == "2 requests, as asserted\n"
    waiting.stdout.close()


def test_an_assertion_counts_beyond_what_it_shows(journal, tenant):
    for _ in range(60):
        tenant.t2019.call("GetServiceStatus")
    assert assertion(journal, tenant, "--count", "60").returncode == 0


def test_commands_without_a_server_have_their_code():
    for command in (["requests", "list"], ["requests", "tail"], ["explain", "x"], ["assert", "requests"]):
        done = subprocess.run([binary(), *command, "--server", "unix:/nowhere/a.sock"], capture_output=True, text=True, timeout=60)
        assert done.returncode == 4, command


class Tail:
    def __init__(self, url, *arguments):
        self.process = subprocess.Popen([binary(), "requests", "tail", "--json", "--server", url, *arguments], stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, text=True)

    def next(self):
        return json.loads(self.process.stdout.readline())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.communicate()


def test_tail_shows_each_request_once(alone):
    client = Clients.of(alone.url, Account("tandemdev", "tandemdevsecret", "0" * 32)).t2019
    for _ in range(2):
        client.call("ListKeys")
    with Tail(alone.url) as tail:
        assert [tail.next()["number"] for _ in range(2)] == [1, 2]
        client.call("ListKeys")
        assert tail.next()["number"] == 3
        assert Journal(alone.url).ask("DELETE")[0] == 200
        client.call("ListKeys")
        assert tail.next()["number"] == 4


def test_tail_ends_well_when_nobody_reads(alone):
    Clients.of_new_tenant(alone.url).t2019.call("ListKeys")
    with Tail(alone.url) as tail:
        tail.next()
        tail.process.stdout.close()
        assert tail.process.wait(30) == 0
        assert tail.process.stderr.read() == ""


@contextlib.contextmanager
def started_at(port):
    command = [binary(), "dev", "--port", str(port), "--parent-pid", str(os.getpid())]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert "Ready.\n" in iter(process.stdout.readline, "")
        try:
            yield
        finally:
            process.terminate()
            process.communicate()


def test_tail_goes_on_when_the_server_is_started_again(is_ours):
    if not is_ours:
        pytest.skip("needs servers of its own")
    with TandemServer() as first:
        client = Clients.of(first.url, Account("tandemdev", "tandemdevsecret", "0" * 32)).t2019
        for _ in range(3):
            client.call("ListKeys")
        with Tail(first.url) as tail:
            assert [tail.next()["number"] for _ in range(3)] == [1, 2, 3]
            port = first.port
            first.ended_output()
            assert "waiting for it" in tail.process.stderr.readline()
            with started_at(port):
                request_id = client.call("ListKeys")["RequestId"]
                assert tail.next()["id"] == request_id
