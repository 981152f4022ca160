"""The server under test.

By default one server is started for the session: ${TANDEM_BINARY:-build/dev/tandem}. With TANDEM_CONTRACT_URL, _ID,
_SECRET and _PROJECT the same tests run against another server, the vendor's included; tests that need a second
tenant or a server of their own are skipped there.
"""

import os
import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support/python"))

from clients import Account, Clients  # noqa: E402
from stand_in import Server  # noqa: E402
from tandem_server import TandemServer  # noqa: E402


def pytest_configure(config):
    config.addinivalue_line("markers", "plain_build: preloads a library, bounds memory or compares times, which a sanitizer "
                                       "would spoil")


DEVELOPMENT_ACCOUNT = Account("tandemdev", "tandemdevsecret", "0" * 32)


@pytest.fixture(scope="session")
def url():
    if given := os.environ.get("TANDEM_CONTRACT_URL"):
        yield given
        return
    with TandemServer(environment={"TANDEM_LIMITS__RATE": "off"}) as server:
        yield server.url
        assert server.process.poll() is None, f"the server died during the tests:\n{server.output()}"


@pytest.fixture(scope="session")
def is_ours():
    """The server is one of ours, with its administration API in reach."""
    return "TANDEM_CONTRACT_URL" not in os.environ


@pytest.fixture(scope="session")
def account():
    return Account(os.environ.get("TANDEM_CONTRACT_ID", DEVELOPMENT_ACCOUNT.access_id),
                   os.environ.get("TANDEM_CONTRACT_SECRET", DEVELOPMENT_ACCOUNT.secret),
                   os.environ.get("TANDEM_CONTRACT_PROJECT", DEVELOPMENT_ACCOUNT.project_id))


@pytest.fixture(scope="session")
def ours(url, account):
    """The clients of the tenant that most tests share; tests make keys of their own in it."""
    return Clients.of(url, account)


@pytest.fixture(scope="session")
def neighbour(url, is_ours):
    """A second tenant, who must notice nothing of the first and the reverse."""
    if not is_ours:
        pytest.skip("needs a second tenant")
    return Clients.of_new_tenant(url)


@pytest.fixture
def fresh(url, is_ours):
    """A tenant without any keys, for tests that count."""
    if not is_ours:
        pytest.skip("needs a tenant of its own")
    return Clients.of_new_tenant(url)


@pytest.fixture
def server(is_ours):
    """A stand-in of the test's own, whose clock and state it may change."""
    if not is_ours:
        pytest.skip("needs a server of its own")
    with Server() as running:
        yield running


@pytest.fixture
def throttling_url(is_ours):
    """A server with the vendors' rate limits."""
    if not is_ours:
        pytest.skip("needs a server of its own")
    with TandemServer(environment={"TANDEM_LIMITS__RATE": "vendor"}) as server:
        yield server.url
