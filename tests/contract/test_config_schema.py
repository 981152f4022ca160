"""The published schema of the configuration and its reader agree."""

import json
import os
import pathlib
import re
import subprocess

import pytest
import yaml

from stand_in import failed_start
from tandem_server import TandemServer, binary

jsonschema = pytest.importorskip("jsonschema")
ROOT = pathlib.Path(__file__).resolve().parents[2]
SCHEMA = json.loads((ROOT / "config/schema/tandem-config.schema.json").read_text())
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
SECRET = {"CONFIG_SECRET": "sixteen-characters"}
UNKNOWN = "zzzzzzzzzzzz"

pytestmark = pytest.mark.skipif("TANDEM_CONTRACT_URL" in os.environ, reason="reads configurations of ours")


class Yaml12(yaml.SafeLoader):
    """YAML 1.2, as the reader and editors have it: `off` and dates are texts."""

    yaml_implicit_resolvers = {}


Yaml12.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(~|null|)$"), ["~", "n", ""])
Yaml12.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(true|false)$"), ["t", "f"])
Yaml12.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^-?[0-9]+$"), list("-0123456789"))
Yaml12.add_implicit_resolver("tag:yaml.org,2002:float", re.compile(r"^-?[0-9]+\.[0-9]+$"), list("-0123456789"))


def parsed(text):
    return yaml.load(text, Yaml12)


def documented():
    text = (ROOT / "docs/configuration.md").read_text()
    return [parsed(found) for found in re.findall(r"^```yaml\n(.*?)^```$", text, re.M | re.S)]


# ---- the schema, as places with what may stand there ----

def alternatives(node):
    if isinstance(node, bool):
        return
    if "$ref" in node:
        yield from alternatives(SCHEMA["$defs"][node["$ref"].removeprefix("#/$defs/")])
    yield node
    for each in node.get("anyOf", []) + node.get("oneOf", []):
        yield from alternatives(each)


def places(node=SCHEMA, path=()):
    """Every node with its place: keys, 0 for an item of a list, * for any key."""
    for each in alternatives(node):
        yield path, each
        for key, below in each.get("properties", {}).items():
            yield from places(below, (*path, key))
        if isinstance(each.get("additionalProperties"), dict):
            yield from places(each["additionalProperties"], (*path, "*"))
        if "items" in each:
            yield from places(each["items"], (*path, 0))


def name(path):
    return ".".join(map(str, path)) or "root"


PLACES = list(places())
PATHS = sorted({path for path, _ in PLACES}, key=name)
# What else must be there for the rest to be read.
NEEDED = {
    ("listeners", 0): {"address": "127.0.0.1:0"},
    ("tenants", 0): {"name": "acme"},
    ("credentials", 0): {"id": "app1", "secret": "sixteen-characters"},
    ("agencies", 0): {"name": "ops", "trusted": ["partner"]},
    ("credentials", 0, "allow", 0): {"operations": ["*"]},
    ("agencies", 0, "allow", 0): {"operations": ["*"]},
}
LOGIN_ALONE = {"user": "alice", "password": "sixteen-characters"}


def document(path, value, at=(), needed=NEEDED):
    """What has `value` at `path`."""
    if not path:
        return value
    key = "cn-north-4" if path[0] == "*" and at[-1] in ("regions", "projects") else path[0]
    inner = document(path[1:], value, (*at, path[0]), needed)
    beside = LOGIN_ALONE if path[0] == "password" else needed.get(at, {})
    return [inner] if key == 0 else {**beside, key: inner}


# ---- the reader ----

def is_for_a_server(configuration):
    return isinstance(configuration, dict) and bool({"storage", "root_key", "listeners"} & configuration.keys())


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("data")
    subprocess.run([binary(), "init", "--dir", folder], check=True, capture_output=True, timeout=60)
    return folder


@pytest.fixture
def reader(data, tmp_path):
    """Starts a server with a configuration: `tandem serve` where only that can have it, else `tandem dev`."""
    return Reader(data, tmp_path / "config.yaml")


class Reader:
    def __init__(self, data, file):
        self.data, self.file = data, file

    def write(self, configuration):
        if is_for_a_server(configuration):
            own = {"storage": {"url": f"sqlite:{self.data}/tandem.db"}, "listeners": [{"address": "127.0.0.1:0"}]}
            configuration = own | configuration
        self.file.write_text(json.dumps(configuration))
        self.file.chmod(0o600)
        return "serve" if is_for_a_server(configuration) else "dev"

    def refusal(self, configuration):
        verb = self.write(configuration)
        code, said = failed_start("--config", str(self.file), verb=verb, environment=SECRET)
        assert code == 3, (configuration, code, said)
        return said

    def accepts(self, configuration):
        with TandemServer("--config", str(self.file), verb=self.write(configuration), environment=SECRET):
            pass


