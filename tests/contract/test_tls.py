"""TLS of development mode: its authority, the names that it answers to, and the vendors' names with --impersonate."""

import http.client
import pathlib
import re
import socket
import ssl
import stat
import subprocess

import pytest

from tandem_server import TandemServer, binary

VENDOR_NAMES = [
    "kms.tencentcloudapi.com",
    "kms.ap-guangzhou.tencentcloudapi.com",
    "kms.intl.tencentcloudapi.com",
    "ap-guangzhou.tencentcloudapi.com",
    "kms.api.qcloud.com",
    "kms-gz.api.qcloud.com",
    "kms-bj.api.tencentyun.com",
    "kms.cn-north-4.myhuaweicloud.com",
    "kms.eu-west-101.myhuaweicloud.eu",
    "iam.cn-north-4.myhuaweicloud.com",
    "iam.myhuaweicloud.com",
]
OTHER_NAMES = [
    "tencentcloudapi.com",
    "a.kms.gz.tencentcloudapi.com",
    "kms.tencentcloudapi.com.example.com",
    "cvm.api.qcloud.com",
    "obs.cn-north-4.myhuaweicloud.com",
    "myhuaweicloud.com",
    "www.example.com",
    "a.b.localhost",
]


def vendors_port(server):
    return int(next(re.search(r"vendors +https://127\.0\.0\.1:(\d+)", line) for line in server.banner if "vendors" in line)[1])


def authority_of(server):
    connection = http.client.HTTPConnection(server.host, timeout=30)
    connection.request("GET", "/_tandem/ca.pem")
    reply = connection.getresponse()
    return reply.status, reply.getheader("Content-Type"), reply.read().decode()


def strict_context(pem, check_hostname=True):
    context = ssl.create_default_context(cadata=pem)
    context.verify_flags |= ssl.VERIFY_X509_STRICT
    context.check_hostname = check_hostname
    return context


def certificate_for(server, name, port=None, check_hostname=True):
    """The verified certificate that the server shows to a client that looks for `name`."""
    context = strict_context(authority_of(server)[2], check_hostname)
    with socket.create_connection(("127.0.0.1", port or server.port), timeout=30) as plain:
        with context.wrap_socket(plain, server_hostname=name) as secure:
            return secure.getpeercert()


def names_in(certificate):
    return [value for _, value in certificate["subjectAltName"]]


@pytest.fixture(scope="module")
def server(is_ours):
    if not is_ours:
        pytest.skip("needs a server of its own")
    with TandemServer("--impersonate", "--impersonate-port", "0", "--set", "tls.extra_sans=kms.test,10.1.2.3") as running:
        yield running


@pytest.fixture(scope="module")
def modest(is_ours):
    """A server that impersonates nobody."""
    if not is_ours:
        pytest.skip("needs a server of its own")
    with TandemServer() as running:
        yield running


# ---- the authority and the server's own names ----

def test_the_authority_is_shown_as_pem(server):
    status, kind, pem = authority_of(server)
    assert (status, kind) == (200, "application/x-pem-file")
    assert pem.startswith("-----BEGIN CERTIFICATE-----\n") and pem.count("BEGIN") == 1


def test_the_command_prints_the_same(server):
    done = subprocess.run([binary(), "ca", "--server", server.url], capture_output=True, text=True, timeout=30)
    assert (done.returncode, done.stdout) == (0, authority_of(server)[2])


def test_the_command_writes_it_where_there_is_no_shell(server, tmp_path):
    files = [tmp_path / "ca.pem", tmp_path / "trust.p12"]
    done = subprocess.run([binary(), "ca", "--out", files[0], "--p12", files[1], "--server", server.url], capture_output=True, text=True, timeout=30)
    assert (done.returncode, done.stdout, files[0].read_text()) == (0, "", authority_of(server)[2])
    assert [stat.S_IMODE(file.stat().st_mode) for file in files] == [0o644, 0o644]


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "::1", socket.gethostname(), "kms", "tandem", "host.docker.internal",
                                  "kms.test", "10.1.2.3"])
