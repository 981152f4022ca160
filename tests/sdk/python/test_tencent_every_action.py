"""Every action of API 3.0 through tencentcloud-sdk-python-kms, with an answer and with a typed error."""
import json
import urllib.request

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
    request = urllib.request.Request(f"{server.url}/_tandem/tenants", data=b"{}", method="POST")
    with urllib.request.urlopen(request) as answer:
        made = json.load(answer)["credential"]
    return client_of(server, made["id"], made["secret"])


def call(client, action, fields):
    request = getattr(models, f"{action}Request")()
    request.from_json_string(json.dumps(fields))
    return json.loads(getattr(client, action)(request).to_json_string())


def run(clients, step, kept):
    """What is wrong with the outcome, if anything."""
    fields, expected = scenarios.filled(step["with"], kept), step.get("refused")
    try:
        answer = call(clients[step.get("as")], step["call"], fields)
    except TencentCloudSDKException as error:
        return None if error.get_code() == expected else f"{step['call']}: {error.get_code()} instead of {expected}: {error}"
    if expected:
        return f"{step['call']}: an answer instead of {expected}"
    kept.update({name: answer[member] for name, member in step.get("keep", {}).items()})
    return None


def test_every_action_answers_and_refuses_as_documented(server):
    clients, kept = {None: client_of_a_new_tenant(server), "nobody": client_of(server, "nobody", "secret")}, {}
    assert [wrong for step in scenarios.steps("tencent_2019") if (wrong := run(clients, step, kept))] == []
