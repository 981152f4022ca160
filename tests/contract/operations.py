"""The table that drives the abuse tests: every operation that uses a key's material, through every API."""

import hashlib
import subprocess
import tempfile
from dataclasses import dataclass, field
from typing import Callable, Optional

import keys
from blobs import Bare, ThreePieces, TrailedBase64, TrailedHex
from clients import VendorError, b64

SYMMETRIC = ("AES_256", "ENCRYPT_DECRYPT")
RSA = ("RSA_2048", "ENCRYPT_DECRYPT")
RSA_SIGN = ("RSA_2048", "SIGN_VERIFY")
SM2 = ("SM2", "ENCRYPT_DECRYPT")
SM2_SIGN = ("SM2", "SIGN_VERIFY")
EC_SIGN = ("EC_P256", "SIGN_VERIFY")
MAC = ("HMAC_256", "GENERATE_VERIFY_MAC")
RSA_3072 = ("RSA_3072", "ENCRYPT_DECRYPT")  # which API 3.0 cannot say

TENCENT_CONTEXTS = ('{"purpose":"backup"}', '{"purpose":"restore"}')
HUAWEI_CONTEXTS = ({"purpose": "backup"}, {"purpose": "restore"})


@dataclass(frozen=True)
class Operation:
    """`request(clients, key, context)` gives the fields of a right request. The codes are the vendor's; one that is
    missing (None) means that the operation succeeds there."""

    name: str
    dialect: str
    action: str
    request: Callable
    absent: str
    disabled: Optional[str]
    pending: Optional[str]
    kind: tuple = SYMMETRIC
    wrong_kinds: dict = field(default_factory=dict)
    key_field: Optional[str] = None
    blob_field: Optional[str] = None
    blob_form: object = None
    tampered: tuple = ()
    misspelled: tuple = ()
    context_field: Optional[str] = None
    contexts: tuple = ()
    sized: Optional[Callable] = None  # sized(n): the fields that make a request of n bytes
    limit: int = 0
    oversize: Optional[str] = None

    def __str__(self):
        return self.name

    def send(self, clients, fields):
        return getattr(clients, self.dialect).call(self.action, **fields)

    def code(self, clients, fields):
        """The vendor's code, or None for success."""
        try:
            self.send(clients, fields)
        except VendorError as error:
            assert error.status == self.status_of(error.code), error
            return error.code
        return None

    def status_of(self, code):
        if self.dialect != "huawei":
            return 200
        return 404 if code == "KMS.0207" else 400


def _without_none(**fields):
    return {name: value for name, value in fields.items() if value is not None}


def _bytes(size):
    return bytes(index % 251 for index in range(size))


# ---- the legacy API ----


def _encrypt_2017(clients, key, context=None):
    return _without_none(keyId=key, plaintext=b64(b"sixteen bytes !!"), encryptionContext=context)


def _decrypt_2017(clients, key, context=None):
    sealed = clients.t2017.call("Encrypt", **_encrypt_2017(clients, key, context))
    return _without_none(ciphertextBlob=sealed["ciphertextBlob"], encryptionContext=context)


_2017_INVISIBLE = {kind: "4530/10630" for kind in (RSA, RSA_SIGN, SM2, EC_SIGN)}
_2017 = {"dialect": "t2017", "absent": "4530/10630", "disabled": "4550/10650", "pending": "4550/10650",
         "contexts": TENCENT_CONTEXTS, "context_field": "encryptionContext"}

# ---- API 3.0 ----


def _encrypt_2019(clients, key, context=None):
    return _without_none(KeyId=key, Plaintext=b64(b"sixteen bytes !!"), EncryptionContext=context)


def _sealed_2019(clients, key, context):
    return clients.t2019.call("Encrypt", **_encrypt_2019(clients, key, context))["CiphertextBlob"]


def _decrypt_2019(clients, key, context=None):
    return _without_none(CiphertextBlob=_sealed_2019(clients, key, context), EncryptionContext=context)


def _reencrypt_2019(clients, key, context=None):
    blob = _sealed_2019(clients, key, context)
    return _without_none(CiphertextBlob=blob, SourceEncryptionContext=context)


def _reencrypt_to_2019(clients, key, context=None):
    blob = _sealed_2019(clients, keys.shared(clients), context)
    return _without_none(CiphertextBlob=blob, DestinationKeyId=key, SourceEncryptionContext=context)


def openssl_encrypt(pem, plaintext, *options):
    """By a public key and another implementation."""
    with tempfile.NamedTemporaryFile("w", suffix=".pem") as file:
        file.write(pem)
        file.flush()
        command = ["openssl", "pkeyutl", "-encrypt", "-pubin", "-inkey", file.name, *options]
        return subprocess.run(command, input=plaintext, capture_output=True, check=True).stdout


