"""Aliases are given back as they were written, with or without `alias/`, and are the same alias either way."""

import pytest

import keys
from clients import VendorError
from stand_in import Server, ours_alone

TAKEN = "KMS.1104"


def listed(huawei, key):
    answer = huawei.request("GET", "/kms/aliases", query=f"key_id={key}")
    return [each["alias"] for each in answer[0]["aliases"]]


def details(huawei, key):
    return huawei.call("describe-key", key_id=key)["key_info"]


@pytest.fixture
def huawei(ours):
    return ours.huawei


@pytest.fixture
def key(huawei):
    return huawei.call("create-key", key_alias=keys.unique_alias())["key_info"]["key_id"]


@pytest.mark.parametrize("prefix", ["", "alias/"])
def test_an_alias_is_answered_and_listed_as_it_was_written(huawei, key, prefix):
    written = prefix + keys.unique_alias()
    made = huawei.request("POST", "/kms/aliases", {"alias": written, "key_id": key})
    assert made["alias"] == written
    assert made["alias_urn"].endswith(":alias:" + written.removeprefix("alias/"))
    assert written in listed(huawei, key)


@pytest.mark.parametrize("first, second", [("", "alias/"), ("alias/", "")])
def test_both_spellings_are_one_alias(huawei, key, first, second):
    name = keys.unique_alias()
    huawei.request("POST", "/kms/aliases", {"alias": first + name, "key_id": key})
    with pytest.raises(VendorError) as caught:
        huawei.request("POST", "/kms/aliases", {"alias": second + name, "key_id": key})
    assert caught.value.code == TAKEN
    assert huawei.call("describe-key", key_id="alias/" + name)["key_info"]["key_id"] == key
    huawei.request("DELETE", "/kms/aliases", {"aliases": [second + name], "key_id": key})
    assert first + name not in listed(huawei, key)


def test_an_alias_that_moves_keeps_its_spelling(huawei, key):
    written = "alias/" + keys.unique_alias()
    huawei.request("POST", "/kms/aliases", {"alias": written, "key_id": key})
    other = huawei.call("create-key", key_alias=keys.unique_alias())["key_info"]["key_id"]
    moved = huawei.request("POST", "/kms/alias/associate", {"alias": written.removeprefix("alias/"), "target_key_id": other})
    assert moved["alias"] == written
    assert written in listed(huawei, other)


def test_the_alias_of_a_key_is_shown_as_it_was_written(huawei):
    name = keys.unique_alias()
    made = huawei.call("create-key", key_alias="alias/" + name)["key_info"]["key_id"]
    assert details(huawei, made)["key_alias"] == "alias/" + name
    huawei.call("update-key-alias", key_id=made, key_alias=name)
    assert details(huawei, made)["key_alias"] == name
    assert huawei.call("update-key-alias", key_id=made, key_alias="alias/" + name)["key_info"]["key_alias"] == "alias/" + name
    assert details(huawei, made)["key_alias"] == "alias/" + name


def test_another_api_has_the_bare_name(ours):
    name = keys.unique_alias()
    made = ours.huawei.call("create-key", key_alias="alias/" + name)["key_info"]["key_id"]
    assert ours.t2019.call("DescribeKey", KeyId=made)["KeyMetadata"]["Alias"] == name


@ours_alone
def test_a_snapshot_keeps_the_spelling():
    with Server() as server:
        huawei = server.clients().huawei
        made = huawei.call("create-key", key_alias="alias/written")["key_info"]["key_id"]
        kept = server.do("GET", "snapshot")
        server.do("POST", "reset")
        server.do("PUT", "snapshot", kept)
        assert listed(huawei, made) == ["alias/written"]
