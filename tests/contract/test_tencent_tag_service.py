"""The tag service (2018-08-13) as far as clients of the KMS call it: the tags of keys and white-box keys."""

import hashlib
import json

import pytest

import keys
from clients import Account, Tencent2019
from refusals import code_of
from stand_in import DEVELOPMENT_ACCOUNT, Server

PREFIX = "InvalidParameterValue."
BAD_RESOURCE = PREFIX + "ResourceDescriptionError"
WHITE_BOX_ALGORITHM = "AES_256"


class TagService(Tencent2019):
    version = "2018-08-13"

    def sign(self, action, body, **options):
        return super().sign(action, body, **({"service": "tag"} | options))

    def tags_of(self, *resource_ids, **fields):
        request = {"ServiceType": "kms", "ResourcePrefix": "key", "ResourceRegion": "ap-guangzhou"} | fields
        return self.call("DescribeResourceTagsByResourceIds", ResourceIds=list(resource_ids), **request)

    def modify(self, resource, put=None, removed=None):
        """`put`: a dictionary; `removed`: keys."""
        fields = {}
        if put is not None:
            fields["ReplaceTags"] = [{"TagKey": key, "TagValue": value} for key, value in put.items()]
        if removed is not None:
            fields["DeleteTags"] = [{"TagKey": key} for key in removed]
        return self.call("ModifyResourceTags", Resource=resource, **fields)


def resource_name(resource_id, region="ap-guangzhou", uin=""):
    """As Terraform's provider writes it: without the UIN."""
    return f"qcs::kms:{region}:uin/{uin}:key/{resource_id}"


def as_dictionary(answer):
    return {one["TagKey"]: one["TagValue"] for one in answer["Tags"]}


def service_of(clients):
    return TagService(clients.t2019.transport.url, clients.account)


@pytest.fixture
def tags(ours):
    return service_of(ours)


@pytest.fixture
def key(ours):
    return keys.create(ours)


@pytest.fixture
def resource_id(ours, key):
    return metadata(ours, key)["ResourceId"]


def metadata(clients, key):
    return clients.t2019.call("DescribeKey", KeyId=key)["KeyMetadata"]


def test_a_key_without_tags_has_none(tags, resource_id):
    answer = tags.tags_of(resource_id)
    assert (answer["TotalCount"], answer["Offset"], answer["Limit"], answer["Tags"]) == (0, 0, 15, [])


def test_tags_of_creation_are_shown_with_their_digests(ours, tags):
    key = ours.t2019.call("CreateKey", Alias=keys.unique_alias(), Tags=[{"TagKey": "env", "TagValue": "测试"}])["KeyId"]
    resource_id = metadata(ours, key)["ResourceId"]
    assert tags.tags_of(resource_id)["Tags"] == [{
        "TagKey": "env", "TagValue": "测试", "ResourceId": resource_id, "ServiceType": "kms",
        "TagKeyMd5": hashlib.md5(b"env").hexdigest(), "TagValueMd5": hashlib.md5("测试".encode()).hexdigest()}]


def test_tags_are_put_replaced_and_deleted_in_one_request(tags, resource_id):
    name = resource_name(resource_id)
    tags.modify(name, {"env": "test", "team": "blue"})
    tags.modify(name, {"env": "live", "cost": "7"}, ["team", "never-there"])
    assert as_dictionary(tags.tags_of(resource_id)) == {"env": "live", "cost": "7"}


def test_tags_that_were_put_are_found_by_the_kms(ours, tags, key, resource_id):
    value = keys.unique_alias()
    tags.modify(resource_name(resource_id), {"mark": value})
    found = ours.t2019.call("ListKeyDetail", TagFilters=[{"TagKey": "mark", "TagValue": [value]}])
    assert [one["KeyId"] for one in found["KeyMetadatas"]] == [key]


def test_the_plain_key_id_is_a_resource_id_too(tags, key, resource_id):
    tags.modify(resource_name(key), {"env": "test"})
    answer = tags.tags_of(key, resource_id)
    assert [one["ResourceId"] for one in answer["Tags"]] == [key, resource_id]


