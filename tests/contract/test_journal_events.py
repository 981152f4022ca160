"""The journal of a development server as a stream of server-sent events."""

import json
import re
import socket
import urllib.parse

import pytest

import keys
from clients import Clients, with_secret
from journal_server import PLAIN, alone, journal, of, refused, server, tenant  # noqa: F401 - fixtures among them
from transport import Request, Transport


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
