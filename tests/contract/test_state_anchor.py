"""`tandem serve` with a database that is not the one that was acknowledged last: refused, with the way out."""
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys

import pytest

from tandem_server import TandemServer, binary

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "vectors/opener"))

import opener  # noqa: E402

INTEGRITY = 9


class Installation:
    """What `tandem init` makes, with some history. The anchor lies on what stands for another volume."""

    def __init__(self, folder: pathlib.Path):
        self.folder = folder / "kms"
        self.anchor = folder / "volume" / "anchor"
        self.anchor.parent.mkdir()
        subprocess.run([binary(), "init", "--dir", str(self.folder)], capture_output=True, check=True)
        self.config = self.folder / "tandem.yaml"
        text = self.config.read_text().replace(":8990", ":0")
        self.config.write_text(text.replace("storage:\n", f"storage:\n  anchor: {self.anchor}\n"))
        self.database = self.folder / "tandem.db"
        self.log = self.folder / "tandem.db-wal"

    def serve(self, *flags):
        return TandemServer("--config", str(self.config), "--threads", "1", *flags, verb="serve")

    def admin(self, *arguments):
        return subprocess.run([binary(), *arguments, "--server", f"unix:{self.folder}/admin.sock"], capture_output=True,
                              text=True, check=True).stdout

    def add_credential(self):
        return re.search(r"\S+", self.admin("credential", "add", "--tenant", "default").replace("id", "", 1)).group()

    def change(self):
        with self.serve():
            self.admin("credential", "add", "--tenant", "default")

    def copy(self, to: pathlib.Path):
        shutil.copytree(self.folder, to, ignore=shutil.ignore_patterns("*.sock"))
        shutil.copy(self.anchor, to / "anchor")
        return to

    def put(self, copy: pathlib.Path):
        self.log.unlink(missing_ok=True)
        for name in ("tandem.db", "tandem.db-wal"):
            if (copy / name).exists():
                shutil.copy(copy / name, self.folder / name)

    def refusal(self, *flags) -> str:
        ended = subprocess.run([binary(), "serve", "--config", str(self.config), *flags], capture_output=True, text=True,
                               timeout=60)
        assert ended.returncode == INTEGRITY, ended
        lines = ended.stderr.strip().split("\n")
        assert len(lines) == 1 and str(self.database) in lines[0], ended.stderr
        return lines[0]


@pytest.fixture
def installation(tmp_path):
    made = Installation(tmp_path)
    made.change()
    return made


def epochs(line: str) -> tuple[int, int]:
    return tuple(map(int, re.search(r"expected epoch (\d+), found epoch (\d+)", line).groups()))


def test_starts_again_and_again_and_keeps_the_anchor_where_it_was_told(installation):
    for _ in range(2):
        installation.change()
    assert installation.anchor.stat().st_mode & 0o7777 == 0o600
    assert not (installation.folder / "tandem.db-anchor").exists()


def test_tag_and_anchor_are_what_the_formats_say(installation):
    unseal_key = bytes.fromhex((installation.folder / "unseal.key").read_text())
    with sqlite3.connect(installation.database) as database:
        state_key = opener.state_key_of(database, unseal_key)
        expected, stored = opener.state_tag(database, state_key)
        (epoch,) = database.execute("SELECT number FROM meta WHERE name = 'epoch'").fetchone()
    assert stored == expected
    assert opener.newest_anchor_slot(installation.anchor.read_bytes(), state_key) == (epoch, stored)


def test_an_older_copy_is_refused_until_its_epoch_is_named(installation, tmp_path):
    older = installation.copy(tmp_path / "older")
    installation.change()
    installation.put(older)
    line = installation.refusal()
    expected, found = epochs(line)
    assert "is older" in line and f"--accept-rollback {found}" in line and expected > found
    assert "is older" in installation.refusal("--accept-rollback", str(expected))
    with installation.serve("--accept-rollback", str(found)) as server:
        output = server.ended_output()
        assert f"went on at epoch {expected + 1} with a state that is not the last one" in output
        assert "nothing is destroyed by its date until `tandem clock accept`" in output
        assert "credentials are disabled since an older state of the database was accepted" in output
    installation.change()
    installation.put(older)
    assert epochs(installation.refusal()) > (expected, found)


