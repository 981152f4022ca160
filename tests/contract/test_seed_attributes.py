"""Tags, rotation, bound resources and the end of imported material in seeds, exports and savepoints."""

import json
import os
import secrets

import pytest

import imports
import keys
from clients import Account, VendorError
from stand_in import Server

pytestmark = pytest.mark.skipif("TANDEM_CONTRACT_URL" in os.environ, reason="a stand-in is ours")

KEYS = [
    {"alias": "rotating", "created": "2026-01-01", "rotation": {"days": 90, "last": "2026-06-01", "next": "2099-01-01"}},
    {"alias": "paused", "created": "2026-01-01", "rotation": {"enabled": False, "days": 30}},
    {"alias": "tagged", "created": "2026-01-01", "tags": [{"key": "env", "value": "test"}, {"key": "team"}]},
    {"alias": "bound", "created": "2026-01-01", "resources": [{"product": "ssm", "resource": "one"}]},
    {"alias": "imported", "created": "2026-01-01", "origin": "external", "material": {"derive": "imported"},
     "material_expires": "2099-01-01"},
]


def exported(server):
    return {key["alias"]: key for key in server.do("GET", "seed")["keys"]}


def metadata(server, alias):
    shown, = server.clients().t2019.call("ListKeyDetail", SearchKeyAlias=alias)["KeyMetadatas"]
    return shown


def test_come_back_as_they_were_given(server):
    server.do("POST", "seed", {"keys": KEYS})
    shown = exported(server)
    assert shown["rotating"]["rotation"] == {"enabled": True, "days": 90, "last": "2026-06-01T00:00:00Z",
                                             "next": "2099-01-01T00:00:00Z"}
    assert shown["paused"]["rotation"] == {"enabled": False, "days": 30}
    assert shown["tagged"]["tags"] == [{"key": "env", "value": "test"}, {"key": "team", "value": ""}]
    assert shown["bound"]["resources"] == [{"product": "ssm", "resource": "one"}]
    assert shown["imported"]["material_expires"] == "2099-01-01T00:00:00Z"
    again = server.do("POST", "seed", server.ask("GET", "seed").body)
    assert (again["created"], again["changed"], again["removed"]) == (0, 0, 0)


def test_have_their_effect(server):
    server.do("POST", "seed", {"keys": KEYS})
    t2019 = server.clients().t2019
    assert metadata(server, "rotating")["KeyRotationEnabled"] is True
    assert metadata(server, "imported")["ValidTo"] == 4_070_908_800
    assert t2019.call("ListKeyDetail", TagFilters=[{"TagKey": "env", "TagValue": ["test"]}])["TotalCount"] == 1
    with pytest.raises(VendorError) as refused:
        t2019.call("DisableKey", KeyId=metadata(server, "bound")["KeyId"])
    assert refused.value.code == "FailedOperation.CmkUsedByCloudProduct"


def test_a_rotation_without_dates_is_the_same_at_every_reading(server):
    seed = {"keys": [{"alias": "rotating", "rotation": {"days": 90}}]}
    server.do("POST", "seed", seed)
    server.do("POST", "clock", {"advance": "1d"})
    assert server.do("POST", "seed", seed)["changed"] == 0


ROTATING = {"alias": "rotating", "rotation": {"days": 90}}


@pytest.mark.parametrize("more", [
    {}, {"material": {"derive": "rotating"}},
    {"created": "2026-01-01", "rotation": {"days": 90, "last": "2026-01-01", "next": "2026-12-31"}},
], ids=["random", "derived", "dated"])
def test_a_rotation_that_the_seed_ordered_is_the_same_afterwards(server, more):
    seed = {"keys": [ROTATING | more]}
    server.do("POST", "seed", seed)
    for _ in range(2):
        server.do("POST", "clock", {"advance": "91d"})
        again = server.do("POST", "seed", seed)
        assert (again["changed"], again["steps"]) == (0, [])
    assert len(exported(server)["rotating"]["versions"]) == 3


