"""Programs start servers with some of the standard streams closed, full, or read by nobody."""

import contextlib
import os
import pathlib
import selectors
import signal
import socket
import subprocess
import time

import pytest

from clients import Clients
from stand_in import DEVELOPMENT_ACCOUNT, ours_alone
from tandem_server import binary
from transport import VendorError

pytestmark = ours_alone

CLOSED = {0: "<&-", 1: ">&-", 2: "2>&-"}


class Redirected:
    """`tandem dev` with its streams as a shell's redirections say; its port is all that it can tell."""

    def __init__(self, folder, redirections, *arguments, **streams):
        self.port_file = pathlib.Path(folder) / "port"
        self.port_file.unlink(missing_ok=True)
        # Without a parent to watch, whose descriptor would be in the place of a closed stream.
        command = [binary(), "dev", "--port", "0", "--port-file", str(self.port_file), *arguments]
        self.process = subprocess.Popen(["sh", "-c", f'exec "$@" {redirections}', "sh", *command],
                                        env=os.environ | {"TANDEM_LIMITS__RATE": "off"}, **streams)
        deadline = time.monotonic() + 30
        while not self.port_file.exists():
            assert self.process.poll() is None and time.monotonic() < deadline, self.process.returncode
            time.sleep(0.01)
        self.port = int(self.port_file.read_text())

    def clients(self, secret=DEVELOPMENT_ACCOUNT.secret):
        return Clients.of(f"http://127.0.0.1:{self.port}", type(DEVELOPMENT_ACCOUNT)("tandemdev", secret, "0" * 32))

    def end(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(20)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()


@pytest.mark.parametrize("closed", [(0,), (1,), (2,), (0, 1), (0, 2), (1, 2), (0, 1, 2)], ids=str)
def test_no_client_is_sent_what_is_said_on_a_closed_stream(tmp_path, closed):
    quiet = dict.fromkeys(("stdout", "stderr"), subprocess.DEVNULL)
    with Redirected(tmp_path, " ".join(CLOSED[each] for each in closed), "--data", str(tmp_path / "data"), **quiet) as server, \
            contextlib.ExitStack() as stack, selectors.DefaultSelector() as readable:
        for _ in range(8):  # whatever number the next connections get
            idle = stack.enter_context(socket.create_connection(("127.0.0.1", server.port)))
            readable.register(idle, selectors.EVENT_READ)
        client = server.clients().t2019
        key = client.call("CreateKey", Alias="a")["KeyId"]
        for _ in range(20):
            with pytest.raises(VendorError):
                server.clients("another secret").t2019.call("ListKeys")  # has a log line with a diagnosis
        assert client.call("DescribeKey", KeyId=key)["KeyMetadata"]["Alias"] == "a"
        assert not readable.select(timeout=0.1), "an idle connection was sent something"
        assert server.end() == 0
    # Nor did anything get into the database.
    with Redirected(tmp_path, "", "--data", str(tmp_path / "data"), **quiet) as server:
        assert server.clients().t2019.call("DescribeKey", KeyId=key)["KeyMetadata"]["Alias"] == "a"


def test_a_result_for_a_closed_output_is_a_failure():
    ended = subprocess.run(["sh", "-c", 'exec "$@" >&-', "sh", binary(), "version"], capture_output=True, text=True)
    assert (ended.returncode, ended.stderr) == (1, "tandem: cannot write to standard output\n")


def test_a_closed_error_stream_leaves_the_exit_code_alone(tmp_path):
    command = ["sh", "-c", 'exec "$@" 2>&-', "sh", binary(), "init", "--dir", str(tmp_path / "kms")]
    assert [subprocess.run(command, stdout=subprocess.DEVNULL).returncode for _ in range(2)] == [0, 7]


@pytest.fixture
def certificate(tmp_path):
    """Files that SIGHUP has the server read again, which has a log line."""
    files = {"cert": tmp_path / "server.pem", "key": tmp_path / "server.key"}
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
                    "-subj", "/CN=localhost", "-keyout", files["key"], "-out", files["cert"]], check=True, capture_output=True)
    return [word for name, file in files.items() for word in ("--set", f"tls.{name}={file}")]


def test_nobody_who_reads_the_log_is_no_reason_to_wait(tmp_path, certificate):
    reader, writer = os.pipe()
    with Redirected(tmp_path, "", *certificate, stdout=subprocess.DEVNULL, stderr=writer) as server:
        with contextlib.suppress(BlockingIOError):
            os.set_blocking(writer, False)
            while os.write(writer, bytes(4096)):
                pass
        os.set_blocking(writer, True)
        client = server.clients().t2019
        for _ in range(3):
            server.process.send_signal(signal.SIGHUP)
            client.call("ListKeys")
        assert server.end() == 0
    os.close(reader)
    os.close(writer)


def test_a_log_without_room_is_no_failure(tmp_path, certificate):
    with Redirected(tmp_path, "2>/dev/full", *certificate, stdout=subprocess.DEVNULL) as server:
        client = server.clients().t2019
        for _ in range(3):
            server.process.send_signal(signal.SIGHUP)
            client.call("ListKeys")
        assert server.end() == 0
