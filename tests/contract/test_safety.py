"""What a real server refuses to start with, and what it says of its certificate: docs/configuration.md, "What is not safe"."""

import datetime
import http.client
import re
import signal
import socket
import ssl
import subprocess
import time

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from stand_in import ours_alone
from tandem_server import TandemServer, binary

pytestmark = ours_alone

DAY = datetime.timedelta(days=1)
KEY = ec.generate_private_key(ec.SECP256R1())


def certificate(name, begins, ends):
    """In PEM, for KEY; the times count from now."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.timezone.utc)
    made = (x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(KEY.public_key())
            .serial_number(x509.random_serial_number()).not_valid_before(now + begins).not_valid_after(now + ends)
            .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False).sign(KEY, hashes.SHA256()))
    return made.public_bytes(serialization.Encoding.PEM)


class Folder:
    """A data directory as `tandem init` makes it, with a certificate."""

    def __init__(self, path):
        self.data, self.cert, self.key = path / "kms", path / "server.pem", path / "server.key"
        subprocess.run([binary(), "init", "--dir", str(self.data)], check=True, capture_output=True)
        self.config = self.data / "tandem.yaml"
        text = re.sub(r":8990\b", ":0", self.config.read_text()).replace("tls: off ", "tls: required ")
        self.config.write_text(text + f"\ntls: {{cert: '{self.cert}', key: '{self.key}'}}\n")
        self.key.touch(0o600)
        self.key.write_bytes(KEY.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                                               serialization.NoEncryption()))
        self.cert.write_bytes(certificate("good", -DAY, 90 * DAY))

    def serve(self):
        return TandemServer("--config", str(self.config), verb="serve")

    def dev(self):
        return TandemServer("--set", f"tls.cert={self.cert}", "--set", f"tls.key={self.key}")

    def refusal(self):
        with pytest.raises(RuntimeError) as caught:
            self.serve()
        return str(caught.value)


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path)


def shown(server):
    """The common name in the certificate that the server shows."""
    context = ssl._create_unverified_context()
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as plain, context.wrap_socket(plain) as secure:
        return x509.load_der_x509_certificate(secure.getpeercert(True)).subject.rfc4514_string()


def warnings_of(server):
    return [line for line in server.output().splitlines() if "TLS certificate" in line or "TLS key" in line]


@pytest.mark.parametrize("begins, ends, reason", [(-90 * DAY, -DAY, r"expired at \d{4}-"),
                                                  (DAY, 90 * DAY, r"is not valid before \d{4}-.*; it is \d{4}-.* here")])
def test_a_certificate_out_of_its_time_is_refused_by_a_server_and_shown_by_dev(folder, begins, ends, reason):
    folder.cert.write_bytes(certificate("late", begins, ends))
    said = folder.refusal()
    assert "ended with 78" in said and re.search(rf"server.pem \(CN=late\) {reason}", said), said
    with folder.dev() as server:
        assert len(warnings_of(server)) == 1 and re.search(reason, warnings_of(server)[0])
        assert shown(server) == "CN=late"


def test_so_is_one_that_only_leads_to_the_authority(folder):
    folder.cert.write_bytes(certificate("good", -DAY, 90 * DAY) + certificate("between", -90 * DAY, -DAY))
    assert "(CN=between) expired" in folder.refusal()


@pytest.mark.parametrize("days, warned", [(29, True), (31, False)])
def test_a_certificate_that_expires_soon_is_warned_of(folder, days, warned):
    folder.cert.write_bytes(certificate("soon", -DAY, days * DAY))
    with folder.serve() as server:
        assert [bool(re.search(r"\(CN=soon\) expires at", line)) for line in warnings_of(server)] == [True] * warned


@pytest.mark.parametrize("mode", [0o644, 0o660, 0o604])
def test_a_key_that_others_read_is_refused(folder, mode):
    folder.key.chmod(mode)
    said = folder.refusal()
    assert "ended with 78" in said and f"server.key has mode {mode:04o}, but must have 0600 or 0400" in said


def reload(server, line):
    server.process.send_signal(signal.SIGHUP)
    deadline = time.monotonic() + 20
    while line not in server.output():
        assert time.monotonic() < deadline, server.output()
        time.sleep(0.02)


def test_an_expired_certificate_does_not_take_the_place_of_a_good_one(folder):
    with folder.serve() as server:
        folder.cert.write_bytes(certificate("late", -90 * DAY, -DAY))
        reload(server, "kept the old certificate: the TLS certificate")
        assert shown(server) == "CN=good"
        folder.cert.write_bytes(certificate("next", -DAY, 90 * DAY))
        folder.key.chmod(0o644)
        reload(server, "kept the old certificate: the TLS key")
        assert shown(server) == "CN=good"
        folder.key.chmod(0o400)
        reload(server, "read the certificate files again")
        assert shown(server) == "CN=next"


def test_a_plain_request_to_a_tls_port_is_told_to_use_https(folder):
    with folder.serve() as server:
        connection = http.client.HTTPConnection(server.host, timeout=30)
        connection.request("POST", "/", body=b"{}", headers={"X-TC-Action": "ListKeys"})
        reply = connection.getresponse()
        assert (reply.status, reply.getheader("Content-Type"), reply.getheader("Connection")) == (400, "text/plain", "close")
        assert "use https://" in reply.read().decode()
        assert shown(server) == "CN=good"


def test_plain_http_for_other_machines_is_refused_unless_it_is_meant(folder):
    text = folder.config.read_text().replace("tls: required ", "tls: off ").replace("127.0.0.1:0", "0.0.0.0:0")
    folder.config.write_text(text)
    said = folder.refusal()
    assert "ended with 78" in said and "allow_plain_http: true" in said and said.count("tandem: ") == 1
    folder.config.write_text(text + "allow_plain_http: true\n")
    with folder.serve() as server:
        connection = http.client.HTTPConnection(server.host, timeout=30)
        connection.request("GET", "/readyz")
        assert connection.getresponse().status == 200
