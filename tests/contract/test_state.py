"""Reset, savepoints, snapshots, restarts and throw-away tenants."""

import json
import os
import threading

import pytest

from clients import Account, Clients, VendorError, b64
from stand_in import ORDERS, SEED, Server, aliases
from transport import Request, Transport

PLAINTEXT = b64(b"sixteen bytes !!")

pytestmark = pytest.mark.skipif("TANDEM_CONTRACT_URL" in os.environ, reason="a stand-in is ours")


@pytest.fixture
def server():
    with Server(environment={"TANDEM_SEED": SEED}) as running:
        yield running


def state_of(server):
    return server.ask("GET", "snapshot").body.decode()


def change_everything(server):
    clients = server.clients()
    clients.t2019.call("DisableKey", KeyId=ORDERS)
    clients.t2019.call("UpdateKeyDescription", KeyId=ORDERS, Description="changed")
    clients.t2019.call("UpdateAlias", KeyId=ORDERS, Alias="renamed")
    clients.t2019.call("CreateKey", Alias="made-by-a-test")
    made = server.do("POST", "tenants", {})
    server.do("POST", "credentials", {"tenant": "default"})
    server.do("POST", "clock", {"advance": "3d"})
    return made


# ---- reset ----

def test_a_reset_brings_everything_back(server):
    before = state_of(server)
    change_everything(server)
    assert state_of(server) != before
    server.do("POST", "reset")
    assert state_of(server) == before
    assert abs(server.do("GET", "clock")["offset_seconds"]) < 1


def test_a_reset_brings_back_a_deleted_key_with_its_material(server):
    clients = server.clients()
    sealed = clients.t2019.call("Encrypt", KeyId=ORDERS, Plaintext=PLAINTEXT)["CiphertextBlob"]
    clients.t2019.call("DisableKey", KeyId=ORDERS)
    clients.t2019.call("ScheduleKeyDeletion", KeyId=ORDERS, PendingWindowInDays=7)
    server.do("POST", "clock", {"advance": "8d"})
    with pytest.raises(VendorError):
        clients.t2019.call("DescribeKey", KeyId=ORDERS)
    server.do("POST", "reset")
    assert clients.t2019.call("Decrypt", CiphertextBlob=sealed)["Plaintext"] == PLAINTEXT


def test_a_reset_to_empty_leaves_the_configured_credential(server):
    server.do("POST", "reset?to=empty")
    assert aliases(server.clients()) == set()
    server.do("POST", "reset")
    assert aliases(server.clients()) == {"orders", "invoices"}


def test_a_reset_knows_where_to(server):
    status, said = server.refusal("POST", "reset?to=nowhere")
    assert status == 400 and "is not one of seed, empty" in said


def test_a_reset_with_nothing_changed_does_nothing(server):
    answer = server.do("POST", "reset")
    assert (answer["created"], answer["changed"], answer["removed"]) == (0, 0, 0)


def test_a_reset_comes_back_to_what_was_posted_too(server):
    server.do("POST", "seed", {"keys": [{"alias": "posted"}]})
    before = state_of(server)
    server.clients().t2019.call("CreateKey", Alias="made-by-a-test")
    server.do("POST", "reset")
    assert state_of(server) == before


def test_a_reset_after_a_posted_seed_took_an_alias(server):
    server.do("POST", "seed?existing=replace", {"keys": [{"id": "11111111-2222-4333-8444-555555555555", "alias": "orders"}]})
    assert server.clients().t2019.call("DescribeKey", KeyId=ORDERS)["KeyMetadata"]["Alias"] == ""
    before = state_of(server)
    server.do("POST", "reset")
    assert state_of(server) == before


def test_tokens_survive_a_reset_where_the_tenant_stays(server):
    huawei = server.clients().huawei
    token = huawei.login().headers["X-Subject-Token"]
    server.clients().t2019.call("CreateKey", Alias="made-by-a-test")
    server.do("POST", "reset")
    assert list_with(huawei, token).status == 200