def test_an_update_keeps_what_a_rotation_made(server):
    server.do("POST", "seed", {"keys": [ROTATING]})
    server.do("POST", "clock", {"advance": "91d"})
    before = exported(server)["rotating"]
    described = {"keys": [ROTATING | {"description": "new"}]}
    assert [step["changes"] for step in server.do("POST", "seed", described)["steps"]] == ["description"]
    after = exported(server)["rotating"]
    assert (after["versions"], after["rotation"]) == (before["versions"], before["rotation"])
    assert len(after["versions"]) == 2


def test_other_material_is_a_conflict_after_a_rotation_as_before(server):
    server.do("POST", "seed", {"keys": [ROTATING]})
    server.do("POST", "clock", {"advance": "91d"})
    other = {"keys": [ROTATING | {"material": {"derive": "other"}}]}
    assert server.refusal("POST", "seed", other)[0] == 409


@pytest.mark.parametrize("change, name", [({"tags": [{"key": "env", "value": "live"}]}, "tags"),
                                          ({"tags": []}, "tags")])
def test_that_differ_are_told(server, change, name):
    server.do("POST", "seed", {"keys": KEYS})
    changed = server.do("POST", "seed", {"keys": [KEYS[2] | change]})
    assert [step["changes"] for step in changed["steps"]] == [name]


@pytest.mark.parametrize("wrong", [
    {"tags": {"env": "test"}}, {"tags": [{"value": "v"}]}, {"tags": [{"key": ""}]}, {"tags": [{"key": "a"}, {"key": "a"}]},
    {"tags": [{"key": f"k{i}"} for i in range(51)]}, {"resources": [{"product": "ssm"}]},
    {"resources": [{"product": "", "resource": "one"}]}, {"resources": [{"product": "ssm", "resource": "名" * 257}]},
    {"rotation": {"days": 0}}, {"rotation": {"period": 30}},
    {"rotation": {}, "spec": "RSA_2048"}, {"rotation": {}, "origin": "external"},
    {"rotation": {"enabled": False, "days": 30}, "origin": "external"}, {"material_expires": "2099-01-01"},
    {"imported_fingerprints": {"under": "0" * 16, "versions": []}},
    {"origin": "external", "imported_fingerprints": {"under": "0" * 15, "versions": []}},
    {"origin": "external", "imported_fingerprints": {"under": "0" * 16, "versions": ["0" * 62]}},
    {"origin": "external", "imported_fingerprints": {"versions": []}},
    {"rotation": {"enabled": False, "next": "2099-01-01"}},
], ids=str)
def test_mistakes_are_refused(server, wrong):
    status, _ = server.refusal("POST", "seed", {"keys": [{"alias": "wrong", **wrong}]})
    assert status == 400
    assert "wrong" not in exported(server)


def test_a_savepoint_brings_back_what_was_never_imported(server):
    clients = server.clients()
    key = keys.create(clients, external=True)
    server.do("POST", "savepoints/before")
    imports.import_2019(clients, key)
    clients.t2019.call("DeleteImportedKeyMaterial", KeyId=key)
    with pytest.raises(VendorError):
        imports.import_2019(clients, key, secrets.token_bytes(32))
    server.do("POST", "savepoints/before/restore")
    imports.import_2019(clients, key, secrets.token_bytes(32))


def removed(clients, material):
    """An external key that knows of the material which it had."""
    key = imports.external_2019(clients, material)
    clients.t2019.call("DeleteImportedKeyMaterial", KeyId=key)
    return key


def takes_other_material(clients, key):
    fields = imports.fields_2019(clients, key)
    reply = clients.t2019.send(clients.t2019.sign("ImportKeyMaterial", json.dumps(fields).encode()))
    return "Error" not in reply.json()["Response"]


