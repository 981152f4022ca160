"""A real nginx in front of the server, as people set it up: a Host that it changed is told from a wrong secret."""

import os
import shutil
import socket
import subprocess
import time

import pytest

from clients import Clients
from conftest import DEVELOPMENT_ACCOUNT
from tandem_server import TandemServer
from transport import VendorError

# As the diagnosis knows them: in use for servers. Tests that run beside each other take others of them.
WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
WORKERS = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
PORTS = (18080, 28080, 38080, 48080, 58080, 18443, 28443)[WORKER % 7 :: min(WORKERS, 7)]

# What is in the location, and the word of the diagnosis; none: the call is answered.
SETUPS = {
    "keeps Host": ("proxy_set_header Host $http_host;", None),
    "$host, which has no port": ("proxy_set_header Host $host;", "host-port"),
    "nothing, so the upstream's address": ("", "host-forwarded"),
    "X-Forwarded-Host alone": ("proxy_set_header X-Forwarded-Host $http_host;", "host-forwarded"),
    "X-Forwarded-Host of $host": ("proxy_set_header X-Forwarded-Host $host;", "host-forwarded"),
}


@pytest.fixture(scope="module")
def server(is_ours):
    if not is_ours:
        pytest.skip("needs a development server of its own")
    with TandemServer(environment={"TANDEM_LIMITS__RATE": "off"}) as running:
        yield running


def free_port():
    for port in PORTS:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port
    pytest.skip("all of the ports are in use")


@pytest.fixture
def nginx(tmp_path, server):
    binary = shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin")
    assert binary, "nginx is not installed; scripts/setup does that"
    running = []

    def start(setup):
        port = free_port()
        (tmp_path / "nginx.conf").write_text(f"""
            daemon off; master_process off; pid {tmp_path}/pid; error_log {tmp_path}/error.log;
            events {{ }}
            http {{
                access_log off;
                {"".join(f"{kind}_temp_path {tmp_path}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))}
                server {{ listen 127.0.0.1:{port}; location / {{ proxy_pass {server.url}; {setup} }} }}
            }}""")
        running.append(subprocess.Popen([binary, "-c", str(tmp_path / "nginx.conf"), "-e", str(tmp_path / "error.log")]))
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return f"http://127.0.0.1:{port}"
            try:
                running[-1].wait(0.01)
            except subprocess.TimeoutExpired:
                continue
            pytest.fail("nginx ended: " + (tmp_path / "error.log").read_text())
        pytest.fail("nginx does not listen")

    yield start
    for process in running:
        process.terminate()
        process.wait(30)


@pytest.mark.parametrize("setup, word", list(SETUPS.values()), ids=list(SETUPS))
def test_a_host_that_nginx_changed_is_named(nginx, setup, word):
    clients = Clients.of(nginx(setup), DEVELOPMENT_ACCOUNT)
    for call in (lambda: clients.t2019.call("ListKeys"), lambda: clients.t2019.call_v1("ListKeys"),
                 lambda: clients.t2017.call("ListKey"), lambda: clients.huawei.call("list-keys")):
        if word is None:
            call()
            continue
        with pytest.raises(VendorError) as refused:
            call()
        assert refused.value.reply.headers["X-Tandem-Diag"].split(": ")[0] == word
