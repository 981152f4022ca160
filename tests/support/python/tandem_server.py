"""Starts a real server for a test session and stops it; also usable as a command that runs another command beside one:

    python3 tests/support/python/tandem_server.py -- go test ./...     (the URL is in TANDEM_TEST_URL)
"""
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[3]


def binary() -> str:
    return os.environ.get("TANDEM_BINARY", str(ROOT / "build/dev/tandem"))


class TandemServer:
    """`tandem dev` on a free port, gone with this process whatever happens."""

    def __init__(self, *arguments: str, environment: dict | None = None, verb: str = "dev", stdin: str | None = None,
                 inside: list[str] | None = None):
        """`inside`: a command that runs the server's in its own surroundings, and becomes it."""
        self.folder = tempfile.TemporaryDirectory(prefix="tandem-test-")
        port_file = pathlib.Path(self.folder.name) / "port"
        self.log = open(pathlib.Path(self.folder.name) / "log", "w+")
        port = ["--port", "0"] if verb == "dev" else []  # `serve` has its ports in its configuration
        command = [*(inside or []), binary(), verb, *port, "--port-file", str(port_file),
                   "--parent-pid", str(os.getpid()), *arguments]
        with tempfile.TemporaryFile("w+") as given:
            given.write(stdin or "")
            given.seek(0)
            self.process = subprocess.Popen(command, stdin=given, stdout=subprocess.PIPE, stderr=self.log, text=True,
                                            env={**os.environ, **(environment or {})})
        self.banner = []
        for line in self.process.stdout:
            self.banner.append(line.rstrip("\n"))
            if self.banner[-1] == "Ready.":
                break
        else:
            self.process.wait(10)
            raise RuntimeError(f"{command} ended with {self.process.returncode}:\n{self.output()}")
        self.port = int(port_file.read_text())
        self.host = f"127.0.0.1:{self.port}"
        self.url = f"http://{self.host}"

    def new_tenant(self) -> dict:
        """What the private administration API tells of it: its credential and its project."""
        request = urllib.request.Request(f"{self.url}/_tandem/tenants", data=b"{}", method="POST")
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def output(self) -> str:
        self.log.flush()
        return "\n".join(self.banner) + "\n" + pathlib.Path(self.log.name).read_text()

    def ended_output(self) -> str:
        """Ends the server and returns all that it said."""
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)
        return self.output()

    def stop(self) -> int:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(30)
        self.process.stdout.close()
        self.log.close()
        self.folder.cleanup()
        return code

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(30)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


def main() -> int:
    command = sys.argv[sys.argv.index("--") + 1 :]
    with TandemServer() as server:
        return subprocess.call(command, env={**os.environ, "TANDEM_TEST_URL": server.url})


if __name__ == "__main__":
    sys.exit(main())