@pytest.mark.parametrize("method, path", [("PUT", "snapshot"), ("POST", "seed"), ("POST", "seed?existing=replace")])
def test_an_unchanged_snapshot_forgets_no_material(server, method, path):
    clients, material = server.clients(), secrets.token_bytes(32)
    key = removed(clients, material)
    restored = server.do(method, path, server.ask("GET", "snapshot").body)
    assert (restored["created"], restored["changed"], restored["removed"]) == (0, 0, 0)
    assert not takes_other_material(clients, key)
    imports.import_2019(clients, key, material)


def test_a_snapshot_knows_removed_material_of_a_key_that_was_gone(server):
    clients, material = server.clients(), secrets.token_bytes(32)
    key = removed(clients, material)
    snapshot = server.do("GET", "snapshot")
    server.do("POST", "reset")
    server.do("PUT", "snapshot", snapshot)
    assert server.do("GET", "snapshot") == snapshot
    assert not takes_other_material(clients, key)
    imports.import_2019(clients, key, material)


def test_a_snapshot_of_before_an_import_brings_back_what_was_never_imported(server):
    clients = server.clients()
    key = keys.create(clients, external=True)
    snapshot = server.ask("GET", "snapshot").body
    imports.import_2019(clients, key)
    clients.t2019.call("DeleteImportedKeyMaterial", KeyId=key)
    server.do("PUT", "snapshot", snapshot)
    assert takes_other_material(clients, key)


def test_an_update_that_says_nothing_of_imports_forgets_no_material(server):
    clients = server.clients()
    seed = {"keys": [{"id": "6a1d3c9e-0c5f-4b1e-9a77-3f2b8d1e4c55", "state": "PendingImport", "description": "new"}]}
    server.do("POST", "seed", {"keys": [seed["keys"][0] | {"description": "old"}]})
    key = seed["keys"][0]["id"]
    imports.import_2019(clients, key)
    clients.t2019.call("DeleteImportedKeyMaterial", KeyId=key)
    assert [step["changes"] for step in server.do("POST", "seed", seed)["steps"]] == ["description"]
    assert not takes_other_material(clients, key)


def test_another_server_cannot_know_removed_material(server):
    key = removed(server.clients(), secrets.token_bytes(32))
    snapshot = server.ask("GET", "snapshot").body.decode()
    with Server(environment={"TANDEM_SEED": snapshot}) as other:
        other.do("PUT", "snapshot", snapshot)
        again = other.do("PUT", "snapshot", snapshot)
        assert (again["created"], again["changed"], again["removed"]) == (0, 0, 0)
        assert takes_other_material(other.clients(), key)


def test_a_savepoint_of_a_tenant_that_was_made_again_knows_no_removed_material(server):
    made = server.do("POST", "tenants", {})
    account = Account(made["credential"]["id"], made["credential"]["secret"], "0" * 32)
    clients = server.clients(account)
    key = removed(clients, secrets.token_bytes(32))
    server.do("POST", "savepoints/before")
    server.do("POST", "reset")
    server.do("POST", "savepoints/before/restore")
    assert takes_other_material(clients, key)


def test_a_snapshot_keeps_material_that_waits(server):
    clients = server.clients()
    key = imports.external_huawei(clients)
    imports.import_huawei(clients, key, secrets.token_bytes(32))
    imports.import_huawei(clients, key, secrets.token_bytes(32))
    snapshot = server.ask("GET", "snapshot").body
    clients.huawei.call("rotate-on-demand", key_id=key)
    server.do("PUT", "snapshot", snapshot)
    clients.huawei.call("rotate-on-demand", key_id=key)
    assert len(clients.huawei.call("get-key-rotation-status", key_id=key)["key_materials"]) == 2


def rotated_on_demand(clients):
    """An external key of two materials."""
    key = imports.external_huawei(clients)
    for _ in range(2):
        imports.import_huawei(clients, key, secrets.token_bytes(32))
    clients.huawei.call("rotate-on-demand", key_id=key)
    return key


