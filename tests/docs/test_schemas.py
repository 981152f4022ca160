"""The published schemas say of a document what the server says."""
import json
import pathlib
import subprocess
import sys

import jsonschema
import pytest
import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/support/python"))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from tandem_server import binary  # noqa: E402
from test_documents import blocks  # noqa: E402

GOOD_FAULTS = [
    "rules: []",
    "do: {reset: true}",
    "{seed: 7, name: a, match: {key: orders, tenant: acme}, when: {next: 2}, do: {http_status: 503, then: close}}",
    "rules: [{when: {nth: 3}, do: {hang: true}}, {when: {nth: [1, 5-7]}, do: {empty: true}}]",
    "{when: {window: {from: 10s, to: 40s}, rate: {over: 50/s}, probability: 0.2}, do: {garbage: true}}",
    "{match: {dialect: huawei, action: EncryptData}, do: {api_error: throttled, after_action: true, delay: 1s}}",
    "do: {delay: {uniform: {from: 10ms, to: 1}}, drip: {chunks: 8, over: 3s}}",
    "do: {delay: {lognormal: {median: 80ms, sigma: 0.6}}, truncate: 20}",
]
BAD_FAULTS = [
    "{}", "rules: 3", "do: {}", "do: {rset: true}", "{do: {reset: true}, wehn: {}}", "do: {api_error: thortled}",
    "do: {http_status: 600}", "do: {delay: soon}", "do: {delay: {fixed: 1s, uniform: {from: 1s, to: 2s}}}",
    "do: {api_error: denied, truncate: 3}", "do: {drip: {chunks: 0, over: 1s}}", "do: {then: reset}",
    "{name: a b, do: {reset: true}}", "{match: {dialect: tencent-v3}, do: {reset: true}}",
    "{when: {next: 0}, do: {reset: true}}", "{when: {nth: 0}, do: {reset: true}}",
    "{when: {probability: 2}, do: {reset: true}}", "{when: {rate: {over: 0/s}}, do: {reset: true}}",
]


def documented_faults():
    return [parameter.values[0] for parameter in blocks("yaml") if parameter.values[0].startswith("# faults")]


@pytest.fixture(scope="module")
def faults():
    schema = json.loads((ROOT / "config/schema/tandem-faults.schema.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def server_accepts(document):
    command = [binary(), "faults", "check", "-"]
    return subprocess.run(command, input=document, capture_output=True, text=True, timeout=60).returncode == 0


def test_there_are_documented_faults():
    assert documented_faults()


@pytest.mark.parametrize("document", GOOD_FAULTS + documented_faults(), ids=range(len(GOOD_FAULTS + documented_faults())))
def test_good_faults(faults, document):
    faults.validate(yaml.safe_load(document))
    assert server_accepts(document)


@pytest.mark.parametrize("document", BAD_FAULTS)
def test_bad_faults(faults, document):
    assert not faults.is_valid(yaml.safe_load(document))
    assert not server_accepts(document)
