"""The journal of a development server through the command line: requests, explain and assert."""

import contextlib
import json
import os
import re
import subprocess

import pytest

import keys
from clients import Account, Clients
from journal_server import alone, journal, of, refused, server, tenant, Journal  # noqa: F401 - fixtures among them
from tandem_server import TandemServer, binary
from transport import Request


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


@pytest.mark.parametrize("filters", [("--action", "Decryp"), ("--key", "never-made"), ("--credential", "tandemdef"),
                                     ("--dialect", "huawei", "--action", "Encrypt")], ids=" ".join)
def test_an_assertion_of_none_fails_when_its_filter_can_never_match(journal, filters):
    done = journal.command("assert", "requests", *filters, "--count", "0")
    assert done.returncode == 1 and f'"{filters[-1]}"' in done.stderr and done.stderr.count("\n") == 1, done.stderr


def test_an_assertion_waits_for_the_key_too(journal, tenant):
    alias = keys.unique_alias()
    command = [binary(), "assert", "requests", "--key", alias, "--within", "60s", "--server", journal.url]
    waiting = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert journal.command("assert", "requests", "--key", alias, "--within", "1ms").returncode == 1
    tenant.t2019.call("CreateKey", Alias=alias)
    assert waiting.wait(60) == 0
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
