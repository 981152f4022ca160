"""Key policies and access points of Huawei's API, and what of confidential computing is refused."""

import base64
import json
import subprocess
import uuid

import pytest

from refusals import code_of
from stand_in import Server

BAD, MISSING = "KMS.0308", "KMS.0204"
ABSENT = "0d0466b0-e727-4d9c-b35d-f84bb474a37f"
TERMS = {"version": "1.0", "validity_period": {"start_time": "2026-01-01", "end_time": "2027-01-01"},
         "allowed_access_point": ["a-1", "a-2"], "allowed_data_security_zone": ["z-1"]}
NONE = {"version": "", "validity_period": {"start_time": "", "end_time": ""}, "allowed_access_point": [],
        "allowed_data_security_zone": []}


@pytest.fixture
def keyspace():
    return str(uuid.uuid4())


def policies(clients, method, path="", fields=None, query=""):
    return clients.huawei.request(method, "/kms/key-policies" + path, fields, query)


def points(clients, method, path="", fields=None, query=""):
    return clients.huawei.request(method, "/kms/access-points" + path, fields, query)


def create_policy(clients, keyspace, terms=TERMS, **fields):
    body = {"keyspace_id": keyspace, "policy_name": "p", "policy": json.dumps(terms)} | fields
    return policies(clients, "POST", fields=body)["policy_id"]


def create_point(clients, keyspace, **fields):
    body = {"keyspace_id": keyspace, "access_point_name": "p", "type": 3} | fields
    return points(clients, "POST", fields=body)["access_point_id"]


# ---- key policies ----


def test_a_policy_is_shown_as_it_was_made(ours, keyspace):
    policy = create_policy(ours, keyspace, policy_name="name", description="text")
    shown = policies(ours, "GET", f"/{policy}")
    dates = [shown.pop(name) for name in ("create_time", "last_modify_time")]
    assert dates[0] == dates[1] and dates[0].endswith("Z")
    assert len(shown.pop("created_by")) == 32
    assert shown == {"policy_id": policy, "policy_name": "name", "keyspace_id": keyspace, "policy": TERMS,
                     "description": "text", "last_access_time": ""}


def test_lists_spell_a_policy_in_their_own_way(ours, keyspace):
    policy = create_policy(ours, keyspace)
    listed = policies(ours, "GET", query=f"keyspace_id={keyspace}")
    assert listed["page_info"] == {"next_marker": "", "current_count": 1}
    (one,) = listed["keyspace_policies"]
    assert one["policy_id"] == policy
    assert one["policy"] == {"version": "1.0", "validityPeriod": TERMS["validity_period"], "allowedAccessPoint": ["a-1", "a-2"],
                             "allowed_data_security_zone": ["z-1"]}


def test_either_spelling_is_taken(ours, keyspace):
    policy = create_policy(ours, keyspace, {"version": 1, "validityPeriod": {"start_time": "s"}, "allowedAccessPoint": ["a"]})
    assert policies(ours, "GET", f"/{policy}")["policy"] == NONE | {
        "version": "1", "validity_period": {"start_time": "s", "end_time": ""}, "allowed_access_point": ["a"]}


def test_an_update_replaces_the_terms(ours, keyspace):
    policy = create_policy(ours, keyspace, description="text")
    answer = policies(ours, "PUT", f"/{policy}", {"policy": json.dumps({"version": "2"})})
    assert answer.pop("last_modify_time").endswith("Z")
    assert answer == {"policy_id": policy, "policy": NONE | {"version": "2"}, "description": "text"}
    policies(ours, "PUT", f"/{policy}", {"policy": "{}", "description": "other"})
    assert policies(ours, "GET", f"/{policy}")["description"] == "other"


