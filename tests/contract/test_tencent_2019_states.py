"""Every action on a CMK in every state, with its exact code (API 3.0, section 6)."""

import secrets
from dataclasses import dataclass, field
from typing import Callable

import pytest

import imports
import keys
from clients import VendorError, b64
from operations import openssl_encrypt

STATES = ("Enabled", "Disabled", "Archived", "PendingDelete", "PendingImport")

OK = None
DISABLED = "ResourceUnavailable.CmkDisabled"
ARCHIVED = "ResourceUnavailable.CmkArchived"
PENDING = "ResourceUnavailable.KeyPendingDelete"
STATE = "ResourceUnavailable.CmkStateNotSupport"
NOT_PENDING = "ResourceUnavailable.CmkNotPendingDelete"
NOT_DISABLED = "ResourceUnavailable.CmkShouldBeDisabled"
NOT_BOUND = "ResourceUnavailable.CloudResourceBindingNotFound"
IN_USE = "FailedOperation.CmkUsedByCloudProduct"
EXTERNAL = "UnsupportedOperation.ExternalCmkCanNotRotate"
NO_ROTATION = "UnsupportedOperation.RotateNotSupported"
INVALID = "InvalidParameter"

ANYWHERE = (OK,) * 5
ONLY_ENABLED = (OK, STATE, STATE, STATE, STATE)
RSA_DECRYPT = "ASYMMETRIC_DECRYPT_RSA_2048"
RSA_SIGN = "ASYMMETRIC_SIGN_VERIFY_RSA_2048"
SM2_DECRYPT = "ASYMMETRIC_DECRYPT_SM2"
HUAWEI_KINDS = {RSA_DECRYPT: ("RSA_2048", "ENCRYPT_DECRYPT"), RSA_SIGN: ("RSA_2048", "SIGN_VERIFY"),
                SM2_DECRYPT: ("SM2", "ENCRYPT_DECRYPT")}


def of_key(clients, key):
    return {"KeyId": key}


def of_keys(clients, key):
    return {"KeyIds": [key]}


def with_fields(**more):
    return lambda clients, key: {"KeyId": key, **more}


def blob(clients, key):
    sealed = clients.t2019.call("Encrypt", KeyId=key, Plaintext=b64(b"secret"))["CiphertextBlob"]
    return {"CiphertextBlob": sealed}


def from_source(clients, key):
    return blob(clients, key) | {"DestinationKeyId": keys.shared(clients)}


def to_destination(clients, key):
    return blob(clients, keys.shared(clients)) | {"DestinationKeyId": key}


def pem_of(clients, key):
    return clients.t2019.call("GetPublicKey", KeyId=key)["PublicKeyPem"]


def rsa_ciphertext(clients, key):
    sealed = openssl_encrypt(pem_of(clients, key), b"secret", "-pkeyopt", "rsa_padding_mode:oaep",
                             "-pkeyopt", "rsa_oaep_md:sha256")
    return {"KeyId": key, "Ciphertext": b64(sealed), "Algorithm": "RSAES_OAEP_SHA_256"}


def sm2_ciphertext(clients, key):
    return {"KeyId": key, "Ciphertext": b64(openssl_encrypt(pem_of(clients, key), b"secret"))}


def message(clients, key):
    return {"KeyId": key, "Message": b64(b"message"), "Algorithm": "RSA_PSS_SHA_256"}


def signature(clients, key):
    signed = clients.t2019.call("SignByAsymmetricKey", **message(clients, key))["Signature"]
    return message(clients, key) | {"SignatureValue": signed}


def material(clients, key):
    """The same as the key has, or any for one that never had some."""
    return imports.fields_2019(clients, key, MATERIAL)


def rotating(clients, key):
    clients.t2019.call("EnableKeyRotation", KeyId=key)
    return {"KeyId": key}


MATERIAL = secrets.token_bytes(32)


@dataclass(frozen=True)
class Row:
    """`request` is asked for while the key is enabled, unless `late`; `codes` follow STATES."""

    action: str
    codes: tuple
    request: Callable = of_key
    usage: str = "ENCRYPT_DECRYPT"
    external: bool = False
    late: bool = False
    leads_to: dict = field(default_factory=dict, hash=False)  # the state after a success, when another than before
    label: str = ""


