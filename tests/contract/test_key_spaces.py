"""Regions that share their keys, and regions with keys of their own: key_spaces, replication, the primary region."""

import json

import pytest

import keys
from clients import Account, Clients, Huawei, Tencent2017, Tencent2019, VendorError
from refusals import code_of
from stand_in import DEVELOPMENT_ACCOUNT, Server

NORTH, EAST, SOUTH = "cn-north-4", "cn-east-3", "cn-south-1"  # the first is the configured one
PROJECTS = {NORTH: "0" * 32, EAST: "1" * 32, SOUTH: "2" * 32}
TENANTS = [{"name": "default", "huawei": {"domain_name": "tandemdev", "projects": PROJECTS}},
           {"name": "other", "huawei": {"projects": {NORTH: "3" * 32, EAST: "4" * 32}}}]
CREDENTIALS = [{"id": "other", "secret": "other-secret", "tenant": "other"}]
SETTINGS = {"TANDEM_TENANTS": json.dumps(TENANTS), "TANDEM_CREDENTIALS": json.dumps(CREDENTIALS)}
APART = SETTINGS | {"TANDEM_KEY_SPACES": "per_region", "TANDEM_TENCENT__REGIONS": '{"ap-shanghai": "fips", "ap-beijing": "fips"}'}
HOME, SHANGHAI = "ap-guangzhou", "ap-shanghai"
BAD, NOT_FOUND, ROTATION = "KMS.0308", "KMS.0207", "KMS.0319"
NO_KEY = "ResourceUnavailable.CmkNotFound"


class Region(Huawei):
    """One account in one of its regions."""

    def __init__(self, url, region, account=DEVELOPMENT_ACCOUNT, project=None):
        super().__init__(url, Account(account.access_id, account.secret, project or PROJECTS[region]))
        self.region = region

    def create(self, alias=None, **fields):
        return self.call("create-key", key_alias=alias or keys.unique_alias(), **fields)["key_info"]["key_id"]

    def seal(self, key):
        return self.call("encrypt-data", key_id=key, plain_text="secret")["cipher_text"]

    def open(self, sealed):
        return self.call("decrypt-data", cipher_text=sealed)["plain_text"]

    def details(self, key):
        return self.call("describe-key", key_id=key)["key_info"]

    def v2(self, method, path, fields=None, query=""):
        body = b"" if fields is None else json.dumps(fields).encode()
        return self.result(self.send(self.sign(method, f"/v2/{self.account.project_id}/kms{path}", body, query)))

    def regions(self, query=""):
        return self.v2("GET", "/regions", query=query)["regions"]

    def replicate(self, key, region, **fields):
        body = {"key_id": key, "replica_region": region, "key_alias": keys.unique_alias(),
                "replica_project_id": PROJECTS[region]} | fields
        return self.v2("POST", f"/keys/{key}/replicate", body)

    def make_primary(self, key, region, **fields):
        return self.v2("PUT", f"/keys/{key}/update-primary-region", {"key_id": key, "primary_region": region} | fields)

    def make_primary_by_path(self, key, region):
        """As Terraform does."""
        return self.v2("PUT", f"/keys/{key}/update-primary-region", {"primary_region": region})


class InRegion(Tencent2019):
    """API 3.0 as a client of a region, by header or by parameter."""

    def call_in(self, region, action, **fields):
        return self.result(self.send(self.sign(action, json.dumps(fields).encode(), extra_headers={"X-TC-Region": region})))


@pytest.fixture(scope="module")
def apart(is_ours):
    if not is_ours:
        pytest.skip("needs a server of its own")
    with Server(environment=APART) as running:
        yield running


@pytest.fixture
def north(apart):
    return Region(apart.url, NORTH)


@pytest.fixture
def east(apart):
    return Region(apart.url, EAST)


@pytest.fixture
def south(apart):
    return Region(apart.url, SOUTH)


@pytest.fixture
def stranger(apart):
    return Region(apart.url, EAST, Account("other", "other-secret", None), "4" * 32)


@pytest.fixture
def t2019(apart):
    return InRegion(apart.url, DEVELOPMENT_ACCOUNT)


