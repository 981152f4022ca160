"""Keys to begin with: every way in, what is refused and how, and that all runs of one seed are the same."""

import base64
import datetime
import json
import os
import subprocess

import pytest

from clients import Account, VendorError, b64, unb64
from stand_in import ORDERS, SEED, Server, aliases, failed_start
from tandem_server import binary

PLAINTEXT = b64(b"sixteen bytes !!")
BAD = "keys:\n  - alias: orders\n    materiel: {derive: x}\n"


pytestmark = pytest.mark.skipif("TANDEM_CONTRACT_URL" in os.environ, reason="a stand-in is ours")


@pytest.fixture(scope="module")
def server():
    with Server() as running:
        yield running


@pytest.fixture
def seed_file(tmp_path):
    file = tmp_path / "seed.yaml"
    file.write_text(SEED)
    return file


# ---- ways in ----

def has_the_seed(server):
    shown = server.clients().t2019.call("DescribeKey", KeyId=ORDERS)["KeyMetadata"]
    return shown["Alias"] == "orders" and {"orders", "invoices"} <= aliases(server.clients())


def test_from_a_file(seed_file):
    with Server("--seed", str(seed_file)) as server:
        assert has_the_seed(server)


def test_from_a_directory_in_the_order_of_names(tmp_path):
    (tmp_path / "b.json").write_text('{"keys": [{"alias": "b", "tenant": "team"}]}')
    (tmp_path / "a.yml").write_text("tenants: [{name: team}]\ncredentials: [{id: team, secret: x, tenant: team}]\n")
    (tmp_path / "ignored.txt").write_text("{")
    with Server("--seed", str(tmp_path)) as server:
        assert server.do("GET", "credentials/team")["tenant"] == "team"


def test_a_directory_is_read_without_what_other_programs_leave_in_it(tmp_path):
    (tmp_path / "a.yaml").write_text('keys: [{alias: "a"}]')
    for left in ("._a.yaml", ".hidden.yml", ".#a.yaml", "#b.yaml", "a~.json", "a.yaml~", "a.yaml.swp"):
        (tmp_path / left).write_bytes(b"\x00\x05\x16\x07 no seed")
    with Server("--seed", str(tmp_path)) as server:
        assert aliases(server.clients()) == {"a"}


def test_from_several(seed_file, tmp_path):
    other = tmp_path / "other.json"
    other.write_text('{"keys": [{"alias": "other"}]}')
    with Server("--seed", str(seed_file), "--seed", str(other)) as server:
        assert aliases(server.clients()) == {"orders", "invoices", "other"}


def test_from_standard_input():
    with Server("--seed", "-", stdin=SEED) as server:
        assert has_the_seed(server)
    code, said = failed_start("--seed", "-", stdin=BAD)
    assert code == 3 and "standard input:3:5: unknown key" in said


def test_from_a_variable():
    with Server(environment={"TANDEM_SEED": SEED}) as server:
        assert has_the_seed(server)


def test_from_a_variable_in_wrapped_base64():
    with Server(environment={"TANDEM_SEED_B64": base64.encodebytes(SEED.encode()).decode()}) as server:
        assert has_the_seed(server)


def test_from_the_configuration(seed_file, tmp_path):
    config = tmp_path / "tandem.yaml"
    config.write_text(f"seed: {{paths: [{json.dumps(str(seed_file))}]}}\n")
    with Server("--config", str(config)) as server:
        assert has_the_seed(server)


def test_over_http_and_again_without_a_change(server):
    seed = '{"keys": [{"alias": "posted", "created": "-3d", "material": {"derive": "posted"}}]}'
    assert server.do("POST", "seed", seed)["created"] == 1
    again = server.do("POST", "seed", seed)
    assert (again["created"], again["changed"], again["same"], again["steps"]) == (0, 0, 2, [])


