"""The journal of a development server: what it shows of each request, and what it never shows."""

import json
import re
import socket
import subprocess

import pytest

import keys
from clients import Account, Clients, b64, with_secret
from journal_server import PLAIN, alone, journal, of, refused, server, tenant, Journal  # noqa: F401 - fixtures among them
from tandem_server import TandemServer, binary
from transport import Request


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


def test_requests_for_data_keys_and_white_box_keys_name_their_key(journal, tenant):
    cmk = keys.create(tenant)
    data_key = tenant.t2019.call("GenerateDataKey", KeyId=cmk, NumberOfBytes=32, IsHostedByKms=1,
                                 DataKeyName=keys.unique_alias())["DataKeyId"]
    white = tenant.t2019.call("CreateWhiteBoxKey", Alias=keys.unique_alias(), Algorithm="SM4")["KeyId"]
    for action, fields, key in (("GetDataKeyPlaintext", {"DataKeyId": data_key}, cmk),
                                ("ScheduleDataKeyDeletion", {"DataKeyId": data_key, "PendingWindowInDays": 7}, cmk),
                                ("DescribeWhiteBoxDecryptKey", {"KeyId": white}, white)):
        assert journal.show(tenant.t2019.call(action, **fields)["RequestId"])["key"] == key


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
    assert journal.actions(key="orders", after=0, **of(tenant)) == []
    assert journal.actions(key="Alias", after=0, **of(tenant)) == []
    assert journal.actions(key=alias[:-1], after=0, **of(tenant)) == []


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


@pytest.mark.parametrize("filters, sentence", [
    ({"action": "Decryp"}, 'no API has an action "Decryp"; did you mean "Decrypt"?'),
    ({"action": "Encrypt", "dialect": "huawei"}, 'huawei has no action "Encrypt", which is one of tencent-2017 and tencent-2019'),
    ({"action": "EncryptDat", "dialect": "huawei"}, 'huawei has no action "EncryptDat"; did you mean "EncryptData"?'),
    ({"action": "xyzzy"}, 'no API has an action "xyzzy"'),
    ({"key": "nothing-is-called-so"}, 'there is no key "nothing-is-called-so", and no request that is remembered names one so'),
    ({"credential": "tandemdef"}, 'there is no credential "tandemdef", and no request that is remembered names it; did you mean "tandemdev"?'),
    ({"tenant": "defautl"}, 'there is no tenant "defautl", and no request that is remembered is of one so called; did you mean "default"?'),
    ({"tenant": "00000000-0000-4000-8000-000000000000"}, "there is no tenant"),
])
def test_a_filter_that_can_never_match_is_an_error_with_the_nearest_name(journal, filters, sentence):
    status, answer = journal.ask(**filters)
    assert status == 400 and answer["error"]["message"].startswith(sentence), answer
    if "?" in sentence:
        assert answer["error"]["message"] == sentence


def test_every_action_that_is_remembered_may_be_asked_for(journal, tenant):
    tenant.t2017.call("ListKey")
    for request in (tenant.t2019.call, tenant.huawei.call):
        keys.create(tenant)
    for entry in journal.list(limit=10000):
        if "action" in entry:
            assert journal.ask(action=entry["action"], dialect=entry["dialect"], limit=0)[0] == 200, entry


def test_a_key_is_asked_for_by_the_alias_that_the_apis_write(journal, tenant):
    alias = keys.unique_alias()
    key = tenant.t2019.call("CreateKey", Alias=alias)["KeyId"]
    tenant.t2019.call("DescribeKey", KeyId=key)
    assert journal.actions(key=f"alias/{alias}", **of(tenant))[-1] == "DescribeKey"


def test_a_key_that_is_gone_may_be_asked_for_as_long_as_a_request_names_it(alone):
    journal = Journal(alone.url)
    client = Clients.of(alone.url, Account("tandemdev", "tandemdevsecret", "0" * 32))
    key = client.t2019.call("CreateKey", Alias="short-lived")["KeyId"]
    reply = journal.transport.send(Request("POST", "/_tandem/reset?to=empty", {"Host": journal.transport.host}))
    assert reply.status == 200
    assert journal.actions(key="short-lived") == journal.actions(key=key) == ["CreateKey"]
    journal.ask("DELETE")
    assert journal.ask(key="short-lived")[0] == journal.ask(key=key)[0] == 400


def test_a_key_of_another_tenant_may_be_asked_for(server, journal, tenant):
    other = Clients.of_new_tenant(server.url)
    key = keys.create(other)
    assert journal.actions(key=key, **of(tenant)) == []


def test_a_reader_of_what_is_to_come_may_name_keys_that_are_to_come(journal):
    assert journal.ask(key="made-later", after=0)[0] == 200
    assert journal.ask(credential="made-later", after=0)[0] == 200
    assert journal.ask(action="Decryp", after=0)[0] == 400


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