def test_white_box_keys_have_tags(ours, tags):
    key = ours.t2019.call("CreateWhiteBoxKey", Alias=keys.unique_alias(), Algorithm=WHITE_BOX_ALGORITHM)["KeyId"]
    tags.modify(resource_name(key), {"env": "test"})
    tags.modify(resource_name(key), {"team": "blue"}, ["env"])
    assert as_dictionary(tags.tags_of(key)) == {"team": "blue"}
    ours.t2019.call("DisableWhiteBoxKey", KeyId=key)
    ours.t2019.call("DeleteWhiteBoxKey", KeyId=key)


def test_pages_hold_what_was_asked_for(tags, resource_id):
    tags.modify(resource_name(resource_id), {f"k{i}": str(i) for i in range(5)})
    pages = [tags.tags_of(resource_id, Offset=offset, Limit=2) for offset in (0, 2, 4, 6)]
    assert [len(page["Tags"]) for page in pages] == [2, 2, 1, 0]
    assert {page["TotalCount"] for page in pages} == {5}


def test_keys_have_no_system_tags(tags, resource_id):
    tags.modify(resource_name(resource_id), {"env": "test"})
    assert tags.tags_of(resource_id, Category="System")["Tags"] == []
    assert len(tags.tags_of(resource_id, Category="Custom")["Tags"]) == 1


def creator(clients, key):
    return metadata(clients, key)["CreatorUin"]


def test_the_owner_may_be_named(ours, tags, key, resource_id):
    tags.modify(resource_name(resource_id, uin=creator(ours, key)), {"env": "test"})
    assert as_dictionary(tags.tags_of(resource_id)) == {"env": "test"}


def test_another_owner_is_refused(ours, tags, key, resource_id):
    assert code_of(tags.modify, resource_name(resource_id, uin=creator(ours, key) + 1), {"env": "test"}) == BAD_RESOURCE


def test_a_foreign_key_is_told_from_an_absent_one_in_nothing(neighbour, tags, key, resource_id):
    stranger = service_of(neighbour)
    tags.modify(resource_name(resource_id), {"env": "test"})
    for foreign, absent in ((key, keys.ABSENT), (resource_id, resource_id.replace(key, keys.ABSENT))):
        assert stranger.tags_of(foreign)["Tags"] == stranger.tags_of(absent)["Tags"] == []
        codes = [code_of(stranger.modify, resource_name(one), {"env": "taken"}) for one in (foreign, absent)]
        assert codes == [BAD_RESOURCE, BAD_RESOURCE]
    assert as_dictionary(tags.tags_of(resource_id)) == {"env": "test"}


@pytest.mark.parametrize("name", [
    "", "text", "qcs::kms:ap-guangzhou:uin/:key/", "qcs::cvm:ap-guangzhou:uin/:key/{key}",
    "qcs::kms:ap-guangzhou:uin/:instance/{key}", "kms:ap-guangzhou:uin/:key/{key}",
    "qcs::kms:ap-guangzhou:uin/:key/creatorUin/1/{key}", "qcs::kms:ap-guangzhou:uin/:key/creatorUin//{key}",
])
def test_what_names_no_key_is_no_resource(tags, key, name):
    assert code_of(tags.modify, name.format(key=key), {"env": "test"}) == BAD_RESOURCE


@pytest.mark.parametrize("put, removed, code", [
    (None, None, "MissingParameter"),
    ({}, None, "InvalidParameter.Tag"),
    (None, [], "InvalidParameter.Tag"),
    ({"a": "1"}, ["a"], PREFIX + "DeleteTagsParamError"),
    ({"project": "1"}, None, "InvalidParameter.ReservedTagKey"),
    ({"": "1"}, None, PREFIX + "TagKeyEmpty"),
    ({"k" * 128: "1"}, None, PREFIX + "TagKeyLengthExceeded"),
    ({"k": "v" * 256}, None, PREFIX + "TagValueLengthExceeded"),
    ({f"k{i}": "" for i in range(11)}, None, "InvalidParameter.Tag"),
])
def test_changes_that_are_refused_change_nothing(tags, resource_id, put, removed, code):
    tags.modify(resource_name(resource_id), {"a": "before"})
    assert code_of(tags.modify, resource_name(resource_id), put, removed) == code
    assert as_dictionary(tags.tags_of(resource_id)) == {"a": "before"}