# ---- one space for all ----


@pytest.fixture
def shared(is_ours):
    if not is_ours:
        pytest.skip("needs a server of its own")
    with Server(environment=SETTINGS) as running:
        yield running


def test_a_shared_space_has_nothing_to_replicate(shared):
    north, east = Region(shared.url, NORTH), Region(shared.url, EAST)
    key = north.create()
    assert east.open(north.seal(key)) == "secret"
    assert (north.regions(), east.regions()) == ([NORTH], [EAST])
    for refused in (lambda: north.replicate(key, EAST), lambda: north.make_primary(key, EAST)):
        with pytest.raises(VendorError) as caught:
            refused()
        assert (caught.value.status, caught.value.code) == (400, BAD)
        assert "key_spaces: per_region" in caught.value.reply.headers["X-Tandem-Diag"]


def test_the_setting_has_two_words(is_ours):
    if not is_ours:
        pytest.skip("starts a server")
    with pytest.raises(RuntimeError, match="key_spaces"):
        Server(environment={"TANDEM_KEY_SPACES": "many"})


def test_the_setting_is_a_flag_too(is_ours):
    if not is_ours:
        pytest.skip("starts a server")
    with Server("--set", "key_spaces=per_region", environment=SETTINGS) as server:
        key = Region(server.url, EAST).create()
        assert code_of(Region(server.url, NORTH).details, key) == NOT_FOUND


# ---- keys of their own ----


def test_regions_are_the_projects(north):
    assert north.regions() == [NORTH, EAST, SOUTH]
    assert north.regions("limit=1&offset=1") == [EAST]
    assert north.regions("offset=3") == []
    assert code_of(north.regions, "offset=x") == "KMS.1603"


def test_a_key_of_one_region_is_unknown_in_another(north, east):
    key = east.create("only-east")
    assert east.details(key)["realm"] == EAST
    sealed = east.seal(key)
    assert east.open(sealed) == "secret"
    assert code_of(north.details, key) == NOT_FOUND
    assert code_of(north.open, sealed) == NOT_FOUND
    north.create("only-east")
    listed = east.call("list-keys", limit="1000")["keys"]
    assert key in listed and key not in north.call("list-keys", limit="1000")["keys"]


def test_aliases_name_their_region(north, east):
    key = east.create()
    urn = east.request("POST", "/kms/aliases", {"key_id": key, "alias": keys.unique_alias()})["alias_urn"]
    assert urn.startswith(f"kms:{EAST}:")
    assert east.details(urn)["key_id"] == key
    assert code_of(north.details, urn) == NOT_FOUND
    assert code_of(east.details, urn.replace(EAST, NORTH)) == NOT_FOUND


def test_the_neighbour_has_regions_of_his_own(east, stranger):
    key = east.create()
    assert code_of(stranger.details, key) == NOT_FOUND
    assert stranger.regions() == [NORTH, EAST]


def test_grants_hold_in_their_region(apart, east, stranger):
    shown = stranger.send(stranger.sign("GET", "/v5/caller-identity")).json()
    key = east.create()
    made = east.call("create-grant", key_id=key, grantee_principal=shown["principal_id"], operations=["describe-key"],
                     retiring_principal=shown["principal_id"])
    assert stranger.details(key)["key_id"] == key
    elsewhere = Region(apart.url, NORTH, stranger.account, "3" * 32)
    assert code_of(elsewhere.details, key) == NOT_FOUND
    assert elsewhere.call("list-retirable-grants")["total"] == 0
    assert code_of(elsewhere.call, "retire-grant", key_id=key, grant_id=made["grant_id"]) == NOT_FOUND
    assert stranger.call("list-retirable-grants")["total"] == 1


