"""What the vendors' SDKs for Python make of injected faults."""
import json
import urllib.request

import pytest
from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.exceptions.exceptions import ClientRequestException, ConnectionException, ServerResponseException
from huaweicloudsdkcore.http.http_config import HttpConfig
from huaweicloudsdkkms.v2 import KmsClient, model
from tencentcloud.common import credential
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from tencentcloud.kms.v20190118 import kms_client, models


class Faulty:
    """A tenant of its own on the shared server, and rules for it alone."""

    def __init__(self, server):
        self.server = server
        made = self.ask("POST", "/_tandem/tenants", {})
        self.id, self.secret, self.project = made["credential"]["id"], made["credential"]["secret"], made["project_id"]
        self.names = []

    def ask(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        with urllib.request.urlopen(urllib.request.Request(self.server.url + path, data, method=method), timeout=20) as answer:
            return json.load(answer)

    def set(self, do, **when):
        rule = {"match": {"credential": self.id}, "when": when, "do": do}
        self.names += self.ask("POST", "/_tandem/faults", rule)["names"]

    def clear(self):
        for name in self.names:
            self.ask("DELETE", f"/_tandem/faults/{name}")

    def huawei(self, timeout=20):
        config = HttpConfig.get_default_config()
        config.timeout = timeout
        credentials = BasicCredentials(self.id, self.secret, self.project)
        return KmsClient.new_builder().with_http_config(config).with_credentials(credentials).with_endpoints([self.server.url]).build()

    def tencent(self):
        profile = ClientProfile(httpProfile=HttpProfile(protocol="http", endpoint=self.server.host, reqTimeout=20))
        return kms_client.KmsClient(credential.Credential(self.id, self.secret), "ap-guangzhou", profile)


@pytest.fixture
def faulty(server):
    made = Faulty(server)
    yield made
    made.clear()


def list_keys(client):
    return client.list_keys(model.ListKeysRequest(body=model.ListKeysRequestBody()))


def test_huawei_sees_throttling_as_a_typed_error(faulty):
    faulty.set({"api_error": "throttled"}, next=1)
    client = faulty.huawei()
    with pytest.raises(ClientRequestException) as raised:
        list_keys(client)
    assert (raised.value.status_code, raised.value.error_code) == (429, "APIGW.0308")
    assert raised.value.request_id
    list_keys(client)


@pytest.mark.parametrize("do, code", [({"api_error": "unavailable"}, "KMS.0104"), ({"http_status": 502}, None)])
def test_huawei_sees_a_server_s_failure_as_one(faulty, do, code):
    faulty.set(do)
    with pytest.raises(ServerResponseException) as raised:
        list_keys(faulty.huawei())
    assert raised.value.status_code == (502 if code is None else 503)
    assert code is None or raised.value.error_code == code


@pytest.mark.parametrize("do", [{"reset": True}, {"empty": True}, {"garbage": True}], ids=str)
def test_huawei_sees_a_lost_connection(faulty, do):
    faulty.set(do, next=1)
    client = faulty.huawei()
    with pytest.raises(ConnectionException):
        list_keys(client)
    list_keys(client)


def test_huawei_is_patient_with_a_slow_answer(faulty):
    faulty.set({"drip": {"chunks": 8, "over": "40ms"}, "delay": "20ms"})
    assert list_keys(faulty.huawei()).keys == []


@pytest.mark.parametrize("error, code", [
    ("throttled", "RequestLimitExceeded"),
    ("internal", "InternalError"),
    ("expired_token", "AuthFailure.TokenFailure"),
])
def test_tencent_sees_the_vendor_s_codes(faulty, error, code):
    faulty.set({"api_error": error})
    with pytest.raises(TencentCloudSDKException) as raised:
        faulty.tencent().ListKeys(models.ListKeysRequest())
    assert raised.value.get_code() == code and raised.value.get_request_id()


def test_tencent_cannot_read_another_status(faulty):
    faulty.set({"http_status": 503})
    with pytest.raises(TencentCloudSDKException) as raised:
        faulty.tencent().ListKeys(models.ListKeysRequest())
    assert raised.value.get_code() == "ServerNetworkError"


@pytest.mark.parametrize("do", [{"reset": True}, {"empty": True}, {"garbage": True}, {"truncate": 20}], ids=str)
def test_tencent_sees_a_lost_connection(faulty, do):
    faulty.set(do, next=1)
    client = faulty.tencent()
    with pytest.raises(TencentCloudSDKException):
        client.ListKeys(models.ListKeysRequest())
    client.ListKeys(models.ListKeysRequest())
