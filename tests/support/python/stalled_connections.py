"""Holds many connections to a local server that never go on, each in the middle of something; for tests.

    python3 tests/support/python/stalled_connections.py PORT COUNT KIND

Says "connected" when each has sent its part, or was refused, and holds them until its input ends. Kinds: `bodies`, half
of a body of 128 KiB; `heads`, a part of a request head; `handshakes`, a TLS client's first message; `silence`, nothing;
`replies`, requests whose answers are not read.
"""

import errno
import resource
import select
import socket
import ssl
import sys

HALF_BODY = 64 * 1024
CLIENTS_AN_ADDRESS = 1_000  # what one address may have
AT_ONCE = 200               # of those that are not connected yet: a listener's queue is finite


def first_bytes(kind: str) -> bytes:
    head = b"POST / HTTP/1.1\r\nHost: test\r\nX-TC-Action: Encrypt\r\nContent-Type: application/json\r\n"
    if kind == "bodies":
        return head + b"Content-Length: %d\r\n\r\n" % (2 * HALF_BODY) + b"x" * HALF_BODY
    if kind == "heads":
        return head + b"X-More: " + b"x" * 1_000
    if kind == "handshakes":
        outgoing = ssl.MemoryBIO()
        client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).wrap_bio(ssl.MemoryBIO(), outgoing, server_hostname="localhost")
        try:
            client.do_handshake()
        except ssl.SSLWantReadError:
            pass
        return outgoing.read()
    if kind == "replies":
        return b"GET /nothing HTTP/1.1\r\nHost: test\r\n\r\n" * 5_000
    return b""


class Stalled:
    """One connection on its way to the middle."""

    def __init__(self, port: int, number: int, text: memoryview):
        self.left = text
        self.connected = False
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM | socket.SOCK_NONBLOCK)
        self.socket.setsockopt(socket.SOL_IP, 24, 1)  # IP_BIND_ADDRESS_NO_PORT
        self.socket.bind((f"127.0.{1 + number // CLIENTS_AN_ADDRESS}.1", 0))
        if self.socket.connect_ex(("127.0.0.1", port)) not in (0, errno.EINPROGRESS):
            raise OSError("connect")

    def go_on(self) -> bool:
        """False when there is no more to do."""
        self.connected = True
        try:
            while self.left:
                self.left = self.left[self.socket.send(self.left):]
        except BlockingIOError:
            return True
        except OSError:
            pass  # refused or shed
        return False


def stall(port: int, count: int, kind: str) -> list[Stalled]:
    text = memoryview(first_bytes(kind))
    poller = select.epoll()
    all_of_them, under_way, waiting = [], {}, 0
    while len(all_of_them) < count or waiting > 0:
        while len(all_of_them) < count and waiting < AT_ONCE:
            one = Stalled(port, len(all_of_them), text)
            all_of_them.append(one)
            under_way[one.socket.fileno()] = one
            poller.register(one.socket, select.EPOLLOUT | select.EPOLLET)
            waiting += 1
        for descriptor, _ in poller.poll(20):
            one = under_way[descriptor]
            waiting -= not one.connected
            if not one.go_on():
                poller.unregister(descriptor)
                del under_way[descriptor]
    return all_of_them


def main() -> None:
    port, count, kind = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    held = stall(port, count, kind)
    print("connected", flush=True)
    sys.stdin.read()
    del held


if __name__ == "__main__":
    main()
