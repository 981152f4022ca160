"""Data directories of earlier versions open in this one, with every key and ciphertext."""
import contextlib
import json
import pathlib
import shutil
import sqlite3
import subprocess

import pytest

import test_key_spaces as spaces
from tandem_server import TandemServer, binary

VECTORS = pathlib.Path(__file__).resolve().parents[1] / "vectors"


def kept(name, folder):
    """A copy of what a kept data directory has for the server."""
    for file in (VECTORS / name).iterdir():
        if file.name.startswith("tandem.db") or file.name == "unseal.key":
            shutil.copyfile(file, folder / file.name)
            (folder / file.name).chmod(0o600)
    return folder


def tandem(server, *arguments):
    return subprocess.run([binary(), *arguments, "--server", server.url], capture_output=True, text=True, check=True).stdout


@pytest.fixture
def first(tmp_path):
    return kept("data-0.1", tmp_path), (VECTORS / "data-0.1/ciphertext").read_text().strip()


def test_keys_and_ciphertexts_of_the_first_version_are_there(first):
    folder, ciphertext = first
    with TandemServer("--data", str(folder)) as server:
        listed = tandem(server, "key", "list")
        assert "orders" in listed and "pair" in listed
        assert tandem(server, "decrypt", "orders", ciphertext) == "from version 0.1\n"


def test_an_upgraded_directory_opens_again(first):
    folder, ciphertext = first
    for _ in range(2):
        with TandemServer("--data", str(folder)) as server:
            assert tandem(server, "decrypt", "orders", ciphertext) == "from version 0.1\n"


def test_regions_of_schema_3_have_their_keys_and_open_their_ciphertexts(tmp_path):
    contents = json.loads((VECTORS / "data-schema-3/contents.json").read_text())
    folder = kept("data-schema-3", tmp_path)
    for _ in range(2):
        with TandemServer("--data", str(folder), environment=spaces.APART) as server:
            for name, ciphertext in contents["ciphertexts"].items():
                region = spaces.Region(server.url, name)
                assert region.open(ciphertext) == "secret"
                listed = region.request("GET", "/kms/aliases")[0]["aliases"]
                assert [each["alias"] for each in listed] == ["orders"]
                assert region.details(contents["keys"][name])["key_alias"] == "orders"


def test_a_database_of_schema_3_that_was_edited_is_refused(tmp_path):
    folder = kept("data-schema-3", tmp_path)
    with contextlib.closing(sqlite3.connect(folder / "tandem.db")) as connection, connection:
        connection.execute("DELETE FROM aliases")
    ended = subprocess.run([binary(), "dev", "--data", str(folder), "--port", "0"], capture_output=True, text=True)
    assert ended.returncode == 9 and "was edited" in ended.stderr
