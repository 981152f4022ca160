"""A real Chromium without a window, driven through its DevTools pipe, and pages for it that are not the server's."""

import contextlib
import http.server
import json
import os
import subprocess
import tempfile
import threading


class Browser:
    """Names below `example` lead to 127.0.0.1, as an attacker's name server would have it. Not shared between threads."""

    def __init__(self):
        self._profile = tempfile.TemporaryDirectory(prefix="tandem-chromium-")
        commands, self._to = os.pipe()
        self._from, answers = os.pipe()

        def place_pipes():  # Chromium reads descriptor 3 and writes 4
            kept = [os.dup(commands), os.dup(answers)]
            os.dup2(kept[0], 3)
            os.dup2(kept[1], 4)

        self._process = subprocess.Popen(
            ["chromium", "--headless=new", "--remote-debugging-pipe", "--no-sandbox", "--disable-gpu", "--no-first-run",
             "--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage",
             "--host-resolver-rules=MAP *.example 127.0.0.1", f"--user-data-dir={self._profile.name}"],
            preexec_fn=place_pipes, close_fds=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env={**os.environ, "HOME": self._profile.name})
        os.close(commands)
        os.close(answers)
        self._answers = os.fdopen(self._from, "rb")
        self._rest = b""
        self._count = 0
        target = self._ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self._ask("Page.enable")

    def open(self, url):
        """The text of the page, once it has loaded."""
        self._ask("Page.navigate", url=url)
        self._wait_for("Page.loadEventFired")
        return self.run("document.documentElement.innerText")

    def run(self, script):
        """The value of a script in the page, or of the promise that it makes."""
        answer = self._ask("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def leave(self, script):
        """The text of the page that the script leads to."""
        self._ask("Runtime.evaluate", expression=script)
        self._wait_for("Page.loadEventFired")
        return self.run("document.documentElement.innerText")

    def close(self):
        with contextlib.suppress(OSError):
            os.close(self._to)  # which ends it
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(10)
        self._answers.close()
        with contextlib.suppress(OSError):
            self._profile.cleanup()

    def _ask(self, method, **parameters):
        self._count += 1
        message = {"id": self._count, "method": method, "params": parameters}
        if hasattr(self, "_session"):
            message["sessionId"] = self._session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        answer = self._next(lambda one: one.get("id") == self._count)
        assert "error" not in answer, (method, answer)
        return answer["result"]

    def _wait_for(self, event):
        self._next(lambda one: one.get("method") == event)

    def _next(self, is_it):
        while True:
            while b"\0" not in self._rest:
                data = os.read(self._from, 65536)
                assert data, "chromium is gone"
                self._rest += data
            message, self._rest = self._rest.split(b"\0", 1)
            if is_it(message := json.loads(message)):
                return message


class _EmptyPage(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = b"<!doctype html><title>elsewhere</title>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def empty_pages():
    """The port of a web server of somebody else's."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _EmptyPage)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
