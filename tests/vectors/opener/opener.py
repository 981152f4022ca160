"""Opens Tandem's sealed messages without Tandem: written from docs/formats.md alone, in another language.

It shows that the formats are what the page says, and it is the last resort of whoever has a key's material and a
ciphertext but no server. It seals nothing.
"""

import base64
import binascii
import hashlib
import hmac
import struct
import uuid

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

MESSAGE_LABEL = b"tandem/v1/message"

FAMILY_THREE_PIECE = 1
FAMILY_TRAILED = 2

PURPOSE_MESSAGE = 0
PURPOSE_DATA_KEY = 1
PURPOSE_UNALIGNED_DATA_KEY = 2

SUITE_AES256_GCM = 0
SUITE_SM4_CTR_HMAC_SM3 = 1

MAX_CIPHERTEXT = 4112


class OpenError(Exception):
    """The text is not a sealed message, or it does not open with what was given."""


def require(condition, what):
    if not condition:
        raise OpenError(what)


# ---- sealing ----


def mac(algorithm, key, message):
    context = HMAC(key, algorithm)
    context.update(message)
    return context.finalize()


def open_sealed(suite, material, label, info, salt, aad, ciphertext, proof):
    """The bytes that were sealed, still padded."""
    require(suite in (SUITE_AES256_GCM, SUITE_SM4_CTR_HMAC_SM3), "unknown suite")
    require(len(material) == (32 if suite == SUITE_AES256_GCM else 16), "material of another suite")
    algorithm = hashes.SHA256() if suite == SUITE_AES256_GCM else hashes.SM3()
    prk = mac(algorithm, label, material)  # HKDF-Extract is HMAC under the salt

    if suite == SUITE_AES256_GCM:
        derived = HKDFExpand(algorithm=algorithm, length=60, info=info + salt).derive(prk)
        key, iv, commitment = derived[:32], derived[32:44], derived[44:]
        require(hmac.compare_digest(commitment, proof[:16]), "wrong commitment")
        try:
            return AESGCM(key).decrypt(iv, ciphertext + proof[16:], aad)
        except InvalidTag:
            raise OpenError("wrong tag") from None

    derived = HKDFExpand(algorithm=algorithm, length=64, info=info + salt).derive(prk)
    key, counter_block, mac_key = derived[:16], derived[16:32], derived[32:]
    expected = mac(algorithm, mac_key, struct.pack(">Q", len(aad)) + aad + ciphertext)
    require(hmac.compare_digest(expected, proof), "wrong MAC")
    decryptor = Cipher(algorithms.SM4(key), modes.CTR(counter_block)).decryptor()
    return decryptor.update(ciphertext) + decryptor.finalize()


def unpad(padded):
    require(padded and len(padded) % 16 == 0, "padding")
    count = padded[-1]
    require(1 <= count <= 16 and padded.endswith(bytes([count]) * count), "padding")
    return padded[:-count]


def open_message(*, family, suite, purpose, key_id, version, tenant_id, fixed_bytes, context, material, salt, ciphertext,
                 proof):
    info = MESSAGE_LABEL + b"\0" + bytes([suite, family, purpose]) + key_id + struct.pack(">I", version)
    aad = info + tenant_id + sized(fixed_bytes) + sized(context)
    opened = open_sealed(suite, material, MESSAGE_LABEL, info, salt, aad, ciphertext, proof)
    return opened if purpose == PURPOSE_DATA_KEY else unpad(opened)


# ---- the two shapes ----


def require_ciphertext_length(length):
    require(16 <= length <= MAX_CIPHERTEXT and length % 16 == 0, "length")


def open_trailed(blob, material, tenant_id, context_bytes, purpose):
    """The plaintext of a message in the trailed shape, given as bytes (not in base64 or hexadecimal)."""
    length = len(blob) - 124
    require_ciphertext_length(length)
    body, digest = blob[:-32], blob[-32:]
    require(hashlib.sha256(body).digest() == digest, "closing digest")

    lead, salt, rest = body[:4], body[4:20], body[20:]
    require(lead == b"\x02\x00" + struct.pack("<H", 88 + length), "beginning")
    ciphertext, proof, key_text, word_bytes = rest[:length], rest[length:-40], rest[-40:-4], rest[-4:]
    (word,) = struct.unpack("<I", word_bytes)
    require((word >> 31 == 1) == (purpose == PURPOSE_UNALIGNED_DATA_KEY), "another purpose")
    return open_message(family=FAMILY_TRAILED, suite=word >> 24 & 0x7F, purpose=purpose, key_id=parse_key_id(key_text),
                        version=word & 0xFFFFFF, tenant_id=tenant_id, fixed_bytes=lead + key_text + word_bytes,
                        context=context_bytes, material=material, salt=salt, ciphertext=ciphertext, proof=proof)


def open_three_piece(text, material, tenant_id, context_bytes, purpose=PURPOSE_MESSAGE):
    """The plaintext of a message in the three-piece shape, given as text."""
    pieces = text.split("-k-")
    require(len(pieces) == 3, "not three pieces")
    first, installation, third = map(decode_base64, pieces)
    require(len(first) == 64 and len(installation) == 16 and len(third) > 20, "length of a piece")
    require_ciphertext_length(len(third) - 20)

    require(first[0] == 1, "format")
    require(first[54:] == bytes(10) and third[:4] == bytes(4), "reserved bytes")
    suite, key_id, proof = first[1], first[2:18], first[22:54]
    (version,) = struct.unpack(">I", first[18:22])
    return open_message(family=FAMILY_THREE_PIECE, suite=suite, purpose=purpose, key_id=key_id, version=version,
                        tenant_id=tenant_id, fixed_bytes=first[:22] + first[54:] + installation + third[:4],
                        context=context_bytes, material=material, salt=third[4:20], ciphertext=third[20:], proof=proof)