@pytest.mark.parametrize("content", ["", "no tables"])
def test_an_emptied_database_is_refused(installation, content):
    installation.database.unlink()
    if content:
        connection = sqlite3.connect(installation.database)
        connection.executescript("CREATE TABLE t (a); DROP TABLE t;")
        connection.close()
    else:
        installation.database.touch(0o600)
    assert "holds no tables" in installation.refusal()


def test_an_emptied_database_beside_an_unseal_key_alone_is_refused(tmp_path):
    made = Installation(tmp_path)
    made.database.touch(0o600)
    assert "holds no tables" in made.refusal()


def test_a_database_that_is_gone_is_not_made_anew(installation):
    installation.database.unlink()
    assert "is not there" in installation.refusal()
    assert not installation.database.exists()


def test_a_copy_without_its_log_and_one_whose_log_was_cut_are_refused(installation, tmp_path):
    with installation.serve():
        installation.admin("credential", "add", "--tenant", "default")
        copy = installation.copy(tmp_path / "running")
    shutil.copy(copy / "anchor", installation.anchor)
    installation.put(copy)
    installation.log.unlink()
    assert "is older" in installation.refusal()
    installation.put(copy)
    log = installation.log.read_bytes()
    for cut in (len(log) - 1, len(log) // 2, 32):
        installation.put(copy)
        installation.log.write_bytes(log[:cut])
        assert "is older" in installation.refusal(), cut


def test_an_old_row_that_revives_a_removed_credential_is_refused(installation, tmp_path):
    with installation.serve():
        installation.admin("credential", "add", "--tenant", "default")
        ids = re.findall(r"^(\S+)", installation.admin("credential", "list"), re.MULTILINE)
    older = installation.copy(tmp_path / "older")
    with installation.serve():
        installation.admin("credential", "remove", ids[-1])
    connection = sqlite3.connect(installation.database)
    connection.execute("ATTACH ? AS old", (str(older / "tandem.db"),))
    with connection:
        assert connection.execute("INSERT INTO credentials SELECT * FROM old.credentials WHERE credential_id = ?",
                                  (ids[-1],)).rowcount == 1
    connection.close()
    line = installation.refusal()
    expected, found = epochs(line)
    assert "was edited" in line and expected == found


def test_a_missing_anchor_is_refused_and_made_again_when_accepted(installation):
    installation.anchor.unlink()
    line = installation.refusal()
    assert "is missing" in line and not installation.anchor.exists()
    found = re.search(r"--accept-rollback (\d+)", line).group(1)
    with installation.serve("--accept-rollback", found):
        pass
    installation.change()


def test_two_states_of_one_epoch_are_told_apart(installation, tmp_path):
    fork = installation.copy(tmp_path / "fork")
    installation.change()
    one = installation.copy(tmp_path / "one")
    installation.put(fork)
    shutil.copy(fork / "anchor", installation.anchor)
    installation.change()
    installation.put(one)
    line = installation.refusal()
    assert "was edited" in line and len(set(epochs(line))) == 1


def test_a_flag_with_nothing_to_accept_is_told(installation):
    with installation.serve("--accept-rollback", "1") as server:
        assert "there was nothing to accept" in server.ended_output()


def test_a_development_server_guards_its_data_in_the_same_way(tmp_path):
    data = tmp_path / "data"
    for _ in range(2):
        with TandemServer("--data", str(data)) as server:
            server.new_tenant()
    (data / "tandem.db").write_bytes(b"")
    with pytest.raises(RuntimeError, match="holds no tables"):
        TandemServer("--data", str(data))
