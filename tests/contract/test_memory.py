"""Memory, descriptors and connections are limited, and who runs into a limit is a stranger before an honest client."""

import http.client
import os
import pathlib
import re
import resource
import socket
import subprocess
import sys
import urllib.request
import warnings

import pytest

from clients import Account, Clients, b64
from memory_group import MemoryGroup
from tandem_server import ROOT, TandemServer

MIB = 1024 * 1024
STALLED = int(os.environ.get("TANDEM_TEST_STALLED", "3000"))
AN_ATTACKER = 10_000  # a process may have no more descriptors on many machines
DEVELOPMENT = Account("tandemdev", "tandemdevsecret", "0" * 32)

pytestmark = [pytest.mark.skipif("TANDEM_CONTRACT_URL" in os.environ, reason="needs a server of its own"), pytest.mark.plain_build]


class Attack:
    """Connections that stall, in processes of their own."""

    def __init__(self, port: int, count: int, kind: str):
        script = str(ROOT / "tests/support/python/stalled_connections.py")
        self.processes = [subprocess.Popen([sys.executable, script, str(port), str(min(AN_ATTACKER, count - done)), kind],
                                           stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
                          for done in range(0, count, AN_ATTACKER)]

    def wait(self):
        """Until each connection has sent its part."""
        for process in self.processes:
            assert process.stdout.readline() == "connected\n"
        return self

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for process in self.processes:
            process.stdin.close()
            process.wait(30)
            process.stdout.close()


def metric(server, name):
    with urllib.request.urlopen(f"{server.url}/metrics", timeout=30) as answer:
        page = answer.read().decode()
    return int(float(re.search(rf"^{re.escape(name)} (\S+)$", page, re.MULTILINE)[1]))


def answered_calls(server, key, count, kept=None):
    """How many calls are answered: each on a connection of its own, or all on the one of `kept`."""
    answered = 0
    for _ in range(count):
        client = kept or Clients.of(server.url, DEVELOPMENT).t2019
        try:
            answered += "CiphertextBlob" in client.call("Encrypt", KeyId=key, Plaintext=b64(b"beside them"))
        except (OSError, http.client.HTTPException) as error:
            warnings.warn(f"a call was not answered: {error!r}")
            client.transport.close()
        if kept is None:
            client.transport.close()
    return answered


@pytest.fixture
def cramped():
    """A server in 256 MiB, which the kernel kills when it takes more."""
    try:
        group = MemoryGroup(256 * MIB).__enter__()
    except OSError as error:
        pytest.fail(f"this machine does not let a test limit a server's memory ({error}): run it as root, with the control "
                    "groups writable. Without that limit nothing here would be shown.")
    try:
        with TandemServer(environment={"TANDEM_LIMITS__RATE": "off"}, inside=group.command) as server:
            yield server, group
            assert server.process.poll() is None, f"the server died:\n{server.output()}"
    finally:
        group.__exit__()


@pytest.mark.parametrize("kind, count", [("bodies", STALLED), ("heads", STALLED), ("handshakes", STALLED // 2),
                                         ("silence", STALLED), ("replies", STALLED // 10)])
def test_lives_beside_stalled_connections_and_answers_honest_calls(cramped, kind, count):
    server, group = cramped
    kept = Clients.of(server.url, DEVELOPMENT).t2019
    key = kept.call("CreateKey", Alias="beside-them")["KeyId"]
    with Attack(server.port, count, kind) as attack:
        answered = answered_calls(server, key, 25) + answered_calls(server, key, 25, kept)
        attack.wait()
        answered += answered_calls(server, key, 25) + answered_calls(server, key, 25, kept)
        held = metric(server, "tandem_connections_open")
    print(f"{count} stalled {kind}: {answered} of 100 calls answered, peak {group.peak() / MIB:.0f} MiB, "
          f"{held} connections held")
    assert answered >= 95
    assert group.peak() <= 256 * MIB


# ---- bodies, when memory is short ----


@pytest.fixture
def short():
    """A server whose memory for bodies is taken by stalled ones."""
    with TandemServer(environment={"TANDEM_LIMITS__MEMORY": "8MiB"}) as server:
        with Attack(server.port, 300, "bodies") as attack:
            attack.wait()
            yield server


def announce(server, target, fields):
    """The answer to a request whose body is announced and never sent, and whether the connection ends behind it."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as connection:
        connection.sendall(f"POST {target} HTTP/1.1\r\nHost: test\r\n{fields}Content-Length: 100000\r\n\r\n".encode())
        answer = http.client.HTTPResponse(connection)
        answer.begin()
        body = answer.read()
        return answer.status, body.decode(), connection.recv(1) == b""


def test_a_body_is_refused_in_the_words_of_api_3(short):
    status, body, ended = announce(short, "/", "X-TC-Action: Encrypt\r\nContent-Type: application/json\r\n")
    assert (status, ended) == (200, True)
    assert '"Code":"RequestLimitExceeded"' in body


def test_a_body_is_refused_in_the_words_of_the_2017_api(short):
    status, body, ended = announce(short, "/v2/index.php", "Content-Type: application/x-www-form-urlencoded\r\n")
    assert (status, ended) == (200, True)
    assert '"code":4420' in body


def test_a_body_is_refused_in_huaweis_words(short):
    status, body, ended = announce(short, f"/v1.0/{'0' * 32}/kms/encrypt-data", "Content-Type: application/json\r\n")
    assert (status, ended) == (429, True)
    assert "APIGW.0308" in body


def test_a_small_body_is_read_when_large_ones_are_refused(short):
    client = Clients.of(short.url, DEVELOPMENT).t2019
    assert client.call("GetServiceStatus")["ServiceEnabled"]
    client.transport.close()


def test_metrics_tell_what_is_held_and_refused(short):
    announce(short, "/", "X-TC-Action: Encrypt\r\n")
    assert metric(short, "tandem_connection_memory_limit_bytes") == 8 * MIB
    assert 7 * MIB < metric(short, "tandem_connection_memory_bytes") <= 8 * MIB
    assert metric(short, "tandem_bodies_refused_total") > 0


# ---- descriptors ----


def test_the_oldest_stranger_makes_room_when_descriptors_are_used_up():
    with TandemServer(inside=["/bin/sh", "-c", 'ulimit -n 128 && exec "$@"', "sh"]) as server:
        with Attack(server.port, 200, "heads") as attack:
            attack.wait()
            client = Clients.of(server.url, DEVELOPMENT).t2019
            client.transport.timeout = 5  # half the time that a stalled head has
            assert client.call("GetServiceStatus")["ServiceEnabled"]
            client.transport.close()
            assert metric(server, 'tandem_connections_closed_total{reason="room"}') > 0


def test_room_is_made_when_the_descriptors_go_while_it_runs():
    """The limit that the server knew at its start is lowered behind its back, so that accept() itself fails."""
    with TandemServer() as server:
        key = Clients.of(server.url, DEVELOPMENT).t2019.call("CreateKey", Alias="beside-them")["KeyId"]
        open_now = len(list(pathlib.Path(f"/proc/{server.process.pid}/fd").iterdir()))
        resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE, (open_now + 10, open_now + 10))
        with Attack(server.port, 50, "heads") as attack:
            attack.wait()
            assert answered_calls(server, key, 20) >= 19  # one may be the only stranger that its thread has