def test_a_strict_client_accepts_the_certificate_for(name, server):
    assert "localhost" in names_in(certificate_for(server, name))


@pytest.mark.parametrize("name", ["kms.localhost", "KMS.Localhost", "orders.localhost"])
def test_a_name_below_localhost_has_a_certificate_of_its_own(name, modest):
    assert names_in(certificate_for(modest, name)) == [name.lower()]


@pytest.mark.parametrize("name", ["example.com", "127.0.0.2", "localhost.example.com"])
def test_another_name_is_refused_by_the_client(name, server):
    with pytest.raises(ssl.SSLCertVerificationError):
        certificate_for(server, name)


def test_a_client_that_does_not_trust_the_authority_refuses(server, modest):
    context = strict_context(authority_of(modest)[2])
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as plain:
        with pytest.raises(ssl.SSLCertVerificationError):
            context.wrap_socket(plain, server_hostname="localhost")


def test_a_leaf_lives_for_825_days_at_most(server):
    certificate = certificate_for(server, "localhost")
    lifetime = ssl.cert_time_to_seconds(certificate["notAfter"]) - ssl.cert_time_to_seconds(certificate["notBefore"])
    assert 824 * 86400 <= lifetime <= 825 * 86400


# ---- where the authority lives ----

def test_with_data_the_authority_outlives_a_restart(modest, tmp_path):
    with TandemServer("--data", str(tmp_path)) as first:
        pem = authority_of(first)[2]
    with TandemServer("--data", str(tmp_path)) as second:
        assert authority_of(second)[2] == pem == (tmp_path / "ca.pem").read_text()
        certificate_for(second, "localhost")


def test_the_authority_s_files_are_for_their_owner_alone(modest, tmp_path):
    with TandemServer("--data", str(tmp_path)):
        modes = {file: stat.S_IMODE((tmp_path / file).stat().st_mode) for file in ("ca.key", "ca.pem")}
    assert modes == {"ca.key": 0o600, "ca.pem": 0o600}


def test_without_data_every_server_has_another_authority(server, modest):
    assert authority_of(server)[2] != authority_of(modest)[2]


def start_refused(*arguments, environment=None):
    with pytest.raises(RuntimeError) as raised:
        TandemServer(*arguments, environment=environment)
    return str(raised.value)


def test_a_key_that_others_may_read_is_refused(modest, tmp_path):
    TandemServer("--data", str(tmp_path)).stop()
    (tmp_path / "ca.key").chmod(0o644)
    assert "ended with 78" in (message := start_refused("--data", str(tmp_path))) and "chmod 600" in message


def test_an_authority_without_its_key_is_refused(modest, tmp_path):
    TandemServer("--data", str(tmp_path)).stop()
    (tmp_path / "ca.key").unlink()
    assert "put it back, or remove ca.pem" in start_refused("--data", str(tmp_path))


def test_the_key_of_another_authority_is_refused(modest, tmp_path):
    for name in ("one", "two"):
        TandemServer("--data", str(tmp_path / name)).stop()
    (tmp_path / "two/ca.key").replace(tmp_path / "one/ca.key")
    assert "does not belong to the ca.key" in start_refused("--data", str(tmp_path / "one"))


# ---- certificate files ----

@pytest.fixture
def certificate_files(tmp_path):
    files = [str(tmp_path / "server.pem"), str(tmp_path / "server.key")]
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=kms",
                    "-out", files[0], "-keyout", files[1]], check=True, capture_output=True)
    return ["--set", f"tls.cert={files[0]}", "--set", f"tls.key={files[1]}"]


def test_with_certificate_files_there_is_no_authority(modest, certificate_files, tmp_path):
    with TandemServer(*certificate_files, "--data", str(tmp_path / "data")) as running:
        assert authority_of(running)[0] == 404
        done = subprocess.run([binary(), "ca", "--server", running.url], capture_output=True, text=True, timeout=30)
        assert done.returncode == 6 and not done.stdout
    assert not (tmp_path / "data/ca.pem").exists()


