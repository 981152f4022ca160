"""Hosted data keys, white-box keys, grants in seeds, snapshots, savepoints and resets."""

import json
import os

import pytest

import imports
import keys
from clients import Clients, VendorError, b64
from stand_in import ORDERS, SEED, Server
from test_data_keys import hosted
from test_grants import grant, identity

pytestmark = pytest.mark.skipif("TANDEM_CONTRACT_URL" in os.environ, reason="a stand-in is ours")

RAW = bytes(range(16))
LISTS = ("data_keys", "white_box_keys", "grants")
PLAYER = {"name": "player", "spec": "SM4", "secret": b64(RAW)}


@pytest.fixture
def server():
    with Server(environment={"TANDEM_SEED": SEED}) as running:
        yield running


def fill(server):
    """One of each; what reads them afterwards."""
    clients, other = server.clients(), Clients.of_new_tenant(server.url)
    plaintext = clients.t2019.call("GenerateDataKey", KeyId=ORDERS, IsHostedByKms=1, NumberOfBytes=32, DataKeyName="one",
                                   Tags=[{"TagKey": "a", "TagValue": "1"}], EncryptionContext='{"a":"1"}')
    white = clients.t2019.call("CreateWhiteBoxKey", Alias="player", Algorithm="AES_256")
    grant(clients, ORDERS, identity(other)[0], ["encrypt-data"])
    return clients, other, plaintext, white


def is_all_there(clients, other, plaintext, white):
    assert clients.t2019.call("GetDataKeyPlaintext", DataKeyId=plaintext["DataKeyId"])["Plaintext"] == plaintext["Plaintext"]
    found = clients.t2019.call("ListDataKeyDetail", TagFilters=[{"TagKey": "a"}])["DataKeyMetadatas"]
    assert [one["DataKeyName"] for one in found] == ["one"]
    assert clients.t2019.call("DescribeWhiteBoxDecryptKey", KeyId=white["KeyId"])["DecryptKey"] == white["DecryptKey"]
    assert other.huawei.call("encrypt-data", key_id=ORDERS, plain_text="x")


def test_a_snapshot_holds_them(server):
    filled = fill(server)
    snapshot = server.do("GET", "snapshot")
    assert [len(snapshot[name]) for name in LISTS] == [1, 1, 1]
    server.do("POST", "reset")
    after = server.do("GET", "snapshot")
    assert not any(after.get(name) for name in LISTS)
    server.do("PUT", "snapshot", snapshot)
    is_all_there(*filled)
    assert server.do("GET", "snapshot") == snapshot


def test_a_savepoint_holds_them(server):
    filled = fill(server)
    server.do("POST", "savepoints/filled")
    clients = filled[0]
    clients.t2019.call("DisableDataKey", DataKeyId=filled[2]["DataKeyId"])
    clients.t2019.call("DisableWhiteBoxKey", KeyId=filled[3]["KeyId"])
    hosted(clients, ORDERS, DataKeyName="two")
    for one in clients.huawei.call("list-grants", key_id=ORDERS)["grants"]:
        clients.huawei.call("revoke-grant", key_id=ORDERS, grant_id=one["grant_id"])
    server.do("POST", "savepoints/filled/restore")
    is_all_there(*filled)
    assert clients.t2019.call("ListDataKeys")["TotalCount"] == 1


def test_an_export_without_material_has_no_secrets(server):
    fill(server)
    text = json.dumps(server.do("GET", "seed?material=no"))
    document = json.loads(text)
    assert len(document["white_box_keys"]) == 1 and "secret" not in document["white_box_keys"][0]