def parse_key_id(text):
    try:
        key_id = uuid.UUID(text.decode("ascii"))
    except ValueError:
        raise OpenError("key id") from None
    require(str(key_id).encode() == text, "key id")
    return key_id.bytes


def decode_base64(text):
    """Canonical base64: what it decodes to must encode to the same text."""
    try:
        decoded = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise OpenError("base64") from None
    require(base64.b64encode(decoded).decode() == text, "base64")
    return decoded


# ---- the encryption context ----


def sized(data):
    return struct.pack(">I", len(data)) + data


def canonical_context(pairs=None, additional_data=""):
    """The canonical bytes of a context: pairs of text to text, integer or truth value, and free text."""
    encoded = b"KMSCTX\x01" + struct.pack(">I", len(pairs or {}))
    for key, value in sorted((pairs or {}).items(), key=lambda pair: pair[0].encode()):
        encoded += sized(key.encode())
        if isinstance(value, bool):
            encoded += b"\x03" + sized(b"true" if value else b"false")
        elif isinstance(value, int):
            encoded += b"\x02" + sized(str(value).encode())
        else:
            encoded += b"\x01" + sized(value.encode())
    return encoded + sized(additional_data.encode())


def tenant_id_of(name):
    """The id of a tenant that a configuration or a seed names."""
    return hashlib.sha256(b"tandem/tenant/" + name.encode()).digest()[:16]


# ---- the database: its state anchor ----

RECORD_LABEL = b"tandem/v1/record"

COLUMNS = {
    "meta": "name number bytes",
    "root_keys": "root_key_id wrapping_key_id created sealed_key",
    "tenants": "tenant_id name account_number application_number domain_id domain_name projects mac",
    "keys": "key_space_id key_id name spec usage origin state created revision deletion_date description primary_alias versions "
            "particulars mac",
    "key_versions": "key_space_id key_id number created sealed_material public_key mac",
    "aliases": "key_space_id name key_id created updated prefixed mac",
    "credentials": "credential_id tenant_id enabled expires user_name sealed_secret sealed_session_token particulars mac",
    "objects": "key_space_id kind object_id created revision fields sealed_secret mac",
    "key_spaces": "key_space_id tenant_id region tenant_key_version sealed_key mac",
}


def open_record(material, record, *, table, object_id, version, column, tenant_id=bytes(16)):
    """What a column of a row holds in secret."""
    head, salt, ciphertext, proof = record[:21], record[21:37], record[37:-32], record[-32:]
    require(head[0] == 1, "format of a record")
    info = RECORD_LABEL + bytes(4) + head[1:]
    place = sized(table.encode()) + sized(object_id) + struct.pack(">I", version) + sized(column.encode())
    aad = info + tenant_id + sized(head) + sized(place)
    return open_sealed(SUITE_AES256_GCM, material, RECORD_LABEL, info, salt, aad, ciphertext, proof)


def encode_row(table, values):
    encoded = sized(table.encode()) + struct.pack(">I", len(values))
    for value in values:
        if isinstance(value, int):
            encoded += b"\x01" + struct.pack(">q", value)
        elif isinstance(value, str):
            encoded += b"\x02" + sized(value.encode())
        else:
            encoded += b"\x03" + sized(value)
    return encoded


def state_key_of(database, unseal_key):
    root_key_id, record = database.execute("SELECT root_key_id, sealed_key FROM root_keys").fetchone()
    root_key = open_record(unseal_key, record, table="root_keys", object_id=root_key_id, version=1, column="sealed_key")
    (record,) = database.execute("SELECT bytes FROM meta WHERE name = 'state_key'").fetchone()
    return open_record(root_key, record, table="meta", object_id=b"state_key", version=0, column="bytes")


def state_tag(database, state_key):
    """The tag that the rows of an SQLite connection should have, and the one that is stored."""
    total = 0
    for table, columns in COLUMNS.items():
        for row in database.execute(f"SELECT {', '.join(columns.split())} FROM {table}"):
            if row[0] != "state_tag":
                of = row[-1] if columns.endswith(" mac") else encode_row(table, row)
                digest = hmac.digest(state_key, of, "sha256")
                total = (total + int.from_bytes(digest, "big")) % 2**256
    meta = {name: (number, data) for name, number, data in database.execute("SELECT name, number, bytes FROM meta")}
    signed = (b"tandem/v1/state" + meta["installation"][1] + struct.pack(">IQ", meta["schema"][0], meta["epoch"][0])
              + total.to_bytes(32, "big"))
    return hmac.digest(state_key, signed, "sha256"), meta["state_tag"][1]


def newest_anchor_slot(anchor, state_key):
    """Epoch and tag of the newest slot of a state anchor's bytes whose MAC holds."""
    states = []
    for slot in (anchor[:104], anchor[4096:4200]):
        magic, version, kind, _, epoch, tag = struct.unpack(">8sII16sQ32s", slot[:72])
        expected = hmac.digest(state_key if kind == 1 else b"", slot[:72], "sha256")
        if (magic, version) == (b"TDANCHOR", 1) and hmac.compare_digest(slot[72:], expected):
            states.append((epoch, kind, tag))
    require(states, "no slot of the anchor holds")
    epoch, _, tag = max(states)
    return epoch, tag
