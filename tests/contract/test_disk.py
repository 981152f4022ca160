"""What a disk that fails or is full does to a server that runs on it.

A failure of the disk comes from a preloaded library (data/failing_disk.c), a full disk is a small tmpfs in a mount
namespace of the test's own.
"""

import contextlib
import errno
import os
import pathlib
import subprocess
import threading
import time

import pytest

from stand_in import Server, ours_alone
from transport import VendorError

pytestmark = [ours_alone, pytest.mark.plain_build]

STORAGE = 74  # the exit code


@pytest.fixture(scope="session")
def library(tmp_path_factory):
    made = tmp_path_factory.mktemp("failing-disk") / "failing_disk.so"
    source = pathlib.Path(__file__).with_name("data") / "failing_disk.c"
    subprocess.run(["gcc", "-shared", "-fPIC", "-O1", "-o", made, source], check=True)
    return made


class Disk:
    """A data directory whose disk fails on demand."""

    def __init__(self, folder, library):
        self.folder, self.data = folder, folder / "data"
        sanitizer = os.environ.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0"
        self.environment = {"LD_PRELOAD": str(library), "TANDEM_TEST_DISK": str(folder), "ASAN_OPTIONS": sanitizer}

    def server(self):
        return Server("--data", str(self.data), environment=self.environment)

    def fail(self, call, suffix, error, times=-1):
        whole = self.folder / "rule.new"
        whole.write_text(f"{call} {suffix} {error} {times} ")
        whole.rename(self.folder / "rule")

    def mend(self):
        (self.folder / "rule").unlink()

    def syncs(self):
        """Name and error, -1 for none, of each sync so far."""
        return [(name, int(error)) for name, error in
                (line.split() for line in (self.folder / "syncs").read_text().splitlines())]


@pytest.fixture
def disk(tmp_path, library):
    return Disk(tmp_path, library)


def refusal(call, *arguments, **fields):
    with pytest.raises(VendorError) as caught:
        call(*arguments, **fields)
    return caught.value.code


def ready(server):
    reply = server.ask("GET", "ready")
    return reply.status, reply.json()


def until(condition, seconds=10):
    deadline = time.monotonic() + seconds
    while not (result := condition()):
        assert time.monotonic() < deadline, "it did not come about"
        time.sleep(0.02)
    return result


def metric(server, name):
    page = server.ask("GET", "metrics").body.decode()
    return next(float(line.split()[1]) for line in page.splitlines() if line.startswith(name + " "))


def lines_with(server, text):
    return [line for line in server.output().splitlines() if text in line]


@pytest.mark.parametrize("call, error, times", [
    ("fdatasync", errno.EIO, 1), ("fdatasync", errno.ENOSPC, 1), ("fdatasync", errno.EDQUOT, 1), ("pwrite", errno.EIO, 1),
], ids=["sync-EIO", "sync-ENOSPC", "sync-EDQUOT", "write-EIO"])
def test_a_failed_write_is_answered_and_ends_the_server(disk, call, error, times):
    with disk.server() as server:
        client = server.clients().t2019
        key = client.call("CreateKey", Alias="kept")["KeyId"]
        disk.fail(call, "-wal", error, times)
        assert refusal(client.call, "CreateKey", Alias="lost") == "ServiceUnavailable"
        assert server.process.wait(30) == STORAGE
        assert len(lines_with(server, "a write to the database failed")) == 1
        assert os.strerror(error) in server.output()
    syncs = [one for one in disk.syncs() if "-anchor" not in one[0]]  # which is another file, and as good as it was
    failed = [place for place, (_, result) in enumerate(syncs) if result > 0]
    assert len(failed) == (call == "fdatasync")
    assert not failed or failed[0] == len(syncs) - 1, "something was synced after a failed sync"
    disk.mend()
    with disk.server() as server:
        client = server.clients().t2019
        assert client.call("DescribeKey", KeyId=key)["KeyMetadata"]["Alias"] == "kept"
        client.call("CreateKey", Alias="next")