def test_a_plan_changes_nothing(server):
    plan = server.do("POST", "seed?plan=yes", '{"keys": [{"alias": "planned"}]}')
    assert plan["steps"][0]["step"] == "create" and plan["steps"][0]["name"] == "planned"
    assert "planned" not in aliases(server.clients())


# ---- what a seed says ----

def test_seeded_dates_are_relative_to_now(server):
    server.do("POST", "seed", '{"keys": [{"alias": "old", "created": "-400d"}]}')
    detail = server.clients().t2019.call("ListKeyDetail", Limit=200)["KeyMetadatas"]
    old = next(key for key in detail if key["Alias"] == "old")
    posted = server.do("GET", "clock")["now"]
    now = datetime.datetime.fromisoformat(posted.replace("Z", "+00:00")).timestamp()
    assert abs(now - old["CreateTime"] - 400 * 86400) < 60


@pytest.mark.parametrize("state", ["Disabled", "PendingDelete", "PendingImport", "Archived"])
def test_any_state(server, state):
    alias = "state-" + state
    server.do("POST", "seed", {"keys": [{"alias": alias, "state": state}]})
    detail = server.clients().t2019.call("ListKeyDetail", Limit=200)["KeyMetadatas"]
    key = next(key for key in detail if key["Alias"] == alias)
    assert key["KeyState"] == state
    with pytest.raises(VendorError) as refused:
        server.clients().t2019.call("Encrypt", KeyId=key["KeyId"], Plaintext=PLAINTEXT)
    assert refused.value.code.startswith("ResourceUnavailable.")


def test_a_seeded_credential_works_and_knows_its_tenant(server):
    server.do("POST", "seed", {"tenants": [{"name": "seeded"}],
                               "credentials": [{"id": "AKIDseeded", "secret": "s3cret", "tenant": "seeded"}],
                               "keys": [{"alias": "theirs", "tenant": "seeded"}]})
    assert aliases(server.clients(Account("AKIDseeded", "s3cret", "0" * 32))) == {"theirs"}
    assert "theirs" not in aliases(server.clients())


def test_an_alias_moves_between_two_keys_of_a_seed(server):
    one, two = ({"id": f"00000000-0000-4000-8000-{n:012d}", "material": {"derive": "moves"}} for n in (1, 2))
    server.do("POST", "seed", {"keys": [one | {"alias": "moving"}, two]})
    answer = server.do("POST", "seed", {"keys": [one, two | {"alias": "moving"}]})
    assert answer["changed"] == 2
    detail = server.clients().t2019.call("DescribeKey", KeyId=two["id"])["KeyMetadata"]
    assert detail["Alias"] == "moving"
    assert server.clients().t2019.call("DescribeKey", KeyId=one["id"])["KeyMetadata"]["Alias"] == ""


def test_an_alias_without_a_date_keeps_its_own(server):
    seed = {"keys": [{"alias": "dated", "material": {"derive": "dated"}}]}

    def shown():
        return next(key for key in server.do("GET", "seed")["keys"] if key.get("alias") == "dated")

    server.do("POST", "seed", seed)
    before = shown()
    described = {"keys": [seed["keys"][0] | {"description": "new"}]}
    for existing in ("update", "replace"):
        server.do("POST", "clock", {"advance": "1d"})
        server.do("POST", f"seed?existing={existing}", described)
        assert shown() == before | {"description": "new"}
        server.do("POST", f"seed?existing={existing}", seed)
    server.do("DELETE", "clock")


# ---- ciphertext between servers ----

def seal(clients):
    """The same bytes, sealed through each API; and what opens them."""
    huawei = clients.huawei.call("encrypt-data", key_id=ORDERS, plain_text="sixteen bytes !!")["cipher_text"]
    return {"t2019": clients.t2019.call("Encrypt", KeyId=ORDERS, Plaintext=PLAINTEXT)["CiphertextBlob"],
            "t2017": clients.t2017.call("Encrypt", keyId=ORDERS, plaintext=PLAINTEXT)["ciphertextBlob"],
            "huawei": huawei}


