"""Each vendor's limit on bodies, and its answer; a configured limit holds for all."""

import http.client
import json
import socket

import pytest

from clients import Account, Clients
from tandem_server import TandemServer

MIB = 1024 * 1024
JSON = "Content-Type: application/json\r\n"
FORM = "Content-Type: application/x-www-form-urlencoded\r\n"
HUAWEI = f"/v1.0/{'0' * 32}/kms/list-keys"
APIS = {
    "API 3.0, JSON": ("/", "X-TC-Action: Encrypt\r\n" + JSON, 10 * MIB, (200, '"RequestSizeLimitExceeded"')),
    "API 3.0, multipart": ("/", "X-TC-Action: Encrypt\r\nContent-Type: multipart/form-data; boundary=b\r\n", 10 * MIB,
                           (200, '"RequestSizeLimitExceeded"')),
    "API 3.0, form": ("/", FORM, 1 * MIB, (200, '"RequestSizeLimitExceeded"')),
    "2017": ("/v2/index.php", FORM, 1 * MIB, (200, '"code":4000')),
    "Huawei": (HUAWEI, JSON, 12 * MIB, (413, "APIGW.0201")),
    "IAM": ("/v3/auth/tokens", JSON, 12 * MIB, (413, "APIGW.0201")),
}


def announce(url, target, fields, size):
    """The answer to a request whose body is announced and not sent; None when the server waits for the body."""
    host, port = url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=30) as connection:
        connection.sendall((f"POST {target} HTTP/1.1\r\nHost: test\r\n{fields}Expect: 100-continue\r\n"
                            f"Content-Length: {size}\r\n\r\n").encode())
        if connection.recv(12, socket.MSG_PEEK) == b"HTTP/1.1 100":
            return None
        answer = http.client.HTTPResponse(connection)
        answer.begin()
        return answer.status, answer.read().decode()


@pytest.mark.parametrize("name", APIS)
def test_each_vendors_limit_and_answer(url, is_ours, name):
    target, fields, limit, (status, words) = APIS[name]
    assert announce(url, target, fields, limit) is None
    answer = announce(url, target, fields, limit + 1)
    assert answer[0] == status and words in answer[1]


@pytest.mark.parametrize("name", APIS)
def test_a_configured_limit_holds_for_all_in_their_words(name, is_ours):
    target, fields, _, (status, words) = APIS[name]
    with TandemServer(environment={"TANDEM_LIMITS__BODY": "16MiB"}) as server:
        assert announce(server.url, target, fields, 16 * MIB) is None
        answer = announce(server.url, target, fields, 16 * MIB + 1)
    assert answer[0] == status and words in answer[1]


def test_a_form_beside_huaweis_api_alone_is_huaweis(is_ours, url):
    """A form tells who is called in its body: unread, only the listener's other APIs can be meant."""
    assert announce(url, "/v1.0/", FORM, 20 * MIB)[0] == 413


def test_a_large_body_is_answered_as_a_small_one(ours, is_ours):
    filler = {"Bogus": "x" * (2 * MIB)}
    with pytest.raises(Exception, match="UnknownParameter"):
        ours.t2019.call("ListKeys", **filler)
    assert "keys" in ours.huawei.call("list-keys", bogus="x" * (2 * MIB))


def test_a_large_body_needs_memory_to_be_decoded(is_ours):
    """One that could never have it is too large, whatever its vendor takes."""
    with TandemServer(environment={"TANDEM_LIMITS__MEMORY": "16MiB"}) as server:
        clients = Clients.of(server.url, Account("tandemdev", "tandemdevsecret", "0" * 32))
        assert "keys" in clients.huawei.call("list-keys", bogus="x" * MIB)
        status, body = announce(server.url, HUAWEI, JSON, 4 * MIB)
        assert (status, json.loads(body)["error_code"]) == (413, "APIGW.0201")
