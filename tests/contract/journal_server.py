"""A development server with its journal, for the tests of both its own API and the commands."""

import subprocess
import urllib.parse

import pytest

from clients import Clients, b64
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
