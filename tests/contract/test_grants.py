"""Huawei grants: made, listed, ended, and enforced between two domains."""

import hashlib
import os

import pytest

import keys
from clients import Clients, VendorError, b64
from stand_in import Server

DOCUMENTED = ["create-datakey", "create-datakey-without-plaintext", "encrypt-datakey", "decrypt-datakey", "describe-key",
              "create-grant", "retire-grant", "encrypt-data", "decrypt-data"]
NOT_FOUND, NO_PERMISSION, NO_GRANT = "KMS.0207", "KMS.0306", "KMS.2501"
STATUS = {NOT_FOUND: 404, NO_PERMISSION: 403}


def code_of(function, *arguments, **fields):
    with pytest.raises(VendorError) as refused:
        function(*arguments, **fields)
    assert refused.value.status == STATUS.get(refused.value.code, 400), refused.value
    return refused.value.code


def identity(clients):
    """The ids of the user and of the domain."""
    huawei = clients.huawei
    shown = huawei.send(huawei.sign("GET", "/v5/caller-identity")).json()
    return shown["principal_id"], shown["account_id"]


@pytest.fixture(scope="module")
def stranger(url, is_ours):
    """A third domain, which nobody ever grants anything."""
    if not is_ours:
        pytest.skip("needs a third tenant")
    return Clients.of_new_tenant(url)


def grant(owner, key, grantee, operations, **fields):
    answer = owner.huawei.call("create-grant", key_id=key, grantee_principal=grantee, operations=operations, **fields)
    return answer["grant_id"]


def grant_to(owner, clients, operations, key=None, **fields):
    key = key or keys.create(owner)
    return key, grant(owner, key, identity(clients)[0], operations, **fields)


# ---- making and listing ----


def test_a_grant_is_listed_as_it_was_made(ours):
    key = keys.create(ours)
    made = grant(ours, key, "0123456789abcdefABCDEF", DOCUMENTED, name="a:b/c_d-e", retiring_principal="someone")
    assert len(made) == 64 and set(made) <= set("0123456789abcdef")
    listed = ours.huawei.call("list-grants", key_id=key)
    assert (listed["total"], listed["truncated"], listed["next_marker"]) == (1, "false", "")
    (one,) = listed["grants"]
    created = one.pop("creation_date")
    assert len(created) == 13 and created.isdigit()
    assert one == {"key_id": key, "grant_id": made, "grantee_principal": "0123456789abcdefABCDEF",
                   "grantee_principal_type": "user", "operations": DOCUMENTED, "name": "a:b/c_d-e",
                   "issuing_principal": identity(ours)[0], "retiring_principal": "someone"}


def test_pages_of_grants(ours):
    key = keys.create(ours)
    made = {grant(ours, key, f"user{number}", ["describe-key"]) for number in range(3)}
    first = ours.huawei.call("list-grants", key_id=key, limit=2)
    rest = ours.huawei.call("list-grants", key_id=key, limit="2", marker=first["next_marker"])
    assert (first["truncated"], rest["truncated"], rest["next_marker"], rest["total"]) == ("true", "false", "", 3)
    assert {one["grant_id"] for one in first["grants"] + rest["grants"]} == made
    assert code_of(ours.huawei.call, "list-grants", key_id=key, limit="x") == "KMS.1601"
    assert code_of(ours.huawei.call, "list-grants", key_id=key, marker="-1") == "KMS.1602"


@pytest.mark.parametrize("fields, code", [
    ({"operations": []}, "KMS.0308"), ({"operations": ["fly"]}, "KMS.0308"), ({"operations": ["create-grant"]}, "KMS.2401"),
    ({"operations": None}, "KMS.0204"), ({"grantee_principal": "a-b"}, "KMS.2402"), ({"grantee_principal": "a" * 65}, "KMS.2402"),
    ({"grantee_principal": None}, "KMS.0204"), ({"retiring_principal": "a b"}, "KMS.2402"), ({"name": "a b"}, "KMS.0308"),
    ({"name": "a" * 256}, "KMS.0308"), ({"grantee_principal_type": "group"}, "KMS.0308"), ({"key_id": "x"}, "KMS.0205"),
    ({"key_id": keys.ABSENT}, NOT_FOUND), ({"sequence": "x" * 37}, "KMS.0206"),
])
def test_a_bad_grant_is_refused(ours, fields, code):
    right = {"key_id": keys.shared(ours), "grantee_principal": "someone", "operations": ["encrypt-data"]}
    assert code_of(ours.huawei.call, "create-grant", **right | fields) == code