def opened(clients, sealed):
    return {unb64(clients.t2019.call("Decrypt", CiphertextBlob=sealed["t2019"])["Plaintext"]),
            unb64(clients.t2017.call("Decrypt", ciphertextBlob=sealed["t2017"])["plaintext"]),
            clients.huawei.call("decrypt-data", cipher_text=sealed["huawei"])["plain_text"].encode()}


def test_what_one_server_sealed_another_with_the_same_seed_opens(seed_file):
    with Server("--seed", str(seed_file)) as one, Server("--seed", str(seed_file)) as two:
        assert opened(two.clients(), seal(one.clients())) == {b"sixteen bytes !!"}


def test_what_an_older_version_sealed_opens_under_the_rotated_key(seed_file):
    before = f'{{"keys": [{{"id": "{ORDERS}", "material": {{"hex": "{"11" * 32}"}}}}]}}'
    with Server(environment={"TANDEM_SEED": before}) as one, Server("--seed", str(seed_file)) as two:
        sealed = seal(one.clients())
        assert opened(two.clients(), sealed) == {b"sixteen bytes !!"}
        assert opened(one.clients(), sealed) == {b"sixteen bytes !!"}
        newer = seal(two.clients())
        with pytest.raises(VendorError):
            opened(one.clients(), newer)


def test_an_export_is_a_seed_of_the_same(server):
    with Server() as other:
        other.do("POST", "seed", SEED)
        exported = other.ask("GET", "seed").body.decode()
        with Server(environment={"TANDEM_SEED": exported}) as again:
            assert opened(again.clients(), seal(other.clients())) == {b"sixteen bytes !!"}
            assert again.ask("GET", "seed").body.decode() == exported


def test_an_export_without_material_has_none(server):
    server.do("POST", "seed", SEED)
    text = server.ask("GET", "seed?material=no").body.decode()
    assert "11" * 32 not in text and "tandemdevsecret" not in text and '{"random":true}' in text


# ---- refusals ----

