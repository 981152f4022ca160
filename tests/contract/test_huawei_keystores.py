"""Dedicated keystores of Huawei's API, and keys in them."""

import pytest

import keys
from refusals import code_of
from stand_in import Server

UNKNOWN, TAKEN, SHUT, BAD = "KMS.8003", "KMS.0318", "KMS.0317", "KMS.0308"
ABSENT = "0d0466b0-e727-4d9c-b35d-f84bb474a37f"


def create(clients, alias=None, **fields):
    made = clients.huawei.request("POST", "/keystores", {"keystore_alias": alias or keys.unique_alias(), **fields})["keystore"]
    assert set(made) == {"keystore_id", "domain_id"}
    return made["keystore_id"]


def show(clients, keystore):
    return clients.huawei.request("GET", f"/keystores/{keystore}")["keystore"]


def change(clients, keystore, verb):
    return clients.huawei.request("POST", f"/keystores/{keystore}/{verb}")["keystore"]


def delete(clients, keystore):
    reply = clients.huawei.send(clients.huawei.sign(
        "DELETE", f"/v1.0/{clients.account.project_id}/keystores/{keystore}"))
    clients.huawei.result(reply)
    assert (reply.status, reply.body) == (204, b"")


def key_in(clients, keystore, **fields):
    return clients.huawei.call("create-key", key_alias=keys.unique_alias(), keystore_id=keystore, **fields)["key_info"]["key_id"]


def encrypt(clients, key):
    return clients.huawei.call("encrypt-data", key_id=key, plain_text="x")["cipher_text"]


def test_a_keystore_is_shown_as_it_was_made(ours):
    alias = keys.unique_alias()
    keystore = create(ours, alias, keystore_type="CDMS", cluster_id="c-1", hsm_cluster_id="h-1", hsm_ca_cert="PEM")
    shown = show(ours, keystore)
    created = shown.pop("create_time")
    assert isinstance(created, str) and len(created) == 13
    assert len(shown.pop("domain_id")) == 32
    assert shown == {"keystore_id": keystore, "keystore_alias": alias, "keystore_type": "CDMS", "hsm_cluster_id": "h-1",
                     "cluster_id": "c-1"}
    assert show(ours, create(ours))["keystore_type"] == "DHSM"


def test_pages_of_keystores(fresh):
    made = [create(fresh, f"store-{number}") for number in range(3)]
    listing = lambda query="": fresh.huawei.request("GET", "/keystores", query=query)  # noqa: E731
    assert listing()["total"] == 3 and {one["keystore_id"] for one in listing()["keystores"]} == set(made)
    first, rest = listing("limit=2&offset=0"), listing("limit=2&offset=2")
    assert (first["total"], len(first["keystores"]), len(rest["keystores"])) == (3, 2, 1)
    assert {one["keystore_id"] for one in first["keystores"] + rest["keystores"]} == set(made)
    assert listing("offset=3") == {"total": 3, "keystores": []}
    assert code_of(listing, "limit=0") == "KMS.1601"
    assert code_of(listing, "offset=-1") == "KMS.1603"


@pytest.mark.parametrize("fields, code", [
    ({"keystore_alias": None}, "KMS.0204"), ({"keystore_alias": ""}, "KMS.0204"), ({"keystore_alias": "a b"}, BAD),
    ({"keystore_alias": "a" * 256}, BAD), ({"keystore_type": "HSM"}, BAD), ({"cluster_id": "c" * 256}, BAD),
    ({"sequence": "x" * 37}, "KMS.0206")])
def test_a_bad_keystore_is_refused(ours, fields, code):
    body = {"keystore_alias": keys.unique_alias()} | fields
    assert code_of(ours.huawei.request, "POST", "/keystores", body) == code


def test_the_longest_name(ours):
    create(ours, keys.unique_alias().ljust(255, "a"))


def test_a_name_is_taken_once(ours, neighbour):
    alias = keys.unique_alias()
    create(ours, alias)
    assert code_of(create, ours, alias) == TAKEN
    create(neighbour, alias)


@pytest.mark.parametrize("keystore", [ABSENT, "nonsense", "0", "1", "2", "7"])
def test_an_unknown_keystore(ours, keystore):
    assert code_of(show, ours, keystore) == UNKNOWN
    for verb in ("enable", "disable"):
        assert code_of(change, ours, keystore, verb) == UNKNOWN
    assert code_of(delete, ours, keystore) == UNKNOWN


def test_a_neighbours_keystore_is_not_there(ours, neighbour):
    keystore = create(ours)
    assert code_of(show, neighbour, keystore) == UNKNOWN
    assert code_of(change, neighbour, keystore, "disable") == UNKNOWN
    assert code_of(delete, neighbour, keystore) == UNKNOWN
    assert code_of(key_in, neighbour, keystore) == UNKNOWN