def test_pages_by_marker(ours, keyspace):
    made = {create_policy(ours, keyspace) for _ in range(3)}
    create_policy(ours, str(uuid.uuid4()))
    first = policies(ours, "GET", query=f"keyspace_id={keyspace}&limit=2")
    marker = first["page_info"]["next_marker"]
    assert first["page_info"]["current_count"] == 2 and uuid.UUID(marker)
    rest = policies(ours, "GET", query=f"keyspace_id={keyspace}&limit=2&marker={marker}")
    assert rest["page_info"] == {"next_marker": "", "current_count": 1}
    assert {one["policy_id"] for one in first["keyspace_policies"] + rest["keyspace_policies"]} == made


@pytest.mark.parametrize("query, code", [("", MISSING), ("keyspace_id=x&limit=0", "KMS.1601"),
                                         ("keyspace_id=x&marker=1", "KMS.1602"), (f"keyspace_id=x&marker={ABSENT}", "KMS.1602")])
def test_a_bad_page_is_refused(ours, query, code):
    for listing in (policies, points):
        assert code_of(listing, ours, "GET", query=query) == code


@pytest.mark.parametrize("fields, code", [
    ({"keyspace_id": None}, MISSING), ({"policy_name": None}, MISSING), ({"policy": None}, MISSING), ({"policy": "x"}, BAD),
    ({"policy": "[]"}, BAD), ({"policy": '{"version": {}}'}, BAD), ({"policy": '{"allowed_access_point": [1]}'}, BAD),
    ({"policy": '{"validity_period": "x"}'}, BAD), ({"policy": " " * 32769}, BAD), ({"policy_name": "n" * 256}, BAD),
    ({"policy": json.dumps({"allowed_access_point": ["a"] * 101})}, BAD)])
def test_a_bad_policy_is_refused(ours, keyspace, fields, code):
    assert code_of(create_policy, ours, keyspace, **fields) == code


@pytest.mark.parametrize("policy", [ABSENT, "nonsense"])
def test_an_unknown_policy(ours, policy):
    assert code_of(policies, ours, "GET", f"/{policy}") == BAD
    assert code_of(policies, ours, "PUT", f"/{policy}", {"policy": "{}"}) == BAD
    assert code_of(policies, ours, "DELETE", f"/{policy}") == BAD


def test_a_policy_ends(ours, neighbour, keyspace):
    policy = create_policy(ours, keyspace)
    assert code_of(policies, neighbour, "GET", f"/{policy}") == BAD
    assert code_of(policies, neighbour, "DELETE", f"/{policy}") == BAD
    assert policies(ours, "DELETE", f"/{policy}") == {}
    assert code_of(policies, ours, "GET", f"/{policy}") == BAD


# ---- access points ----


def listed_points(clients, keyspace):
    return points(clients, "GET", query=f"keyspace_id={keyspace}")["access_points"]


def test_an_access_point_is_listed_as_it_was_made(ours, keyspace):
    point = create_point(ours, keyspace, access_point_name="name", type="1", identity="i", cluster_id="c", description="d")
    (one,) = listed_points(ours, keyspace)
    assert one.pop("create_time") == one.pop("lsat_modify_time")
    assert len(one.pop("created_by")) == 32
    assert one == {"access_point_id": point, "keyspace_id": keyspace, "access_point_name": "name", "state": 2, "type": 1}


def test_an_access_point_is_disabled_and_enabled(ours, keyspace):
    point = create_point(ours, keyspace)
    for verb, state in (("disable", 3), ("disable", 3), ("enable", 2)):
        assert points(ours, "POST", f"/{point}/{verb}") == {}
        assert listed_points(ours, keyspace)[0]["state"] == state


def test_the_private_key_is_one_and_stays(ours, keyspace, tmp_path):
    point, other = create_point(ours, keyspace), create_point(ours, keyspace)
    answer = points(ours, "POST", f"/{point}/get-privatekey")
    assert answer["access_point_id"] == point
    (tmp_path / "key").write_bytes(base64.b64decode(answer["private_key"], validate=True))
    told = subprocess.run(["openssl", "pkey", "-inform", "DER", "-in", tmp_path / "key", "-noout", "-text"],
                          capture_output=True, check=True, text=True).stdout
    assert "P-256" in told
    assert points(ours, "POST", f"/{point}/get-privatekey") == answer
    assert points(ours, "POST", f"/{other}/get-privatekey")["private_key"] != answer["private_key"]


