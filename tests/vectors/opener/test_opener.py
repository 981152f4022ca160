"""Every golden blob opens with the opener, and with nothing else than what it was sealed with."""

import base64
import hashlib
import json
import pathlib

import pytest

import opener

GOLDEN = json.loads((pathlib.Path(__file__).parent.parent / "golden" / "blobs.json").read_text())["blobs"]
TRAILED = [blob for blob in GOLDEN if blob["shape"] == "trailed"]
THREE_PIECE = [blob for blob in GOLDEN if blob["shape"] == "three_piece"]


def flipped(data, index=0):
    return data[:index] + bytes([data[index] ^ 1]) + data[index + 1 :]


def open_golden(blob, **changes):
    arguments = {
        "material": bytes.fromhex(blob["material"]),
        "tenant_id": bytes.fromhex(blob["tenant"]),
        "context_bytes": opener.canonical_context(blob["context"], blob["additional_data"]),
        "purpose": blob["purpose"],
    } | changes
    if blob["shape"] == "three_piece":
        return opener.open_three_piece(arguments.pop("wire", blob["blob"]), **arguments)
    return opener.open_trailed(arguments.pop("wire", None) or base64.b64decode(blob["blob"]), **arguments)


def refused(blob, **changes):
    with pytest.raises(opener.OpenError):
        open_golden(blob, **changes)


def test_there_are_200_blobs():
    assert len(GOLDEN) == 200
    assert len({blob["blob"] for blob in GOLDEN}) == 200


@pytest.mark.parametrize("blob", GOLDEN, ids=lambda blob: blob["name"])
def test_golden_blob_opens(blob):
    plaintext = open_golden(blob)
    assert len(plaintext) == blob["plaintext_bytes"]
    assert hashlib.sha256(plaintext).hexdigest() == blob["plaintext_sha256"]


def test_lengths_are_the_vendors():
    for blob in GOLDEN:
        size = blob["plaintext_bytes"]
        ciphertext = size if blob["purpose"] == opener.PURPOSE_DATA_KEY else 16 * (size // 16 + 1)
        if blob["shape"] == "trailed":
            assert len(base64.b64decode(blob["blob"])) == 124 + ciphertext
        else:
            assert len(blob["blob"]) == 118 + 4 * ((20 + ciphertext + 2) // 3)


@pytest.mark.parametrize("blob", GOLDEN[::17], ids=lambda blob: blob["name"])
def test_nothing_else_opens_it(blob):
    refused(blob, material=flipped(bytes.fromhex(blob["material"])))
    refused(blob, tenant_id=flipped(bytes.fromhex(blob["tenant"])))
    refused(blob, context_bytes=opener.canonical_context({"another": "context"}))
    for purpose in {0, 1, 2} - {blob["purpose"]}:
        refused(blob, purpose=purpose)


@pytest.mark.parametrize("suite", [0, 1])
def test_every_flipped_bit_of_a_trailed_blob_is_refused(suite):
    blob = next(b for b in TRAILED if b["suite"] == suite and b["plaintext_bytes"] == 17)
    raw = base64.b64decode(blob["blob"])
    for bit in range(8 * len(raw)):
        body = bytearray(raw)
        body[bit // 8] ^= 1 << bit % 8
        refused(blob, wire=bytes(body))
        if bit // 8 < len(raw) - 32:
            # Again with a closing digest that fits: the digest finds damage, the proof finds forgery.
            refused(blob, wire=bytes(body[:-32]) + hashlib.sha256(body[:-32]).digest())


@pytest.mark.parametrize("suite", [0, 1])
def test_every_altered_character_of_a_three_piece_blob_is_refused(suite):
    blob = next(b for b in THREE_PIECE if b["suite"] == suite and b["plaintext_bytes"] == 17)
    text = blob["blob"]
    for index, character in enumerate(text):
        for other in "AQgw/+=- \n":
            if other != character:
                refused(blob, wire=text[:index] + other + text[index + 1 :])


def test_canonical_context_of_nothing():
    assert opener.canonical_context() == opener.canonical_context({}) == b"KMSCTX\x01" + bytes(8)


def test_canonical_context_sorts_by_bytes():
    assert opener.canonical_context({"\U00010000": "2", "\ufffd": "1"}) == (
        b"KMSCTX\x01\0\0\0\x02"
        b"\0\0\0\x03\xef\xbf\xbd\x01\0\0\0\x011"
        b"\0\0\0\x04\xf0\x90\x80\x80\x01\0\0\0\x012"
        b"\0\0\0\0"
    )
