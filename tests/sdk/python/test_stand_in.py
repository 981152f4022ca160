"""A stand-in's seed, reset and clock, as the vendors' own packages see them."""
import base64
import json
import urllib.request

import pytest
from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.exceptions.exceptions import ClientRequestException
from huaweicloudsdkkms.v2 import KmsClient, model
from tandem_server import TandemServer
from tencentcloud.common import credential
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from tencentcloud.kms.v20190118 import kms_client, models

KEY = "6a1d3c9e-0c5f-4b1e-9a77-3f2b8d1e4c55"
SEED = f"keys: [{{id: {KEY}, alias: orders, material: {{derive: orders}}}}]"
PLAINTEXT = base64.b64encode(b"hello from python").decode()


@pytest.fixture
def seeded():
    with TandemServer(environment={"TANDEM_SEED": SEED}) as running:
        yield running


def post(server, path, **fields):
    request = urllib.request.Request(server.url + "/_tandem/" + path, json.dumps(fields).encode(), method="POST")
    return json.load(urllib.request.urlopen(request, timeout=30))


class Tencent:
    def __init__(self, server):
        profile = ClientProfile(httpProfile=HttpProfile(protocol="http", endpoint=server.host))
        self.client = kms_client.KmsClient(credential.Credential("tandemdev", "tandemdevsecret"), "ap-guangzhou", profile)

    def call(self, action, **fields):
        request = getattr(models, action + "Request")()
        request.from_json_string(json.dumps(fields))
        return getattr(self.client, action)(request)

    def seal(self):
        return self.call("Encrypt", KeyId=KEY, Plaintext=PLAINTEXT).CiphertextBlob

    def opens(self, sealed):
        return self.call("Decrypt", CiphertextBlob=sealed).Plaintext == PLAINTEXT

    def delete_in_7_days(self):
        self.call("DisableKey", KeyId=KEY)
        self.call("ScheduleKeyDeletion", KeyId=KEY, PendingWindowInDays=7)

    def is_gone(self):
        with pytest.raises(TencentCloudSDKException) as raised:
            self.call("DescribeKey", KeyId=KEY)
        return raised.value.code == "ResourceUnavailable.CmkNotFound"


class Huawei:
    def __init__(self, server):
        credentials = BasicCredentials("tandemdev", "tandemdevsecret", "0" * 32)
        self.client = KmsClient.new_builder().with_credentials(credentials).with_endpoints([server.url]).build()

    def seal(self):
        body = model.EncryptDataRequestBody(key_id=KEY, plain_text="hello from python")
        return self.client.encrypt_data(model.EncryptDataRequest(body=body)).cipher_text

    def opens(self, sealed):
        body = model.DecryptDataRequestBody(cipher_text=sealed)
        return self.client.decrypt_data(model.DecryptDataRequest(body=body)).plain_text == "hello from python"

    def delete_in_7_days(self):
        body = model.ScheduleKeyDeletionRequestBody(key_id=KEY, pending_days="7")
        self.client.delete_key(model.DeleteKeyRequest(body=body))

    def is_gone(self):
        with pytest.raises(ClientRequestException) as raised:
            self.client.list_key_detail(model.ListKeyDetailRequest(body=model.OperateKeyRequestBody(key_id=KEY)))
        return raised.value.status_code == 404


VENDORS = pytest.mark.parametrize("vendor", [Tencent, Huawei])


@VENDORS
def test_what_a_seeded_key_sealed_opens_in_another_server(seeded, vendor):
    sealed = vendor(seeded).seal()
    with TandemServer(environment={"TANDEM_SEED": SEED}) as other:
        assert vendor(other).opens(sealed)


@VENDORS
def test_the_clock_brings_the_deletion_and_a_reset_takes_it_back(seeded, vendor):
    client = vendor(seeded)
    sealed = client.seal()
    client.delete_in_7_days()
    post(seeded, "clock", advance="8d")
    assert client.is_gone()
    post(seeded, "reset")
    assert client.opens(sealed)


def test_a_seeded_key_has_its_alias():
    with TandemServer(environment={"TANDEM_SEED": SEED}) as server:
        assert Tencent(server).call("DescribeKey", KeyId=KEY).KeyMetadata.Alias == "orders"