REFUSED = [
    ("- a\n", "seed:1:1: a seed itself is needed, with its keys, credentials or tenants"),
    ("keys:\n  - alias: x\n    materiel: {hex: 00}\n", 'seed:3:5: unknown key "keys[0].materiel"; did you mean "keys[0].material"?'),
    ("keyz: []\n", 'seed:1:1: unknown key "keyz"; did you mean "keys"?'),
    ("keys: [{alias: x, state: Enable}]\n", 'seed:1:26: keys[0].state: "Enable" is not one of Enabled, Disabled, PendingDelete, PendingImport, Archived; did you mean "Enabled"?'),
    ("keys: [{alias: x, spec: AES_265}]\n", 'did you mean "AES_256"?'),
    ("keys: [{alias: x, spec: RSA_2048, usage: GENERATE_VERIFY_MAC}]\n", "RSA_2048 keys are not for GENERATE_VERIFY_MAC"),
    ("keys: [{alias: x, created: yesterday}]\n", 'seed:1:28: keys[0].created: "yesterday" is not a date such as'),
    ("keys: [{alias: x, material: {hex: 00ff}}]\n", "2 bytes, where AES_256 has 32"),
    ("keys: [{alias: x, material: {hex: zz}}]\n", "this is not hex"),
    ("keys: [{alias: x, material: {hexx: '00'}}]\n", 'unknown key "keys[0].material.hexx"; did you mean "keys[0].material.hex"?'),
    ("keys: [{alias: x, material: {hex: '00', derive: x}}]\n", "exactly one of hex, base64, pem, file, env, derive or random"),
    ("keys: [{alias: x, material: {random: no}}]\n", "it can only be true"),
    ("keys: [{alias: x, material: {derive: ''}}]\n", "a label is needed"),
    ("keys: [{alias: x, spec: RSA_2048, material: {derive: x}}]\n", "RSA_2048 keys cannot be derived; use pem"),
    ("keys: [{alias: x, material: {file: /etc/hostname}}]\n", "cannot name files"),
    ("keys: [{alias: x, material: {env: HOME}}]\n", "the variable HOME is not set, or the seed came over HTTP"),
    ("credentials: [{id: x, secret: {file: /etc/hostname}}]\n", "cannot name files"),
    ("credentials: [{id: x, secret: {env: HOME}}]\n", "the variable HOME is not set"),
    ("credentials: [{id: x, secrt: y}]\n", 'did you mean "credentials[0].secret"?'),
    ("credentials: [{id: x}]\n", "credentials[0].secret is missing"),
    ("tenants: [{id: 11111111-2222-4333-8444-555555555555}]\n", "tenants[0].name is missing"),
    ("keys: [{}]\n", "a key needs an id or an alias"),
    ("keys: [{id: x}]\n", "a UUID in lower case is needed"),
    ("keys: [{alias: alias/x}]\n", 'write it without "alias/"'),
    ("keys: [{alias: 'a b'}]\n", "1 to 255 of"),
    ("keys: [{alias: x, name: kms-1}]\n", '"kms-" and eight of a-z and 0-9 are needed'),
    ("keys: [{alias: x, delete_after: +7d}]\n", "seed:1:33: keys[0].delete_after: only a key whose state is PendingDelete has it"),
    ("keys: [{alias: x, versions: []}]\n", "a list of 1 to 100,000 versions is needed"),
    ("keys: [{alias: x, material: {derive: x}, versions: [{}]}]\n", '"versions" has it already'),
    ("keys: [{alias: x, state: PendingImport, material: {derive: x}}]\n", "PendingImport has no material"),
    ("keys: [{alias: x, aliases: [y, y]}]\n", 'the alias "y" is there twice'),
    ("keys:\n- alias: x\n- alias: x\n", "seed:3:3: key default/"),
    ("keys: [{id: 11111111-2222-4333-8444-555555555555, alias: x}, {id: 11111111-2222-4333-8444-555555555556, alias: x}]\n",
     "the alias x is there twice, first at seed:1:8"),
    ('{"keys": [], "keys": []}', 'duplicate key "keys", first at line 1'),
    ("keys: [&a {alias: x}, *a]\n", "anchors are not allowed"),
    ("version: 2\n", '"2" is not a whole number from 1 to 1'),
    ("keys: [\n", "seed:2:1:"),
    (b"keys:\n- alias: x\n  description: \xff\n", "seed:3:1: this line is not UTF-8"),
]


@pytest.mark.parametrize("text, message", REFUSED, ids=range(len(REFUSED)))
def test_what_a_seed_may_not_say(server, text, message):
    status, said = server.refusal("POST", "seed", text)
    assert status == 400 and message in said, said


CONFLICTS = [
    ({"keys": [{"id": ORDERS, "material": {"derive": "other"}}]}, "is stored with other material"),
    ({"keys": [{"id": ORDERS, "spec": "SM4"}]}, "is stored with the spec AES_256"),
    ({"keys": [{"alias": "x", "id": "11111111-2222-4333-8444-000000000001", "aliases": ["orders"]}]}, "the alias orders is another key's"),
    ({"keys": [{"alias": "x", "tenant": "nobody"}]}, 'there is no tenant named "nobody"'),
    ({"credentials": [{"id": "tandemdev", "secret": "other"}]}, "is stored with another secret"),
    ({"tenants": [{"name": "elsewhere"}], "credentials": [{"id": "tandemdev", "secret": "x", "tenant": "elsewhere"}]},
     "credential tandemdev is another tenant's"),
    ({"tenants": [{"name": "default", "tencent": {"uin": 5}}]}, "tencent.uin is 5 in the document and 100000000001 in the database"),
]


@pytest.mark.parametrize("seed, message", CONFLICTS, ids=range(len(CONFLICTS)))
def test_what_contradicts_the_stored_is_a_conflict(server, seed, message):
    server.do("POST", "seed", SEED)
    before = server.ask("GET", "seed").body
    status, said = server.refusal("POST", "seed", seed)
    assert status == 409 and message in said, said
    assert server.ask("GET", "seed").body == before