def test_a_grant_needs_an_enabled_key(ours):
    key = keys.create(ours)
    keys.disable(ours, key)
    assert code_of(grant, ours, key, "someone", ["describe-key"]) == "KMS.0209"
    ours.huawei.call("schedule-key-deletion", key_id=key, pending_days="7")
    assert code_of(grant, ours, key, "someone", ["describe-key"]) == "KMS.0210"
    assert code_of(grant, ours, keys.create(ours, external=True), "someone", ["describe-key"]) == "KMS.1301"


def test_a_key_has_at_most_100_grants(ours):
    key = keys.create(ours)
    made = [grant(ours, key, f"user{number}", ["describe-key"]) for number in range(100)]
    assert code_of(grant, ours, key, "onemore", ["describe-key"]) == "KMS.2404"
    ours.huawei.call("revoke-grant", key_id=key, grant_id=made[0])
    grant(ours, key, "onemore", ["describe-key"])


def test_grants_go_with_their_key(is_ours):
    if not is_ours:
        pytest.skip("moves the clock")
    with Server() as server:
        clients = server.clients()
        key = keys.create(clients)
        grant(clients, key, "someone", ["describe-key"], retiring_principal=identity(clients)[0])
        keys.schedule(clients, key)
        server.do("POST", "clock", {"advance": "8d"})
        assert clients.huawei.call("list-retirable-grants")["total"] == 0


# ---- using a key of another domain ----


def uses(owner, key):
    """Every operation that a grantee may call, as a request of its own project."""
    sealed = owner.huawei.call("encrypt-data", key_id=key, plain_text="secret")["cipher_text"]
    data_key = owner.huawei.call("create-datakey", key_id=key, datakey_length="128")["cipher_text"]
    plain = bytes(16)
    return {
        "encrypt-data": {"key_id": key, "plain_text": "secret"},
        "decrypt-data": {"cipher_text": sealed},
        "create-datakey": {"key_id": key, "datakey_length": "128"},
        "create-datakey-without-plaintext": {"key_id": key, "datakey_length": "128"},
        "encrypt-datakey": {"key_id": key, "plain_text": plain.hex() + hashlib.sha256(plain).hexdigest(),
                            "datakey_plain_length": "16"},
        "decrypt-datakey": {"key_id": key, "cipher_text": data_key, "datakey_cipher_length": "16"},
        "describe-key": {"key_id": key},
    }


@pytest.mark.parametrize("operation", ["encrypt-data", "decrypt-data", "create-datakey", "create-datakey-without-plaintext",
                                       "encrypt-datakey", "decrypt-datakey", "describe-key"])
def test_a_grantee_may_do_exactly_what_was_granted(ours, neighbour, stranger, operation):
    key = keys.create(ours)
    requests = uses(ours, key)
    assert code_of(neighbour.huawei.call, operation, **requests[operation]) == NOT_FOUND
    _, made = grant_to(ours, neighbour, [operation], key)
    assert neighbour.huawei.call(operation, **requests[operation])
    for other, fields in requests.items():
        if other != operation:
            assert code_of(neighbour.huawei.call, other, **fields) == NO_PERMISSION, other
    assert code_of(stranger.huawei.call, operation, **requests[operation]) == NOT_FOUND
    ours.huawei.call("revoke-grant", key_id=key, grant_id=made)
    assert code_of(neighbour.huawei.call, operation, **requests[operation]) == NOT_FOUND


def test_owner_and_grantee_read_each_other(ours, neighbour):
    key, _ = grant_to(ours, neighbour, ["encrypt-data", "decrypt-data", "create-datakey", "decrypt-datakey"])
    for one, other in ((ours, neighbour), (neighbour, ours)):
        sealed = one.huawei.call("encrypt-data", key_id=key, plain_text="secret")
        opened = other.huawei.call("decrypt-data", cipher_text=sealed["cipher_text"])
        assert (sealed["key_id"], opened["key_id"], opened["plain_text"]) == (key, key, "secret")
        made = one.huawei.call("create-datakey", key_id=key, datakey_length="256")
        opened = other.huawei.call("decrypt-datakey", key_id=key, cipher_text=made["cipher_text"], datakey_cipher_length="32")
        assert opened["data_key"] == made["plain_text"]


