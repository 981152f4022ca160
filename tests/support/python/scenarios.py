"""Calls that the SDKs of all languages make: tests/sdk/scenarios/*.json, a list of steps in their order.

A step calls an action `with` fields and may `keep` members of the answer ("key_info.key_id" is a member's member) under
names; "$name" stands for what was kept, {"$seal": "$name"} for 32 bytes under the RSA public key of that name (base64 of
DER), RSAES-OAEP with SHA-256: they count from 0, or `from` another number. `refused` is the code of the error that is
expected instead of an answer; `as` "nobody" calls with a credential that there is not, "per_region" as the development
account in the first region of a server with the settings PER_REGION.
"""
import base64
import json
import pathlib

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding

REGIONS = {"cn-north-4": "0" * 32, "cn-east-3": "1" * 32}  # and their projects
PER_REGION = {"TANDEM_KEY_SPACES": "per_region",
              "TANDEM_TENANTS": json.dumps([{"name": "default", "huawei": {"projects": REGIONS}}])}
FOLDER = pathlib.Path(__file__).resolve().parents[2] / "sdk/scenarios"


def steps(name):
    return json.loads((FOLDER / f"{name}.json").read_text())


def seal(public_key, first):
    key = serialization.load_der_public_key(base64.b64decode(public_key))
    oaep = padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None)
    return base64.b64encode(key.encrypt(bytes(range(first, first + 32)), oaep)).decode()


def filled(value, kept):
    """With what earlier steps kept."""
    if isinstance(value, str):
        return kept[value[1:]] if value.startswith("$") else value
    if isinstance(value, list):
        return [filled(one, kept) for one in value]
    if isinstance(value, dict):
        if "$seal" in value:
            return seal(filled(value["$seal"], kept), value.get("from", 0))
        return {name: filled(one, kept) for name, one in value.items()}
    return value


class Refused(Exception):
    """A call's refusal, by the vendor's code."""


def run(step, call, kept):
    """What is wrong with the outcome, if anything. `call(caller, action, fields)` gives the answer or raises Refused."""
    expected = step.get("refused")
    try:
        answer = call(step.get("as"), step["call"], filled(step["with"], kept))
    except Refused as error:
        return None if str(error) == expected else f"{step['call']}: {error} instead of {expected}"
    if expected:
        return f"{step['call']}: an answer instead of {expected}"
    kept.update({name: member(answer, path) for name, path in step.get("keep", {}).items()})
    return None


def member(answer, path):
    for name in path.split("."):
        answer = answer[name]
    return answer


def wrong_outcomes(steps, call):
    kept = {}
    return [wrong for step in steps if (wrong := run(step, call, kept))]
