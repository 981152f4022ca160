"""tencentcloud-sdk-python-kms, unmodified: signatures, and answers wrapped for the caller."""
import base64
import hashlib
import json
import subprocess
import uuid

import pytest
from tencentcloud.common import credential
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from tencentcloud.kms.v20190118 import kms_client, models

MESSAGE = base64.b64encode(b"hello from python").decode()
DIGEST = base64.b64encode(hashlib.sha256(b"hello from python").digest()).decode()


@pytest.fixture(scope="module", params=["TC3-HMAC-SHA256", "HmacSHA256"])
def client(server, request):
    profile = ClientProfile(httpProfile=HttpProfile(protocol="http", endpoint=server.host), signMethod=request.param)
    return kms_client.KmsClient(credential.Credential("tandemdev", "tandemdevsecret"), "ap-guangzhou", profile)


def call(client, action, **fields):
    request = getattr(models, action + "Request")()
    request.from_json_string(json.dumps(fields))
    return getattr(client, action)(request)


def create(client, usage):
    return call(client, "CreateKey", Alias="py-" + uuid.uuid4().hex[:12], KeyUsage=usage).KeyId


def refusal(function, *arguments, **fields) -> str:
    with pytest.raises(TencentCloudSDKException) as raised:
        function(*arguments, **fields)
    assert raised.value.requestId
    return raised.value.code


def test_every_usage_that_is_listed_makes_a_key(client):
    listed = call(client, "ListAlgorithms")
    groups = (listed.SymmetricAlgorithms, listed.AsymmetricAlgorithms, listed.AsymmetricSignVerifyAlgorithms)
    usages = [row.KeyUsage for group in groups for row in group]
    assert len(usages) == 7
    for usage in usages:
        assert call(client, "DescribeKey", KeyId=create(client, usage)).KeyMetadata.KeyUsage == usage


@pytest.mark.parametrize("usage, algorithm", [("SM2", "SM2DSA"), ("ECC", "ECC_P256_R1"), ("RSA_2048", "RSA_PSS_SHA_256"),
                                              ("RSA_2048", "RSA_PKCS1_SHA_256"), ("ECDSA384", "ECDSA384")])
def test_a_signature_is_valid_for_its_message(client, usage, algorithm):
    signing = {"KeyId": create(client, "ASYMMETRIC_SIGN_VERIFY_" + usage), "Algorithm": algorithm}
    signature = call(client, "SignByAsymmetricKey", Message=MESSAGE, **signing).Signature
    for message, valid in ((MESSAGE, True), ("AAAA", False)):
        answer = call(client, "VerifyByAsymmetricKey", Message=message, SignatureValue=signature, **signing)
        assert answer.SignatureValid is valid


def test_a_digest_is_signed_as_its_message(client):
    signing = {"KeyId": create(client, "ASYMMETRIC_SIGN_VERIFY_ECC"), "Algorithm": "ECC_P256_R1"}
    signature = call(client, "SignByAsymmetricKey", Message=DIGEST, MessageType="DIGEST", **signing).Signature
    assert call(client, "VerifyByAsymmetricKey", Message=MESSAGE, SignatureValue=signature, **signing).SignatureValid
    refused = {"Message": MESSAGE, "MessageType": "DIGEST", **signing}
    assert refusal(call, client, "SignByAsymmetricKey", **refused) == "InvalidParameter"
    verifying = {"SignatureValue": "AAAA", **refused}
    assert refusal(call, client, "VerifyByAsymmetricKey", **verifying) == "InvalidParameterValue"


def test_a_data_key_comes_wrapped_for_the_caller(client, tmp_path):
    private = tmp_path / "key.pem"
    subprocess.run(["openssl", "genpkey", "-algorithm", "RSA", "-out", private], check=True, capture_output=True)
    public = subprocess.run(["openssl", "pkey", "-in", private, "-pubout"], check=True, capture_output=True).stdout.decode()
    wrapping = {"EncryptionPublicKey": public, "EncryptionAlgorithm": "RSAES_OAEP_SHA_256"}
    made = call(client, "GenerateDataKey", KeyId=create(client, "ENCRYPT_DECRYPT"), KeySpec="AES_256", **wrapping)
    options = ["-pkeyopt", "rsa_padding_mode:oaep", "-pkeyopt", "rsa_oaep_md:sha256"]
    opened = subprocess.run(["openssl", "pkeyutl", "-decrypt", "-inkey", private, *options],
                            input=base64.b64decode(made.Plaintext), check=True, capture_output=True).stdout
    assert call(client, "Decrypt", CiphertextBlob=made.CiphertextBlob).Plaintext == base64.b64encode(opened).decode()
    wrong = {**wrapping, "EncryptionAlgorithm": "SM2", "CiphertextBlob": made.CiphertextBlob}
    assert refusal(call, client, "Decrypt", **wrong) == "InvalidParameter"