def test_a_domain_may_be_granted_too(ours, neighbour):
    key = keys.create(ours)
    user, domain = identity(neighbour)
    made = grant(ours, key, domain, ["describe-key"], grantee_principal_type="user")
    assert code_of(neighbour.huawei.call, "describe-key", key_id=key) == NOT_FOUND
    ours.huawei.call("revoke-grant", key_id=key, grant_id=made)
    grant(ours, key, domain, ["describe-key"], grantee_principal_type="domain")
    shown = neighbour.huawei.call("describe-key", key_id=key)["key_info"]
    assert (shown["key_id"], shown["domain_id"]) == (key, identity(ours)[1])


def test_the_state_of_the_key_holds_for_grantees(ours, neighbour):
    key, _ = grant_to(ours, neighbour, ["encrypt-data"])
    keys.disable(ours, key)
    assert code_of(neighbour.huawei.call, "encrypt-data", key_id=key, plain_text="x") == "KMS.0209"


def test_signing_keys_can_be_granted(ours, neighbour):
    key = keys.create_of_spec(ours, "EC_P256", "SIGN_VERIFY")
    grant_to(ours, neighbour, ["sign", "verify", "get-publickey"], key)
    fields = {"key_id": key, "message": b64(b"message"), "signing_algorithm": "ECDSA_SHA_256", "message_type": "RAW"}
    signature = neighbour.huawei.call("sign", **fields)["signature"]
    assert neighbour.huawei.call("verify", signature=signature, **fields)["signature_valid"] in (True, "true")
    assert neighbour.huawei.call("get-publickey", key_id=key)["key_id"] == key


@pytest.mark.parametrize("operation, fields", [
    ("enable-key", {}), ("disable-key", {}), ("schedule-key-deletion", {"pending_days": "7"}), ("list-grants", {}),
    ("update-key-description", {"key_description": "x"}), ("update-key-alias", {"key_alias": "x"}),
])
def test_nothing_else_comes_with_a_grant(ours, neighbour, operation, fields):
    key, made = grant_to(ours, neighbour, DOCUMENTED)
    assert code_of(neighbour.huawei.call, operation, key_id=key, **fields) == NOT_FOUND
    assert code_of(neighbour.huawei.call, "revoke-grant", key_id=key, grant_id=made) == NOT_FOUND


def test_other_apis_know_no_grants(ours, neighbour):
    key, _ = grant_to(ours, neighbour, DOCUMENTED)
    assert code_of_tencent(neighbour, "Encrypt", KeyId=key, Plaintext="YQ==") == "ResourceUnavailable.CmkNotFound"


def code_of_tencent(clients, action, **fields):
    with pytest.raises(VendorError) as refused:
        clients.t2019.call(action, **fields)
    return refused.value.code


def test_re_encryption_needs_both_ends(ours, neighbour):
    foreign, own = keys.create(ours), keys.create(neighbour)
    sealed = ours.huawei.call("encrypt-data", key_id=foreign, plain_text="secret")["cipher_text"]
    back = neighbour.huawei.call("encrypt-data", key_id=own, plain_text="secret")["cipher_text"]
    leave = {"cipher_text": sealed, "destination_key_id": own}
    enter = {"cipher_text": back, "destination_key_id": foreign}
    assert code_of(neighbour.huawei.call, "re-encrypt", **leave) == NOT_FOUND
    grant_to(ours, neighbour, ["re-encrypt-from"], foreign)
    moved = neighbour.huawei.call("re-encrypt", **leave)
    assert (moved["source_key_id"], moved["key_id"]) == (foreign, own)
    assert neighbour.huawei.call("decrypt-data", cipher_text=moved["cipher_text"])["plain_text"] == "secret"
    assert code_of(neighbour.huawei.call, "re-encrypt", **enter) == NO_PERMISSION
    grant_to(ours, neighbour, ["re-encrypt-to"], foreign)
    moved = neighbour.huawei.call("re-encrypt", **enter)
    assert ours.huawei.call("decrypt-data", cipher_text=moved["cipher_text"])["plain_text"] == "secret"