def test_replace_takes_other_material(server):
    key = "22222222-2222-4333-8444-555555555555"
    server.do("POST", "seed", {"keys": [{"id": key, "material": {"derive": "a"}}]})
    sealed = server.clients().t2019.call("Encrypt", KeyId=key, Plaintext=PLAINTEXT)["CiphertextBlob"]
    answer = server.do("POST", "seed?existing=replace", {"keys": [{"id": key, "material": {"derive": "b"}}]})
    assert answer["steps"][0]["changes"] == "material"
    with pytest.raises(VendorError):
        server.clients().t2019.call("Decrypt", CiphertextBlob=sealed)


@pytest.mark.parametrize("query, message", [("existing=merge", "is not one of update, keep, replace"), ("plan=perhaps", "yes, no")])
def test_unknown_words_in_the_query_are_refused(server, query, message):
    status, said = server.refusal("POST", "seed?" + query, "{}")
    assert status == 400 and message in said


@pytest.mark.parametrize("text", ["", "# nothing\n", "{}", "keys:\n", "\ufeffkeys: []\n", "keys:\r\n- alias: crlf\r\n"])
def test_small_and_odd_documents_are_read(server, text):
    server.do("POST", "seed", text.encode())


def test_a_bad_seed_stops_the_start(tmp_path):
    file = tmp_path / "bad.yaml"
    file.write_text(BAD)
    code, said = failed_start("--seed", str(file))
    assert code == 3 and f'{file}:3:5: unknown key "keys[0].materiel"; did you mean "keys[0].material"?' in said
    for environment, place in [({"TANDEM_SEED": BAD}, "TANDEM_SEED:3:5"), ({"TANDEM_SEED_B64": "%%%"}, "not base64")]:
        code, said = failed_start(environment=environment)
        assert code == 3 and place in said


def test_a_seed_that_is_not_there_stops_the_start(tmp_path):
    code, said = failed_start("--seed", str(tmp_path / "none.yaml"))
    assert code == 3 and "cannot read the seed" in said


def test_the_same_key_in_two_files_names_both_places(tmp_path):
    for name in "ab":
        (tmp_path / f"{name}.yaml").write_text(f"keys:\n- {{id: {ORDERS}}}\n")
    code, said = failed_start("--seed", str(tmp_path))
    assert code == 3 and f"{tmp_path}/b.yaml:2:3" in said and f"first at {tmp_path}/a.yaml:2:3" in said


def test_material_from_a_file_beside_the_seed_and_from_a_variable(tmp_path):
    (tmp_path / "orders.key").write_text("22" * 32 + "\n")
    (tmp_path / "secret").write_text("from a file\n")
    seed = tmp_path / "seed.yaml"
    seed.write_text("keys:\n- {alias: f, material: {file: orders.key}}\n- {alias: e, material: {env: MY_KEY}}\n"
                    "credentials: [{id: c, secret: {file: secret}}]\n")
    with Server("--seed", str(seed), environment={"MY_KEY": b64(b"\x33" * 32)}) as server:
        exported = server.do("GET", "seed")
        found = {key["alias"]: key["versions"][0]["material"]["hex"] for key in exported["keys"]}
        assert found == {"f": "22" * 32, "e": "33" * 32}
        assert next(c for c in exported["credentials"] if c["id"] == "c")["secret"] == "from a file"


@pytest.mark.parametrize("spec", ["RSA_2048", "SM2", "EC_P256", "ED25519", "HMAC_256"])
def test_other_kinds_of_keys_survive_an_export(spec):
    with Server(environment={"TANDEM_SEED": json.dumps({"keys": [{"alias": "k", "spec": spec}]})}) as one:
        exported = one.ask("GET", "seed").body.decode()
    with Server(environment={"TANDEM_SEED": exported}) as two:
        assert two.ask("GET", "seed").body.decode() == exported


