# Tencent KMS 2019-01-18, Python: pip install tencentcloud-sdk-python-kms
import base64
import uuid

from tencentcloud.common.credential import Credential
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from tencentcloud.kms.v20190118 import kms_client, models

# For https, HttpProfile takes certification="ca.pem" as well.
profile = ClientProfile(httpProfile=HttpProfile(protocol="{{scheme}}", endpoint="{{host}}"))
client = kms_client.KmsClient(Credential("{{id}}", "{{secret}}"), "ap-guangzhou", profile)

create = models.CreateKeyRequest()
create.Alias = "snippet-" + uuid.uuid4().hex[:12]
key = client.CreateKey(create).KeyId

encrypt = models.EncryptRequest()
encrypt.KeyId = key
encrypt.Plaintext = base64.b64encode(b"hello").decode()
ciphertext = client.Encrypt(encrypt).CiphertextBlob

decrypt = models.DecryptRequest()
decrypt.CiphertextBlob = ciphertext
plaintext = base64.b64decode(client.Decrypt(decrypt).Plaintext).decode()
print(f"{key}: {ciphertext} -> {plaintext}")
