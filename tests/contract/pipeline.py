"""Many requests over one kept connection, without waiting for the answer to each: the quickest way to ask."""

import socket

from transport import Reply

BATCH = 50  # at a time, so that neither side's buffers fill while nobody reads


class Pipeline:
    """Not shared between threads. Plain HTTP."""

    def __init__(self, url):
        host, port = url.removeprefix("http://").rstrip("/").split(":")
        self._connection = socket.create_connection((host, int(port)), timeout=60)
        self._stream = self._connection.makefile("rb")

    def ask(self, requests):
        """The replies, in the order of the requests."""
        replies = []
        for start in range(0, len(requests), BATCH):
            batch = requests[start:start + BATCH]
            self._connection.sendall(b"".join(request.to_bytes() for request in batch))
            replies += [self._read_reply() for _ in batch]
        return replies

    def _read_reply(self):
        status = int(self._stream.readline().split()[1])
        headers = {}
        while line := self._stream.readline().strip().decode():
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        return Reply(status, headers, self._stream.read(int(headers["content-length"])))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._stream.close()
        self._connection.close()