def test_with_certificate_files_nobody_is_impersonated(modest, certificate_files):
    assert "ended with 3" in start_refused(*certificate_files, "--impersonate", "--impersonate-port", "0")


# ---- the vendors' names ----

@pytest.mark.parametrize("name", VENDOR_NAMES)
def test_a_vendor_s_name_has_a_certificate_of_its_own(name, server):
    assert names_in(certificate_for(server, name, vendors_port(server))) == [name]
    assert names_in(certificate_for(server, name)) == [name]  # and on the ordinary port


@pytest.mark.parametrize("name", OTHER_NAMES)
def test_a_name_outside_the_table_gets_the_ordinary_certificate(name, server):
    shown = names_in(certificate_for(server, name, vendors_port(server), check_hostname=False))
    assert "localhost" in shown and name not in shown


@pytest.mark.parametrize("name", VENDOR_NAMES[:1])
def test_without_the_flag_a_vendor_s_name_gets_the_ordinary_certificate(name, modest):
    assert "localhost" in names_in(certificate_for(modest, name, check_hostname=False))


def test_more_names_than_are_kept_are_served(server):
    context = strict_context(authority_of(server)[2])
    for number in range(300):
        with socket.create_connection(("127.0.0.1", server.port), timeout=30) as plain:
            context.wrap_socket(plain, server_hostname=f"kms.r-{number}.tencentcloudapi.com").close()


def test_the_variable_switches_it_on(modest):
    with TandemServer(environment={"TANDEM_TLS__IMPERSONATE": "true", "TANDEM_TLS__IMPERSONATE_PORT": "0"}) as running:
        certificate_for(running, VENDOR_NAMES[0], vendors_port(running))


def test_the_vendors_port_is_for_tls_alone_and_has_no_admin(server):
    with socket.create_connection(("127.0.0.1", vendors_port(server)), timeout=30) as plain:
        plain.sendall(b"GET / HTTP/1.1\r\nHost: kms.tencentcloudapi.com\r\n\r\n")
        assert plain.recv(100).startswith(b"HTTP/1.1 400 ")
    context = strict_context(authority_of(server)[2], check_hostname=False)
    connection = http.client.HTTPSConnection("127.0.0.1", vendors_port(server), context=context, timeout=30)
    connection.request("GET", "/_tandem/tenants")
    assert connection.getresponse().status == 404


def test_a_vendors_port_that_cannot_be_had_names_the_ways_out(server):
    message = start_refused("--impersonate", "--impersonate-port", str(vendors_port(server)))
    assert "already in use" in message
    assert all(way in message for way in ("setcap cap_net_bind_service", "a container", "--impersonate-port"))


def test_serve_refuses_to_impersonate(modest, tmp_path):
    subprocess.run([binary(), "init", "--dir", str(tmp_path / "kms")], check=True, capture_output=True)
    command = [binary(), "serve", "--config", str(tmp_path / "kms/tandem.yaml"), "--set", "tls.impersonate=true"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30)
    assert done.returncode == 78 and "tls.impersonate" in done.stderr


# ---- trust stores ----

def test_the_trust_store_is_pkcs12_with_the_one_certificate(server, tmp_path):
    file = tmp_path / "trust.p12"
    subprocess.run([binary(), "ca", "--p12", str(file), "--server", server.url], check=True, capture_output=True, timeout=30)
    shown = subprocess.run(["openssl", "pkcs12", "-in", str(file), "-passin", "pass:changeit", "-nokeys"], capture_output=True, text=True)
    assert shown.returncode == 0 and "2.16.840.1.113894.746875.1.1" in shown.stdout
    body = authority_of(server)[2].split("-----")[2]
    assert body in shown.stdout and shown.stdout.count("BEGIN CERTIFICATE") == 1


def test_the_trust_store_cannot_be_written_where_there_is_no_folder(server, tmp_path):
    done = subprocess.run([binary(), "ca", "--p12", str(pathlib.Path(tmp_path) / "no/t.p12"), "--server", server.url],
                          capture_output=True, text=True, timeout=30)
    assert done.returncode == 1 and "cannot write" in done.stderr
