"""What a test script can say of the requests that an unmodified SDK has made."""
import base64
import subprocess
import uuid

import pytest
from tencentcloud.common import credential
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from tencentcloud.kms.v20190118 import kms_client, models

from tandem_server import binary


def client_of(server, secret="tandemdevsecret"):
    profile = ClientProfile(httpProfile=HttpProfile(protocol="http", endpoint=server.host))
    return kms_client.KmsClient(credential.Credential("tandemdev", secret), "ap-guangzhou", profile)


def request_of(action, **fields):
    request = getattr(models, action + "Request")()
    for name, value in fields.items():
        setattr(request, name, value)
    return request


def tandem(server, *arguments):
    return subprocess.run([binary(), *arguments, "--server", server.url], capture_output=True, text=True, timeout=60)


def test_three_decrypts_are_asserted(server):
    client = client_of(server)
    alias = "py-" + uuid.uuid4().hex[:12]
    key = client.CreateKey(request_of("CreateKey", Alias=alias)).KeyId
    sealed = client.Encrypt(request_of("Encrypt", KeyId=key, Plaintext=base64.b64encode(b"hello").decode()))
    for _ in range(3):
        client.Decrypt(request_of("Decrypt", CiphertextBlob=sealed.CiphertextBlob))
    asserted = ["assert", "requests", "--action", "Decrypt", "--key", alias]
    held = tandem(server, *asserted, "--count", "3", "--within", "10s")
    assert held.returncode == 0, held.stdout + held.stderr
    assert tandem(server, *asserted, "--count", "2", "--within", "10s").returncode == 1


def test_a_wrong_secret_is_explained_by_the_id_in_the_exception(server):
    with pytest.raises(TencentCloudSDKException) as raised:
        client_of(server, "another secret").ListKeys(request_of("ListKeys"))
    said = tandem(server, "explain", raised.value.requestId)
    assert said.returncode == 0, said.stderr
    assert "\nsecret: " in said.stdout and "\nCanonical request" in said.stdout and "\nString to sign" in said.stdout
    assert "another secret" not in said.stdout and "tandemdevsecret" not in said.stdout