ROWS = (
    Row("Encrypt", (OK, DISABLED, ARCHIVED, DISABLED, DISABLED), with_fields(Plaintext=b64(b"secret"))),
    Row("Decrypt", (OK, DISABLED, OK, DISABLED, DISABLED), blob, external=True),
    Row("ReEncrypt", (OK, DISABLED, OK, DISABLED, DISABLED), from_source, external=True, label="source"),
    Row("ReEncrypt", (OK, DISABLED, DISABLED, DISABLED, DISABLED), to_destination, label="destination"),
    Row("GenerateDataKey", (OK, DISABLED, DISABLED, PENDING, DISABLED), with_fields(KeySpec="AES_128")),
    Row("GetPublicKey", ONLY_ENABLED, usage=RSA_SIGN, late=True),
    Row("AsymmetricRsaDecrypt", ONLY_ENABLED[:4], rsa_ciphertext, usage=RSA_DECRYPT),
    Row("AsymmetricSm2Decrypt", ONLY_ENABLED[:4], sm2_ciphertext, usage=SM2_DECRYPT),
    Row("SignByAsymmetricKey", ONLY_ENABLED, message, usage=RSA_SIGN, late=True),
    Row("VerifyByAsymmetricKey", ONLY_ENABLED[:4], signature, usage=RSA_SIGN),
    Row("DescribeKey", ANYWHERE),
    Row("DescribeKeys", ANYWHERE, of_keys),
    Row("EnableKey", (OK, OK, STATE, STATE, STATE), leads_to={"Disabled": "Enabled"}),
    Row("EnableKeys", (OK, OK, STATE, STATE, STATE), of_keys, leads_to={"Disabled": "Enabled"}),
    Row("DisableKey", (OK, OK, STATE, STATE, STATE), leads_to={"Enabled": "Disabled"}),
    Row("DisableKeys", (OK, OK, STATE, STATE, STATE), of_keys, leads_to={"Enabled": "Disabled"}),
    Row("ScheduleKeyDeletion", (NOT_DISABLED, OK, STATE, STATE, OK), with_fields(PendingWindowInDays=7),
        leads_to={"Disabled": "PendingDelete", "PendingImport": "PendingDelete"}),
    Row("CancelKeyDeletion", (NOT_PENDING, NOT_PENDING, NOT_PENDING, OK, NOT_PENDING),
        leads_to={"PendingDelete": "Disabled"}),
    Row("ArchiveKey", ONLY_ENABLED, leads_to={"Enabled": "Archived"}),
    Row("CancelKeyArchive", (STATE, STATE, OK, STATE, STATE), leads_to={"Archived": "Enabled"}),
    Row("UpdateAlias", (OK, OK, OK, INVALID, OK),
        lambda clients, key: {"KeyId": key, "Alias": keys.unique_alias()}),
    Row("UpdateKeyDescription", (OK, OK, OK, INVALID, OK), with_fields(Description="new")),
    Row("BindCloudResource", ONLY_ENABLED, with_fields(ProductId="ssm", ResourceId="one")),
    Row("UnbindCloudResource", (NOT_BOUND,) * 5, with_fields(ProductId="ssm", ResourceId="one")),
    Row("EnableKeyRotation", (OK, OK, STATE, STATE, EXTERNAL)),
    Row("DisableKeyRotation", ANYWHERE),
    Row("GetKeyRotationStatus", ANYWHERE),
    Row("RotateKey", (OK, STATE, STATE, STATE), rotating),
    Row("RotateKey", (NO_ROTATION,) * 1, label="off"),
    Row("RotateKey", (NO_ROTATION,) * 5, external=True, label="external"),
    Row("GetParametersForImport", ANYWHERE,
        with_fields(WrappingAlgorithm="RSAES_OAEP_SHA_256", WrappingKeySpec="RSA_2048"), external=True),
    Row("ImportKeyMaterial", (OK, STATE, STATE, STATE, OK), material, external=True, late=True,
        leads_to={"PendingImport": "Enabled"}),
    Row("DeleteImportedKeyMaterial", (OK, OK, STATE, STATE, STATE), external=True,
        leads_to={"Enabled": "PendingImport", "Disabled": "PendingImport"}),
)
CASES = [(row, state, code) for row in ROWS for state, code in zip(STATES, row.codes)]


