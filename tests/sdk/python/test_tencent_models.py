"""The answers of API 3.0 have every member of the models of tencentcloud-sdk-python-kms, the newest that is installed."""
import uuid

import pytest
from tencentcloud.common.abstract_model import AbstractModel
from tencentcloud.kms.v20190118 import models

from test_tencent_every_action import client_of_a_new_tenant


@pytest.fixture(scope="module")
def client(server):
    return client_of_a_new_tenant(server)


def call(client, action, **fields):
    request = getattr(models, f"{action}Request")()
    request._deserialize(fields)
    return getattr(client, action)(request)


def unset(model, place=""):
    """The members of a model, and of those within, that the answer did not have."""
    for name, value in vars(model).items():
        where = place + name.lstrip("_")
        if value is None:
            yield where
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, AbstractModel):
                yield from unset(one, where + ".")


def test_the_metadata_of_a_key_is_whole(client):
    alias = "py-" + uuid.uuid4().hex[:12]
    key = call(client, "CreateKey", Alias=alias).KeyId
    described = call(client, "DescribeKey", KeyId=key)
    assert list(unset(described)) == []
    assert described.KeyMetadata.CreatorUinString == str(described.KeyMetadata.CreatorUin)
    for answer in (call(client, "DescribeKeys", KeyIds=[key]), call(client, "ListKeyDetail", Limit=200)):
        assert answer.KeyMetadatas and list(unset(answer)) == []


def test_the_metadata_of_a_data_key_is_whole(client):
    key = call(client, "CreateKey", Alias="py-" + uuid.uuid4().hex[:12]).KeyId
    made = call(client, "GenerateDataKey", KeyId=key, KeySpec="AES_256", IsHostedByKms=1,
                DataKeyName="py-" + uuid.uuid4().hex[:12])
    described = call(client, "DescribeDataKey", DataKeyId=made.DataKeyId)
    assert list(unset(described)) == []
    assert described.DataKeyMetadata.CreatorUinString == str(described.DataKeyMetadata.CreatorUin)
    for answer in (call(client, "DescribeDataKeys", DataKeyIds=[made.DataKeyId]),
                   call(client, "ListDataKeyDetail", Limit=200)):
        assert answer.DataKeyMetadatas and list(unset(answer)) == []


@pytest.mark.parametrize("action", ["GetServiceStatus", "GetRegions", "ListAlgorithms"])
def test_the_facts_of_the_service_are_whole(client, action):
    assert list(unset(call(client, action))) == []


def test_the_white_box_keys_are_whole(client):
    key = call(client, "CreateWhiteBoxKey", Alias="py-" + uuid.uuid4().hex[:12], Algorithm="AES_256").KeyId
    fingerprint = {"Identity": "00112233-4455-6677-8899-aabbccddeeff", "Description": "phone"}
    call(client, "OverwriteWhiteBoxDeviceFingerprints", KeyId=key, DeviceFingerprints=[fingerprint])
    for action, fields in (("DescribeWhiteBoxKey", {"KeyId": key}), ("DescribeWhiteBoxKeyDetails", {}),
                           ("DescribeWhiteBoxDeviceFingerprints", {"KeyId": key})):
        assert list(unset(call(client, action, **fields))) == [], action


def test_an_account_without_member_accounts_and_copies_has_none(client):
    key = call(client, "CreateKey", Alias="py-" + uuid.uuid4().hex[:12]).KeyId
    metadata = call(client, "DescribeKey", KeyId=key).KeyMetadata
    assert (metadata.IsSyncReplica, metadata.SyncStatus, metadata.SourceRegion) == (0, 0, "")
    assert (metadata.AccountAppId, metadata.AccountUin, metadata.AccountName) == (0, 0, "")
    status = call(client, "GetServiceStatus")
    assert (status.RegionsQps, status.MultiAccountLimit, status.MultiAccountUsedCount) == ([], 0, 0)