def test_resets_beside_requests_in_flight(server):
    """Every answer is a success or the vendor's own error, never a fault of the server."""
    stop = threading.Event()
    faults, answers = [], []

    def encrypt():
        clients = server.clients()
        while not stop.is_set():
            try:
                reply = clients.t2019.send(clients.t2019.sign("Encrypt", json.dumps(
                    {"KeyId": ORDERS, "Plaintext": PLAINTEXT}).encode()))
                code = reply.json()["Response"].get("Error", {}).get("Code", "")
                answers.append(code)
                if reply.status != 200 or code.startswith("InternalError"):
                    faults.append((reply.status, code))
                made = clients.huawei.send(clients.huawei.sign("POST", "/v1.0/" + "0" * 32 + "/kms/create-key",
                                                               b'{"key_alias":"made"}'))
                if made.status >= 500:
                    faults.append(made.body)
            except Exception as error:  # noqa: BLE001
                faults.append(error)

    threads = [threading.Thread(target=encrypt) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(50):
        server.do("POST", "reset?to=empty" if number % 2 else "reset")
    stop.set()
    for thread in threads:
        thread.join(60)
    assert not faults and "" in answers


def test_exports_beside_changes_can_be_read_back(server):
    one, two = ({"id": f"00000000-0000-4000-8000-{n:012d}", "material": {"derive": "moves"}} for n in (1, 2))
    stop = threading.Event()

    def move():
        transport = Transport(server.url)
        while not stop.is_set():
            for first, second in ((one | {"alias": "moving"}, two), (one, two | {"alias": "moving"})):
                body = json.dumps({"keys": [first, second]}).encode()
                transport.send(Request("POST", "/_tandem/seed?existing=replace", {"Host": transport.host}, body))

    thread = threading.Thread(target=move)
    thread.start()
    try:
        for _ in range(60):
            server.do("POST", "seed?plan=yes&existing=keep", state_of(server))
    finally:
        stop.set()
        thread.join(60)


# ---- savepoints ----

def test_a_savepoint_is_come_back_to(server):
    server.clients().t2019.call("DisableKey", KeyId=ORDERS)
    server.do("POST", "clock", {"advance": "1d"})
    before = state_of(server)
    assert server.do("POST", "savepoints/one") == {"savepoint": "one", "keys": 2}
    server.clients().t2019.call("EnableKey", KeyId=ORDERS)
    server.clients().t2019.call("CreateKey", Alias="made-by-a-test")
    server.do("DELETE", "clock")
    server.do("POST", "savepoints/one/restore")
    assert state_of(server) == before
    assert abs(server.do("GET", "clock")["offset_seconds"] - 86400) < 1


def test_savepoints_are_listed_and_forgotten(server):
    server.do("POST", "savepoints/a.b-C_1")
    assert server.do("GET", "savepoints")["savepoints"] == [{"name": "a.b-C_1", "keys": 2}]
    server.do("DELETE", "savepoints/a.b-C_1")
    assert server.do("GET", "savepoints")["savepoints"] == []


def test_a_savepoint_that_is_not_there_has_a_suggestion(server):
    server.do("POST", "savepoints/before")
    for method, path in [("POST", "savepoints/befor/restore"), ("DELETE", "savepoints/befor")]:
        status, said = server.refusal(method, path)
        assert status == 404 and said == 'no savepoint "befor"; did you mean "before"?'


@pytest.mark.parametrize("name", ["a%20b", "%2e%2e%2f", "x" * 65])
def test_names_of_savepoints_are_plain(server, name):
    assert server.refusal("POST", f"savepoints/{name}")[0] == 400


def test_there_are_100_savepoints_at_most(server):
    for number in range(100):
        server.do("POST", f"savepoints/s{number}")
    assert server.refusal("POST", "savepoints/one-more")[0] == 409
    server.do("POST", "savepoints/s0")


# ---- snapshots ----

def test_a_snapshot_moves_to_another_server_and_is_a_seed(server):
    change_everything(server)
    server.do("DELETE", "clock")
    snapshot = state_of(server)
    with Server() as other:
        other.clients().t2019.call("CreateKey", Alias="gone-after")
        other.do("PUT", "snapshot", snapshot)
        assert state_of(other) == snapshot
    with Server(environment={"TANDEM_SEED": snapshot}) as third:
        assert state_of(third) == snapshot


def test_a_snapshot_replaces_a_tenant_of_other_ids_and_a_credential_of_another_tenant(server):
    server.do("POST", "tenants", {"name": "team"})
    server.do("POST", "seed", {"credentials": [{"id": "moving", "secret": "x", "tenant": "team"}]})
    with Server() as other:
        other.do("POST", "tenants", {"name": "team"})
        other.do("POST", "seed", {"credentials": [{"id": "moving", "secret": "x"}]})
        snapshot = state_of(server)
        other.do("PUT", "snapshot", snapshot)
        assert state_of(other) == snapshot


@pytest.mark.parametrize("body", ["", "{}", '{"keys": []}'])
def test_what_names_no_tenants_is_no_snapshot(server, body):
    before = state_of(server)
    status, said = server.refusal("PUT", "snapshot", body)
    assert status == 400 and "this is no snapshot" in said and state_of(server) == before


def test_a_key_whose_deletion_was_scheduled_before_its_import_stays_without_material(server):
    server.do("POST", "seed", {"keys": [{"alias": "waits", "state": "PendingDelete", "versions": []}]})
    snapshot = state_of(server)
    assert '"versions":[]' in snapshot.replace(" ", "")
    server.do("PUT", "snapshot", snapshot)
    assert state_of(server) == snapshot


# ---- restarts ----

def test_a_data_directory_survives_a_restart(tmp_path):
    seeded = {"TANDEM_SEED": SEED + "  - {alias: any, created: -5d}\n"}
    with Server("--data", str(tmp_path), environment=seeded) as server:
        sealed = server.clients().t2019.call("Encrypt", KeyId=ORDERS, Plaintext=PLAINTEXT)["CiphertextBlob"]
        server.clients().t2019.call("CreateKey", Alias="made-by-a-test")
        server.clients().t2019.call("DisableKey", KeyId=ORDERS)
        before = state_of(server)
        server.clients().t2019.call("EnableKey", KeyId=ORDERS)
        server.clients().t2019.call("DisableKey", KeyId=ORDERS)
    with Server("--data", str(tmp_path), environment=seeded) as server:
        assert state_of(server) == before
        server.clients().t2019.call("EnableKey", KeyId=ORDERS)
        assert server.clients().t2019.call("Decrypt", CiphertextBlob=sealed)["Plaintext"] == PLAINTEXT


def test_random_material_stays_over_restarts_and_resets(tmp_path):
    seed = {"TANDEM_SEED": "keys: [{alias: any}]"}
    with Server("--data", str(tmp_path), environment=seed) as server:
        material = json.loads(state_of(server))["keys"]
    with Server("--data", str(tmp_path), environment=seed) as server:
        server.do("POST", "reset?to=empty")
        server.do("POST", "reset")
        assert json.loads(state_of(server))["keys"] == material


# ---- throw-away tenants ----

def test_throw_away_tenants_do_not_meet(server):
    one, two = Clients.of_new_tenant(server.url), Clients.of_new_tenant(server.url)
    key = one.t2019.call("CreateKey", Alias="same")["KeyId"]
    two.t2019.call("CreateKey", Alias="same")
    sealed = one.t2019.call("Encrypt", KeyId=key, Plaintext=PLAINTEXT)["CiphertextBlob"]
    for call in (lambda: two.t2019.call("DescribeKey", KeyId=key), lambda: two.t2019.call("Decrypt", CiphertextBlob=sealed)):
        with pytest.raises(VendorError):
            call()
    assert aliases(one) == aliases(two) == {"same"}


def test_a_reset_ends_throw_away_tenants(server):
    made = server.do("POST", "tenants", {})
    server.do("POST", "reset")
    with pytest.raises(VendorError) as refused:
        server.clients(Account(made["credential"]["id"], made["credential"]["secret"], made["project_id"])).t2019.call("ListKeys")
    assert refused.value.code == "AuthFailure.SecretIdNotFound"


def list_with(huawei, token):
    return huawei.send(huawei.unsigned("POST", "/v1.0/" + "0" * 32 + "/kms/list-keys", b"{}", **{"X-Auth-Token": token}))
