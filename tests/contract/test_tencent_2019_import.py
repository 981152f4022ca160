"""API 3.0: material of one's own, wrapped outside of the server."""

import secrets
import time

import pytest

import imports
import keys
from clients import VendorError, b64, unb64
from refusals import code_of
from stand_in import Server, ours_alone

WRONG = "InvalidParameter.DecryptMaterialError"


@pytest.fixture
def api(ours):
    return ours.t2019


def metadata(api, key):
    return api.call("DescribeKey", KeyId=key)["KeyMetadata"]


def test_parameters_are_for_a_day(ours):
    key = keys.create(ours, external=True)
    given = imports.parameters_2019(ours, key)
    assert given["KeyId"] == key
    assert abs(given["ParametersValidTo"] - time.time() - 86_400) < 300


@pytest.mark.parametrize("algorithm", imports.PADDINGS)
def test_material_comes_in_by_each_algorithm(ours, api, algorithm):
    key = keys.create(ours, external=True)
    imports.import_2019(ours, key, secrets.token_bytes(32), algorithm)
    shown = metadata(api, key)
    assert (shown["KeyState"], shown["Origin"], shown["ValidTo"]) == ("Enabled", "EXTERNAL", 0)
    blob = api.call("Encrypt", KeyId=key, Plaintext=b64(b"secret"))["CiphertextBlob"]
    assert unb64(api.call("Decrypt", CiphertextBlob=blob)["Plaintext"]) == b"secret"


@pytest.mark.parametrize("algorithm", imports.PADDINGS)
@pytest.mark.parametrize("length", [0, 16, 31, 33])
def test_material_of_another_length(ours, algorithm, length):
    key = keys.create(ours, external=True)
    assert code_of(imports.import_2019, ours, key, secrets.token_bytes(length), algorithm) == WRONG


def test_all_that_is_wrong_with_pkcs1_looks_the_same(ours, api):
    key = keys.create(ours, external=True)
    right = imports.fields_2019(ours, key, algorithm="RSAES_PKCS1_V1_5")
    answers = set()
    for wrapped in (bytes(256), bytes(255), secrets.token_bytes(200), b"\x01" * 256):
        with pytest.raises(VendorError) as caught:
            api.call("ImportKeyMaterial", **right | {"EncryptedKeyMaterial": b64(wrapped)})
        answers.add((caught.value.code, caught.value.message))
    assert {code for code, _ in answers} == {WRONG}
    assert len(answers) == 1


def test_a_token_has_ten_tries(ours, api):
    key = keys.create(ours, external=True)
    right = imports.fields_2019(ours, key)
    for _ in range(10):
        assert code_of(api.call, "ImportKeyMaterial", **right | {"EncryptedKeyMaterial": b64(bytes(256))}) == WRONG
    assert code_of(api.call, "ImportKeyMaterial", **right) == "ResourceUnavailable.TokenExpired"
    imports.import_2019(ours, key)


def test_tokens_of_others_and_of_nobody(ours, neighbour, api):
    key = keys.create(ours, external=True)
    right = imports.fields_2019(ours, key)
    theirs = imports.parameters_2019(neighbour, keys.create(neighbour, external=True))["ImportToken"]
    other = imports.parameters_2019(ours, keys.create(ours, external=True))["ImportToken"]
    token = right["ImportToken"]
    altered = token[:40] + ("A" if token[40] != "A" else "B") + token[41:]
    for wrong in (theirs, other, altered, "", "token", token[:-4], token + "AAAA"):
        assert code_of(api.call, "ImportKeyMaterial", **right | {"ImportToken": wrong}) == "InvalidParameter", wrong
    api.call("ImportKeyMaterial", **right)


def test_a_neighbours_key(ours, neighbour):
    key = keys.create(ours, external=True)
    right = imports.fields_2019(ours, key)
    assert code_of(neighbour.t2019.call, "ImportKeyMaterial", **right) == "ResourceUnavailable.CmkNotFound"
    assert code_of(imports.parameters_2019, neighbour, key) == "ResourceUnavailable.CmkNotFound"
    assert code_of(neighbour.t2019.call, "DeleteImportedKeyMaterial", KeyId=key) == "ResourceUnavailable.CmkNotFound"


