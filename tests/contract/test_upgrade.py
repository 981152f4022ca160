"""Data directories of earlier versions open in this one, with every key and ciphertext."""
import pathlib
import shutil
import subprocess

import pytest

from tandem_server import TandemServer, binary

VECTORS = pathlib.Path(__file__).resolve().parents[1] / "vectors"


@pytest.fixture(params=sorted(VECTORS.glob("data-*")), ids=lambda folder: folder.name)
def data(request, tmp_path):
    for name in ("tandem.db", "unseal.key"):
        shutil.copyfile(request.param / name, tmp_path / name)
        (tmp_path / name).chmod(0o600)
    return tmp_path, (request.param / "ciphertext").read_text().strip()


def tandem(server, *arguments):
    return subprocess.run([binary(), *arguments, "--server", server.url], capture_output=True, text=True, check=True).stdout


def test_keys_and_ciphertexts_of_an_earlier_version_are_there(data):
    folder, ciphertext = data
    with TandemServer("--data", str(folder)) as server:
        listed = tandem(server, "key", "list")
        assert "orders" in listed and "pair" in listed
        assert tandem(server, "decrypt", "orders", ciphertext) == "from version 0.1\n"


def test_an_upgraded_directory_opens_again(data):
    folder, ciphertext = data
    for _ in range(2):
        with TandemServer("--data", str(folder)) as server:
            assert tandem(server, "decrypt", "orders", ciphertext) == "from version 0.1\n"
