"""Older states put back, in every way that a copy can be older: each is noticed, and the newest one always opens.

100 restores; more by `TANDEM_CRASH_RESTORES=1000 scripts/test crash`.
"""
import json
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support/python"))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "contract"))

from clients import Account, Tencent2019  # noqa: E402
from tandem_server import TandemServer, binary  # noqa: E402

RESTORES = int(os.environ.get("TANDEM_CRASH_RESTORES", "100"))
COPIES = 12
ACCOUNT = Account("tandemdev", "tandemdevsecret", "0" * 32)
INTEGRITY = 9


def take(data, to):
    """What a backup of the running server's files would hold: the database, and its log when there is one."""
    to.mkdir()
    for name in ("tandem.db", "tandem.db-wal"):
        if (data / name).exists():
            shutil.copy(data / name, to / name)
    return to


def put(data, copy):
    (data / "tandem.db-wal").unlink(missing_ok=True)
    for file in copy.iterdir():
        shutil.copy(file, data / file.name)


def history(data, folder):
    """Copies at different times, of a running and of a stopped server; the last one is the newest state."""
    copies = []
    for number in range(COPIES):
        with TandemServer("--data", str(data), environment={"TANDEM_LIMITS__RATE": "off"}) as server:
            client = Tencent2019(server.url, ACCOUNT)
            for change in range(3):
                key = client.call("CreateKey", Alias=f"k-{number}-{change}")["KeyId"]
            client.call("DisableKey", KeyId=key)
            copies.append(take(data, folder / f"running-{number}"))
            client.call("UpdateKeyDescription", KeyId=key, Description="later")
        copies.append(take(data, folder / f"stopped-{number}"))
    return copies


def restore(data, copies, dice):
    """Puts an older state back and says how."""
    kind = dice.choice(["whole", "without its log", "log cut", "newest without its log"])
    running = [copy for copy in copies[:-1] if (copy / "tandem.db-wal").exists()]
    copy = dice.choice(copies[:-1] if kind == "whole" else running)
    if kind == "newest without its log":
        copy = running[-1]
    put(data, copy)
    log = data / "tandem.db-wal"
    if kind in ("without its log", "newest without its log"):
        log.unlink()
    if kind == "log cut":
        os.truncate(log, dice.randrange(log.stat().st_size))
    return f"{copy.name}, {kind}"


def test_every_older_state_that_is_put_back_is_noticed(tmp_path):
    data = tmp_path / "data"
    copies = history(data, tmp_path)
    dice = random.Random()
    ways = {}
    for _ in range(RESTORES):
        how = restore(data, copies, dice)
        ended = subprocess.run([binary(), "dev", "--port", "0", "--data", str(data)], capture_output=True, text=True,
                               timeout=60)
        assert ended.returncode == INTEGRITY, (how, ended)
        older = re.search(r"is older .* expected epoch (\d+), found epoch (\d+)", ended.stderr)
        # A log that was cut early leaves what a new database begins with: no tables at all.
        assert older and int(older[2]) < int(older[1]) or "holds no tables" in ended.stderr, (how, ended.stderr)
        ways[how.split(", ")[1]] = ways.get(how.split(", ")[1], 0) + 1
    put(data, copies[-1])
    with TandemServer("--data", str(data)):
        pass
    print(json.dumps({"restores": RESTORES, "noticed": sum(ways.values()), **ways}))