def test_api_3_finds_keys_in_their_region(t2019):
    key = t2019.call_in(SHANGHAI, "CreateKey", Alias=keys.unique_alias())["KeyId"]
    sealed = t2019.call_in(SHANGHAI, "Encrypt", KeyId=key, Plaintext="YQ==")["CiphertextBlob"]
    assert t2019.call_in(SHANGHAI, "Decrypt", CiphertextBlob=sealed)["KeyId"] == key
    for region in (HOME, "ap-beijing", None):
        assert code_of(t2019.call_in, region, "DescribeKey", KeyId=key) == NO_KEY
    assert code_of(t2019.call_in, HOME, "Decrypt", CiphertextBlob=sealed) == NO_KEY
    assert t2019.call_v1("DescribeKey", {"KeyId": key, "Region": SHANGHAI})["KeyMetadata"]["KeyId"] == key
    assert code_of(t2019.call_v1, "DescribeKey", {"KeyId": key, "Region": HOME}) == NO_KEY


def test_the_default_regions_of_all_apis_are_one(north, t2019):
    key = north.create()
    assert t2019.call_in(HOME, "DescribeKey", KeyId=key)["KeyMetadata"]["KeyId"] == key
    assert t2019.call_in(None, "DescribeKey", KeyId=key)["KeyMetadata"]["KeyId"] == key


def test_the_default_region_of_each_api_is_the_tenants_own_in_all(north, t2019):
    key = north.create()
    assert t2019.call_in(NORTH, "DescribeKey", KeyId=key)["KeyMetadata"]["KeyId"] == key


@pytest.mark.parametrize("region", ["Moon_1", "a" * 65, "../..", "ap-nowhere"])
def test_a_region_that_nobody_named(t2019, region):
    assert code_of(t2019.call_in, region, "ListKeys") == "UnsupportedRegion"


def test_the_legacy_api_has_three_regions(apart):
    legacy = Tencent2017(apart.url, DEVELOPMENT_ACCOUNT)
    key = legacy.call("CreateKey", alias=keys.unique_alias(), Region="sh")["keyMetadata"]["keyId"]
    for name in ("sh", SHANGHAI):
        assert legacy.call("GetKeyAttributes", keyId=key, Region=name)["keyMetadata"]["keyId"] == key
    for name in ("gz", "", "mars"):
        assert code_of(legacy.call, "GetKeyAttributes", keyId=key, Region=name) == "4530/10630"
    in_3 = InRegion(apart.url, DEVELOPMENT_ACCOUNT).call_in(SHANGHAI, "ListKeys", Limit=200)["Keys"]
    assert in_3


def test_a_tenant_has_keys_in_a_hundred_regions(is_ours):
    if not is_ours:
        pytest.skip("needs a server of its own")
    regions = json.dumps({f"r-{number}": "fips" for number in range(101)})
    with Server(environment=APART | {"TANDEM_TENCENT__REGIONS": regions}) as server:
        api = InRegion(server.url, DEVELOPMENT_ACCOUNT)
        for number in range(101):
            assert api.call_in(f"r-{number}", "ListKeys")["Keys"] == []
        for number in range(100):
            api.call_in(f"r-{number}", "CreateKey", Alias="first")
        assert code_of(api.call_in, "r-100", "CreateKey", Alias="first") == "UnsupportedRegion"
        assert api.call_in("r-100", "ListKeys")["Keys"] == []
        api.call_in("r-99", "CreateKey", Alias="second")
        api.call_in(HOME, "CreateKey", Alias="first")


def test_a_region_that_was_only_asked_for_leaves_nothing(is_ours):
    if not is_ours:
        pytest.skip("needs a server of its own")
    with Server(environment=APART) as server:
        api = InRegion(server.url, DEVELOPMENT_ACCOUNT)
        before = server.do("GET", "snapshot")
        assert api.call_in(SHANGHAI, "ListKeys")["Keys"] == []
        assert code_of(api.call_in, SHANGHAI, "EnableKey", KeyId="6e2f0b9e-9d1c-4b8e-8f3a-1f6a6d1b2c3d") == NO_KEY
        assert server.do("GET", "snapshot") == before


# ---- replication ----


