"""Calls that the SDKs of all languages make: tests/sdk/scenarios/*.json, a list of steps in their order.

A step calls an action `with` fields and may `keep` members of the answer under names; "$name" stands for what was kept,
{"$seal": "$name"} for 32 bytes under the RSA public key of that name (base64 of DER), RSAES-OAEP with SHA-256. `refused`
is the code of the error that is expected instead of an answer; `as` "nobody" calls with a credential that there is not.
"""
import base64
import json
import pathlib

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "sdk/scenarios"
SEALED = bytes(range(32))


def steps(name):
    return json.loads((FOLDER / f"{name}.json").read_text())


def seal(public_key):
    key = serialization.load_der_public_key(base64.b64decode(public_key))
    oaep = padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None)
    return base64.b64encode(key.encrypt(SEALED, oaep)).decode()


def filled(value, kept):
    """With what earlier steps kept."""
    if isinstance(value, str):
        return kept[value[1:]] if value.startswith("$") else value
    if isinstance(value, list):
        return [filled(one, kept) for one in value]
    if isinstance(value, dict):
        if "$seal" in value:
            return seal(filled(value["$seal"], kept))
        return {name: filled(one, kept) for name, one in value.items()}
    return value
