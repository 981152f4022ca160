"""The movable clock: what falls due by it, and what keeps real time."""

import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from clients import Account, VendorError
from stand_in import ORDERS, SEED, Server
from transport import Request, Transport

pytestmark = pytest.mark.skipif("TANDEM_CONTRACT_URL" in os.environ, reason="a stand-in is ours")


@pytest.fixture
def server():
    with Server(environment={"TANDEM_SEED": SEED}) as running:
        yield running


def test_a_scheduled_deletion_happens(server):
    t2019 = server.clients().t2019
    t2019.call("DisableKey", KeyId=ORDERS)
    t2019.call("ScheduleKeyDeletion", KeyId=ORDERS, PendingWindowInDays=7)
    server.do("POST", "clock", {"advance": "6d23h"})
    assert t2019.call("DescribeKey", KeyId=ORDERS)["KeyMetadata"]["KeyState"] == "PendingDelete"
    server.do("POST", "clock", {"advance": "2h"})
    with pytest.raises(VendorError) as refused:
        t2019.call("DescribeKey", KeyId=ORDERS)
    assert refused.value.code == "ResourceUnavailable.CmkNotFound"
    assert ORDERS not in server.ask("GET", "snapshot").body.decode(), "it is gone, not only hidden"


LEAVING = "7b2e4daf-1d60-4c2f-8b88-403c9e2f5d66"


def leaving(delete_after):
    return {"keys": [{"id": LEAVING, "state": "PendingDelete", "delete_after": delete_after}]}


def is_stored(server):
    """Not only shown: the index of the store has it."""
    return LEAVING in server.ask("GET", "snapshot").body.decode()


def test_what_is_due_in_real_time_is_gone_when_the_clock_returns_to_it(server):
    server.do("POST", "clock", {"advance": "-10d"})
    server.do("POST", "seed", leaving("+1d"))
    assert is_stored(server)
    server.do("DELETE", "clock")
    assert not is_stored(server)


def test_what_is_due_at_the_start_is_gone_when_a_reset_returns_to_it(server):
    server.do("POST", "clock", {"advance": "-10d"})
    server.do("POST", "seed", leaving("+1d"))
    server.do("POST", "reset")
    assert not is_stored(server)


def test_what_is_due_at_a_savepoint_is_gone_when_it_is_restored(server):
    server.do("POST", "clock", {"advance": "-10d"})
    server.do("POST", "seed", leaving("-1d"))
    server.do("POST", "savepoints/late")
    server.do("POST", "savepoints/late/restore")
    assert not is_stored(server)


@pytest.mark.parametrize("api", ["t2019", "t2017"])
def test_an_expiring_credential_expires(server, api):
    server.do("POST", "seed", {"credentials": [{"id": "AKIDshort", "secret": "x", "token": "tok", "expires": "+1h"}]})
    account = Account("AKIDshort", "x", "0" * 32)

    def answer():
        client = getattr(server.clients(account), api)
        if api == "t2019":
            return client.send(client.sign("ListKeys", b"{}", extra_headers={"X-TC-Token": "tok"})).body
        return client.send(client.sign("ListKey", {"Token": "tok"})).body

    fine = answer()
    assert b"key" in fine.lower() and b"Error" not in fine, fine
    server.do("POST", "clock", {"advance": "61m"})
    assert b"key" not in answer().lower()
    server.do("DELETE", "clock")
    assert b"key" in answer().lower()


def test_a_huawei_credential_expires(server):
    server.do("POST", "seed", {"credentials": [{"id": "SHORT", "secret": "x", "expires": "+1h"}]})
    huawei = server.clients(Account("SHORT", "x", "0" * 32)).huawei
    huawei.call("list-keys")
    server.do("POST", "clock", {"advance": "61m"})
    with pytest.raises(VendorError) as refused:
        huawei.call("list-keys")
    assert refused.value.status == 401


def test_a_login_token_expires(server):
    huawei = server.clients().huawei
    token = huawei.login().headers["X-Subject-Token"]

    def status():
        target = "/v1.0/" + "0" * 32 + "/kms/list-keys"
        return huawei.send(huawei.unsigned("POST", target, b"{}", **{"X-Auth-Token": token})).status

    assert status() == 200
    server.do("POST", "clock", {"advance": "23h59m"})
    assert status() == 200
    server.do("POST", "clock", {"advance": "2m"})
    assert status() == 401


def test_signatures_keep_real_time(server):
    server.do("POST", "clock", {"advance": "400d"})
    clients = server.clients()
    clients.t2019.call("ListKeys")
    clients.t2017.call("ListKey")
    clients.huawei.call("list-keys")


def test_new_keys_are_of_the_moved_time(server):
    now = server.do("POST", "clock", {"set": "2040-01-01"})["now"]
    assert now.startswith("2040-01-01T00:00:")
    made = server.clients().t2019.call("CreateKey", Alias="later")
    assert 2208988800 <= made["CreateTime"] < 2208988800 + 600


def test_the_clock_goes_back(server):
    server.do("POST", "clock", {"advance": "1d12h"})
    assert abs(server.do("GET", "clock")["offset_seconds"] - 129600) < 1
    server.do("POST", "clock", {"advance": "-12h"})
    assert abs(server.do("GET", "clock")["offset_seconds"] - 86400) < 1
    assert server.do("DELETE", "clock")["offset_seconds"] == 0


def test_moves_at_the_same_time_add_up(server):
    def move(_):
        transport = Transport(server.url)
        return transport.send(Request("POST", "/_tandem/clock", {"Host": transport.host}, b'{"advance":"1h"}')).status

    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(move, range(40))) == {200}
    assert server.do("GET", "clock")["offset_seconds"] == 40 * 3600


@pytest.mark.parametrize("body, message", [
    (b"", "one of advance and set"), (b"{}", "one of advance and set"), (b"[]", "not a JSON object"), (b"{", "not a JSON object"),
    ({"advance": 1}, "a string is needed"), ({"advance": "1x"}, "a span such as"), ({"advance": ""}, "a span such as"),
    ({"set": "tomorrow"}, "2027-12-31"), ({"to": "2030-01-01"}, "advance or set"),
    ({"advance": "1d", "set": "2030-01-01"}, "one of advance and set"),
    ({"advance": "73200d"}, None), ({"advance": "73201d"}, "a span such as"), ({"set": "0001-01-01"}, "at most 200 years"),
    (b'{"advance":"\xff"}', "not a JSON object"),
])
def test_what_the_clock_may_not_be_told(server, body, message):
    if message is None:
        server.do("POST", "clock", body)
        assert server.refusal("POST", "clock", {"advance": "1d"}) == (
            400, "a member with a value that is not allowed: advance (at most 200 years from real time)")
        return
    status, said = server.refusal("POST", "clock", body)
    assert status == 400 and message in said


@pytest.mark.parametrize("start, offset", [("+400d", 400 * 86400), ("-1w", -7 * 86400)])
def test_a_server_begins_at_another_time_and_resets_to_it(start, offset, tmp_path):
    config = tmp_path / "tandem.yaml"
    config.write_text(f"clock: {{start: {start}}}\n")
    for arguments in (["--clock=" + start], ["--config", str(config)]):
        with Server(*arguments) as server:
            server.do("POST", "clock", {"advance": "1d"})
            server.do("POST", "reset")
            assert abs(server.do("GET", "clock")["offset_seconds"] - offset) < 1
            server.do("DELETE", "clock")
            assert server.do("GET", "clock")["offset_seconds"] == 0
