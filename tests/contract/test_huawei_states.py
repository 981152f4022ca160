"""Every operation on a key in every state, with its exact code (Huawei KMS, section 5.3)."""

import hashlib
import secrets
from dataclasses import dataclass
from typing import Callable

import pytest

import imports
import keys
from clients import VendorError, b64

STATES = ("2", "3", "4", "5")
OK = None
MATERIAL = secrets.token_bytes(32)

USES = (OK, "KMS.0209", "KMS.0210", "KMS.1301")  # what needs an enabled key
ANYWHERE = (OK, OK, OK, OK)
CHANGES = (OK, OK, "KMS.0210", OK)
ROTATES = (OK, "KMS.0209", "KMS.0210", "KMS.0312")
IMPORTS = (OK, "KMS.0310", "KMS.0210", OK)  # of symmetric keys: what an enabled one takes waits for a rotation

AES = ("AES_256", None)
RSA_SIGN = ("RSA_2048", "SIGN_VERIFY")
EC = ("EC_P256", None)
HMAC = ("HMAC_256", None)


def of_key(clients, key):
    return {"key_id": key}


def with_fields(**more):
    return lambda clients, key: {"key_id": key, **more}


def cipher_text(clients, key):
    return {"cipher_text": clients.huawei.call("encrypt-data", key_id=key, plain_text="secret")["cipher_text"]}


def cipher_text_to(clients, key):
    return cipher_text(clients, key) | {"destination_key_id": keys.shared(clients)}


def data_key(clients, key):
    plain = bytes(16)
    return {"key_id": key, "plain_text": (plain + hashlib.sha256(plain).digest()).hex(), "datakey_plain_length": "16"}


def sealed_data_key(clients, key):
    made = clients.huawei.call("create-datakey", key_id=key, datakey_length="128")
    return {"key_id": key, "cipher_text": made["cipher_text"], "datakey_cipher_length": "16"}


def digest(clients, key):
    return {"key_id": key, "message": b64(bytes(32)), "signing_algorithm": "RSASSA_PSS_SHA_256"}


def signature(clients, key):
    signed = clients.huawei.call("sign", **digest(clients, key))["signature"]
    return digest(clients, key) | {"signature": signed}


def mac(clients, key):
    return {"key_id": key, "message": b64(b"message"), "mac_algorithm": "HMAC_SHA_256"}


def verified_mac(clients, key):
    return mac(clients, key) | {"mac": clients.huawei.call("generate-mac", **mac(clients, key))["mac"]}


def rotating(clients, key):
    clients.huawei.call("enable-key-rotation", key_id=key)
    return {"key_id": key, "rotation_interval": 30}


def material(clients, key):
    """Right but for the state: parameters are given in none but the last."""
    try:
        return imports.fields_huawei(clients, key, MATERIAL)
    except VendorError:
        return {"key_id": key, "import_token": "t" * 200, "encrypted_key_material": b64(bytes(256))}


@dataclass(frozen=True)
class Row:
    """`request` is asked for while the key is enabled, unless `late`; `codes` follow STATES."""

    verb: str
    codes: tuple
    request: Callable = of_key
    kind: tuple = AES
    external: bool = False
    late: bool = False


