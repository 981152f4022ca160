"""Fault rules themselves: their API, files, variables, commands, and what is refused."""

import json
import os
import re
import socket
import subprocess
import urllib.request

import pytest

from clients import Clients
from fault_server import Rules, code_of, rules, server, tenant  # noqa: F401 - fixtures among them
from tandem_server import TandemServer, binary
from transport import Request, Transport, VendorError


def test_firings_are_counted_and_shown(rules, server, tenant):
    name = rules.add({"api_error": "internal"}, when={"next": 2}, action="ListKeys", name="counted")
    for _ in range(2):
        with pytest.raises(VendorError) as raised:
            tenant.t2019.call("ListKeys")
        assert raised.value.reply.headers["X-Tandem-Fault"] == name
        assert "counted" in raised.value.reply.headers["X-Tandem-Diag"]
    assert rules.list() == [{"name": "counted", "match": {"action": "ListKeys"}, "when": {"next": 2},
                             "do": {"api_error": "internal"}, "matched": 2, "fired": 2, "spent": True}]
    metrics = urllib.request.urlopen(server.url + "/metrics", timeout=20).read().decode()
    assert 'tandem_faults_injected_total{rule="counted"} 2' in metrics


def test_the_log_line_names_the_rule(is_ours):
    if not is_ours:
        pytest.skip("needs a server of its own")
    with TandemServer(environment={"TANDEM_FAULTS": "{name: broken, do: {api_error: internal}}"}) as server:
        code_of(Clients.of_new_tenant(server.url).t2019.call, "ListKeys")
        assert re.search(r"ListKeys 200 InternalError .* fault=broken\b", server.ended_output())


def test_post_adds_put_replaces_delete_removes(rules):
    assert rules.ask("POST", document={"do": {"reset": True}}) == (200, {"names": ["rule-1"]})
    assert rules.ask("POST", document=b"rules: [{name: b, do: {hang: true}}]") == (200, {"names": ["b"]})
    assert [rule["name"] for rule in rules.list()] == ["rule-1", "b"]
    assert rules.ask("DELETE", "/rule-1") == (200, {"removed": "rule-1"})
    assert rules.ask("DELETE", "/rule-1")[0] == 404
    assert rules.ask("PUT", document=b"rules: [{name: c, do: {empty: true}}]") == (200, {"names": ["c"]})
    assert [rule["name"] for rule in rules.list()] == ["c"]
    rules.clear()
    assert rules.list() == []


def test_the_command_line_sets_shows_and_clears(rules, server, tmp_path):
    def tandem(*arguments, text="", code=0):
        command = [binary(), "faults", *arguments, "--server", server.url]
        done = subprocess.run(command, input=text, capture_output=True, text=True, timeout=60)
        assert done.returncode == code, done.stderr
        return done.stdout + done.stderr

    file = tmp_path / "faults.yaml"
    file.write_text("seed: 7\nrules: [{name: a, match: {action: ListKeys}, when: {nth: 3-7}, do: {hang: true}}]")
    assert tandem("apply", str(file)) == "a\n"
    assert tandem("apply", "--add", "-", text="{name: b, when: {next: 1}, do: {http_status: 503}}") == "b\n"
    assert "a  matched 0  fired 0" in tandem("list")
    assert [rule["when"] for rule in json.loads(tandem("list", "--json"))] == [{"nth": "3-7"}, {"next": 1}]
    assert "already" in tandem("apply", "--add", str(file), code=7)
    tandem("clear", "b")
    tandem("clear", "b", code=6)
    assert tandem("apply", str(file)) == "a\n"
    tandem("clear")
    assert rules.list() == []


@pytest.mark.parametrize("document, status, message", [
    (b"", 400, "body: rules is missing"),
    (b'{"do":{"rset":true}}', 400, 'body:1:8: unknown key "do.rset"; did you mean "do.reset"?'),
    (b"rules: [", 400, "body:"),
    (b"\xff\xfe", 400, "body"),
    (b"{name: taken, do: {reset: true}}", 409, 'there is a rule named "taken" already'),
], ids=["nothing", "a mistyped key", "no YAML", "no text", "a taken name"])
def test_a_bad_document_changes_nothing(rules, document, status, message):
    rules.add({"hang": True}, when={"next": 1}, name="taken", action="ListKeys")
    got, answer = rules.ask("POST", document=document)
    assert got == status and message in answer["error"]["message"]
    assert [rule["name"] for rule in rules.list()] == ["taken"]


def test_a_web_page_cannot_set_rules(server, rules):
    request = Request("POST", "/_tandem/faults", {"Host": server.host, "Origin": "http://evil.example"}, b'{"do":{"reset":true}}')
    assert rules.transport.send(request).status == 403
    assert rules.list() == []


def test_rules_of_files_and_of_the_environment_are_there_from_the_start(is_ours, tmp_path):
    if not is_ours:
        pytest.skip("needs a server of its own")
    file = tmp_path / "faults.yaml"
    file.write_text("rules: [{name: of-a-file, when: {next: 1}, do: {api_error: internal}}]")
    environment = {"TANDEM_FAULTS": '{"name": "of-a-text", "do": {"http_status": 503}}'}
    with TandemServer("--faults", str(file), environment=environment) as server:
        assert [rule["name"] for rule in Rules(server.url).list()] == ["of-a-file", "of-a-text"]
        assert any("ON PURPOSE" in line for line in server.banner)
        tenant = Clients.of_new_tenant(server.url)
        assert code_of(tenant.t2019.call, "ListKeys") == (200, "InternalError")
        assert tenant.t2019.send(tenant.t2019.sign("ListKeys", b"{}")).status == 503


def test_a_bad_file_ends_the_start_with_its_place(is_ours, tmp_path):
    if not is_ours:
        pytest.skip("needs a server of its own")
    file = tmp_path / "faults.yaml"
    file.write_text("rules:\n  - match: {action: Encript}\n    do: {reset: true}\n")
    with pytest.raises(RuntimeError, match=r'faults.yaml:2:21: .*"Encript" is no action .*did you mean "Encrypt"'):
        TandemServer("--faults", str(file))


def test_a_real_server_has_no_faults(is_ours, tmp_path):
    if not is_ours:
        pytest.skip("needs a server of its own")
    data = tmp_path / "kms"
    subprocess.run([binary(), "init", "--dir", str(data)], check=True, capture_output=True)
    config = data / "tandem.yaml"
    config.write_text(re.sub(r":8990\b", ":0", config.read_text()))
    port_file = tmp_path / "port"
    command = [binary(), "serve", "--config", str(config), "--port-file", str(port_file)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert any(line == "Ready.\n" for line in process.stdout)
        for method in ("GET", "POST", "PUT", "DELETE"):
            request = Request(method, "/_tandem/faults", {"Host": "test"}, b"")
            with socket.socket(socket.AF_UNIX) as admin:
                admin.settimeout(20)
                admin.connect(str(data / "admin.sock"))
                admin.sendall(request.to_bytes())
                assert admin.recv(4096).startswith(b"HTTP/1.1 404")
            assert Transport(f"http://127.0.0.1:{port_file.read_text().strip()}").send(request).status == 404
    finally:
        process.terminate()
        process.wait(30)
    for environment in ({"TANDEM_FAULTS": "do: {reset: true}"}, {"TANDEM_FAULTS__FILES": "f.yaml"}):
        done = subprocess.run(command, env=os.environ | environment, capture_output=True, text=True, timeout=60)
        assert done.returncode != 0 and "for tests" in done.stderr
