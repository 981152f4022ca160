"""What ends by the clock alone: who may destroy, what is held, and what is said of it."""

import json
import os
import subprocess

import pytest

from clients import Account, Tencent2019
from fake_time import WallClock
from stand_in import Server
from tandem_server import TandemServer, binary

pytestmark = [pytest.mark.skipif("TANDEM_CONTRACT_URL" in os.environ, reason="a server of ours"), pytest.mark.plain_build]

DAY = 86_400
ACCOUNT = Account("tandemdev", "tandemdevsecret", "0" * 32)
ANY_TIME = {"TANDEM_DIALECTS__TENCENT_2019__CLOCK_SKEW": "0"}


def command(server, *words):
    done = subprocess.run([binary(), *words, "--server", server], check=True, capture_output=True, text=True)
    return done.stdout


def leaving(client):
    key = client.call("CreateKey", Alias="leaving")["KeyId"]
    client.call("DisableKey", KeyId=key)
    client.call("ScheduleKeyDeletion", KeyId=key, PendingWindowInDays=7)
    return key


def is_stored(server, key):
    return key in server.ask("GET", "snapshot").body.decode()


@pytest.fixture
def server_folder(tmp_path):
    folder = tmp_path / "kms"
    subprocess.run([binary(), "init", "--dir", str(folder)], check=True, capture_output=True)
    config = folder / "tandem.yaml"
    config.write_text(config.read_text().replace(":8990", ":0"))
    return folder


def serve(folder, clock):
    return TandemServer("--config", str(folder / "tandem.yaml"), verb="serve", environment=clock.environment())


def test_a_server_that_was_off_for_days_destroys_nothing_until_the_clock_is_accepted(server_folder, tmp_path):
    socket = f"unix:{server_folder}/admin.sock"
    with serve(server_folder, WallClock(tmp_path)):
        assert "destruction  by date" in command(socket, "clock", "status")
    later = WallClock(tmp_path, 3 * DAY)
    with serve(server_folder, later) as server:
        assert "nothing is destroyed by its date until `tandem clock accept`: " in server.output()
        assert "the server was off for 72.0 hours" in command(socket, "clock", "status")
    with serve(server_folder, later) as server:
        assert "on hold since" in command(socket, "clock", "status"), "a restart ends no hold"
        metrics = subprocess.run(["curl", "-sS", "--unix-socket", socket[5:], "http://x/metrics"], check=True,
                                 capture_output=True, text=True).stdout
        assert "\ntandem_destruction_held 1\n" in metrics
        assert "destruction  by date" in command(socket, "clock", "accept")
    with serve(server_folder, later):
        assert "destruction  by date" in command(socket, "clock", "status")


def test_a_server_waits_a_minute_after_its_start(server_folder, tmp_path):
    with serve(server_folder, WallClock(tmp_path)):
        seconds = int(command(f"unix:{server_folder}/admin.sock", "clock", "status").split("stable in ")[1].split()[0])
        assert 0 < seconds <= 60


def test_a_development_server_in_memory_needs_no_stable_clock():
    with Server() as server:
        status = server.do("GET", "clock/status")
        assert status["settles_in_seconds"] == 0 and not status["held"] and status["due_keys"] == 0


def test_the_hold_of_a_development_server_spares_no_key_that_its_clock_was_moved_past(tmp_path):
    data = ("--data", str(tmp_path / "data"))
    with Server(*data, environment=WallClock(tmp_path).environment() | ANY_TIME) as server:
        key = leaving(Tencent2019(server.url, ACCOUNT))
    with Server(*data, environment=WallClock(tmp_path, 8 * DAY).environment() | ANY_TIME) as server:
        status = server.do("GET", "clock/status")
        assert status["held"] and status["due_keys"] == 1
        assert is_stored(server, key)
        server.do("POST", "clock", {"advance": "1s"})
        assert not is_stored(server, key), "whoever moves the clock means it"


def test_accepting_the_clock_destroys_what_is_due(tmp_path):
    data = ("--data", str(tmp_path / "data"))
    with Server(*data, environment=WallClock(tmp_path).environment() | ANY_TIME) as server:
        key = leaving(Tencent2019(server.url, ACCOUNT))
    with Server(*data, environment=WallClock(tmp_path, 8 * DAY).environment() | ANY_TIME) as server:
        assert is_stored(server, key)
        assert not server.do("POST", "clock/accept")["held"]
        server.do("DELETE", "clock")  # sweeps before it answers; the clock was never moved
        # Between the two starts the wall clock jumped on a machine that stayed up: a minute has to pass.
        assert is_stored(server, key) and server.do("GET", "clock/status")["settles_in_seconds"] > 0


def test_each_destruction_is_a_line_in_the_log_and_in_the_audit_file(tmp_path):
    audit = tmp_path / "audit.log"
    with Server(environment={"TANDEM_AUDIT__FILE": str(audit)}) as server:
        key = leaving(Tencent2019(server.url, ACCOUNT))
        server.do("POST", "clock", {"advance": "8d"})
        said = server.ended_output()
    lines = [line for line in map(json.loads, audit.read_text().splitlines()) if "event" in line]
    assert [line["event"] for line in lines] == ["destroyed"]
    assert lines[0]["object"] == "key" and lines[0]["key"] == key and lines[0]["reason"] == "its scheduled deletion"
    assert set(lines[0]) == {"time", "event", "object", "tenant", "key", "date", "reason"}
    assert f"destroyed the key {key} of tenant {lines[0]['tenant']}: its scheduled deletion was due {lines[0]['date']}" in said


def test_destructions_are_counted(tmp_path):
    with Server() as server:
        leaving(Tencent2019(server.url, ACCOUNT))
        server.do("POST", "clock", {"advance": "8d"})
        metrics = server.ask("GET", "metrics").body.decode()
        assert 'tandem_destroyed_total{object="key"} 1\n' in metrics
        assert 'tandem_destroyed_total{object="data key"} 0\n' in metrics
