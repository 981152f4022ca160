"""huaweicloudsdkkms, unmodified: signatures, MACs, shared secrets, key pairs and re-encrypt."""
import base64
import hashlib
import uuid

import pytest
from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.exceptions.exceptions import ClientRequestException
from huaweicloudsdkkms.v2 import KmsClient, model

MESSAGE = base64.b64encode(b"hello from python").decode()
DIGEST = base64.b64encode(hashlib.sha256(b"hello from python").digest()).decode()


@pytest.fixture(scope="module")
def client(server):
    credentials = BasicCredentials("tandemdev", "tandemdevsecret", "0" * 32)
    return KmsClient.new_builder().with_credentials(credentials).with_endpoints([server.url]).build()


def create(client, spec, **fields):
    body = model.CreateKeyRequestBody(key_alias="py-" + uuid.uuid4().hex[:12], key_spec=spec, **fields)
    return client.create_key(model.CreateKeyRequest(body=body)).key_info.key_id


def refusal(function, *arguments, **fields):
    with pytest.raises(ClientRequestException) as raised:
        function(*arguments, **fields)
    assert raised.value.request_id
    return raised.value.status_code, raised.value.error_code


def sign(client, key, algorithm, message=MESSAGE, message_type="RAW"):
    body = model.SignRequestBody(key_id=key, message=message, signing_algorithm=algorithm, message_type=message_type)
    return client.sign(model.SignRequest(body=body)).signature


def is_valid(client, key, algorithm, signature, message=MESSAGE, message_type="RAW"):
    body = model.VerifyRequestBody(key_id=key, message=message, signature=signature, signing_algorithm=algorithm,
                                   message_type=message_type)
    return client.validate_signature(model.ValidateSignatureRequest(body=body)).signature_valid


@pytest.mark.parametrize("spec, algorithm", [("RSA_2048", "RSASSA_PSS_SHA_256"), ("RSA_3072", "RSASSA_PKCS1_V1_5_SHA_512"),
                                             ("RSA_4096", "RSASSA_PSS_SHA_384"), ("EC_P256", "ECDSA_SHA_256"),
                                             ("EC_P384", "ECDSA_SHA_384"), ("SECP256K1", "ECDSA_SHA_256"),
                                             ("ED25519", "ED25519_SHA_512")])
def test_a_signature_is_valid_for_its_message(client, spec, algorithm):
    key = create(client, spec)
    signature = sign(client, key, algorithm)
    assert is_valid(client, key, algorithm, signature) == "true"
    assert is_valid(client, key, algorithm, signature, message="AAAA") == "false"


def test_a_message_is_a_digest_unless_told_otherwise(client):
    key = create(client, "EC_P256")
    signature = sign(client, key, "ECDSA_SHA_256", DIGEST, None)
    assert is_valid(client, key, "ECDSA_SHA_256", signature) == "true"
    assert refusal(sign, client, key, "ECDSA_SHA_256", MESSAGE, None) == (400, "KMS.0329")


def test_an_sm2_key_takes_digests_alone(client):
    key = create(client, "SM2")
    signature = sign(client, key, "SM2DSA_SM3", DIGEST, "DIGEST")
    assert is_valid(client, key, "SM2DSA_SM3", signature, DIGEST, "DIGEST") == "true"
    assert is_valid(client, key, "SM2DSA_SM3", signature, base64.b64encode(bytes(32)).decode(), "DIGEST") == "false"
    assert refusal(sign, client, key, "SM2DSA_SM3") == (400, "KMS.0308")


def test_a_key_does_not_sign_by_another_kinds_algorithm(client):
    assert refusal(sign, client, create(client, "EC_P256"), "SM2DSA_SM3") == (400, "KMS.0332")
    assert refusal(sign, client, create(client, "AES_256"), "SM2DSA_SM3") == (400, "KMS.0331")


@pytest.mark.parametrize("spec, algorithm", [("HMAC_256", "HMAC_SHA_256"), ("HMAC_384", "HMAC_SHA_384"),
                                             ("HMAC_512", "HMAC_SHA_512"), ("HMAC_SM3", "HMAC_SM3")])
def test_a_mac_is_valid_for_its_message(client, spec, algorithm):
    key = create(client, spec)
    body = model.GenerateMacRequestBody(key_id=key, mac_algorithm=algorithm, message=MESSAGE)
    made = client.generate_mac(model.GenerateMacRequest(body=body))
    assert made.mac_algorithm == algorithm

    def verify(message):
        verifying = model.VerifyMacRequestBody(key_id=key, mac_algorithm=algorithm, message=message, mac=made.mac)
        return client.verify_mac(model.VerifyMacRequest(body=verifying)).mac_valid

    assert verify(MESSAGE) is True and verify("AAAA") is False


def test_two_keys_agree_on_a_secret(client):
    def public_key(key):
        body = model.OperateKeyRequestBody(key_id=key)
        pem = client.show_public_key(model.ShowPublicKeyRequest(body=body)).public_key
        return "".join(pem.splitlines()[1:-1])

    def derive(own, peer):
        body = model.DeriveSharedSecretRequestBody(key_id=own, key_agreement_algorithm="ECDH", public_key=public_key(peer))
        return client.derive_shared_secret(model.DeriveSharedSecretRequest(body=body)).shared_secret

    for spec in ("EC_P256", "SM2"):
        one, other = create(client, spec), create(client, spec)
        assert derive(one, other) == derive(other, one)
    assert refusal(derive, one, create(client, "EC_P256")) == (400, "KMS.0308")


def decrypt(client, cipher_text, **fields):
    body = model.DecryptDataRequestBody(cipher_text=cipher_text, **fields)
    return client.decrypt_data(model.DecryptDataRequest(body=body))


def test_key_pairs_are_made_and_opened(client):
    key = create(client, "AES_256")
    body = model.CreateRsaDatakeyPairRequestBody(key_id=key, key_spec="RSA_2048")
    rsa = client.create_rsa_datakey_pair(model.CreateRsaDatakeyPairRequest(body=body))
    assert decrypt(client, rsa.private_key_cipher_text).plain_text_base64 == rsa.private_key_plain_text
    body = model.CreateEcDatakeyPairRequestBody(key_id=key, key_spec="ECC_NIST_P384", with_plain_text=False,
                                                additional_authenticated_data="orders")
    curve = client.create_ec_datakey_pair(model.CreateEcDatakeyPairRequest(body=body))
    assert curve.private_key_plain_text is None
    assert decrypt(client, curve.private_key_cipher_text, additional_authenticated_data="orders").plain_text_base64


def test_re_encrypt_moves_to_another_key(client):
    one, other = create(client, "AES_256"), create(client, "SM2", key_usage="ENCRYPT_DECRYPT")
    body = model.EncryptDataRequestBody(key_id=one, plain_text="hello")
    sealed = client.encrypt_data(model.EncryptDataRequest(body=body)).cipher_text
    body = model.ReEncryptRequestBody(cipher_text=sealed, source_key_id=one, destination_key_id=other,
                                      destination_encryption_algorithm="SM2_ENCRYPT")
    moved = client.re_encrypt(model.ReEncryptRequest(body=body))
    assert (moved.key_id, moved.source_key_id) == (other, one)
    assert (moved.source_encryption_algorithm, moved.destination_encryption_algorithm) == ("SYMMETRIC_DEFAULT", "SM2_ENCRYPT")
    assert decrypt(client, moved.cipher_text, key_id=other, encryption_algorithm="SM2_ENCRYPT").plain_text == "hello"
