"""A development server and its fault rules, for the tests of what they do and of their own API."""

import json
import re
import socket
import ssl

import pytest

from clients import Clients, b64
from tandem_server import TandemServer
from transport import Request, Transport, VendorError

PLAIN = b64(b"hello")


class Rules:
    """The fault rules of one server."""

    def __init__(self, url):
        self.transport = Transport(url)

    def ask(self, method, path="", document=None):
        body = b"" if document is None else document if isinstance(document, bytes) else json.dumps(document).encode()
        reply = self.transport.send(Request(method, "/_tandem/faults" + path, {"Host": self.transport.host}, body))
        return reply.status, reply.json()

    def add(self, do, when=None, name=None, **match):
        rule = {"match": match, "when": when or {}, "do": do} | ({"name": name} if name else {})
        status, answer = self.ask("POST", document=rule)
        assert status == 200, answer
        return answer["names"][0]

    def list(self):
        return self.ask("GET")[1]["rules"]

    def clear(self):
        assert self.ask("DELETE")[0] == 200


@pytest.fixture(scope="module")
def server(is_ours):
    if not is_ours:
        pytest.skip("needs a server of its own")
    with TandemServer("--threads", "1", environment={"TANDEM_LIMITS__RATE": "off"}) as running:
        yield running


@pytest.fixture
def rules(server):
    rules = Rules(server.url)
    yield rules
    rules.clear()


@pytest.fixture
def tenant(server):
    return Clients.of_new_tenant(server.url)


class Wire:
    """A connection whose bytes are looked at as they come."""

    def __init__(self, server, secure=False):
        self.socket = socket.create_connection(("127.0.0.1", server.port), timeout=20)
        if secure:
            context = ssl.create_default_context()
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
            self.socket = context.wrap_socket(self.socket, suppress_ragged_eofs=False)
        self.received = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, *requests):
        self.socket.sendall(b"".join(request.to_bytes() for request in requests))

    def everything(self):
        """All that comes until the server ends the connection."""
        while part := self.socket.recv(65536):
            self.received += part
        return self.received

    def reply(self):
        """Status, head and body of one reply."""
        while b"\r\n\r\n" not in self.received:
            self._more()
        head, self.received = self.received.split(b"\r\n\r\n", 1)
        length = int(re.search(rb"Content-Length: (\d+)", head).group(1))
        while len(self.received) < length:
            self._more()
        body, self.received = self.received[:length], self.received[length:]
        return int(head.split()[1]), head.decode(), body

    def _more(self):
        part = self.socket.recv(65536)
        assert part, f"the connection ended after {self.received!r}"
        self.received += part


@pytest.fixture(params=["plain", "tls"])
def wire(server, request):
    with Wire(server, request.param == "tls") as connection:
        yield connection


def random_number(tenant):
    return tenant.t2019.sign("GenerateRandom", b'{"NumberOfBytes":8}')


def code_of(function, *arguments, **fields):
    with pytest.raises(VendorError) as raised:
        function(*arguments, **fields)
    return raised.value.status, raised.value.code