def _rsa_decrypt_2019(clients, key, context=None):
    pem = clients.t2019.call("GetPublicKey", KeyId=key)["PublicKeyPem"]
    sealed = openssl_encrypt(pem, b"secret", "-pkeyopt", "rsa_padding_mode:oaep", "-pkeyopt", "rsa_oaep_md:sha256")
    return {"KeyId": key, "Ciphertext": b64(sealed), "Algorithm": "RSAES_OAEP_SHA_256"}


def _sm2_decrypt_2019(clients, key, context=None):
    pem = clients.t2019.call("GetPublicKey", KeyId=key)["PublicKeyPem"]
    return {"KeyId": key, "Ciphertext": b64(openssl_encrypt(pem, b"secret"))}


def _sign_2019(clients, key, context=None):
    return {"KeyId": key, "Message": b64(b"to be signed"), "Algorithm": "ECC_P256_R1"}


def _verify_2019(clients, key, context=None):
    fields = _sign_2019(clients, key)
    return fields | {"SignatureValue": clients.t2019.call("SignByAsymmetricKey", **fields)["Signature"]}


_NOT_FOUND_2019 = "ResourceUnavailable.CmkNotFound"
_DISABLED_2019 = "ResourceUnavailable.CmkDisabled"
_STATE_2019 = "ResourceUnavailable.CmkStateNotSupport"
_USAGE_2019 = "InvalidParameterValue.InvalidKeyUsage"
_2019 = {"dialect": "t2019", "absent": _NOT_FOUND_2019, "disabled": _DISABLED_2019, "pending": _DISABLED_2019}
_2019_BLOB = {"blob_field": "CiphertextBlob", "blob_form": ThreePieces,
              "tampered": ("InvalidParameterValue.InvalidCiphertext",),
              "misspelled": ("InvalidParameterValue.InvalidCiphertext",)}
_2019_ASYMMETRIC = {"dialect": "t2019", "absent": _NOT_FOUND_2019, "disabled": _STATE_2019, "pending": _STATE_2019,
                    "key_field": "KeyId", "blob_field": "Ciphertext", "blob_form": Bare,
                    "tampered": ("FailedOperation.DecryptError",), "misspelled": ("InvalidParameter",)}


def _wrong_2019(code):
    return {RSA: code, SM2_SIGN: code, EC_SIGN: code, RSA_3072: _NOT_FOUND_2019}


# ---- Huawei ----


def _sign(clients, key, context=None):
    return {"key_id": key, "message": b64(b"to be signed"), "message_type": "RAW", "signing_algorithm": "ECDSA_SHA_256"}


def _verify(clients, key, context=None):
    fields = _sign(clients, key)
    return fields | {"signature": clients.huawei.call("sign", **fields)["signature"]}


def _mac(clients, key, context=None):
    return {"key_id": key, "message": b64(b"to be authenticated"), "mac_algorithm": "HMAC_SHA_256"}


def _verify_mac(clients, key, context=None):
    fields = _mac(clients, key)
    return fields | {"mac": clients.huawei.call("generate-mac", **fields)["mac"]}


def _derive(clients, key, context=None):
    pem = clients.huawei.call("get-publickey", key_id=keys.shared(clients, *EC_SIGN))["public_key"]
    return {"key_id": key, "key_agreement_algorithm": "ECDH", "public_key": "".join(pem.splitlines()[1:-1])}


def _re_encrypt(clients, key, context=None):
    sealed = clients.huawei.call("encrypt-data", **_encrypt_data(clients, key))
    return {"cipher_text": sealed["cipher_text"], "destination_key_id": keys.shared(clients, "SM4", "ENCRYPT_DECRYPT")}


def _re_encrypt_to(clients, key, context=None):
    return _re_encrypt(clients, keys.shared(clients)) | {"destination_key_id": key}


def _encrypt_data(clients, key, context=None):
    return _without_none(key_id=key, plain_text="sixteen bytes !!", encryption_context=context)


def _decrypt_data(clients, key, context=None):
    sealed = clients.huawei.call("encrypt-data", **_encrypt_data(clients, key, context))
    return _without_none(cipher_text=sealed["cipher_text"], encryption_context=context)


def _create_datakey(clients, key, context=None):
    return _without_none(key_id=key, datakey_length="128", encryption_context=context)


def _encrypt_datakey(clients, key, context=None):
    plain = _bytes(16)
    return _without_none(key_id=key, plain_text=plain.hex() + hashlib.sha256(plain).hexdigest(),
                         datakey_plain_length="16", encryption_context=context)


def _sized_datakey(size):
    plain = _bytes(size)
    return {"plain_text": plain.hex() + hashlib.sha256(plain).hexdigest(), "datakey_plain_length": str(size)}


