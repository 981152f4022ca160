"""The wall clock of a running server jumps beyond the dates of keys, and back: nothing is lost.

6 jumps in a development server, which waits no minute after its start; `TANDEM_CRASH_CLOCK_JUMPS=1000 scripts/test crash` does
1,000 there and 1,000 in `tandem serve`, which takes half an hour. The clock is libfaketime's, the binary the one that is
shipped.
"""
import json
import os
import pathlib
import random
import re
import subprocess
import sys
import time
import urllib.request

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support/python"))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "contract"))

from clients import Account, Tencent2019  # noqa: E402
from fake_time import WallClock  # noqa: E402
from tandem_server import TandemServer, binary  # noqa: E402

JUMPS = int(os.environ.get("TANDEM_CRASH_CLOCK_JUMPS", "6"))
DAY = 86_400
SETTINGS = {"TANDEM_LIMITS__RATE": "off", "TANDEM_DIALECTS__TENCENT_2019__CLOCK_SKEW": "0"}


class Admin:
    """The verbs of the command line, and the metrics."""

    def __init__(self, address):
        self.address = address

    def run(self, *words):
        done = subprocess.run([binary(), *words, "--server", self.address], check=True, capture_output=True, text=True)
        return done.stdout

    def metrics(self):
        if self.address.startswith("unix:"):
            done = subprocess.run(["curl", "-sS", "--fail", "--unix-socket", self.address[5:], "http://x/metrics"],
                                  check=True, capture_output=True, text=True)
            text = done.stdout
        else:
            with urllib.request.urlopen(self.address + "/metrics", timeout=30) as answer:
                text = answer.read().decode()
        return {name: float(value) for name, value in re.findall(r"^(\S+?)(?:\{\})? (\S+)$", text, re.M)}

    def wait_for_jumps(self, jumps):
        """The timer of the server saw them, and did in the same round what it took to be due."""
        deadline = time.monotonic() + 30
        while (seen := self.metrics()["tandem_clock_jumps_total"]) < jumps:
            assert time.monotonic() < deadline, f"{seen} of {jumps} jumps were seen"
            time.sleep(0.05)


def schedule(client, count=5):
    """Keys that end in 7 days, with a ciphertext of each."""
    keys = {}
    for i in range(count):
        key = client.call("CreateKey", Alias=f"leaving-{i}")["KeyId"]
        keys[key] = client.call("Encrypt", KeyId=key, Plaintext="AAEC")["CiphertextBlob"]
        client.call("DisableKey", KeyId=key)
        client.call("ScheduleKeyDeletion", KeyId=key, PendingWindowInDays=7)
    return keys


def jump(client, admin, clock, keys):
    dice = random.Random(20261201)
    for i in range(JUMPS // 2):
        clock.move_to(dice.uniform(8, 36_500) * DAY)
        admin.wait_for_jumps(2 * i + 1)
        if i % 10 == 0:
            listed = client.call("ListKeys", Limit=200)["Keys"]
            assert not {each["KeyId"] for each in listed} & set(keys), "refused by their date meanwhile"
        clock.move_to(0)
        admin.wait_for_jumps(2 * i + 2)
        if i % 10 == 9:
            admin.run("clock", "accept")


def check(client, admin, keys):
    assert admin.metrics()["tandem_clock_jumps_total"] >= JUMPS
    for key, blob in keys.items():
        assert client.call("DescribeKey", KeyId=key)["KeyMetadata"]["KeyState"] == "PendingDelete"
        client.call("CancelKeyDeletion", KeyId=key)
        client.call("EnableKey", KeyId=key)
        assert client.call("Decrypt", CiphertextBlob=blob)["Plaintext"] == "AAEC"
    print(json.dumps({"jumps": JUMPS, "keys": len(keys), "lost": 0}))


def test_jumps_of_the_clock_destroy_no_key(tmp_path):
    clock = WallClock(tmp_path)
    data = ("--data", str(tmp_path / "data"))
    with TandemServer(*data, environment=SETTINGS | clock.environment()) as server:
        client, admin = Tencent2019(server.url, Account("tandemdev", "tandemdevsecret", "0" * 32)), Admin(server.url)
        keys = schedule(client)
        jump(client, admin, clock, keys)
        check(client, admin, keys)
        assert len(re.findall(r"the wall clock jumped by [+-]", server.output())) == JUMPS


@pytest.mark.skipif(JUMPS < 100, reason="waits for a minute; TANDEM_CRASH_CLOCK_JUMPS=1000")
def test_jumps_of_the_clock_destroy_no_key_of_a_server(tmp_path):
    clock = WallClock(tmp_path)
    folder = tmp_path / "kms"
    subprocess.run([binary(), "init", "--dir", str(folder)], check=True, capture_output=True)
    config = folder / "tandem.yaml"
    config.write_text(config.read_text().replace(":8990", ":0"))
    with TandemServer("--config", str(config), verb="serve", environment=SETTINGS | clock.environment()) as server:
        admin = Admin(f"unix:{folder}/admin.sock")
        made = admin.run("tenant", "add", "acme")
        credential = dict(line.split(None, 1) for line in made.splitlines())
        client = Tencent2019(server.url, Account(credential["id"], credential["secret"], credential["project"]))
        keys = schedule(client)
        deadline = time.monotonic() + 90
        while "stable in" in admin.run("clock", "status"):
            assert time.monotonic() < deadline
            time.sleep(1)
        jump(client, admin, clock, keys)
        check(client, admin, keys)
