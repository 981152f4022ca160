"""Importing material: wrapped outside of the server, by another implementation."""

import base64
import pathlib
import secrets
import struct
import subprocess
import tempfile

import keys
from clients import b64
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

PADDINGS = {
    "RSAES_PKCS1_V1_5": padding.PKCS1v15(),
    "RSAES_OAEP_SHA_1": padding.OAEP(padding.MGF1(hashes.SHA1()), hashes.SHA1(), None),
    "RSAES_OAEP_SHA_256": padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None),
}


def wrap(public_key, algorithm, material):
    """`public_key` is base64 of DER; so is the answer of the wrapped material."""
    if algorithm == "SM2_ENCRYPT":
        return b64(_encrypt_sm2(base64.b64decode(public_key, validate=True), material))
    key = serialization.load_der_public_key(base64.b64decode(public_key, validate=True))
    assert key.key_size == 2048
    return b64(key.encrypt(material, PADDINGS[algorithm]))


def _encrypt_sm2(public_der, material):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "public.der")
        path.write_bytes(public_der)
        command = ["openssl", "pkeyutl", "-encrypt", "-pubin", "-keyform", "DER", "-inkey", path]
        return subprocess.run(command, input=material, capture_output=True, check=True).stdout


def wrap_padded(cipher, wrapping_key, key):
    """RFC 5649 with any cipher of 16-byte blocks."""
    encryptor = Cipher(cipher(wrapping_key), modes.ECB()).encryptor()
    register = bytes.fromhex("a65959a6") + struct.pack(">I", len(key))
    padded = key + bytes(-len(key) % 8)
    if len(padded) == 8:
        return encryptor.update(register + padded)
    blocks = [padded[at:at + 8] for at in range(0, len(padded), 8)]
    for step in range(1, 6 * len(blocks) + 1):
        at = (step - 1) % len(blocks)
        out = encryptor.update(register + blocks[at])
        register, blocks[at] = (int.from_bytes(out[:8], "big") ^ step).to_bytes(8, "big"), out[8:]
    return register + b"".join(blocks)


def parameters_2019(clients, key, algorithm="RSAES_OAEP_SHA_256"):
    return clients.t2019.call("GetParametersForImport", KeyId=key, WrappingAlgorithm=algorithm,
                              WrappingKeySpec="RSA_2048")


def fields_2019(clients, key, material=None, algorithm="RSAES_OAEP_SHA_256", **more):
    """A right ImportKeyMaterial request."""
    given = parameters_2019(clients, key, algorithm)
    material = secrets.token_bytes(32) if material is None else material
    return {"KeyId": key, "ImportToken": given["ImportToken"],
            "EncryptedKeyMaterial": wrap(given["PublicKey"], algorithm, material), **more}


def import_2019(clients, key, material=None, algorithm="RSAES_OAEP_SHA_256", **more):
    return clients.t2019.call("ImportKeyMaterial", **fields_2019(clients, key, material, algorithm, **more))


def external_2019(clients, material=None):
    """A new key with imported material."""
    key = keys.create(clients, external=True)
    import_2019(clients, key, material)
    return key


def external_huawei(clients, spec="AES_256", usage=None):
    """A new key that waits for its material."""
    fields = {"key_alias": keys.unique_alias(), "key_spec": spec, "origin": "external"}
    return clients.huawei.call("create-key", **fields, **({"key_usage": usage} if usage else {}))["key_info"]["key_id"]


def fields_huawei(clients, key, material, algorithm="RSAES_OAEP_SHA_256", private_key=None, cipher=algorithms.AES,
                  **more):
    """A right import-key-material request; `private_key` is DER PKCS#8 that `material` wraps."""
    given = clients.huawei.call("get-parameters-for-import", key_id=key, wrapping_algorithm=algorithm)
    fields = {"key_id": key, "import_token": given["import_token"],
              "encrypted_key_material": wrap(given["public_key"], algorithm, material), **more}
    if private_key is not None:
        fields["encrypted_privatekey"] = b64(wrap_padded(cipher, material, private_key))
    return fields


def pkcs8(private_key):
    return private_key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8,
                                     serialization.NoEncryption())


def import_huawei(clients, key, material, **more):
    return clients.huawei.call("import-key-material", **fields_huawei(clients, key, material, **more))
