import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "support/python"))

from programs import tandem  # noqa: E402
from tandem_server import TandemServer  # noqa: E402


@pytest.fixture(scope="session")
def server():
    with TandemServer() as running:
        yield running


@pytest.fixture(scope="session")
def other_tenant(server):
    """The variables of a credential that is not the published one."""
    lines = [line.split() for line in tandem("tenant", "add", "journeys", "--server", server.url).splitlines()]
    shown = {words[0]: words[1] for words in lines if len(words) == 2}
    return {"TANDEM_ID": shown["id"], "TANDEM_SECRET": shown["secret"]}


@pytest.fixture(scope="session")
def authority(server, tmp_path_factory):
    """The variables with which each language's clients trust the server."""
    folder = tmp_path_factory.mktemp("authority")
    (folder / "ca.pem").write_text(tandem("ca", "--server", server.url))
    tandem("ca", "--p12", str(folder / "trust.p12"), "--server", server.url)
    variables = {name: str(folder / "ca.pem") for name in ("NODE_EXTRA_CA_CERTS", "REQUESTS_CA_BUNDLE", "SSL_CERT_FILE")}
    variables["CURL_CA_BUNDLE"] = variables["SSL_CERT_FILE"]
    variables["JAVA_TOOL_OPTIONS"] = f"-Djavax.net.ssl.trustStore={folder / 'trust.p12'} -Djavax.net.ssl.trustStorePassword=changeit"
    return variables
