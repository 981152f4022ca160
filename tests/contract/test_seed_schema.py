"""The published schema and the server agree."""

import json
import os
import pathlib
import re

import pytest
import yaml

import imports
from stand_in import SEED, Server

jsonschema = pytest.importorskip("jsonschema")
ROOT = pathlib.Path(__file__).resolve().parents[2]
SCHEMA = json.loads((ROOT / "config/schema/tandem-seed.schema.json").read_text())

pytestmark = pytest.mark.skipif("TANDEM_CONTRACT_URL" in os.environ, reason="a stand-in is ours")


def is_valid(document):
    return jsonschema.Draft202012Validator(SCHEMA).is_valid(document)


def examples():
    for page in ("seeds", "state"):
        text = (ROOT / f"docs/{page}.md").read_text()
        for found in re.findall(r"^```yaml\n(.*?)^```$", text, re.M | re.S):
            yield found


@pytest.fixture(scope="module")
def server():
    with Server() as running:
        yield running



def test_the_schema_is_one():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_the_documents_examples_are_valid():
    found = list(examples())
    assert found
    for text in found:
        document = yaml.safe_load(text)
        if "keys" in document or "tenants" in document:
            jsonschema.validate(json.loads(json.dumps(document, default=str)), SCHEMA)


def test_an_exported_snapshot_is_valid(server):
    server.do("POST", "seed", SEED)
    server.do("POST", "tenants", {})
    for spec in ("RSA_2048", "SM2", "EC_P256", "EC_P384", "ED25519", "HMAC_512"):
        server.do("POST", "seed", {"keys": [{"alias": "spec-" + spec, "spec": spec, "aliases": ["also-" + spec]}]})
    server.do("POST", "seed", {"keys": [{"alias": "leaves", "state": "PendingDelete"}, {"alias": "waits", "state": "PendingImport"}]})
    server.do("POST", "seed", {"credentials": [{"id": "c", "secret": "s", "token": "t", "expires": "+1h", "enabled": False}]})
    server.do("POST", "seed", {"credentials": [{"user": "u", "password": "p", "allow": [{"operations": ["*"], "keys": ["alias/*"]}]}],
                               "agencies": [{"name": "ops", "trusted": ["partner"], "allow": [{"operations": ["List*"]}]}]})
    key = imports.external_2019(server.clients())
    server.clients().t2019.call("DeleteImportedKeyMaterial", KeyId=key)
    assert any("imported_fingerprints" in one for one in server.do("GET", "snapshot")["keys"])
    for path in ("snapshot", "seed?material=no"):
        jsonschema.validate(server.do("GET", path), SCHEMA)


def sections():
    """Every object of the schema, with the way to a document that holds it."""
    key = {"id": "6a1d3c9e-0c5f-4b1e-9a77-3f2b8d1e4c99"}
    return {
        "root": lambda extra: {**extra},
        "defaults": lambda extra: {"defaults": extra},
        "tenant": lambda extra: {"tenants": [{"name": "schema"} | extra]},
        "tencent": lambda extra: {"tenants": [{"name": "schema", "tencent": extra}]},
        "huawei": lambda extra: {"tenants": [{"name": "schema", "huawei": extra}]},
        "credential": lambda extra: {"credentials": [{"id": "c", "secret": "s"} | extra]},
        "user": lambda extra: {"credentials": [{"user": "u", "password": "s"} | extra]},
        "rule": lambda extra: {"credentials": [{"id": "c", "secret": "s", "allow": [{"operations": ["*"]} | extra]}]},
        "agency": lambda extra: {"agencies": [{"name": "schema", "trusted": ["d"]} | extra]},
        "secret": lambda extra: {"credentials": [{"id": "c", "secret": extra}]},
        "key": lambda extra: {"keys": [key | extra]},
        "material": lambda extra: {"keys": [key | {"material": extra}]},
        "version": lambda extra: {"keys": [key | {"versions": [extra]}]},
        "imported": lambda extra: {"keys": [key | {"origin": "external", "imported_fingerprints":
                                                   {"under": "0" * 16, "versions": []} | extra}]},
        "alias": lambda extra: {"keys": [key | {"aliases": [{"name": "x"} | extra]}]},
    }


@pytest.mark.parametrize("name", sections())
def test_a_key_that_the_schema_does_not_know_the_server_refuses_too(server, name):
    document = sections()[name]({"no_such_key": "x"})
    assert not is_valid(document)
    status, said = server.refusal("POST", "seed", document)
    assert status == 400 and "unknown key" in said and "no_such_key" in said


SPECS = SCHEMA["$defs"]["key"]["properties"]["spec"]["enum"]


@pytest.mark.parametrize("spec", SPECS)
def test_every_spec_of_the_schema_is_one_of_the_server(server, spec):
    server.do("POST", "seed?plan=yes", {"keys": [{"alias": "spec", "spec": spec}]})


@pytest.mark.parametrize("state", SCHEMA["$defs"]["key"]["properties"]["state"]["enum"])
def test_every_state_of_the_schema_is_one_of_the_server(server, state):
    server.do("POST", "seed?plan=yes", {"keys": [{"alias": "state", "state": state}]})