def test_a_grantee_grants_on_what_he_has_and_no_more(ours, neighbour, stranger):
    key, _ = grant_to(ours, neighbour, ["create-grant", "encrypt-data"])
    user = identity(stranger)[0]
    assert code_of(grant, neighbour, key, user, ["decrypt-data"]) == NO_PERMISSION
    passed_on = grant(neighbour, key, user, ["encrypt-data"])
    assert stranger.huawei.call("encrypt-data", key_id=key, plain_text="x")
    issued = {one["grant_id"]: one["issuing_principal"] for one in ours.huawei.call("list-grants", key_id=key)["grants"]}
    assert issued[passed_on] == identity(neighbour)[0]
    ours.huawei.call("revoke-grant", key_id=key, grant_id=passed_on)


# ---- ending ----


def test_a_grant_ends_once_and_for_its_own_key(ours):
    key, other = keys.create(ours), keys.create(ours)
    made = grant(ours, key, "someone", ["describe-key"])
    for verb in ("revoke-grant", "retire-grant"):
        assert code_of(ours.huawei.call, verb, key_id=other, grant_id=made) == "KMS.2502"
        assert code_of(ours.huawei.call, verb, key_id=key, grant_id="0" * 64) == NO_GRANT
        assert code_of(ours.huawei.call, verb, key_id=key, grant_id="x") == NO_GRANT
        assert code_of(ours.huawei.call, verb, key_id=keys.ABSENT, grant_id=made) == NOT_FOUND
    assert ours.huawei.call("revoke-grant", key_id=key, grant_id=made.upper()) == {}
    assert code_of(ours.huawei.call, "revoke-grant", key_id=key, grant_id=made) == NO_GRANT
    assert ours.huawei.call("list-grants", key_id=key)["grants"] == []


def test_who_may_retire(ours, neighbour, stranger):
    key = keys.create(ours)
    _, without = grant_to(ours, neighbour, ["encrypt-data"], key)
    assert code_of(neighbour.huawei.call, "retire-grant", key_id=key, grant_id=without) == NOT_FOUND
    _, with_right = grant_to(ours, neighbour, ["encrypt-data", "retire-grant"], key)
    assert code_of(stranger.huawei.call, "retire-grant", key_id=key, grant_id=with_right) == NOT_FOUND
    assert neighbour.huawei.call("retire-grant", key_id=key, grant_id=with_right) == {}
    by_third = grant(ours, key, "someone", ["encrypt-data"], retiring_principal=identity(neighbour)[0])
    assert neighbour.huawei.call("retire-grant", key_id=key, grant_id=by_third) == {}
    assert ours.huawei.call("retire-grant", key_id=key, grant_id=without) == {}
    assert ours.huawei.call("list-grants", key_id=key)["total"] == 0


def test_retirable_grants_are_those_that_name_the_caller(ours, stranger):
    key = keys.create(ours)
    user = identity(stranger)[0]
    grant(ours, key, user, ["describe-key"])
    made = [grant(ours, key, "someone", ["describe-key"], retiring_principal=user) for _ in range(2)]
    listed = stranger.huawei.call("list-retirable-grants", limit="1")
    assert (listed["total"], listed["truncated"], listed["next_marker"]) == (2, "true", "1")
    both = {one["grant_id"] for one in stranger.huawei.call("list-retirable-grants")["grants"]}
    assert both == set(made)
    for one in made:
        stranger.huawei.call("retire-grant", key_id=key, grant_id=one)
    assert stranger.huawei.call("list-retirable-grants")["total"] == 0


@pytest.mark.skipif("TANDEM_CONTRACT_URL" in os.environ, reason="needs a server of its own")
def test_a_restart_keeps_grants(tmp_path):
    with Server("--data", str(tmp_path / "data")) as server:
        other = Clients.of_new_tenant(server.url)
        account, owner = other.account, server.clients()
        key, made = grant_to(owner, other, ["encrypt-data"])
    with Server("--data", str(tmp_path / "data")) as server:
        owner, other = server.clients(), server.clients(account)
        assert other.huawei.call("encrypt-data", key_id=key, plain_text="x")
        owner.huawei.call("revoke-grant", key_id=key, grant_id=made)
        assert code_of(other.huawei.call, "encrypt-data", key_id=key, plain_text="x") == NOT_FOUND
