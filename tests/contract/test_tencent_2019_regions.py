"""Regions of both kinds, and the language of messages."""

import json

import pytest

import keys
from catalogue_2019 import check_response
from clients import Clients, VendorError
from tandem_server import TandemServer

FIPS, SM = "ap-guangzhou", "ap-shanghai"


@pytest.fixture(scope="module")
def clients(is_ours):
    if not is_ours:
        pytest.skip("needs a server of its own")
    regions = {"TANDEM_TENCENT__REGIONS": '{"ap-shanghai": "sm", "ap-beijing": "fips"}', "TANDEM_LIMITS__RATE": "off"}
    with TandemServer(environment=regions) as server:
        yield Clients.of_new_tenant(server.url)


@pytest.fixture
def call(clients):
    """call(region, action, fields): as a client of that region."""
    def in_region(region, action, **fields):
        api = clients.t2019
        request = api.sign(action, json.dumps(fields).encode(), extra_headers={"X-TC-Region": region})
        return check_response(action, api.result(api.send(request)))
    return in_region


@pytest.mark.parametrize("region, kind, algorithm", [(FIPS, 2, "AES_256"), ("ap-beijing", 2, "AES_256"), (SM, 4, "SM4"),
                                                     (None, 2, "AES_256"), ("mars-1", 2, "AES_256")])
def test_a_region_decides_type_and_algorithm(call, clients, region, kind, algorithm):
    key = call(region, "CreateKey", Alias=keys.unique_alias())["KeyId"]
    assert call(region, "DescribeKey", KeyId=key)["KeyMetadata"]["Type"] == kind
    assert clients.huawei.call("describe-key", key_id=key)["key_info"]["key_spec"] == algorithm
    listed = call(region, "ListAlgorithms")["SymmetricAlgorithms"]
    assert listed == [{"KeyUsage": "ENCRYPT_DECRYPT", "Algorithm": algorithm}]
    sealed = call(region, "Encrypt", KeyId=key, Plaintext="YQ==")["CiphertextBlob"]
    assert call(region, "Decrypt", CiphertextBlob=sealed)["Plaintext"] == "YQ=="


def test_regions_share_their_keys(call):
    key = call(SM, "CreateKey", Alias=keys.unique_alias())["KeyId"]
    sealed = call(SM, "Encrypt", KeyId=key, Plaintext="YQ==")["CiphertextBlob"]
    assert call(FIPS, "Decrypt", CiphertextBlob=sealed)["KeyId"] == key


@pytest.mark.parametrize("region", [FIPS, SM])
def test_asymmetric_usages_work_in_both_kinds(call, region):
    for usage in ("ASYMMETRIC_DECRYPT_SM2", "ASYMMETRIC_SIGN_VERIFY_ECC"):
        key = call(region, "CreateKey", Alias=keys.unique_alias(), KeyUsage=usage)["KeyId"]
        call(region, "GetPublicKey", KeyId=key)


def test_a_region_of_signature_v1(clients):
    api = clients.t2019
    key = api.call_v1("CreateKey", {"Alias": keys.unique_alias(), "Region": SM})["KeyId"]
    assert api.call_v1("DescribeKey", {"KeyId": key, "Region": FIPS})["KeyMetadata"]["Type"] == 4


def test_the_configured_regions_are_listed(call):
    assert call(FIPS, "GetRegions")["Regions"] == ["ap-guangzhou", "ap-shanghai", "ap-beijing"]


# ---- languages ----


@pytest.mark.parametrize("language, message", [
    (None, "The request is missing a required parameter `KeyId`."),
    ("en-US", "The request is missing a required parameter `KeyId`."),
    ("zh-CN", "请求缺少必要参数 `KeyId`。")])
def test_messages_come_in_the_language_asked_for(ours, language, message):
    api = ours.t2019
    with pytest.raises(VendorError) as caught:
        api.result(api.send(api.sign("DescribeKey", b"{}", extra_headers={"X-TC-Language": language})))
    assert (caught.value.code, caught.value.message) == ("MissingParameter", message)


def test_the_language_of_signature_v1(ours):
    with pytest.raises(VendorError) as caught:
        ours.t2019.call_v1("DescribeKey", {"KeyId": keys.ABSENT, "Language": "zh-CN"})
    assert caught.value.message == "CMK 不存在。"