def case_name(case):
    row, state, _ = case
    return "-".join(filter(None, (row.action, row.label, state)))


def make(clients, row, state):
    """An enabled key, or one without material that has never had any."""
    if row.usage != "ENCRYPT_DECRYPT":
        if state == "PendingImport":
            return imports.external_huawei(clients, *HUAWEI_KINDS[row.usage])
        return keys.create(clients, row.usage)
    if not row.external and state != "PendingImport":
        return keys.create(clients)
    if state == "PendingImport" and row.late or not row.external:
        return keys.create(clients, external=True)
    return imports.external_2019(clients, MATERIAL)


def lead_to(clients, key, state):
    t2019 = clients.t2019
    if state == "Disabled":
        t2019.call("DisableKey", KeyId=key)
    elif state == "Archived":
        t2019.call("ArchiveKey", KeyId=key)
    elif state == "PendingDelete":
        keys.schedule(clients, key)
    elif state == "PendingImport" and state_of(clients, key) != state:
        t2019.call("DeleteImportedKeyMaterial", KeyId=key)
    assert state_of(clients, key) == state


def state_of(clients, key):
    return clients.t2019.call("DescribeKey", KeyId=key)["KeyMetadata"]["KeyState"]


def code_of(clients, action, fields):
    try:
        clients.t2019.call(action, **fields)
    except VendorError as error:
        assert error.status == 200
        return error.code
    return OK


@pytest.mark.parametrize("case", CASES, ids=case_name)
def test_the_matrix(ours, case):
    row, state, code = case
    key = make(ours, row, state)
    early = not row.late and (row.external or state != "PendingImport")
    fields = row.request(ours, key) if early else None
    lead_to(ours, key, state)
    if not early:
        fields = row.request(ours, key)
    assert code_of(ours, row.action, fields) == code
    after = row.leads_to.get(state, state) if code is OK else state
    assert state_of(ours, key) == after


@pytest.mark.parametrize("action, more", [("DisableKey", {}), ("ScheduleKeyDeletion", {"PendingWindowInDays": 7}),
                                          ("ArchiveKey", {}), ("DeleteImportedKeyMaterial", {}),
                                          ("BindCloudResource", {"ProductId": "cos", "ResourceId": "one"})],
                         ids=lambda value: value if isinstance(value, str) else "")
def test_a_bound_key(ours, action, more):
    key = imports.external_2019(ours)
    ours.t2019.call("BindCloudResource", KeyId=key, ProductId="ssm", ResourceId="one")
    assert code_of(ours, action, {"KeyId": key, **more}) == IN_USE
    assert state_of(ours, key) == "Enabled"
    ours.t2019.call("UnbindCloudResource", KeyId=key, ProductId="ssm", ResourceId="one")
    if action == "ScheduleKeyDeletion":
        keys.disable(ours, key)
    assert code_of(ours, action, {"KeyId": key, **more}) is OK


def test_a_bound_key_among_several_to_disable(ours):
    free, bound = keys.create(ours), keys.create(ours)
    ours.t2019.call("BindCloudResource", KeyId=bound, ProductId="ssm", ResourceId="one")
    assert code_of(ours, "DisableKeys", {"KeyIds": [free, bound]}) == IN_USE
    assert state_of(ours, free) == "Enabled"


def test_list_keys_skips_what_waits_for_deletion_or_is_archived(fresh):
    made = {}
    for state in STATES:
        made[state] = keys.create(fresh, external=state == "PendingImport")
        lead_to(fresh, made[state], state)
    listed = {key["KeyId"] for key in fresh.t2019.call("ListKeys", Limit=100)["Keys"]}
    assert listed == {made[state] for state in ("Enabled", "Disabled", "PendingImport")}
    for number, state in enumerate(("Enabled", "Disabled", "PendingDelete", "PendingImport", "Archived"), start=1):
        found = fresh.t2019.call("ListKeyDetail", KeyState=number)
        assert [key["KeyId"] for key in found["KeyMetadatas"]] == [made[state]]