def test_keys_of_the_servers_own_material(ours, api):
    key = keys.create(ours)
    for action, fields in (("DeleteImportedKeyMaterial", {}),
                           ("ImportKeyMaterial", {"ImportToken": "t", "EncryptedKeyMaterial": b64(bytes(256))}),
                           ("GetParametersForImport", {"WrappingAlgorithm": "RSAES_OAEP_SHA_1",
                                                       "WrappingKeySpec": "RSA_2048"})):
        assert code_of(api.call, action, KeyId=key, **fields) == "UnsupportedOperation.NotExternalCmk"


@pytest.mark.parametrize("field, value", [("WrappingAlgorithm", "RSAES_OAEP_SHA_512"), ("WrappingAlgorithm", ""),
                                          ("WrappingKeySpec", "RSA_4096")])
def test_parameters_of_other_kinds(ours, api, field, value):
    fields = {"KeyId": keys.create(ours, external=True), "WrappingAlgorithm": "RSAES_OAEP_SHA_256",
              "WrappingKeySpec": "RSA_2048"} | {field: value}
    assert code_of(api.call, "GetParametersForImport", **fields) == "InvalidParameter"


def test_only_the_same_material_comes_again(ours, api):
    material = secrets.token_bytes(32)
    key = imports.external_2019(ours, material)
    blob = api.call("Encrypt", KeyId=key, Plaintext=b64(b"secret"))["CiphertextBlob"]
    mismatch = "InvalidParameterValue.MaterialNotMatch"
    assert code_of(imports.import_2019, ours, key, secrets.token_bytes(32)) == mismatch
    api.call("DeleteImportedKeyMaterial", KeyId=key)
    assert metadata(api, key)["KeyState"] == "PendingImport"
    assert code_of(api.call, "Decrypt", CiphertextBlob=blob) == "ResourceUnavailable.CmkDisabled"
    assert code_of(imports.import_2019, ours, key, secrets.token_bytes(32)) == mismatch
    imports.import_2019(ours, key, material)
    assert unb64(api.call("Decrypt", CiphertextBlob=blob)["Plaintext"]) == b"secret"


@pytest.mark.parametrize("newest_first", [True, False])
def test_each_of_several_materials_comes_back(ours, api, newest_first):
    """The second one came through the other API, which alone rotates to it."""
    materials = [secrets.token_bytes(32), secrets.token_bytes(32)]
    key = imports.external_2019(ours, materials[0])
    imports.import_huawei(ours, key, materials[1])
    blobs = [api.call("Encrypt", KeyId=key, Plaintext=b64(b"secret"))["CiphertextBlob"]]
    ours.huawei.call("rotate-on-demand", key_id=key)
    blobs.append(api.call("Encrypt", KeyId=key, Plaintext=b64(b"secret"))["CiphertextBlob"])
    api.call("DeleteImportedKeyMaterial", KeyId=key)
    imports.import_2019(ours, key, materials[1 if newest_first else 0])
    assert metadata(api, key)["KeyState"] == ("Enabled" if newest_first else "PendingImport")
    gone = "ResourceUnavailable.CmkDisabled"
    assert code_of(api.call, "Decrypt", CiphertextBlob=blobs[0]) == gone
    if newest_first:
        api.call("Decrypt", CiphertextBlob=blobs[1])
        assert code_of(api.call, "ReEncrypt", CiphertextBlob=blobs[0]) == gone
    imports.import_2019(ours, key, materials[0 if newest_first else 1])
    for blob in blobs:
        assert unb64(api.call("Decrypt", CiphertextBlob=blob)["Plaintext"]) == b"secret"