def test_every_change_that_waits_for_a_failed_sync_is_answered_in_its_vendors_words(disk):
    with disk.server() as server:
        calls = {
            "ServiceUnavailable": lambda all_of: all_of.t2019.call("CreateKey", Alias="a"),
            "6000/10050": lambda all_of: all_of.t2017.call("CreateKey", alias="b"),
            "KMS.0104": lambda all_of: all_of.huawei.call("create-key", key_alias="c"),
        }
        seen = []
        all_clients = [server.clients() for _ in calls]
        for each in all_clients:  # with connections that are open already
            each.t2019.call("ListKeys"), each.t2017.call("ListKey"), each.huawei.call("list-keys")
        disk.fail("fdatasync", "-wal", errno.EIO)
        threads = [threading.Thread(target=lambda call=call, clients=clients: seen.append(refusal(call, clients)))
                   for call, clients in zip(calls.values(), all_clients)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        assert server.process.wait(30) == STORAGE
    assert sorted(seen) == sorted(calls)
    assert sum(error > 0 for _, error in disk.syncs()) == 1


def test_a_short_or_interrupted_write_is_tried_again(disk):
    with disk.server() as server:
        client = server.clients().t2019
        for error in (0, errno.EINTR):
            disk.fail("pwrite", "-wal", error, 1)
            client.call("CreateKey", Alias=f"after-{error}")
        assert ready(server) == (200, {"status": "ready"})


@pytest.mark.parametrize("error", [errno.EDQUOT, errno.ENOSPC], ids=["EDQUOT", "ENOSPC"])
def test_without_room_changes_fail_and_all_else_goes_on_until_there_is_some(disk, error):
    with disk.server() as server:
        client = server.clients().t2019
        key = client.call("CreateKey", Alias="kept")["KeyId"]
        blob = client.call("Encrypt", KeyId=key, Plaintext="AAEC")["CiphertextBlob"]
        assert metric(server, "tandem_storage_writable") == 1

        disk.fail("pwrite", "-wal", error)
        for _ in range(3):
            assert refusal(client.call, "CreateKey", Alias="refused") == "ServiceUnavailable"
        assert client.call("Decrypt", CiphertextBlob=blob)["Plaintext"] == "AAEC"
        assert ready(server) == (200, {"status": "ready", "storage": "full"})
        assert metric(server, "tandem_storage_writable") == 0

        disk.mend()
        until(lambda: ready(server) == (200, {"status": "ready"}))  # although no change asks for it
        assert metric(server, "tandem_storage_writable") == 1
        client.call("CreateKey", Alias="refused")
        assert len(lines_with(server, "want of room")) == 1
        assert len(lines_with(server, "room again")) == 1


def test_a_start_after_an_unclean_end_syncs_the_log_that_it_found(disk):
    with disk.server() as server:
        server.clients().t2019.call("CreateKey", Alias="kept")
        server.kill()
    before = len(disk.syncs())
    with disk.server():
        assert ("tandem.db-wal", -1) in disk.syncs()[before:]


def test_a_disk_that_fails_at_the_start_ends_it_with_the_same_code(disk):
    with disk.server() as server:
        server.clients().t2019.call("CreateKey", Alias="kept")
        server.kill()
    disk.fail("fdatasync", "-wal", errno.EIO)
    with pytest.raises(RuntimeError, match=rf"ended with {STORAGE}:\n\ntandem: write-ahead log .*Input/output error"):
        disk.server()


# ---- a disk that is really full ----

@contextlib.contextmanager
def small_disk(folder, size):
    """A tmpfs of this size on a folder that exists: the command that runs others inside, and the path from outside."""
    as_root = [] if os.geteuid() == 0 else ["--user", "--map-root-user"]
    script = 'mount -t tmpfs -o size="$1",mode=700 tmpfs "$2" && echo mounted && exec sleep 600'
    holder = subprocess.Popen(["unshare", *as_root, "--mount", "sh", "-c", script, "sh", size, str(folder)],
                              stdout=subprocess.PIPE, text=True)
    try:
        assert holder.stdout.readline() == "mounted\n"
        inside = ["nsenter", "--target", str(holder.pid), *(["--user"] if as_root else []), "--mount", f"--wdns={os.getcwd()}", "--"]
        yield inside, pathlib.Path(f"/proc/{holder.pid}/root{folder}")
    finally:
        holder.kill()
        holder.wait()
        holder.stdout.close()


def fill(file):
    """Takes all the room there is."""
    with open(file, "ab", buffering=0) as ballast:
        for size in (65536, 4096, 1):
            with contextlib.suppress(OSError):
                while ballast.write(bytes(size)):
                    pass


def test_a_full_disk_leaves_decryption_alone_and_gives_its_space_back(tmp_path):
    with small_disk(tmp_path, "8m") as (inside, outside):
        with Server("--data", str(tmp_path / "data"), inside=inside) as server:
            client = server.clients().t2019
            key = client.call("CreateKey", Alias="kept")["KeyId"]
            blob = client.call("Encrypt", KeyId=key, Plaintext="AAEC")["CiphertextBlob"]
            fill(outside / "ballast")
            refused = 0
            for i in range(50):  # the log may have some room left
                try:
                    client.call("CreateKey", Alias=f"key-{i}")
                except VendorError as error:
                    assert error.code == "ServiceUnavailable"
                    refused += 1
                assert client.call("Decrypt", CiphertextBlob=blob)["Plaintext"] == "AAEC"
                if refused == 3:
                    break
            assert refused == 3
            assert ready(server)[1]["storage"] == "full"

            (outside / "ballast").unlink()
            client.call("CreateKey", Alias="after")
            assert ready(server) == (200, {"status": "ready"})
            names = sorted(each["Alias"] for each in client.call("ListKeyDetail", Limit=100)["KeyMetadatas"])
            server.kill()
        with Server("--data", str(tmp_path / "data"), inside=inside) as server:
            again = server.clients().t2019.call("ListKeyDetail", Limit=100)["KeyMetadatas"]
            assert sorted(each["Alias"] for each in again) == names


def test_a_server_starts_on_a_full_disk(tmp_path):
    with small_disk(tmp_path, "8m") as (inside, outside):
        with Server("--data", str(tmp_path / "data"), inside=inside) as server:
            client = server.clients().t2019
            key = client.call("CreateKey", Alias="kept")["KeyId"]
            blob = client.call("Encrypt", KeyId=key, Plaintext="AAEC")["CiphertextBlob"]
            server.kill()
        fill(outside / "ballast")
        with Server("--data", str(tmp_path / "data"), inside=inside) as server:
            assert server.clients().t2019.call("Decrypt", CiphertextBlob=blob)["Plaintext"] == "AAEC"