def test_a_private_key_from_openssl(tmp_path):
    pem = tmp_path / "key.pem"
    subprocess.run(["openssl", "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", str(pem)], check=True,
                   capture_output=True)
    public = subprocess.run(["openssl", "pkey", "-in", str(pem), "-pubout"], check=True, capture_output=True, text=True).stdout
    seed = tmp_path / "seed.yaml"
    seed.write_text(f"keys: [{{id: {ORDERS}, spec: RSA_2048, material: {{file: key.pem}}}}]\n")
    with Server("--seed", str(seed)) as server:
        assert server.clients().t2019.call("GetPublicKey", KeyId=ORDERS)["PublicKeyPem"].split() == public.split()


# ---- sizes ----

def test_a_thousand_versions(server):
    versions = [{"created": f"-{1000 - n}d", "material": {"derive": f"v{n}"}} for n in range(1000)]
    body = {"keys": [{"id": "33333333-2222-4333-8444-555555555555", "versions": versions}]}
    assert server.do("POST", "seed", body)["created"] == 1
    assert server.do("POST", "seed", body)["same"] == 2


def test_seeds_may_be_large_and_vendor_requests_may_not(server):
    large = "# " + "x" * 200_000 + "\n{}"
    server.do("POST", "seed", large)
    client = server.clients().t2019
    reply = client.send(client.sign("ListKeys", b'{"x":"' + b"x" * 200_000 + b'"}'))
    assert reply.status in (200, 413) and b"Keys" not in reply.body


def test_a_section_of_too_many_keys_is_refused_at_once(server):
    text = "{" + ",".join(f'"k{n}": 1' for n in range(100_000)) + "}"
    status, said = server.refusal("POST", "seed", text)
    assert status == 400 and "more than 1,000 keys in one section" in said


# ---- a server has none of it ----

@pytest.fixture(scope="module")
def serve_folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("serve") / "kms"
    subprocess.run([binary(), "init", "--dir", str(folder)], check=True, capture_output=True)
    for file in folder.glob("*.yaml"):
        file.write_text(file.read_text().replace(":8990", ":0"))
    return folder


def test_a_server_refuses_seeds(serve_folder):
    config = str(serve_folder / "tandem.yaml")
    code, said = failed_start("--config", config, verb="serve", environment={"TANDEM_SEED": "{}"}, cwd=serve_folder.parent)
    assert code == 3 and "TANDEM_SEED" in said and "a server never" in said
    code, said = failed_start("--config", config, "--seed", "x", verb="serve", cwd=serve_folder.parent)
    assert code == 2
    seeded = serve_folder / "seeded.yaml"
    seeded.write_text((serve_folder / "tandem.yaml").read_text() + "\nseed: {paths: [x]}\n")
    code, said = failed_start("--config", str(seeded), verb="serve", cwd=serve_folder.parent)
    assert code == 3 and '"seed" is for tests' in said


def test_a_server_has_no_such_paths(serve_folder):
    process = subprocess.Popen([binary(), "serve", "--config", str(serve_folder / "tandem.yaml")], stdout=subprocess.PIPE,
                               text=True, cwd=serve_folder.parent, stderr=subprocess.DEVNULL)
    try:
        assert "Ready.\n" in iter(process.stdout.readline, "")
        socket = next(serve_folder.rglob("admin.sock"))
        for method, path in [("POST", "seed"), ("GET", "seed"), ("POST", "reset"), ("GET", "clock"), ("POST", "clock"),
                             ("GET", "savepoints"), ("POST", "savepoints/x"), ("GET", "snapshot"), ("PUT", "snapshot")]:
            done = subprocess.run(["curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", "-X", method, "--unix-socket",
                                   str(socket), f"http://x/_tandem/{path}"], capture_output=True, text=True, timeout=30)
            assert done.stdout == "404", (method, path)
    finally:
        process.terminate()
        assert process.wait(30) == 0