def test_a_disabled_keystore_shuts_its_keys(ours):
    keystore = create(ours)
    key = key_in(ours, keystore)
    sealed = encrypt(ours, key)
    assert change(ours, keystore, "disable") == {"keystore_id": keystore, "keystore_state": "3"}
    assert change(ours, keystore, "disable")["keystore_state"] == "3"
    assert code_of(encrypt, ours, key) == SHUT
    assert code_of(ours.huawei.call, "decrypt-data", cipher_text=sealed) == SHUT
    assert code_of(ours.huawei.call, "create-datakey", key_id=key, datakey_length="256") == SHUT
    assert code_of(key_in, ours, keystore) == SHUT
    assert ours.huawei.call("describe-key", key_id=key)["key_info"]["key_state"] == "2"
    assert change(ours, keystore, "enable") == {"keystore_id": keystore, "keystore_state": "2"}
    assert ours.huawei.call("decrypt-data", cipher_text=sealed)["plain_text"] == "x"


def test_a_disabled_keystore_shuts_its_keys_through_every_api(ours):
    keystore = create(ours)
    key = key_in(ours, keystore)
    change(ours, keystore, "disable")
    assert code_of(ours.t2019.call, "Encrypt", KeyId=key, Plaintext="YQ==") == "ResourceUnavailable.CmkDisabled"


@pytest.mark.parametrize("given, shown", [(None, "0"), ("", "0"), ("0", "0"), ("1", "1"), ("2", "2")])
def test_keys_of_the_common_keystores(ours, given, shown):
    key = key_in(ours, given)
    assert ours.huawei.call("describe-key", key_id=key)["key_info"]["keystore_id"] == shown
    encrypt(ours, key)


def test_key_details_name_the_keystore(ours):
    keystore = create(ours)
    key = key_in(ours, keystore)
    assert ours.huawei.call("describe-key", key_id=key)["key_info"]["keystore_id"] == keystore


@pytest.mark.parametrize("keystore", ["3", "nonsense", ABSENT])
def test_a_key_needs_a_keystore_that_is_there(ours, keystore):
    assert code_of(key_in, ours, keystore) == UNKNOWN


def test_a_keystore_with_keys_stays(ours):
    keystore = create(ours)
    key_in(ours, keystore)
    assert code_of(delete, ours, keystore) == BAD
    empty = create(ours)
    delete(ours, empty)
    assert code_of(show, ours, empty) == UNKNOWN


def test_keys_of_a_keystore_neither_rotate_nor_take_material(ours):
    keystore = create(ours)
    key = key_in(ours, keystore)
    assert code_of(ours.huawei.call, "enable-key-rotation", key_id=key) == "KMS.0338"
    assert code_of(key_in, ours, keystore, origin="external") == "KMS.0339"


def test_a_restart_keeps_keystores(is_ours, tmp_path):
    if not is_ours:
        pytest.skip("needs a server of its own")
    with Server("--data", str(tmp_path / "data")) as server:
        clients = server.clients()
        keystore = create(clients)
        key = key_in(clients, keystore)
        change(clients, keystore, "disable")
        before = show(clients, keystore)
    with Server("--data", str(tmp_path / "data")) as server:
        clients = server.clients()
        assert show(clients, keystore) == before
        assert code_of(encrypt, clients, key) == SHUT


def test_snapshots_and_seeds_know_keystores(server):
    clients = server.clients()
    keystore = create(clients, "kept")
    key = key_in(clients, keystore)
    snapshot = server.do("GET", "snapshot")
    server.do("POST", "reset")
    assert code_of(show, clients, keystore) == UNKNOWN
    server.do("PUT", "snapshot", snapshot)
    assert clients.huawei.call("describe-key", key_id=key)["key_info"]["keystore_id"] == keystore
    assert server.do("GET", "snapshot") == snapshot


def test_a_seed_makes_keystores_with_keys(server):
    seed = {"keystores": [{"id": ABSENT, "name": "vault", "state": "Disabled"}],
            "keys": [{"alias": "apart", "keystore": ABSENT}]}
    assert server.do("POST", "seed", seed)["created"] == 2
    assert server.do("POST", "seed", seed)["steps"] == []
    clients = server.clients()
    assert show(clients, ABSENT)["keystore_alias"] == "vault"
    assert code_of(clients.huawei.call, "encrypt-data", key_id="alias/apart", plain_text="x") == SHUT


def test_a_seeds_key_needs_its_keystore(server):
    status, message = server.refusal("POST", "seed", {"keys": [{"alias": "apart", "keystore": ABSENT}]})
    assert status == 409 and "which is not there" in message
