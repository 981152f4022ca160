"""Every action of API 3.0 through tencentcloud-sdk-python-kms, with an answer and with a typed error."""
import json

from tencentcloud.common import credential
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from tencentcloud.kms.v20190118 import kms_client, models

import scenarios


def client_of(server, identity, secret):
    profile = ClientProfile(httpProfile=HttpProfile(protocol="http", endpoint=server.host))
    return kms_client.KmsClient(credential.Credential(identity, secret), "ap-guangzhou", profile)


def client_of_a_new_tenant(server):
    made = server.new_tenant()["credential"]
    return client_of(server, made["id"], made["secret"])


def call(client, action, fields):
    request = getattr(models, f"{action}Request")()
    request.from_json_string(json.dumps(fields))
    return json.loads(getattr(client, action)(request).to_json_string())


def test_every_action_answers_and_refuses_as_documented(server):
    clients = {None: client_of_a_new_tenant(server), "nobody": client_of(server, "nobody", "secret")}

    def call_as(caller, action, fields):
        try:
            return call(clients[caller], action, fields)
        except TencentCloudSDKException as error:
            raise scenarios.Refused(error.get_code()) from error

    assert scenarios.wrong_outcomes(scenarios.steps("tencent_2019"), call_as) == []