def _decrypt_datakey(clients, key, context=None):
    made = clients.huawei.call("create-datakey", **_create_datakey(clients, key, context))
    return _without_none(key_id=key, cipher_text=made["cipher_text"], datakey_cipher_length="16",
                         encryption_context=context)


_HUAWEI = {"dialect": "huawei", "absent": "KMS.0207", "disabled": "KMS.0209", "pending": "KMS.0210"}
_HUAWEI_BLOB = {"blob_field": "cipher_text", "tampered": ("KMS.2201",), "misspelled": ("KMS.2201",)}
_HUAWEI_CONTEXT = {"context_field": "encryption_context", "contexts": HUAWEI_CONTEXTS}
_HUAWEI_DATA_KEY_KINDS = {RSA: "KMS.0325", SM2: "KMS.0325", RSA_SIGN: "KMS.0325", EC_SIGN: "KMS.0325"}

OPERATIONS = [
    Operation("2017 Encrypt", action="Encrypt", request=_encrypt_2017, key_field="keyId", wrong_kinds=_2017_INVISIBLE,
              sized=lambda size: {"plaintext": b64(_bytes(size))}, limit=4096, oversize="4000/10350", **_2017),
    Operation("2017 Decrypt", action="Decrypt", request=_decrypt_2017, blob_field="ciphertextBlob",
              blob_form=ThreePieces, tampered=("4560/10670", "4580/10680"), misspelled=("4580/10680",), **_2017),
    Operation("2017 GenerateDataKey", action="GenerateDataKey", key_field="keyId", wrong_kinds=_2017_INVISIBLE,
              request=lambda clients, key, context=None: _without_none(keyId=key, keySpec="AES_128",
                                                                       encryptionContext=context), **_2017),
    Operation("2019 Encrypt", action="Encrypt", request=_encrypt_2019, key_field="KeyId",
              wrong_kinds=_wrong_2019("InvalidParameter"), context_field="EncryptionContext",
              contexts=TENCENT_CONTEXTS, sized=lambda size: {"Plaintext": b64(_bytes(size))}, limit=4096,
              oversize="InvalidParameterValue.InvalidPlaintext", **_2019),
    Operation("2019 Decrypt", action="Decrypt", request=_decrypt_2019, context_field="EncryptionContext",
              contexts=TENCENT_CONTEXTS, **_2019, **_2019_BLOB),
    Operation("2019 ReEncrypt, source", action="ReEncrypt", request=_reencrypt_2019,
              context_field="SourceEncryptionContext", contexts=TENCENT_CONTEXTS, **_2019, **_2019_BLOB),
    Operation("2019 ReEncrypt, destination", action="ReEncrypt", request=_reencrypt_to_2019,
              key_field="DestinationKeyId", wrong_kinds=_wrong_2019("InvalidParameter"), **_2019),
    Operation("2019 GenerateDataKey", action="GenerateDataKey", key_field="KeyId", wrong_kinds=_wrong_2019(_USAGE_2019),
              request=lambda clients, key, context=None: {"KeyId": key, "KeySpec": "AES_128"},
              **(_2019 | {"pending": "ResourceUnavailable.KeyPendingDelete"})),
    Operation("2019 AsymmetricRsaDecrypt", action="AsymmetricRsaDecrypt", request=_rsa_decrypt_2019, kind=RSA,
              wrong_kinds={SYMMETRIC: _USAGE_2019, SM2: _USAGE_2019, RSA_SIGN: _USAGE_2019, RSA_3072: _NOT_FOUND_2019},
              **_2019_ASYMMETRIC),
    Operation("2019 AsymmetricSm2Decrypt", action="AsymmetricSm2Decrypt", request=_sm2_decrypt_2019, kind=SM2,
              wrong_kinds={SYMMETRIC: _USAGE_2019, RSA: _USAGE_2019, SM2_SIGN: _USAGE_2019, RSA_3072: _NOT_FOUND_2019},
              **_2019_ASYMMETRIC),
    Operation("2019 GetPublicKey", dialect="t2019", action="GetPublicKey", kind=RSA, key_field="KeyId",
              request=lambda clients, key, context=None: {"KeyId": key}, absent=_NOT_FOUND_2019,
              disabled=_STATE_2019, pending=_STATE_2019,
              wrong_kinds={SYMMETRIC: "InvalidParameter", RSA_3072: _NOT_FOUND_2019}),
    Operation("Huawei encrypt-data", action="encrypt-data", request=_encrypt_data, key_field="key_id",
              wrong_kinds={RSA: "KMS.2106", RSA_SIGN: "KMS.0335", SM2_SIGN: "KMS.0335", EC_SIGN: "KMS.1114"},
              sized=lambda size: {"plain_text": "x" * size}, limit=4096, oversize="KMS.2101",
              **_HUAWEI, **_HUAWEI_CONTEXT),
    Operation("Huawei decrypt-data", action="decrypt-data", request=_decrypt_data, blob_form=TrailedBase64(),
              **_HUAWEI, **_HUAWEI_BLOB, **_HUAWEI_CONTEXT),
    Operation("Huawei create-datakey", action="create-datakey", request=_create_datakey, key_field="key_id",
              wrong_kinds=_HUAWEI_DATA_KEY_KINDS, **_HUAWEI, **_HUAWEI_CONTEXT),
    Operation("Huawei create-datakey-without-plaintext", action="create-datakey-without-plaintext",
              request=_create_datakey, key_field="key_id", wrong_kinds=_HUAWEI_DATA_KEY_KINDS,
              **_HUAWEI, **_HUAWEI_CONTEXT),
    Operation("Huawei encrypt-datakey", action="encrypt-datakey", request=_encrypt_datakey, key_field="key_id",
              wrong_kinds=_HUAWEI_DATA_KEY_KINDS, sized=_sized_datakey, limit=1024, oversize="KMS.2102",
              **_HUAWEI, **_HUAWEI_CONTEXT),
    Operation("Huawei decrypt-datakey", action="decrypt-datakey", request=_decrypt_datakey, key_field="key_id",
              wrong_kinds=_HUAWEI_DATA_KEY_KINDS, blob_form=TrailedHex(), **_HUAWEI, **_HUAWEI_BLOB, **_HUAWEI_CONTEXT),
    Operation("Huawei get-publickey", dialect="huawei", action="get-publickey", kind=RSA, key_field="key_id",
              request=lambda clients, key, context=None: {"key_id": key}, absent="KMS.0207",
              disabled=None, pending=None,
              wrong_kinds={SYMMETRIC: "KMS.0331"}),
    Operation("2019 SignByAsymmetricKey", dialect="t2019", action="SignByAsymmetricKey", kind=EC_SIGN, key_field="KeyId",
              request=_sign_2019, absent=_NOT_FOUND_2019, disabled=_STATE_2019, pending=_STATE_2019,
              wrong_kinds={kind: "InvalidParameter" for kind in (SYMMETRIC, SM2, SM2_SIGN, RSA_SIGN)},
              sized=lambda size: {"Message": b64(_bytes(size))}, limit=4096, oversize="InvalidParameter"),
    Operation("2019 VerifyByAsymmetricKey", dialect="t2019", action="VerifyByAsymmetricKey", kind=EC_SIGN,
              key_field="KeyId", request=_verify_2019, absent=_NOT_FOUND_2019, disabled=_STATE_2019, pending=_STATE_2019,
              wrong_kinds={kind: "InvalidParameter" for kind in (SYMMETRIC, SM2, SM2_SIGN, RSA_SIGN)},
              sized=lambda size: {"Message": b64(_bytes(size))}, limit=4096, oversize="InvalidParameterValue"),
    *[Operation(f"Huawei {action}", action=action, kind=EC_SIGN, key_field="key_id", request=request,
                wrong_kinds={SYMMETRIC: "KMS.0331", SM2: "KMS.0334", SM2_SIGN: "KMS.0332", MAC: "KMS.0341"},
                sized=lambda size: {"message": b64(_bytes(size))}, limit=4095, oversize="KMS.0308", **_HUAWEI)
      for action, request in (("sign", _sign), ("verify", _verify))],
    *[Operation(f"Huawei {action}", action=action, kind=MAC, key_field="key_id", request=request,
                wrong_kinds={SYMMETRIC: "KMS.0308", SM2: "KMS.0308", EC_SIGN: "KMS.0308"},
                sized=lambda size: {"message": b64(_bytes(size))}, limit=4096, oversize="KMS.0308", **_HUAWEI)
      for action, request in (("generate-mac", _mac), ("verify-mac", _verify_mac))],
    Operation("Huawei derive-shared-secret", action="derive-shared-secret", kind=EC_SIGN, key_field="key_id",
              request=_derive, wrong_kinds={SYMMETRIC: "KMS.0331", RSA_SIGN: "KMS.0308", MAC: "KMS.0341"}, **_HUAWEI),
    Operation("Huawei create-ec-datakey-pair", action="create-ec-datakey-pair", key_field="key_id",
              request=lambda clients, key, context=None: {"key_id": key, "key_spec": "SM2"},
              wrong_kinds=_HUAWEI_DATA_KEY_KINDS, **_HUAWEI),
    Operation("Huawei re-encrypt, source", action="re-encrypt", request=_re_encrypt, blob_form=TrailedBase64(),
              **_HUAWEI, **_HUAWEI_BLOB),
    Operation("Huawei re-encrypt, destination", action="re-encrypt", request=_re_encrypt_to,
              key_field="destination_key_id", wrong_kinds={RSA: "KMS.2106", SM2_SIGN: "KMS.0335", EC_SIGN: "KMS.1114"},
              **_HUAWEI),
]