def test_equal_material_in_two_keys_opens_nothing_of_the_other(ours, api):
    material = secrets.token_bytes(32)
    one, two = imports.external_2019(ours, material), imports.external_2019(ours, material)
    blob = api.call("Encrypt", KeyId=one, Plaintext=b64(b"secret"))["CiphertextBlob"]
    head, installation, body = blob.split("-k-")
    named = bytearray(unb64(head))
    named[2:18] = bytes.fromhex(two.replace("-", ""))
    forged = "-k-".join((b64(bytes(named)), installation, body))
    assert code_of(api.call, "Decrypt", CiphertextBlob=forged) == "InvalidParameterValue.InvalidCiphertext"


@pytest.mark.parametrize("valid_to", [1, 1_600_000_000])
def test_an_end_in_the_past(ours, valid_to):
    assert code_of(imports.import_2019, ours, keys.create(ours, external=True), ValidTo=valid_to) == "InvalidParameter"


def test_the_latest_end(ours, api):
    key = keys.create(ours, external=True)
    assert code_of(imports.import_2019, ours, key, ValidTo=2_147_443_201) == "InvalidParameter"
    imports.import_2019(ours, key, ValidTo=2_147_443_200)
    assert metadata(api, key)["ValidTo"] == 2_147_443_200


@ours_alone
class TestByTheClock:
    def test_material_ends(self, server):
        clients = server.clients()
        api = clients.t2019
        material = secrets.token_bytes(32)
        key = keys.create(clients, external=True)
        imports.import_2019(clients, key, material, ValidTo=int(time.time()) + 3600)
        blob = api.call("Encrypt", KeyId=key, Plaintext=b64(b"secret"))["CiphertextBlob"]
        server.do("POST", "clock", {"advance": "59m"})
        assert metadata(api, key)["KeyState"] == "Enabled"
        server.do("POST", "clock", {"advance": "2m"})
        shown = metadata(api, key)
        assert (shown["KeyState"], shown["ValidTo"]) == ("PendingImport", 0)
        assert code_of(api.call, "Decrypt", CiphertextBlob=blob) == "ResourceUnavailable.CmkDisabled"
        assert api.call("ListKeyDetail", KeyState=4)["TotalCount"] == 1
        imports.import_2019(clients, key, material)
        assert unb64(api.call("Decrypt", CiphertextBlob=blob)["Plaintext"]) == b"secret"

    def test_material_ends_while_the_server_is_down(self, tmp_path):
        with Server("--data", str(tmp_path / "data")) as first:
            clients = first.clients()
            key = keys.create(clients, external=True)
            imports.import_2019(clients, key, ValidTo=int(time.time()) + 3600)
        with Server("--data", str(tmp_path / "data"), "--clock", "+2h") as second:
            assert metadata(second.clients().t2019, key)["KeyState"] == "PendingImport"

    def test_a_bound_key_keeps_its_material(self, server):
        clients = server.clients()
        api = clients.t2019
        key = keys.create(clients, external=True)
        imports.import_2019(clients, key, ValidTo=int(time.time()) + 3600)
        api.call("BindCloudResource", KeyId=key, ProductId="ssm", ResourceId="one")
        assert metadata(api, key)["ValidTo"] == 0
        server.do("POST", "clock", {"advance": "2h"})
        assert metadata(api, key)["KeyState"] == "Enabled"

    def test_a_token_ends(self, server):
        clients = server.clients()
        key = keys.create(clients, external=True)
        right = imports.fields_2019(clients, key)
        server.do("POST", "clock", {"advance": "1d"})
        assert code_of(clients.t2019.call, "ImportKeyMaterial", **right) == "ResourceUnavailable.TokenExpired"

    def test_a_seeded_end(self, server):
        server.do("POST", "seed", {"keys": [{"alias": "mine", "origin": "external", "material_expires": "+1h"}]})
        api = server.clients().t2019
        server.do("POST", "clock", {"advance": "61m"})
        assert [key["KeyState"] for key in api.call("ListKeyDetail", SearchKeyAlias="mine")["KeyMetadatas"]] == \
            ["PendingImport"]