def test_a_replica_opens_what_the_others_sealed(north, east, south):
    key = east.create(key_description="of east")
    before = east.seal(key)
    answer = east.replicate(key, NORTH, key_alias="in-the-north", key_description="of north", tags=[{"key": "a", "value": "1"}])
    assert answer == {"key_id": key, "domain_id": east.details(key)["domain_id"], "region": NORTH}
    east.replicate(key, SOUTH)
    shown = north.details(key)
    assert (shown["key_alias"], shown["key_description"], shown["realm"]) == ("in-the-north", "of north", NORTH)
    assert north.call("describe-key", key_id="alias/in-the-north")["key_info"]["key_id"] == key
    assert north.request("GET", f"/kms/{key}/tags")["tags"] == [{"key": "a", "value": "1"}]
    for one in (north, east, south):
        assert one.open(before) == "secret"
        sealed = one.seal(key)
        assert {other.open(sealed) for other in (north, east, south)} == {"secret"}


def test_data_keys_and_signatures_too(north, east):
    key = east.create()
    east.replicate(key, NORTH)
    made = east.call("create-datakey", key_id=key, datakey_length="256")
    opened = north.call("decrypt-datakey", key_id=key, cipher_text=made["cipher_text"], datakey_cipher_length="32")
    assert opened["data_key"] == made["plain_text"]
    signing = east.create(key_spec="EC_P256", key_usage="SIGN_VERIFY")
    east.replicate(signing, NORTH)
    public = [one.call("get-publickey", key_id=signing)["public_key"] for one in (east, north)]
    assert public[0] == public[1]


def test_replicas_live_apart(north, east):
    key = east.create()
    east.replicate(key, NORTH)
    east.call("disable-key", key_id=key)
    assert code_of(east.seal, key) == "KMS.0209"
    assert north.open(north.seal(key)) == "secret"


def test_only_a_primary_replicates_and_once_a_region(north, east):
    key = east.create()
    east.replicate(key, NORTH)
    assert code_of(east.replicate, key, NORTH) == BAD
    assert code_of(east.replicate, key, EAST) == BAD
    assert code_of(north.replicate, key, SOUTH) == BAD


def test_what_cannot_be_replicated(north, east):
    key = east.create()
    taken = keys.unique_alias()
    north.create(taken)
    for fields, code in [({"key_alias": taken}, "KMS.1104"), ({"key_alias": "a b"}, "KMS.1101"), ({"key_alias": None}, "KMS.0204"),
                         ({"replica_region": "mars-1"}, BAD), ({"replica_region": None}, "KMS.0204"),
                         ({"replica_project_id": PROJECTS[SOUTH]}, BAD), ({"replica_project_id": None}, "KMS.0204"),
                         ({"key_id": "x"}, BAD), ({"key_id": None}, "KMS.0204"), ({"key_description": "d" * 256}, "KMS.1103"),
                         ({"tags": [{"key": ""}]}, "KMS.0411"), ({"tags": [{"key": str(n)} for n in range(11)]}, "KMS.0407")]:
        assert code_of(east.replicate, key, NORTH, **fields) == code, fields
    assert code_of(north.details, key) == NOT_FOUND
    assert code_of(east.replicate, keys.ABSENT, NORTH) == NOT_FOUND
    assert code_of(east.replicate, "x", NORTH) == "KMS.0205"


def test_states_that_cannot_be_replicated(east):
    key = east.create()
    east.call("disable-key", key_id=key)
    assert code_of(east.replicate, key, NORTH) == "KMS.0209"
    east.call("schedule-key-deletion", key_id=key, pending_days="7")
    assert code_of(east.replicate, key, NORTH) == "KMS.0210"
    assert code_of(east.replicate, east.create(origin="external"), NORTH) == "KMS.1301"


def test_keys_of_several_regions_do_not_rotate(north, east):
    key = east.create()
    east.replicate(key, NORTH)
    for one in (north, east):
        assert code_of(one.call, "enable-key-rotation", key_id=key) == ROTATION
    rotating = east.create()
    east.call("enable-key-rotation", key_id=rotating)
    assert code_of(east.replicate, rotating, NORTH) == ROTATION


def test_keys_of_dedicated_keystores_have_no_replicas(east):
    keystore = east.request("POST", "/keystores", {"keystore_alias": keys.unique_alias()})["keystore"]["keystore_id"]
    assert code_of(east.replicate, east.create(keystore_id=keystore), NORTH) == "KMS.0340"


# ---- the primary region ----


