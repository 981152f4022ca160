"""HTTP as the contract tests need it: one kept connection, the exact bytes that were signed, nothing added."""

import http.client
import json
import urllib.parse
from dataclasses import dataclass


@dataclass(frozen=True)
class Reply:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    def json(self):
        return json.loads(self.body)


class VendorError(Exception):
    """A failure as the vendor words it: `code` is the vendor's own, `status` the HTTP status."""

    def __init__(self, code, message, reply):
        super().__init__(f"{reply.status} {code}: {message}")
        self.code = code
        self.message = message
        self.reply = reply
        self.status = reply.status


@dataclass(frozen=True)
class Request:
    method: str
    target: str
    headers: dict
    body: bytes = b""

    def to_bytes(self):
        lines = [f"{self.method} {self.target} HTTP/1.1"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        if self.body or self.method in ("POST", "PUT", "DELETE"):
            lines.append(f"Content-Length: {len(self.body)}")
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + self.body


class Transport:
    """Not shared between threads."""

    def __init__(self, url):
        parts = urllib.parse.urlsplit(url)
        self.url = url.rstrip("/")
        self.host = parts.netloc
        self._secure = parts.scheme == "https"
        self._connection = None
        self.timeout = 30

    def send(self, request):
        for attempt in (1, 2):  # a server may close an idle connection at any time
            try:
                return self._send_once(request)
            except (http.client.RemoteDisconnected, ConnectionError):
                self.close()
                if attempt == 2:
                    raise

    def _send_once(self, request):
        connection = self._connect()
        connection.putrequest(request.method, request.target, skip_host=True, skip_accept_encoding=True)
        for name, value in request.headers.items():
            connection.putheader(name, value)
        if request.body or request.method in ("POST", "PUT", "DELETE"):
            connection.putheader("Content-Length", str(len(request.body)))
        connection.endheaders(request.body or None)
        response = connection.getresponse()
        return Reply(response.status, response.headers, response.read())

    def _connect(self):
        if self._connection is None:
            kind = http.client.HTTPSConnection if self._secure else http.client.HTTPConnection
            self._connection = kind(self.host, timeout=self.timeout)
        return self._connection

    def close(self):
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def admin(transport, path, fields=None):
    """One call of the private administration API."""
    body = json.dumps(fields or {}).encode()
    headers = {"Host": transport.host, "Content-Type": "application/json"}
    reply = transport.send(Request("POST", path, headers, body))
    if reply.status != 200:
        raise RuntimeError(f"POST {path}: {reply.status} {reply.body!r}")
    return reply.json()
