"""One request on many connections at once, without waiting for the answers."""

import selectors
import socket
import time


class Crowd:
    """Not shared between threads. Plain HTTP."""

    def __init__(self, url, request, count):
        host, port = url.removeprefix("http://").rstrip("/").split(":")
        self._connections = [socket.create_connection((host, int(port)), timeout=60) for _ in range(count)]
        for connection in self._connections:
            connection.sendall(request.to_bytes())

    def answers(self, until, within=30):
        """What has come of each answer, as soon as `until` is content with it."""
        got = {}
        with selectors.DefaultSelector() as selector:
            for connection in self._connections:
                selector.register(connection, selectors.EVENT_READ)
            deadline = time.monotonic() + within
            while not until(list(got.values())) and time.monotonic() < deadline:
                for key, _ in selector.select(1):
                    got[key.fd] = got.get(key.fd, b"") + (data := key.fileobj.recv(65536))
                    if not data:
                        selector.unregister(key.fileobj)
        return list(got.values())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for connection in self._connections:
            connection.close()