def test_a_seed_makes_them(server):
    clients, other = server.clients(), Clients.of_new_tenant(server.url)
    made = server.do("POST", "seed", {
        "white_box_keys": [PLAYER],
        "grants": [{"id": "0d4f7a52-6f0e-4a39-8a51-6b8f0a6f2c11", "key": ORDERS, "grantee": identity(other)[1],
                    "grantee_is_domain": True, "operations": ["encrypt-data"]}]})
    assert made["created"] == 2
    (info,) = clients.t2019.call("DescribeWhiteBoxKeyDetails")["KeyInfos"]
    assert (info["Alias"], info["Algorithm"], info["DecryptKey"]) == ("player", "SM4", b64(RAW))
    assert other.huawei.call("encrypt-data", key_id=ORDERS, plain_text="x")
    again = server.do("POST", "seed", {"white_box_keys": [PLAYER]})
    assert (again["created"], again["changed"], again["steps"]) == (0, 0, [])


def test_a_seed_of_nothing_else_is_begun_with(tmp_path):
    document = json.dumps({"white_box_keys": [PLAYER]})
    (tmp_path / "seed.json").write_text(document)
    for arguments, environment in [(["--seed", str(tmp_path / "seed.json")], {}), ([], {"TANDEM_SEED": document})]:
        with Server(*arguments, environment=environment) as server:
            seeded = server.do("GET", "seed")["white_box_keys"]
            assert [one["name"] for one in seeded] == ["player"]
            server.do("POST", "reset?to=empty")
            server.do("POST", "reset")
            assert server.do("GET", "seed")["white_box_keys"] == seeded


def test_a_reset_goes_back_to_what_was_seeded(server):
    server.do("POST", "seed", {"white_box_keys": [PLAYER]})
    clients = server.clients()
    (info,) = clients.t2019.call("DescribeWhiteBoxKeyDetails")["KeyInfos"]
    clients.t2019.call("DisableWhiteBoxKey", KeyId=info["KeyId"])
    clients.t2019.call("CreateWhiteBoxKey", Alias="other", Algorithm="SM4")
    server.do("POST", "reset")
    assert clients.t2019.call("DescribeWhiteBoxKeyDetails")["KeyInfos"] == [info]


def test_a_reset_takes_a_seeded_grant_with_the_key_that_a_test_made(server):
    seeded = {"id": "0d4f7a52-6f0e-4a39-8a51-6b8f0a6f2c11", "grantee": "someone", "operations": ["encrypt-data"]}
    key = keys.create(server.clients())
    server.do("POST", "seed", {"grants": [seeded | {"key": key}]})
    server.do("POST", "reset")
    assert not server.do("GET", "snapshot").get("grants")


@pytest.mark.parametrize("existing, outcome", [("update", 409), ("keep", 200), ("replace", 200)])
def test_another_secret_is_a_conflict_unless_it_is_to_be_replaced(server, existing, outcome):
    server.do("POST", "seed", {"white_box_keys": [PLAYER]})
    other = PLAYER | {"secret": b64(bytes(16))}
    reply = server.ask("POST", f"seed?existing={existing}", {"white_box_keys": [other]})
    assert reply.status == outcome
    (info,) = server.clients().t2019.call("DescribeWhiteBoxKeyDetails")["KeyInfos"]
    assert info["DecryptKey"] == (other if existing == "replace" else PLAYER)["secret"]


# ---- with a key that gets another name ----

IMPORTED = "7b2e4daf-1d60-4c2f-8b88-403c9e2f5d66"


def named(name, **more):
    """A seed that gives two keys a name."""
    return {"keys": [{"id": ORDERS, "name": "kms-orders" + name, "material": {"derive": "orders"}},
                     {"id": IMPORTED, "name": "kms-import" + name, "state": "PendingImport"}], **more}


def test_a_new_name_leaves_grants_and_import_tokens(server):
    server.do("POST", "seed?existing=replace", named("aa"))
    clients, other = server.clients(), Clients.of_new_tenant(server.url)
    made = grant(clients, ORDERS, identity(other)[0], ["encrypt-data"])
    fields = imports.fields_2019(clients, IMPORTED)
    assert server.do("POST", "seed", named("bb"))["changed"] == 2
    (kept,) = clients.huawei.call("list-grants", key_id=ORDERS)["grants"]
    assert kept["grant_id"] == made
    assert other.huawei.call("encrypt-data", key_id=ORDERS, plain_text="x")
    clients.t2019.call("ImportKeyMaterial", **fields)


