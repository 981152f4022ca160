"""kill -9 at random moments of create, alias, disable and delete under load, then a restart: nothing that was
acknowledged is lost, and nothing is half done. First starts and migrations are killed as well.

200 kills; more by `TANDEM_CRASH_KILLS=2000 scripts/test crash`. A kill does not lose the page cache: that a commit is
synced before its answer is the recording VFS's test (tests/unit/store).
"""
import http.client
import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support/python"))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "contract"))

from clients import Account, Tencent2019  # noqa: E402
from tandem_server import TandemServer, binary  # noqa: E402

KILLS = int(os.environ.get("TANDEM_CRASH_KILLS", "200"))
WORKERS = 4
VECTORS = pathlib.Path(__file__).resolve().parents[1] / "vectors"
OFF = {"TANDEM_LIMITS__RATE": "off"}
ACCOUNT = Account("tandemdev", "tandemdevsecret", "0" * 32)


class Worker(threading.Thread):
    """One caller with keys of its own. `known` holds what was acknowledged; `pending` the one call that was not."""

    def __init__(self, number, known):
        super().__init__(daemon=True)
        self.number, self.known, self.pending, self.error = number, known, None, None
        self.random = random.Random(time.time_ns() + number)
        self.serial = 0

    def attach(self, server):
        self.client = Tencent2019(server.url, ACCOUNT)
        return self

    def run(self):
        try:
            while True:
                self.step()
        except (OSError, http.client.HTTPException):
            return  # the server is gone
        except Exception as error:  # noqa: BLE001 - shown by the test
            self.error = error

    def call(self, pending, action, **fields):
        self.pending = pending
        return self.client.call(action, **fields)  # a refusal raises

    def alias(self):
        self.serial += 1
        return f"w{self.number}-{time.time_ns()}-{self.serial}"

    def step(self):
        living = [key for key, facts in self.known.items() if facts["state"] != "PendingDelete"]
        if len(living) < 3 or self.random.random() < 0.3:
            alias = self.alias()
            made = self.call(("create", alias), "CreateKey", Alias=alias)
            blob = {"state": "Enabled", "alias": alias, "blob": None}
            self.known[made["KeyId"]] = blob
            self.pending = None
            # A ciphertext that was handed out must open after any crash.
            blob["blob"] = self.client.call("Encrypt", KeyId=made["KeyId"], Plaintext="AAEC")["CiphertextBlob"]
            return
        key = self.random.choice(living)
        facts = self.known[key]
        kind = self.random.choice(["alias", "toggle", "delete"])
        if kind == "alias":
            alias = self.alias()
            self.call(("alias", key, alias), "UpdateAlias", KeyId=key, Alias=alias)
            facts["alias"] = alias
        elif kind == "toggle":
            to = "Disabled" if facts["state"] == "Enabled" else "Enabled"
            self.call(("state", key, to), "DisableKey" if to == "Disabled" else "EnableKey", KeyId=key)
            facts["state"] = to
        elif facts["state"] == "Disabled":
            self.call(("state", key, "PendingDelete"), "ScheduleKeyDeletion", KeyId=key, PendingWindowInDays=7)
            facts["state"] = "PendingDelete"
        self.pending = None


def settle(client, worker):
    """Finds out whether the call that had no answer took place: wholly or not at all."""
    pending, worker.pending = worker.pending, None
    if pending is None:
        return
    if pending[0] == "create":
        found = client.call("ListKeyDetail", SearchKeyAlias=pending[1], Limit=200)["KeyMetadatas"]
        for key in found:
            assert key["KeyState"] == "Enabled"
            blob = client.call("Encrypt", KeyId=key["KeyId"], Plaintext="AAEC")["CiphertextBlob"]  # it has material
            worker.known[key["KeyId"]] = {"state": "Enabled", "alias": pending[1], "blob": blob}
        return
    kind, key, value = pending
    shown = client.call("DescribeKey", KeyId=key)["KeyMetadata"]
    facts = worker.known[key]
    if kind == "alias":
        assert shown["Alias"] in (facts["alias"], value)
        facts["alias"] = shown["Alias"]
    else:
        assert shown["KeyState"] in (facts["state"], value)
        facts["state"] = shown["KeyState"]


def verify(client, known):
    keys = list(known)
    for first in range(0, len(keys), 100):
        answer = client.call("DescribeKeys", KeyIds=keys[first : first + 100])
        for shown in answer["KeyMetadatas"]:
            facts = known[shown["KeyId"]]
            assert (shown["KeyState"], shown["Alias"]) == (facts["state"], facts["alias"])
            if facts["state"] == "PendingDelete":
                assert shown["DeletionDate"] > 0
            if facts["state"] == "Enabled" and facts["blob"]:
                opened = client.call("Decrypt", CiphertextBlob=facts["blob"])
                assert opened["Plaintext"] == "AAEC"


def test_no_acknowledged_change_is_lost_over_many_kills():
    with tempfile.TemporaryDirectory(prefix="tandem-crash-") as folder:
        known = [{} for _ in range(WORKERS)]
        left = [None] * WORKERS
        dice = random.Random()
        acknowledged = 0
        for kill in range(KILLS + 1):
            server = TandemServer("--data", folder, environment=OFF)
            client = Tencent2019(server.url, ACCOUNT)
            workers = [Worker(number, known[number]) for number in range(WORKERS)]
            for worker, pending in zip(workers, left):
                worker.pending = pending
                settle(client, worker)
            # Every key of this round's picks; all of them at the end.
            for facts in known:
                sample = facts if kill == KILLS else dict(dice.sample(sorted(facts.items()), min(20, len(facts))))
                verify(client, sample)
            if kill == KILLS:
                acknowledged = sum(len(facts) for facts in known)
                assert server.stop() == 0
                break
            for worker in workers:
                worker.attach(server).start()
            dice_stop = threading.Timer(dice.uniform(0.002, 0.12), server.process.kill)
            dice_stop.start()
            for worker in workers:
                worker.join(30)
                assert worker.error is None, worker.error
            dice_stop.join()
            server.process.wait(30)
            server.process.stdout.close()
            server.log.close()
            left = [worker.pending for worker in workers]
        assert acknowledged > KILLS / 4
        print(json.dumps({"kills": KILLS, "acknowledged_keys": acknowledged}))


def start_and_kill(folder, after):
    starting = subprocess.Popen([binary(), "dev", "--port", "0", "--data", folder], stdout=subprocess.DEVNULL,
                                stderr=subprocess.DEVNULL)
    try:
        starting.wait(after)
    except subprocess.TimeoutExpired:
        starting.kill()
    return starting.wait(30)


def starts_after_kills(folder, dice):
    """Kills starts within the time that a start takes, then looks whether one succeeds."""
    for _ in range(3):
        assert start_and_kill(folder, dice.uniform(0.0, 0.08)) == -signal.SIGKILL
    with TandemServer("--data", folder):
        pass


def test_a_first_start_that_is_killed_begins_again():
    dice = random.Random()
    for _ in range(max(1, KILLS // 20)):
        with tempfile.TemporaryDirectory(prefix="tandem-crash-") as folder:
            starts_after_kills(folder, dice)


def test_a_migration_that_is_killed_begins_again():
    dice = random.Random()
    for _ in range(max(1, KILLS // 20)):
        with tempfile.TemporaryDirectory(prefix="tandem-crash-") as folder:
            for name in ("tandem.db", "unseal.key"):
                shutil.copyfile(VECTORS / "data-0.1" / name, f"{folder}/{name}")
                os.chmod(f"{folder}/{name}", 0o600)
            starts_after_kills(folder, dice)