@pytest.mark.parametrize("fields, code", [
    ({"keyspace_id": None}, MISSING), ({"access_point_name": None}, MISSING), ({"type": None}, MISSING), ({"type": 0}, BAD),
    ({"type": 4}, BAD), ({"type": "x"}, BAD), ({"description": "d" * 1025}, BAD)])
def test_a_bad_access_point_is_refused(ours, keyspace, fields, code):
    assert code_of(create_point, ours, keyspace, **fields) == code


@pytest.mark.parametrize("kind", [1, 2, 3])
def test_every_type_of_access_point(ours, keyspace, kind):
    create_point(ours, keyspace, type=kind)
    assert listed_points(ours, keyspace)[0]["type"] == kind


def test_an_access_point_ends(ours, neighbour, keyspace):
    point = create_point(ours, keyspace)
    for clients, one in ((neighbour, point), (ours, ABSENT), (ours, "nonsense")):
        assert code_of(points, clients, "DELETE", f"/{one}") == BAD
        for verb in ("enable", "disable", "get-privatekey"):
            assert code_of(points, clients, "POST", f"/{one}/{verb}") == BAD
    assert points(ours, "DELETE", f"/{point}") == {}
    assert listed_points(ours, keyspace) == []


# ---- both, over restarts and in snapshots ----


def all_of(clients, keyspace):
    made = listed_points(clients, keyspace)
    return (policies(clients, "GET", query=f"keyspace_id={keyspace}"), made,
            [points(clients, "POST", f"/{one['access_point_id']}/get-privatekey") for one in made])


def test_a_restart_keeps_them(is_ours, keyspace, tmp_path):
    if not is_ours:
        pytest.skip("needs a server of its own")
    with Server("--data", str(tmp_path / "data")) as server:
        create_policy(server.clients(), keyspace)
        create_point(server.clients(), keyspace)
        before = all_of(server.clients(), keyspace)
    with Server("--data", str(tmp_path / "data")) as server:
        assert all_of(server.clients(), keyspace) == before


def test_a_snapshot_holds_them(server, keyspace):
    clients = server.clients()
    create_policy(clients, keyspace)
    create_point(clients, keyspace)
    before, snapshot = all_of(clients, keyspace), server.do("GET", "snapshot")
    server.do("POST", "reset")
    assert all_of(clients, keyspace)[1] == []
    server.do("PUT", "snapshot", snapshot)
    assert all_of(clients, keyspace) == before
    assert server.do("GET", "snapshot") == snapshot


def test_a_seed_makes_them(server, keyspace):
    seed = {"key_policies": [{"id": ABSENT, "name": "p", "keyspace": keyspace, "access_points": ["a"]}],
            "access_points": [{"id": ABSENT, "name": "p", "keyspace": keyspace, "type": 1}]}
    assert server.do("POST", "seed", seed)["created"] == 2
    assert server.do("POST", "seed", seed)["steps"] == []
    assert policies(server.clients(), "GET", f"/{ABSENT}")["policy"]["allowed_access_point"] == ["a"]
    assert listed_points(server.clients(), keyspace)[0]["access_point_id"] == ABSENT


# ---- what nobody outside the vendor could do ----


@pytest.mark.parametrize("verb, fields, code", [
    ("create-pin", {}, BAD), ("datakey-capsule/create", {"key_id": ABSENT, "datakey_length": "256"}, BAD),
    ("datakey-capsule/create", {"key_id": ABSENT}, MISSING), ("datakey-capsule/decrypt", {"key_id": ABSENT}, MISSING),
    ("datakey-capsule/decrypt", {"key_id": ABSENT, "datakey_capsule": "x", "attestation_document": {}}, "KMS.3804")])
def test_what_is_refused(ours, verb, fields, code):
    assert code_of(ours.huawei.call, verb, **fields) == code