# ---- what is written down is valid ----

def test_the_schema_is_one():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("file", ["tandem.yaml", "dev.yaml"])
def test_the_files_of_the_folder_are_valid(file):
    VALIDATOR.validate(parsed((ROOT / "config" / file).read_text()))


def test_the_documents_examples_are_valid():
    assert documented()
    for configuration in documented():
        VALIDATOR.validate(configuration)


def test_the_documents_show_every_setting():
    def shown(value, path=()):
        yield path
        if isinstance(value, dict):
            for key, below in value.items():
                yield from shown(below, (*path, key))
        elif isinstance(value, list):
            for below in value:
                yield from shown(below, (*path, 0))

    seen = {path for configuration in documented() for path in shown(configuration)}
    # Rules are those of a credential; one way to give a secret is as good as another.
    others = {path for path in PATHS if path[:3] == ("agencies", 0, "allow")
              or path[:1] == ("credentials",) and path[-1] in ("file", "env")}
    assert {path for path in PATHS if "*" not in path and 0 not in path[-1:]} - seen - others == set()


# ---- the same keys ----

CLOSED = sorted({path for path, node in PLACES if node.get("additionalProperties") is False}, key=name)


def test_only_names_that_people_choose_are_open():
    sections = {path for path, node in PLACES if "object" in node.get("type", [])}
    rates = {("limits", "rate", dialect) for dialect in ("tencent-2019", "tencent-2017", "huawei")}
    assert sections - set(CLOSED) == {("tencent", "regions"), ("tenants", 0, "huawei", "projects")} | rates


@pytest.mark.parametrize("path", CLOSED, ids=name)
def test_a_section_has_the_keys_that_the_reader_knows(reader, path):
    variants = [NEEDED] + ([{("credentials", 0): LOGIN_ALONE}] if path == ("credentials", 0) else [])
    known = set()
    for needed in variants:
        configuration = document((*path, UNKNOWN), 1, needed=needed)
        assert not VALIDATOR.is_valid(configuration)
        said = reader.refusal(configuration)
        assert f'{UNKNOWN}"; there are ' in said
        known |= set(said.strip().split("; there are ")[1].split(", "))
    assert known == {key for at, node in PLACES if at == path for key in node.get("properties", {})}


# ---- the same values ----

@pytest.mark.parametrize("path", PATHS, ids=name)
def test_a_list_of_lists_is_refused_everywhere(reader, path):
    configuration = document(path, [["x"]])
    assert not VALIDATOR.is_valid(configuration)
    reader.refusal(configuration)


@pytest.mark.parametrize("path", [path for path in PATHS if not VALIDATOR.is_valid(document(path, "~ ~"))], ids=name)
def test_a_text_that_the_schema_refuses_the_reader_refuses_too(reader, path):
    reader.refusal(document(path, "~ ~"))


RANGES = sorted({(path, node["minimum"], node.get("maximum")) for path, node in PLACES if node.get("type") == "integer"},
                key=lambda each: name(each[0]))


@pytest.mark.parametrize("path,least,most", RANGES, ids=[name(path) for path, _, _ in RANGES])
def test_a_number_out_of_range_is_refused(reader, path, least, most):
    for number in (least - 1, most + 1 if most else None):
        if number is not None:
            configuration = document(path, number)
            assert not VALIDATOR.is_valid(configuration)
            reader.refusal(configuration)


# A thousand threads are more than a test may ask for.
@pytest.mark.parametrize("path,least,most", [each for each in RANGES if each[0][0] != "threads"],
                         ids=[name(path) for path, _, _ in RANGES if path[0] != "threads"])
def test_a_number_at_the_end_of_its_range_is_accepted(reader, path, least, most):
    for number in (least, most):
        if number is not None:
            configuration = document(path, number)
            VALIDATOR.validate(configuration)
            reader.accepts(configuration)


SWITCH = ["yes", "no", "on", "off"]
WORDS = [(path, node["enum"]) for path, node in PLACES if "enum" in node and node["enum"] != SWITCH and path[:3] != ("listeners", 0, "serve")]


@pytest.mark.parametrize("path,words", WORDS, ids=[name(path) for path, _ in WORDS])
def test_a_word_is_one_of_those_that_the_reader_knows(reader, path, words):
    said = reader.refusal(document(path, UNKNOWN))
    assert said.strip().split(" is not one of ")[1].split(", ") == words