def test_the_primary_region_moves(north, east, south):
    key = east.create()
    east.replicate(key, NORTH)
    assert east.make_primary(key, NORTH) == {"key_id": key, "primary_region": NORTH}
    assert code_of(east.replicate, key, SOUTH) == BAD
    north.replicate(key, SOUTH)
    assert south.open(east.seal(key)) == "secret"
    assert north.make_primary_by_path(key, EAST) == {"key_id": key, "primary_region": EAST}


def test_the_primary_region_moves_to_a_replica_alone(north, east):
    key = east.create()
    assert code_of(east.make_primary, key, NORTH) == BAD
    assert code_of(east.make_primary, key, EAST) == BAD
    east.replicate(key, NORTH)
    assert code_of(north.make_primary, key, EAST) == BAD
    assert code_of(east.make_primary, key, SOUTH) == BAD
    assert code_of(east.make_primary, key, "mars-1") == BAD
    assert code_of(east.make_primary, key, None) == "KMS.0204"
    assert code_of(east.make_primary, keys.ABSENT, NORTH) == NOT_FOUND


# ---- what lasts ----


def test_a_restart_keeps_spaces_and_replicas(is_ours, tmp_path):
    if not is_ours:
        pytest.skip("needs a server of its own")
    data = ("--data", str(tmp_path / "data"))
    with Server(*data, environment=APART) as server:
        east = Region(server.url, EAST)
        key, own = east.create(), east.create()
        sealed = east.seal(key)
        east.replicate(key, NORTH)
        east.make_primary(key, NORTH)
    with Server(*data, environment=APART) as server:
        north, east = Region(server.url, NORTH), Region(server.url, EAST)
        assert north.open(sealed) == east.open(sealed) == "secret"
        assert code_of(north.details, own) == NOT_FOUND
        assert code_of(east.replicate, key, SOUTH) == BAD
        north.replicate(key, SOUTH)


def test_snapshots_and_savepoints_hold_spaces(is_ours):
    if not is_ours:
        pytest.skip("needs a server of its own")
    with Server(environment=APART) as server:
        north, east = Region(server.url, NORTH), Region(server.url, EAST)
        key = east.create()
        sealed = east.seal(key)
        east.replicate(key, NORTH)
        snapshot = server.do("GET", "snapshot")
        server.do("POST", "savepoints/before")
        for restore in (("PUT", "snapshot", snapshot), ("POST", "savepoints/before/restore")):
            server.do("POST", "reset")
            assert code_of(east.details, key) == NOT_FOUND
            server.do(*restore)
            assert north.open(sealed) == east.open(sealed) == "secret"
            assert server.do("GET", "snapshot") == snapshot
            assert code_of(north.replicate, key, SOUTH) == BAD


def test_a_seed_fills_a_region(is_ours):
    if not is_ours:
        pytest.skip("needs a server of its own")
    seed = {"tenants": [{"name": f"default@{EAST}"}], "keys": [{"alias": "orders", "tenant": f"default@{EAST}"}]}
    with Server(environment=APART | {"TANDEM_SEED": json.dumps(seed)}) as server:
        north, east = Region(server.url, NORTH), Region(server.url, EAST)
        found = east.call("describe-key", key_id="alias/orders")["key_info"]
        assert (found["realm"], found["domain_id"]) == (EAST, north.details(north.create())["domain_id"])
        assert code_of(north.details, "alias/orders") == NOT_FOUND
        assert server.do("POST", "seed", seed)["steps"] == []
        status, message = server.refusal("POST", "seed", {"tenants": [{"name": "nobody@there"}]})
        assert status == 409 and "nobody" in message


def test_throw_away_tenants_have_regions_too(apart):
    clients = Clients.of_new_tenant(apart.url)
    api = InRegion(apart.url, clients.account)
    key = api.call_in(SHANGHAI, "CreateKey", Alias="x")["KeyId"]
    assert code_of(api.call_in, HOME, "DescribeKey", KeyId=key) == NO_KEY
    assert code_of(InRegion(apart.url, DEVELOPMENT_ACCOUNT).call_in, SHANGHAI, "DescribeKey", KeyId=key) == NO_KEY
