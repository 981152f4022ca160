"""What the tests of a stand-in server share: its private API, seeds, and a server that refuses to start."""

import json
import os
import subprocess

import pytest

from clients import Account, Clients
from tandem_server import TandemServer, binary
from transport import Request, Transport

DEVELOPMENT_ACCOUNT = Account("tandemdev", "tandemdevsecret", "0" * 32)
ORDERS = "6a1d3c9e-0c5f-4b1e-9a77-3f2b8d1e4c55"

SEED = f"""\
version: 1
keys:
  - id: {ORDERS}
    alias: orders
    created: -400d
    versions:
      - created: -400d
        material: {{hex: "{'11' * 32}"}}
      - created: -30d
        material: {{derive: orders-2}}
  - alias: invoices
    spec: SM4
    material: {{derive: invoices}}
"""


ours_alone = pytest.mark.skipif("TANDEM_CONTRACT_URL" in os.environ, reason="moves the clock, or needs a server of its own")


class Server(TandemServer):
    """A development server without the vendors' rate limits."""

    def __init__(self, *arguments, environment=None, **options):
        super().__init__(*arguments, environment={"TANDEM_LIMITS__RATE": "off"} | (environment or {}), **options)
        self.transport = Transport(self.url)

    def ask(self, method, path, body=b""):
        body = json.dumps(body).encode() if isinstance(body, dict) else body.encode() if isinstance(body, str) else body
        return self.transport.send(Request(method, "/_tandem/" + path, {"Host": self.transport.host}, body))

    def do(self, method, path, body=b""):
        reply = self.ask(method, path, body)
        assert reply.status == 200, (method, path, reply.status, reply.body)
        return reply.json()

    def refusal(self, method, path, body=b""):
        reply = self.ask(method, path, body)
        return reply.status, reply.json()["error"]["message"]

    def clients(self, account=DEVELOPMENT_ACCOUNT):
        return Clients.of(self.url, account)

    def clients_of_a_new_tenant(self):
        return Clients.of_new_tenant(self.url)


def failed_start(*arguments, environment=None, verb="dev", stdin=None, cwd=None):
    """The exit code and what was said."""
    port = ["--port", "0"] if verb == "dev" else []
    done = subprocess.run([binary(), verb, *port, *arguments], input=stdin, capture_output=True, text=True, timeout=60,
                          cwd=cwd, env={**os.environ, **(environment or {})})
    return done.returncode, done.stderr


def aliases(clients):
    """The keys that the tenant sees, by their aliases."""
    return {key["Alias"] for key in clients.t2019.call("ListKeyDetail", Limit=200)["KeyMetadatas"]}
