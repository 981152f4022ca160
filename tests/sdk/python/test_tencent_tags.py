"""What Terraform's provider does to the tags of a key, through tencentcloud-sdk-python-tag and -kms, unmodified."""
import json

import pytest
from tencentcloud.common import credential
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from tencentcloud.kms.v20190118 import kms_client
from tencentcloud.tag.v20180813 import models, tag_client

from test_tencent import call, refusal
from test_tencent_hosted import unique

REGION = "ap-guangzhou"


@pytest.fixture(scope="module")
def profile(server):
    return ClientProfile(httpProfile=HttpProfile(protocol="http", endpoint=server.host))


@pytest.fixture(scope="module")
def kms(profile):
    return kms_client.KmsClient(credential.Credential("tandemdev", "tandemdevsecret"), REGION, profile)


@pytest.fixture(scope="module")
def tag(profile):
    return tag_client.TagClient(credential.Credential("tandemdev", "tandemdevsecret"), REGION, profile)


def request(model, **fields):
    made = model()
    made.from_json_string(json.dumps(fields))
    return made


def modify(tag, resource_id, **fields):
    resource = f"qcs::kms:{REGION}:uin/:key/{resource_id}"
    tag.ModifyResourceTags(request(models.ModifyResourceTagsRequest, Resource=resource, **fields))


def tags_of(tag, resource_id):
    """Page by page until one is not full."""
    found, offset, limit = {}, 0, 2
    while True:
        answer = tag.DescribeResourceTagsByResourceIds(request(
            models.DescribeResourceTagsByResourceIdsRequest, ServiceType="kms", ResourcePrefix="key",
            ResourceIds=[resource_id], ResourceRegion=REGION, Offset=offset, Limit=limit))
        found |= {one.TagKey: one.TagValue for one in answer.Tags if one.ResourceId == resource_id}
        if len(answer.Tags) < limit:
            return found
        offset += limit


def test_a_key_is_created_tagged_changed_and_read(kms, tag):
    key = call(kms, "CreateKey", Alias=unique()).KeyId
    call(kms, "DisableKey", KeyId=key)
    call(kms, "EnableKeyRotation", KeyId=key)
    resource_id = call(kms, "DescribeKey", KeyId=key).KeyMetadata.ResourceId
    assert tags_of(tag, resource_id) == {}
    modify(tag, resource_id, ReplaceTags=[{"TagKey": name, "TagValue": "1"} for name in ("a", "b", "c")])
    modify(tag, resource_id, ReplaceTags=[{"TagKey": "a", "TagValue": "2"}], DeleteTags=[{"TagKey": "b"}])
    assert tags_of(tag, resource_id) == {"a": "2", "c": "1"}


def test_a_refusal_is_the_sdk_s_exception(tag):
    absent = "11111111-2222-4333-8444-555555555555"
    assert refusal(modify, tag, absent, DeleteTags=[{"TagKey": "a"}]) == "InvalidParameterValue.ResourceDescriptionError"