def test_the_longest_key_and_value_and_the_most_tags_fit(tags, resource_id):
    tags.modify(resource_name(resource_id), {"k" * 127: "v" * 255} | {f"k{i}": "" for i in range(9)})
    for batch in range(1, 5):
        tags.modify(resource_name(resource_id), {f"k{batch}-{i}": "" for i in range(10)})
    assert tags.tags_of(resource_id, Limit=200)["TotalCount"] == 50
    assert code_of(tags.modify, resource_name(resource_id), {"one more": ""}) == "LimitExceeded.ResourceAttachedTags"


@pytest.mark.parametrize("fields, code", [
    ({"ServiceType": "cvm"}, PREFIX + "ServiceTypeInvalid"),
    ({"ResourcePrefix": "instance"}, PREFIX + "ResourcePrefixInvalid"),
    ({"ResourceIds": [keys.ABSENT] * 51}, PREFIX + "ResourceIdInvalid"),
    ({"Limit": 0}, "InvalidParameter"),
])
def test_what_the_service_does_not_have_is_refused(tags, fields, code):
    request = {"ServiceType": "kms", "ResourcePrefix": "key", "ResourceIds": [keys.ABSENT], "ResourceRegion": ""} | fields
    assert code_of(tags.call, "DescribeResourceTagsByResourceIds", **request) == code


def test_fifty_resources_are_read_at_once(tags):
    assert tags.tags_of(*[keys.ABSENT] * 50)["Tags"] == []


def test_an_action_belongs_to_its_version(ours, tags):
    assert code_of(tags.call, "ListKeys") == "InvalidAction"
    assert code_of(ours.t2019.call, "ModifyResourceTags") == "InvalidAction"


# ---- servers of the tests' own ----


def test_rules_for_some_keys_hold(server):
    """A caller whose rules name one key by its alias."""
    mine, other = (server.clients().t2019.call("CreateKey", Alias=alias)["KeyId"] for alias in ("mine", "other"))
    rule = {"operations": ["ModifyResourceTags", "DescribeResourceTagsByResourceIds"], "keys": ["alias/mine"]}
    server.do("POST", "seed", {"credentials": [{"id": "limited", "secret": "limited-secret-0123", "allow": [rule]}]})
    tags = TagService(server.url, Account("limited", "limited-secret-0123", DEVELOPMENT_ACCOUNT.project_id))
    tags.modify(resource_name(mine), {"env": "test"})
    assert as_dictionary(tags.tags_of(mine)) == {"env": "test"}
    denied = "AuthFailure.UnauthorizedOperation"
    assert code_of(tags.modify, resource_name(other), {"env": "test"}) == denied
    assert code_of(tags.tags_of, other) == code_of(tags.tags_of, mine, other) == denied


def test_the_resource_s_region_says_whose_keys_are_meant(is_ours):
    if not is_ours:
        pytest.skip("needs a server of its own")
    settings = {"TANDEM_KEY_SPACES": "per_region", "TANDEM_TENCENT__REGIONS": '{"ap-shanghai": "fips"}'}
    with Server(environment=settings) as server:
        tags = TagService(server.url, DEVELOPMENT_ACCOUNT)
        kms = Tencent2019(server.url, DEVELOPMENT_ACCOUNT)
        request = kms.sign("CreateKey", json.dumps({"Alias": "there"}).encode(), extra_headers={"X-TC-Region": "ap-shanghai"})
        key = kms.result(kms.send(request))["KeyId"]
        tags.modify(resource_name(key, "ap-shanghai"), {"env": "test"})
        assert as_dictionary(tags.tags_of(key, ResourceRegion="ap-shanghai")) == {"env": "test"}
        assert tags.tags_of(key)["Tags"] == []
        assert code_of(tags.modify, resource_name(key), {"env": "test"}) == BAD_RESOURCE
        assert code_of(tags.tags_of, key, ResourceRegion="ap-nowhere") == PREFIX + "RegionInvalid"
