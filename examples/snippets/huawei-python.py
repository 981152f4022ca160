# Huawei KMS, Python: pip install huaweicloudsdkkms
import uuid

from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkkms.v2 import KmsClient, model

client = (KmsClient.new_builder()
          .with_credentials(BasicCredentials("{{id}}", "{{secret}}", "{{project}}"))
          .with_endpoints(["{{url}}"]).build())

body = model.CreateKeyRequestBody(key_alias="snippet-" + uuid.uuid4().hex[:12])
key = client.create_key(model.CreateKeyRequest(body=body)).key_info.key_id

body = model.EncryptDataRequestBody(key_id=key, plain_text="hello")
ciphertext = client.encrypt_data(model.EncryptDataRequest(body=body)).cipher_text

body = model.DecryptDataRequestBody(cipher_text=ciphertext)
plaintext = client.decrypt_data(model.DecryptDataRequest(body=body)).plain_text
print(f"{key}: {ciphertext} -> {plaintext}")
