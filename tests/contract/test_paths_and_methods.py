"""What clients write differently and mean alike: slashes twice, HEAD for GET, a line end too many."""

import http.client
import socket

import pytest

from transport import Request

OPEN_PATHS = ["/healthz", "/livez", "/readyz", "/_tandem/health", "/metrics", "/", "/v1.0", "/v3"]


@pytest.mark.parametrize("path", ["//v1.0/{project}/kms/list-keys", "/v1.0//{project}/kms//list-keys",
                                  "///v1.0/{project}/kms/list-keys"])
def test_huaweis_paths_are_found_with_slashes_twice_and_signed_as_sent(ours, path):
    path = path.format(project=ours.account.project_id)
    answer = ours.huawei.result(ours.huawei.send(ours.huawei.sign("POST", path, b"{}")))
    assert "keys" in answer


def test_the_2017_path_is_found_with_slashes_twice_and_signed_as_sent(ours):
    ours.t2017.path = "//v2/index.php"
    try:
        assert ours.t2017.call("ListKey", offset=0, limit=1)["code"] == 0
    finally:
        del ours.t2017.path


def test_versions_are_listed_with_slashes_twice(ours):
    assert ours.huawei.send(Request("GET", "//v1.0/", {"Host": "test"})).json()["version"]["id"] == "v1.0"


@pytest.mark.parametrize("path", ["//_tandem/health", "/_tandem//health", "//healthz"])
def test_the_servers_own_paths_have_one_form(ours, is_ours, path):
    assert ours.huawei.send(Request("GET", path, {"Host": ours.huawei.host})).status == 404


@pytest.mark.parametrize("path", OPEN_PATHS)
def test_head_goes_where_get_goes(ours, is_ours, path):
    """With the same head, and nothing behind it: the next answer on the connection is whole."""
    connection = http.client.HTTPConnection(ours.huawei.host, timeout=30)
    connection.request("GET", path)
    shown = connection.getresponse()
    shown.read()
    connection.request("HEAD", path)
    headed = connection.getresponse()
    assert (headed.status, headed.read()) == (shown.status, b"")
    if path != "/metrics":
        assert headed.headers["Content-Length"] == shown.headers["Content-Length"]
    connection.request("GET", "/healthz")
    assert connection.getresponse().status == 200
    connection.close()


@pytest.mark.parametrize("path, allowed", [("/healthz", "GET, HEAD"), ("/_tandem/tenants", "GET, HEAD, POST"),
                                           ("/_tandem/seed", None)])
def test_a_wrong_method_is_told_the_right_ones(ours, is_ours, path, allowed):
    answer = ours.huawei.send(Request("PATCH", path, {"Host": ours.huawei.host}))
    assert answer.status == 405
    if allowed:
        assert sorted(answer.headers["Allow"].split(", ")) == sorted(allowed.split(", "))
    assert answer.headers["Allow"]


def test_a_line_end_behind_a_body_is_no_request(ours):
    request = ours.t2019.sign("ListKeys", b"{}").to_bytes()
    host, port = ours.t2019.host.split(":")
    with socket.create_connection((host, int(port)), timeout=30) as connection:
        for _ in range(3):
            connection.sendall(request + b"\r\n")
            answer = http.client.HTTPResponse(connection)
            answer.begin()
            assert b'"TotalCount"' in answer.read()
