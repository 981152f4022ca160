"""What the client verbs and the server say when something is in the way: what it is, once, and what helps there."""

import re
import socket
import subprocess

import pytest

from tandem_server import TandemServer, binary


def tandem(*arguments, **environment):
    return subprocess.run([binary(), *arguments], capture_output=True, text=True, timeout=60,
                          env={"PATH": "/usr/bin", **environment})


@pytest.fixture(scope="module")
def server(is_ours):
    if not is_ours:
        pytest.skip("needs a development server of its own")
    with TandemServer() as running:
        yield running


class Serve:
    """`tandem serve` in a folder of its own, with a certificate for another name where TLS is asked for."""

    def __init__(self, folder, tls):
        self.folder = folder
        made = subprocess.run([binary(), "init", "--dir", str(folder)], capture_output=True, text=True)
        assert made.returncode == 0, made.stderr
        self.certificate = folder / "server.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                        "-keyout", str(folder / "server.key"), "-out", str(self.certificate), "-days", "30",
                        "-subj", "/CN=other.example", "-addext", "subjectAltName=DNS:other.example"],
                       capture_output=True, check=True)
        (folder / "server.key").chmod(0o600)
        text = re.sub(r":8990\b", ":0", (folder / "tandem.yaml").read_text())
        if tls:
            text = text.replace("tls: off ", "tls: required ")
            text += f"tls:\n  cert: {self.certificate}\n  key: {folder / 'server.key'}\n"
        (folder / "tandem.yaml").write_text(text)

    def start(self):
        return TandemServer("--config", str(self.folder / "tandem.yaml"), verb="serve")


def test_an_untrusted_certificate_is_no_silence(server):
    done = tandem("key", "list", "--server", f"https://localhost:{server.port}")
    assert done.returncode == 4
    assert done.stderr.startswith(f"tandem: https://localhost:{server.port} answers, but its certificate is not trusted (")
    assert "--ca-file" in done.stderr and "no server answers" not in done.stderr


def test_a_certificate_for_another_name_says_so(tmp_path, server):
    serve = Serve(tmp_path / "data", tls=True)
    with serve.start() as running:
        done = tandem("key", "list", "--server", f"https://127.0.0.1:{running.port}", "--ca-file", str(serve.certificate))
    assert done.returncode == 4
    assert done.stderr == f"tandem: https://127.0.0.1:{running.port} answers, but its certificate is not for the name 127.0.0.1\n"


def test_tls_to_a_plain_port_says_so(tmp_path, server):
    with Serve(tmp_path / "data", tls=False).start() as running:
        done = tandem("key", "list", "--server", f"https://127.0.0.1:{running.port}")
    assert done.returncode == 4 and "http" in done.stderr and "no server answers" not in done.stderr, done.stderr


def test_nobody_at_a_port_and_nobody_at_a_socket_are_helped_differently(server):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        done = tandem("key", "list", "--server", f"http://127.0.0.1:{port}")
    assert done.returncode == 4 and "`tandem dev` starts one" in done.stderr and "TANDEM_ADDR" in done.stderr
    done = tandem("credential", "list", "--server", "unix:/nowhere/admin.sock")
    assert done.returncode == 4 and "tandem serve" in done.stderr and "tandem dev" not in done.stderr


@pytest.mark.parametrize("arguments", [("encrypt", "nothing-is-called-so", "x"), ("decrypt", "nothing-is-called-so", "x"),
                                       ("key", "create", "a b"), ("key", "create", "x", "--spec", "AES_257")],
                         ids=" ".join)
def test_no_refusal_says_itself_twice(server, arguments):
    done = tandem(*arguments, "--server", server.url)
    assert done.returncode != 0
    words = done.stderr.removeprefix("tandem: ").strip()
    sentences = [part.strip(" .)") for part in re.split(r"[:(]", words) if len(part) > 12]
    assert len(sentences) == len(set(sentences)), words


def test_a_port_that_is_taken_is_helped_by_what_names_it(tmp_path, server):
    serve = Serve(tmp_path / "data", tls=False)
    config = serve.folder / "tandem.yaml"
    config.write_text(config.read_text().replace("127.0.0.1:0", f"127.0.0.1:{server.port}"))
    done = tandem("serve", "--config", str(config))
    assert done.returncode == 7 and 'gives the address to its listener "api"' in done.stderr
    assert "tandem dev" not in done.stderr
    done = tandem("dev", "--port", str(server.port))
    assert done.returncode == 7 and "`tandem dev --port 0`" in done.stderr


def test_a_new_credential_is_printed_as_the_variables_that_the_verbs_read(server):
    printed = tandem("credential", "add", "--tenant", "default", "--env", "--server", server.url)
    variables = dict(re.findall(r"^export (\w+)=(\w+)$", printed.stdout, re.M))
    assert sorted(variables) == ["TANDEM_ID", "TANDEM_SECRET"]
    assert tandem("key", "list", "--server", server.url, **variables).returncode == 0


def test_init_writes_a_configuration_beside_a_key_that_is_there(tmp_path, server):
    folder = tmp_path / "data"
    assert tandem("init", "--dir", str(folder)).returncode == 0
    key = (folder / "unseal.key").read_bytes()
    (folder / "tandem.yaml").unlink()
    done = tandem("init", "--dir", str(folder))
    assert done.returncode == 0 and f"kept {folder / 'unseal.key'}" in done.stdout
    assert (folder / "unseal.key").read_bytes() == key and (folder / "tandem.yaml").exists()
    assert tandem("init", "--dir", str(folder)).returncode == 7
