"""SIGTERM ends a server soon, whatever it does."""

import json
import os
import signal
import time

import pytest

import keys
from crowd import Crowd
from pipeline import Pipeline
from stand_in import Server, ours_alone

pytestmark = [ours_alone, pytest.mark.plain_build]

GRACE = 5  # seconds that running requests have
LAST_RESORT = GRACE + 3
SLACK = 5  # of a busy machine


def ended(server):
    """The exit code and the seconds that it took."""
    began = time.monotonic()
    server.process.send_signal(signal.SIGTERM)
    return server.process.wait(30), time.monotonic() - began


def test_the_making_of_rsa_keys_ends_with_the_grace():
    with Server() as server:
        clients = server.clients()
        fields = {"key_id": keys.create(clients), "key_spec": "RSA_4096"}
        path = f"/v1.0/{clients.account.project_id}/kms/create-rsa-datakey-pair"
        request = clients.huawei.sign("POST", path, json.dumps(fields).encode())
        with Crowd(server.url, request, 64) as crowd:
            crowd.answers(lambda answers: len(answers) > 0)
            code, took = ended(server)
        assert code == 0 and took < LAST_RESORT  # at which the exit code would be 1


def test_what_hangs_is_left_behind(tmp_path):
    audit = tmp_path / "audit"
    os.mkfifo(audit)
    reader = os.open(audit, os.O_RDONLY | os.O_NONBLOCK)  # and never reads: the log's writer waits for ever
    with Server("--set", f"audit.file={audit}") as server:
        request = server.clients().t2019.sign("ListKeys", b"{}")
        with Pipeline(server.url) as pipeline:
            pipeline.ask([request] * 1500)
        code, took = ended(server)
        assert code == 1 and LAST_RESORT - 1 < took < LAST_RESORT + SLACK
        assert "does not end" in server.output()
    os.close(reader)