def test_a_snapshot_of_a_rotation_on_demand_comes_back(server):
    rotated_on_demand(server.clients())
    snapshot = server.do("GET", "snapshot")
    server.do("POST", "reset")
    server.do("PUT", "snapshot", snapshot)
    assert server.do("GET", "snapshot") == snapshot
    again = server.do("PUT", "snapshot", snapshot)
    assert (again["created"], again["changed"], again["removed"]) == (0, 0, 0)


def test_a_snapshot_knows_which_of_several_materials_are_there(server):
    clients, materials = server.clients(), [secrets.token_bytes(32) for _ in range(2)]
    key = imports.external_huawei(clients)
    imports.import_huawei(clients, key, materials[0])
    sealed = clients.huawei.call("encrypt-data", key_id=key, plain_text="old")["cipher_text"]
    imports.import_huawei(clients, key, materials[1])
    clients.huawei.call("rotate-on-demand", key_id=key)
    clients.huawei.call("delete-imported-key-material", key_id=key)
    imports.import_huawei(clients, key, materials[0], expiration_time=4_000_000_000)
    snapshot = server.do("GET", "snapshot")
    (shown,) = (one for one in snapshot["keys"] if one["id"] == key)
    assert [version.get("removed", False) for version in shown["versions"]] == [False, True]
    server.do("POST", "reset")
    server.do("PUT", "snapshot", snapshot)
    assert server.do("GET", "snapshot") == snapshot
    assert not takes_other_material(clients, key)
    imports.import_huawei(clients, key, materials[1])
    assert clients.huawei.call("decrypt-data", cipher_text=sealed)["plain_text"] == "old"
    ends = [one["expiration_time"] for one in
            clients.huawei.call("get-key-rotation-status", key_id=key)["key_materials"]]
    assert ends == ["4000000000000", ""]


def test_an_update_of_a_waiting_key_keeps_the_materials_that_are_back(server):
    clients, materials = server.clients(), [secrets.token_bytes(32) for _ in range(2)]
    seed = {"keys": [{"id": "6a1d3c9e-0c5f-4b1e-9a77-3f2b8d1e4c56", "state": "PendingImport", "description": "old"}]}
    server.do("POST", "seed", seed)
    key = seed["keys"][0]["id"]
    for material in materials:
        imports.import_huawei(clients, key, material)
    sealed = clients.huawei.call("encrypt-data", key_id=key, plain_text="old")["cipher_text"]
    clients.huawei.call("rotate-on-demand", key_id=key)
    clients.huawei.call("delete-imported-key-material", key_id=key)
    imports.import_huawei(clients, key, materials[0])
    seed["keys"][0]["description"] = "new"
    assert [step["changes"] for step in server.do("POST", "seed", seed)["steps"]] == ["description"]
    imports.import_huawei(clients, key, materials[1])
    assert clients.huawei.call("decrypt-data", cipher_text=sealed)["plain_text"] == "old"


@pytest.mark.parametrize("member", [
    {"versions": [{"removed": True}]}, {"state": "PendingImport", "versions": [{}]},
    {"state": "PendingImport", "versions": [{"removed": True, "material": {"derive": "x"}}]},
    {"origin": "generated", "versions": [{"removed": True}, {}]},
    {"origin": "generated", "versions": [{"expires": "never"}, {}]},
    {"origin": "external", "versions": [{"expires": "ever"}, {}]}])
def test_versions_that_cannot_be(server, member):
    status, _ = server.refusal("POST", "seed", {"keys": [{"alias": "wrong"} | member]})
    assert status == 400


def test_a_snapshot_of_names_as_long_as_the_api_takes_them_comes_back(server):
    t2019 = server.clients().t2019
    key = t2019.call("CreateKey", Alias="bound", Tags=[{"TagKey": "名" * 127, "TagValue": "值" * 255}])["KeyId"]
    t2019.call("BindCloudResource", KeyId=key, ProductId="ssm", ResourceId="名" * 256)
    snapshot = server.do("GET", "snapshot")
    server.do("POST", "reset")
    server.do("PUT", "snapshot", snapshot)
    assert server.do("GET", "snapshot") == snapshot