def test_what_a_listener_serves_is_one_of_what_the_server_has(reader):
    said = reader.refusal(document(("listeners", 0, "serve", 0), UNKNOWN))
    (words,) = [node["enum"] for path, node in PLACES if path == ("listeners", 0, "serve", 0)]
    assert re.split(", | and ", said.strip().split("; there are ")[1]) == words


GOOD = """
{}
{limits: , tenants: , dialects: {huawei: }}
{listeners: [{name: api, address: "127.0.0.1:0", serve: "huawei, health", tls: off, allow_plain_http: no}], root_key: {provider: file}}
{listeners: [{address: "[::1]:0", serve: [tencent-2019, tencent-2017, huawei, health]}]}
{allow_plain_http: true, listeners: [{address: "0.0.0.0:0"}]}
{tls: {extra_sans: "kms.test, kms2.test"}}
{tls: {impersonate: on, impersonate_port: 0, extra_sans: [kms.test]}}
{tenants: [{name: a.b_c-d, tencent: {uin: 100000000001, app_id: "0001250000000"}}]}
{tenants: [{name: acme, huawei: {domain_id: 0123456789abcdef0123456789abcdef, domain_name: Acme Ltd, projects: {eu de: fedcba9876543210fedcba9876543210}}}]}
{tenants: [{name: acme, tencent: , huawei: {projects: }}]}
{credentials: [{id: app1, secret: short, user: app, tenant: default, enabled: false, expires: 2030-12-31}]}
{credentials: [{id: app1, secret: {env: CONFIG_SECRET}, expires: "2030-12-31T23:59:59Z", allow: }]}
{credentials: [{user: alice, password: {env: CONFIG_SECRET}}]}
{credentials: [{id: "a+b-c.d~", secret: s, allow: [{operations: "List*, huawei:*Data"}, {operations: [Encrypt], keys: "alias/a,alias/b"}]}]}
{agencies: [{name: ops, trusted: "partner, other", tenant: default, allow: [{operations: [List*]}]}]}
{limits: {rate: off, target: 4096, header: 8k, body: 1MiB, memory: 8MiB, connection_age: 8784h, idle_timeout: 500ms, write_timeout: 5}}
{limits: {rate: {tencent-2019: {Encrypt: 1000, "*": off}, huawei: , tencent-2017: {Encrypt: 0}}}}
{limits: {rate: vendor, memory: 8192KiB, body: "4096", header_timeout: 1m}}
{dialects: {public_hosts: [kms.test], tencent_2019: {clock_skew: 0, strict_fields: no}, tencent_2017: {akid_prefix: yes}, huawei: {region: eu-de, otc_catalogs: default}}}
{tencent: {regions: {ap-shanghai: sm, ap-beijing: fips}}, key_spaces: per_region}
{logging: {level: debug, format: json, access: off}, threads: {io: 1, workers: 1}}
{clock: {start: +400d}, journal: {requests: 10}, seed: {paths: []}, faults: {files: []}}
{clock: {start: -1w2d3h}}
{clock: {start: "2030-12-31T23:59:59.250Z"}}
""".strip().splitlines()
BAD = """
[]
text
{listeners: [{name: api}]}
{listeners: [{address: "8990"}]}
{listeners: [{address: "127.0.0.1:"}]}
{listeners: [{address: "127.0.0.1:0", tls: false}]}
{listeners: [{address: "127.0.0.1:0", serve: "huawei health"}]}
{listeners: [null]}
{storage: {url: "postgres:x"}}
{storage: {url: "sqlite:"}}
{root_key: {provider: kms}}
{tls: {cert: server.pem}}
{tls: {key: server.key}}
{tls: {impersonate: 1}}
{tenants: [{}]}
{tenants: [{name: ""}]}
{tenants: [{name: .hidden}]}
{tenants: [{name: a b}]}
{tenants: [{name: acme, tencent: {uin: 10000000000000000}}]}
{tenants: [{name: acme, tencent: {app_id: "0"}}]}
{tenants: [{name: acme, huawei: {domain_id: 0123456789ABCDEF0123456789ABCDEF}}]}
{tenants: [{name: acme, huawei: {domain_name: ""}}]}
{tenants: [{name: acme, huawei: {projects: {}}}]}
{tenants: [{name: acme, huawei: {projects: {"": fedcba9876543210fedcba9876543210}}}]}
{tenants: [{name: acme, huawei: {projects: {x: fedcba9876543210fedcba987654321}}}]}
{credentials: {id: a, secret: s}}
{credentials: [{id: a}]}
{credentials: [{secret: s}]}
{credentials: [{password: p}]}
{credentials: [{id: a, user: u, password: p}]}
{credentials: [{secret: s, user: u, password: p}]}
{credentials: [{id: a/b, secret: s}]}
{credentials: [{id: "a,b", secret: s}]}
{credentials: [{id: a, secret: ""}]}
{credentials: [{id: a, secret: {}}]}
{credentials: [{id: a, secret: {env: CONFIG_SECRET, file: x}}]}
{credentials: [{id: a, secret: s, expires: tomorrow}]}
{credentials: [{id: a, secret: s, expires: +1d}]}
{credentials: [{id: a, secret: s, enabled: 1}]}
{credentials: [{id: a, secret: s, allow: []}]}
{credentials: [{id: a, secret: s, allow: [{keys: [x]}]}]}
{credentials: [{id: a, secret: s, allow: [{operations: []}]}]}
{credentials: [{id: a, secret: s, allow: [{operations: [a b]}]}]}
{credentials: [{id: a, secret: s, allow: [{operations: ","}]}]}
{agencies: [{name: ops}]}
{agencies: [{name: ops, trusted: []}]}
{agencies: [{name: "", trusted: [x]}]}
{limits: {rate: slow}}
{limits: {rate: {huawei: {"*": 1000000001}}}}
{limits: {rate: {huawei: {"*": fast}}}}
{limits: {memory: 7MiB}}
{limits: {memory: 8191KiB}}
{limits: {memory: 8388607}}
{limits: {body: 1MB}}
{limits: {idle_timeout: 1d}}
{limits: {idle_timeout: 1.5}}
{limits: {connections: many}}
{limits: {connections: 1.5}}
{dialects: {tencent_2019: {strict_fields: maybe}}}
{tencent: {regions: {AP: sm}}}
{tencent: {regions: {ap: other}}}
{key_spaces: own}
{logging: {level: trace}}
{clock: {start: soon}}
{clock: {start: +}}
{clock: {start: 1d2w}}
""".strip().splitlines()


