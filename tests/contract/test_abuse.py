"""One abuse driver over all operations that use a key: see the table in operations.py."""

import re

import pytest

import keys
from clients import VendorError
from operations import OPERATIONS


def every(condition=lambda operation: True):
    return pytest.mark.parametrize("operation", [o for o in OPERATIONS if condition(o)], ids=str)


def with_blob(operation):
    return operation.blob_field is not None


def with_named_blob(operation):
    return with_blob(operation) and hasattr(operation.blob_form, "renamed")


@pytest.fixture
def right(ours):
    """right(operation) -> the fields of a request that succeeds, under a key that the tests share."""

    def make(operation, context=None):
        return operation.request(ours, keys.shared(ours, *operation.kind), context)

    return make


@every()
def test_the_right_request_succeeds(ours, right, operation):
    assert operation.code(ours, right(operation)) is None


@every()
def test_a_disabled_key(ours, operation):
    key = keys.create_of_spec(ours, *operation.kind)
    fields = operation.request(ours, key)
    keys.disable(ours, key)
    assert operation.code(ours, fields) == operation.disabled
    keys.enable(ours, key)
    assert operation.code(ours, fields) is None


@every()
def test_a_key_waiting_for_its_deletion(ours, operation):
    key = keys.create_of_spec(ours, *operation.kind)
    fields = operation.request(ours, key)
    keys.schedule(ours, key)
    assert operation.code(ours, fields) == operation.pending
    keys.cancel(ours, key)
    assert operation.code(ours, fields) is None


@every(lambda operation: operation.wrong_kinds)
def test_a_key_of_another_kind(ours, right, operation):
    fields = right(operation)
    answers = {kind: operation.code(ours, fields | {operation.key_field: keys.shared(ours, *kind)})
               for kind in operation.wrong_kinds}
    assert answers == operation.wrong_kinds


@every(lambda operation: operation.key_field)
def test_an_absent_key(ours, right, operation):
    assert operation.code(ours, right(operation) | {operation.key_field: keys.ABSENT}) == operation.absent


@every(lambda operation: with_named_blob(operation) and not operation.key_field)
def test_a_ciphertext_that_names_an_absent_key(ours, right, operation):
    fields = right(operation)
    fields[operation.blob_field] = operation.blob_form.renamed(fields[operation.blob_field], keys.ABSENT)
    assert operation.code(ours, fields) == operation.absent


@every(with_named_blob)
def test_a_ciphertext_that_names_another_key_of_the_tenant(ours, right, operation):
    fields = right(operation)
    for kind in (operation.kind, ("SM4", "ENCRYPT_DECRYPT")):
        renamed = operation.blob_form.renamed(fields[operation.blob_field], keys.create_of_spec(ours, *kind))
        assert operation.code(ours, fields | {operation.blob_field: renamed}) in operation.tampered, kind
    # A key that an API cannot express is absent there.
    renamed = operation.blob_form.renamed(fields[operation.blob_field], keys.shared(ours, "RSA_2048", "SIGN_VERIFY"))
    code = operation.code(ours, fields | {operation.blob_field: renamed})
    assert code in operation.tampered + (operation.absent,)


def answer_to(operation, clients, fields):
    """All that a caller sees, but for what differs from request to request."""
    with pytest.raises(VendorError) as caught:
        operation.send(clients, fields)
    reply = caught.value.reply
    headers = sorted((name.lower(), value) for name, value in reply.headers.items())
    text = repr((reply.status, [header for header in headers if header[0] != "date"], reply.body.decode()))
    text = re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "UUID", text)
    text = re.sub(r"\b[0-9a-f]{32}\b", "HEX", text)
    return re.sub(r"\b[0-9]{11}\b", "DIGITS", text)


@every()
def test_a_neighbours_key_is_like_an_absent_one(ours, neighbour, right, operation):
    """Not a byte of the answer tells that the key exists."""
    foreign = right(operation)
    absent = dict(foreign)
    if operation.key_field:
        absent[operation.key_field] = keys.ABSENT
    if with_named_blob(operation):
        absent[operation.blob_field] = operation.blob_form.renamed(foreign[operation.blob_field], keys.ABSENT)
    if operation.name.endswith(", destination"):  # the source must be the neighbour's own
        own = operation.request(neighbour, keys.shared(neighbour))
        foreign, absent = (own | {operation.key_field: key} for key in (foreign[operation.key_field], keys.ABSENT))
    assert operation.code(neighbour, foreign) == operation.absent
    assert answer_to(operation, neighbour, foreign) == answer_to(operation, neighbour, absent)


@every(lambda operation: operation.sized)
def test_sizes_around_the_limit(ours, right, operation):
    fields = right(operation)
    answers = [operation.code(ours, fields | operation.sized(operation.limit + more)) for more in (-1, 0, 1)]
    assert answers == [None, None, operation.oversize]


@every(with_blob)
def test_every_bit_of_a_ciphertext_counts(ours, right, operation):
    fields = right(operation)
    for altered, hits_key_id in operation.blob_form.flips(fields[operation.blob_field]):
        code = operation.code(ours, fields | {operation.blob_field: altered})
        allowed = operation.tampered + ((operation.absent,) if hits_key_id else ())
        assert code in allowed, altered


@every(with_blob)
def test_a_ciphertext_has_one_spelling(ours, right, operation):
    fields = right(operation)
    for name, other in operation.blob_form.spellings(fields[operation.blob_field]):
        code = operation.code(ours, fields | {operation.blob_field: other})
        empty = ("MissingParameter", "4000/10390", "KMS.0204", *operation.tampered) if other == "" else ()
        assert code in operation.misspelled + empty, name


@every(with_blob)
def test_a_ciphertext_cut_short_or_made_longer(ours, right, operation):
    blob = right(operation)[operation.blob_field]
    fields = right(operation)
    for other in (blob[:-4], blob[4:], blob[:len(blob) // 8 * 4], blob * 2, "A" * 8000):
        code = operation.code(ours, fields | {operation.blob_field: other})
        assert code in operation.tampered + operation.misspelled, other


@every(lambda operation: with_blob(operation) and operation.context_field)
def test_the_context_must_be_the_one_of_the_encryption(ours, right, operation):
    context, other = operation.contexts
    bound, unbound = right(operation, context), right(operation)
    removed = {name: value for name, value in bound.items() if name != operation.context_field}
    assert operation.code(ours, bound) is None
    assert operation.code(ours, bound | {operation.context_field: other}) in operation.tampered, "changed"
    assert operation.code(ours, removed) in operation.tampered, "removed"
    assert operation.code(ours, unbound | {operation.context_field: context}) in operation.tampered, "added"
