"""The files of config/ do what they say."""

import json
import os
import pathlib
import re
import subprocess

import pytest
import yaml

from clients import Account, Clients
from stand_in import Server, aliases
from tandem_server import binary

jsonschema = pytest.importorskip("jsonschema")
CONFIG = pathlib.Path(__file__).resolve().parents[2] / "config"

pytestmark = pytest.mark.skipif("TANDEM_CONTRACT_URL" in os.environ, reason="starts servers of ours")


@pytest.mark.parametrize("name", ["data", "it's", "two words/below/"])
def test_init_writes_the_configuration_with_its_own_directory(tmp_path, name):
    directory = f"{tmp_path}/{name}"
    subprocess.run([binary(), "init", "--dir", directory], check=True, capture_output=True, timeout=60)
    directory = directory.rstrip("/")
    written = pathlib.Path(directory, "tandem.yaml").read_text()
    assert written == (CONFIG / "tandem.yaml").read_text().replace("/var/lib/tandem/", directory.replace("'", "''") + "/")
    assert yaml.safe_load(written)["storage"]["url"] == f"sqlite:{directory}/tandem.db"


def test_the_development_example_starts_a_server_with_its_tenant():
    with Server("--config", str(CONFIG / "dev.yaml")) as server:
        reader = Clients.of(server.url, Account("acme-reader", "acme-reader-secret", "0123456789abcdef" * 2))
        assert aliases(reader) == set()


def test_what_the_development_example_leaves_out_works_in_the_project_folder(tmp_path):
    whole = re.sub(r"^# (seed:|faults:|  paths:|  files:)", r"\1", (CONFIG / "dev.yaml").read_text(), flags=re.M)
    (tmp_path / "dev.yaml").write_text(whole)
    with Server("--config", str(tmp_path / "dev.yaml"), inside=["env", "-C", str(CONFIG.parent)]) as server:
        assert "orders" in aliases(server.clients())
        assert len(server.do("GET", "faults")["rules"]) == 3


@pytest.mark.parametrize("kind", ["seed", "faults"])
def test_an_example_is_valid_for_the_server_and_the_schema(kind):
    file = CONFIG / f"examples/{kind}.yaml"
    subprocess.run([binary(), kind, "check", file], check=True, timeout=60)
    schema = json.loads((CONFIG / f"schema/tandem-{kind}.schema.json").read_text())
    jsonschema.validate(yaml.safe_load(file.read_text()), schema)


@pytest.mark.parametrize("file", ["dev.yaml", "examples/seed.yaml", "examples/faults.yaml"])
def test_the_first_line_leads_an_editor_to_the_schema(file):
    first = (CONFIG / file).read_text().split("\n")[0]
    (schema,) = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first).groups()
    assert (CONFIG / file).parent.joinpath(schema).is_file()