ROWS = (
    Row("enable-key", ("KMS.1201", OK, "KMS.0210", "KMS.1201")),
    Row("disable-key", (OK, "KMS.1301", "KMS.0210", "KMS.1301")),
    Row("schedule-key-deletion", (OK, OK, "KMS.1402", OK), with_fields(pending_days="7")),
    Row("cancel-key-deletion", ("KMS.1501", "KMS.1501", OK, "KMS.1501")),
    Row("encrypt-data", USES, with_fields(plain_text="secret")),
    Row("decrypt-data", USES, cipher_text, external=True),
    Row("re-encrypt", USES, cipher_text_to, external=True),
    Row("create-datakey", USES),
    Row("create-datakey-without-plaintext", USES),
    Row("encrypt-datakey", USES, data_key),
    Row("decrypt-datakey", USES, sealed_data_key, external=True),
    Row("create-ec-datakey-pair", USES, with_fields(key_spec="EC_P256")),
    Row("sign", USES, digest, RSA_SIGN),
    Row("verify", USES[:3], signature, RSA_SIGN),
    Row("generate-mac", USES, mac, HMAC),
    Row("verify-mac", USES[:3], verified_mac, HMAC),
    Row("describe-key", ANYWHERE),
    Row("get-key-rotation-status", ANYWHERE),
    Row("get-publickey", (OK, OK, OK, "KMS.1301"), kind=EC),
    Row("update-key-alias", CHANGES, lambda clients, key: {"key_id": key, "key_alias": keys.unique_alias()}),
    Row("update-key-description", CHANGES, with_fields(key_description="new")),
    Row("get-parameters-for-import", IMPORTS, with_fields(wrapping_algorithm="RSAES_OAEP_SHA_256"), external=True),
    Row("import-key-material", IMPORTS, material, external=True, late=True),
    Row("delete-imported-key-material", (OK, OK, "KMS.2701", "KMS.2701"), external=True),
    Row("rotate-on-demand", ("KMS.0308", "KMS.0209", "KMS.0210", "KMS.1301"), external=True),
    Row("rotate-on-demand", ("KMS.0309",) * 3),
    Row("enable-key-rotation", ROTATES),
    Row("disable-key-rotation", ROTATES[:3], rotating),
    Row("disable-key-rotation", ("KMS.0312",) * 4, external=True),
    Row("update-key-rotation-interval", ROTATES[:3], rotating),
    Row("update-key-rotation-interval", ("KMS.0312",) * 4, with_fields(rotation_interval="30"), external=True),
)
CASES = [(row, state, code) for row in ROWS for state, code in zip(STATES, row.codes)]


def case_name(case):
    row, state, _ = case
    return "-".join(filter(None, (row.verb, "external" if row.external else "", state)))


def make(clients, row, state):
    """An enabled key, or one that has never had material."""
    waits = state == "5"
    if waits and (row.kind != AES or not row.external or row.late or row.request is of_key):
        return imports.external_huawei(clients, *row.kind)
    if not row.external:
        return keys.create_of_spec(clients, *row.kind)
    key = imports.external_huawei(clients, *row.kind)
    imports.import_huawei(clients, key, MATERIAL)
    return key


def lead_to(clients, key, state):
    huawei = clients.huawei
    if state == "3":
        huawei.call("disable-key", key_id=key)
    elif state == "4":
        huawei.call("schedule-key-deletion", key_id=key, pending_days="7")
    elif state == "5" and state_of(clients, key) != "5":
        huawei.call("delete-imported-key-material", key_id=key)
    assert state_of(clients, key) == state


def state_of(clients, key):
    return clients.huawei.call("describe-key", key_id=key)["key_info"]["key_state"]


@pytest.mark.parametrize("case", CASES, ids=case_name)
def test_the_table(ours, case):
    row, state, code = case
    key = make(ours, row, state)
    early = not row.late and state_of(ours, key) == "2"
    fields = row.request(ours, key) if early else None
    lead_to(ours, key, state)
    if not early:
        fields = row.request(ours, key)
    try:
        ours.huawei.call(row.verb, **fields)
    except VendorError as error:
        assert (error.status, error.code) == (400, code)
        assert state_of(ours, key) == state
    else:
        assert code is OK


@pytest.mark.parametrize("state", STATES)
def test_tags_in_every_state(ours, state):
    key = imports.external_huawei(ours) if state == "5" else keys.create_of_spec(ours, "AES_256")
    lead_to(ours, key, state)
    path = f"/kms/{key}/tags"
    ours.huawei.request("POST", path, {"tag": {"key": "a", "value": "b"}})
    assert ours.huawei.request("GET", path) == {"tags": [{"key": "a", "value": "b"}], "existTagsNum": 1}
    assert ours.huawei.request("DELETE", path + "/a") == {}


def test_a_deletion_of_an_external_key_is_cancelled_to_where_it_was(ours):
    without = imports.external_huawei(ours)
    with_material = imports.external_huawei(ours)
    imports.import_huawei(ours, with_material, MATERIAL)
    for key, state in ((without, "5"), (with_material, "3")):
        ours.huawei.call("schedule-key-deletion", key_id=key, pending_days="7")
        assert ours.huawei.call("cancel-key-deletion", key_id=key) == {"key_id": key, "key_state": state}