@pytest.mark.parametrize("text", GOOD)
def test_good_configurations(reader, text):
    configuration = parsed(text)
    VALIDATOR.validate(configuration)
    reader.accepts(configuration)


@pytest.mark.parametrize("text", BAD)
def test_bad_configurations(reader, text):
    configuration = parsed(text)
    assert not VALIDATOR.is_valid(configuration)
    reader.refusal(configuration)


def rules(count):
    return document(("credentials", 0, "allow"), [{"operations": ["*"]}] * count)


def patterns(count, length=1):
    return document(("credentials", 0, "allow", 0, "operations"), ["x" * length] * count)


# What has n of something, and n.
COUNTS = {
    "rules": (rules, 100),
    "patterns": (patterns, 100),
    "characters of a pattern": (lambda n: patterns(1, n), 256),
    "trusted domains": (lambda n: document(("agencies", 0, "trusted"), ["x"] * n), 100),
    "characters of a trusted domain": (lambda n: document(("agencies", 0, "trusted"), ["x" * n]), 64),
    "characters of an agency": (lambda n: document(("agencies", 0, "name"), "x" * n), 64),
    "characters of a tenant": (lambda n: document(("tenants", 0, "name"), "x" * n), 64),
    "characters of a domain": (lambda n: document(("tenants", 0, "huawei", "domain_name"), "x" * n), 64),
    "characters of a project": (lambda n: document(("tenants", 0, "huawei", "projects"), {"x" * n: "0" * 32}), 64),
    "characters of a user": (lambda n: document(("credentials", 0, "user"), "x" * n), 64),
    "characters of an access key id": (lambda n: document(("credentials", 0, "id"), "x" * n), 128),
    "characters of a region": (lambda n: document(("tencent", "regions"), {"x" * n: "sm"}), 64),
    "regions": (lambda n: document(("tencent", "regions"), {f"r-{i}": "sm" for i in range(n)}), 1000),
}


@pytest.mark.parametrize("what", COUNTS)
def test_as_many_as_may_be_are_accepted(reader, what):
    make, most = COUNTS[what]
    for count in (most - 1, most):
        VALIDATOR.validate(make(count))
        reader.accepts(make(count))


@pytest.mark.parametrize("what", COUNTS)
def test_one_more_is_refused(reader, what):
    make, most = COUNTS[what]
    assert not VALIDATOR.is_valid(make(most + 1))
    reader.refusal(make(most + 1))