@pytest.mark.parametrize("operations, changed", [(["encrypt-data"], 2), (["decrypt-data"], 3)])
def test_a_new_name_comes_with_the_grants_of_its_seed(server, operations, changed):
    one = {"id": "0d4f7a52-6f0e-4a39-8a51-6b8f0a6f2c11", "key": ORDERS, "grantee": "someone"}
    server.do("POST", "seed?existing=replace", named("aa", grants=[one | {"operations": ["encrypt-data"]}]))
    before = server.do("GET", "seed")["grants"]
    again = server.do("POST", "seed", named("bb", grants=[one | {"operations": operations}]))
    assert again["changed"] == changed
    assert server.do("GET", "seed")["grants"] == [before[0] | {"operations": operations}]


def test_a_snapshot_with_another_name_takes_grants_that_it_has_not(server):
    server.do("POST", "seed?existing=replace", named("aa"))
    snapshot = server.do("GET", "snapshot")
    server.do("POST", "seed", named("bb"))
    grant(server.clients(), ORDERS, "someone", ["encrypt-data"])
    server.do("PUT", "snapshot", snapshot)
    assert server.do("GET", "snapshot") == snapshot


def test_kinds_do_not_share_their_ids(server):
    """What goes goes, though something else of its id comes."""
    same_id = "0d4f7a52-6f0e-4a39-8a51-6b8f0a6f2c11"
    before = server.do("GET", "snapshot")
    server.do("POST", "seed", {"white_box_keys": [PLAYER | {"id": same_id}]})
    before["grants"] = [{"id": same_id, "key": ORDERS, "grantee": "someone", "operations": ["encrypt-data"]}]
    restored = server.do("PUT", "snapshot", before)
    assert (restored["created"], restored["removed"]) == (1, 1)
    assert "white_box_keys" not in server.do("GET", "snapshot")


def test_names_may_be_swapped(server):
    both = [PLAYER | {"id": "0d4f7a52-6f0e-4a39-8a51-6b8f0a6f2c1" + digit, "name": name} for digit, name in ("1a", "2b")]
    server.do("POST", "seed", {"white_box_keys": both})
    swapped = [both[0] | {"name": "b"}, both[1] | {"name": "a"}]
    assert server.do("POST", "seed", {"white_box_keys": swapped})["changed"] == 2
    found = {one["KeyId"]: one["Alias"] for one in server.clients().t2019.call("DescribeWhiteBoxKeyDetails")["KeyInfos"]}
    assert found == {one["id"]: one["name"] for one in swapped}


@pytest.mark.parametrize("document, words", [
    ({"grants": [{"id": "0d4f7a52-6f0e-4a39-8a51-6b8f0a6f2c11", "key": "0d4f7a52-6f0e-4a39-8a51-6b8f0a6f2c11",
                  "grantee": "x", "operations": ["encrypt-data"]}]}, "which is not there"),
    ({"white_box_keys": [PLAYER, PLAYER]}, "twice"),
    ({"white_box_keys": [PLAYER | {"secret": "YQ=="}]}, "16 bytes"),
    ({"white_box_keys": [PLAYER | {"spec": "RSA_2048"}]}, "AES_256 or SM4"),
    ({"white_box_keys": [{"spec": "SM4"}]}, "need a name"),
    ({"white_box_keys": [PLAYER | {"colour": "red"}]}, "colour"),
    ({"data_keys": [{"name": "one", "key": ORDERS, "ciphertext": "x", "bytes": 16}]}, "ciphertext"),
])
def test_what_cannot_be_is_refused(server, document, words):
    status, message = server.refusal("POST", "seed", document)
    assert status in (400, 409) and words in message


def test_the_plan_says_what_would_come(server):
    steps = server.do("POST", "seed?plan=yes", {"white_box_keys": [PLAYER]})["steps"]
    assert any("white-box key" in json.dumps(step) for step in steps)
    with pytest.raises(VendorError):
        server.clients().t2019.call("DescribeWhiteBoxKey", KeyId=ORDERS)
