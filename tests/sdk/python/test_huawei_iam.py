"""huaweicloudsdkcore, unmodified: temporary access keys, and the project that it looks up by itself."""

import json
import urllib.request
import uuid

import pytest
from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.auth.internal import IamHelper
from huaweicloudsdkcore.exceptions.exceptions import ClientRequestException
from huaweicloudsdkcore.http.http_config import HttpConfig
from huaweicloudsdkcore.region.region import Region
from huaweicloudsdkkms.v2 import KmsClient, model

PROJECT = "0" * 32
LOGIN = {"auth": {"identity": {"methods": ["password"], "password": {"user": {
    "name": "tandemdev", "password": "tandemdevsecret", "domain": {"name": "tandemdev"}}}},
    "scope": {"project": {"name": "cn-north-4"}}}}


def post(url, body, headers=None):
    request = urllib.request.Request(url, body.encode(), {"Content-Type": "application/json"} | (headers or {}))
    with urllib.request.urlopen(request) as reply:
        return reply.headers, json.load(reply)


@pytest.fixture(scope="module")
def temporary(server):
    """As the SDK itself asks for one."""
    token = post(server.url + "/v3/auth/tokens", json.dumps(LOGIN))[0]["X-Subject-Token"]
    wanted = IamHelper.get_create_temporary_access_key_by_token_request(HttpConfig.get_default_config(), server.url, token, 900)
    return post(server.url + wanted.resource_path, wanted.body, wanted.header_params)[1]["credential"]


def credentials_of(key, project=PROJECT):
    return BasicCredentials(key["access"], key["secret"], project).with_security_token(key["securitytoken"])


def client_of(server, credentials):
    return KmsClient.new_builder().with_credentials(credentials).with_region(Region("cn-north-4", server.url)).build()


def encrypt_and_decrypt(client):
    body = model.CreateKeyRequestBody(key_alias="py-" + uuid.uuid4().hex[:12])
    key = client.create_key(model.CreateKeyRequest(body=body)).key_info.key_id
    body = model.EncryptDataRequestBody(key_id=key, plain_text="hello")
    sealed = client.encrypt_data(model.EncryptDataRequest(body=body)).cipher_text
    body = model.DecryptDataRequestBody(cipher_text=sealed)
    return client.decrypt_data(model.DecryptDataRequest(body=body)).plain_text


def test_a_temporary_key_encrypts(server, temporary):
    assert encrypt_and_decrypt(client_of(server, credentials_of(temporary))) == "hello"


def test_a_temporary_key_signs_with_a_derived_key_too(server, temporary):
    credentials = credentials_of(temporary).with_derived_predicate(BasicCredentials.get_default_derived_predicate())
    credentials._process_derived_auth_params("kms", "cn-north-4")
    assert encrypt_and_decrypt(client_of(server, credentials)) == "hello"


def test_a_temporary_key_looks_its_project_up(server, temporary):
    credentials = BasicCredentials(temporary["access"], temporary["secret"]).with_security_token(temporary["securitytoken"])
    client = client_of(server, credentials.with_iam_endpoint(server.url))
    assert encrypt_and_decrypt(client) == "hello" and credentials.project_id == PROJECT


@pytest.mark.parametrize("change", [{"securitytoken": "other"}, {"securitytoken": None}, {"secret": "other"}])
def test_a_temporary_key_is_refused_when_a_part_is_wrong(server, temporary, change):
    client = client_of(server, credentials_of(temporary | change))
    with pytest.raises(ClientRequestException) as refused:
        client.list_keys(model.ListKeysRequest(body=model.ListKeysRequestBody()))
    assert (refused.value.status_code, refused.value.error_code) == (401, "APIGW.0301")
