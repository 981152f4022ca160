"""Signatures and shared secrets, checked and made by the openssl command line with keys that both sides have."""

import hashlib
import hmac
import os
import subprocess

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

import keys
from clients import b64, unb64
from openssl import GENERATION, SM2_USER, OutsideKey, pss, raw, sm2_digest
from refusals import code_of
from stand_in import Server

pytestmark = pytest.mark.skipif("TANDEM_CONTRACT_URL" in os.environ, reason="needs keys of known material")

MESSAGE = b"to be signed"

# The spec, Huawei's algorithm, openssl's options for a raw message, and the hash by Python's name.
SCHEMES = [
    ("RSA_2048", "RSASSA_PKCS1_V1_5_SHA_256", raw("sha256"), "sha256"),
    ("RSA_2048", "RSASSA_PKCS1_V1_5_SHA_384", raw("sha384"), "sha384"),
    ("RSA_2048", "RSASSA_PKCS1_V1_5_SHA_512", raw("sha512"), "sha512"),
    ("RSA_2048", "RSASSA_PSS_SHA_256", raw("sha256") + pss(32), "sha256"),
    ("RSA_2048", "RSASSA_PSS_SHA_384", raw("sha384") + pss(48), "sha384"),
    ("RSA_2048", "RSASSA_PSS_SHA_512", raw("sha512") + pss(64), "sha512"),
    ("EC_P256", "ECDSA_SHA_256", raw("sha256"), "sha256"),
    ("EC_P256", "ECDSA_SHA_512", raw("sha512"), "sha512"),
    ("EC_P384", "ECDSA_SHA_384", raw("sha384"), "sha384"),
    ("EC_SECP256K1", "ECDSA_SHA_256", raw("sha256"), "sha256"),
    ("ED25519", "ED25519_SHA_512", ("-rawin",), None),
]
TENCENT = [
    ("RSA_2048", "RSA_PKCS1_SHA_256", raw("sha256"), "sha256"),
    ("RSA_2048", "RSA_PSS_SHA_256", raw("sha256") + pss(32), "sha256"),
    ("EC_P256", "ECC_P256_R1", raw("sha256"), "sha256"),
    ("EC_P384", "ECDSA384", raw("sha384"), None),
    ("SM2", "SM2DSA", raw("sm3") + SM2_USER, None),
]


@pytest.fixture(scope="module")
def outside(tmp_path_factory):
    folder = tmp_path_factory.mktemp("keys")
    return {spec: OutsideKey(folder, spec) for spec in GENERATION}


@pytest.fixture(scope="module")
def clients(outside):
    with Server() as server:
        server.do("POST", "seed", {"keys": [{"id": identity(spec), "spec": spec, "usage": "SIGN_VERIFY",
                                             "material": {"pem": key.private_pem}} for spec, key in outside.items()]})
        yield server.clients()


def identity(spec):
    return f"00000000-0000-4000-8000-{list(GENERATION).index(spec):012d}"


def named(rows):
    return pytest.mark.parametrize("spec, algorithm, options, hashed", rows, ids=lambda value: str(value)[:28])


def with_hash(rows):
    """Those whose digest is that of the message alone, in the length that the API takes."""
    return [row for row in rows if row[3]]


class TestHuawei:
    def request(self, spec, algorithm, message=MESSAGE, kind="RAW"):
        return {"key_id": identity(spec), "signing_algorithm": algorithm, "message": b64(message), "message_type": kind}

    @named(SCHEMES)
    def test_its_signature_is_valid_outside(self, clients, outside, spec, algorithm, options, hashed):
        signature = unb64(clients.huawei.call("sign", **self.request(spec, algorithm))["signature"])
        assert outside[spec].accepts(MESSAGE, signature, options)
        assert not outside[spec].accepts(MESSAGE + b"!", signature, options)

    @named(SCHEMES)
    def test_a_signature_from_outside_is_valid(self, clients, outside, spec, algorithm, options, hashed):
        signature = b64(outside[spec].sign(MESSAGE, options))
        valid = clients.huawei.call("verify", **self.request(spec, algorithm), signature=signature)["signature_valid"]
        other = clients.huawei.call("verify", **self.request(spec, algorithm, b"other"), signature=signature)
        assert (valid, other["signature_valid"]) == ("true", "false")

    @named(with_hash(SCHEMES))
    def test_the_signature_of_a_digest_is_the_messages(self, clients, outside, spec, algorithm, options, hashed):
        digest = hashlib.new(hashed, MESSAGE).digest()
        made = clients.huawei.call("sign", **self.request(spec, algorithm, digest, "DIGEST"))
        assert outside[spec].accepts(MESSAGE, unb64(made["signature"]), options)


class TestSm2OfHuawei:
    """Its page of sign: SM2 keys take digests alone, SM3 of Z and the message."""
    OPTIONS = raw("sm3") + SM2_USER

    def request(self, message, kind):
        return {"key_id": identity("SM2"), "signing_algorithm": "SM2DSA_SM3", "message": b64(message),
                "message_type": kind}

    def test_the_signature_of_a_digest_is_the_messages(self, clients, outside):
        digest = sm2_digest(outside["SM2"].public_der(), MESSAGE)
        for kind in ({}, {"message_type": ""}, {"message_type": "DIGEST"}):
            made = clients.huawei.call("sign", **self.request(digest, "DIGEST") | kind)
            assert outside["SM2"].accepts(MESSAGE, unb64(made["signature"]), self.OPTIONS)

    def test_a_signature_from_outside_is_valid(self, clients, outside):
        signature = b64(outside["SM2"].sign(MESSAGE, self.OPTIONS))
        for message, valid in ((MESSAGE, "true"), (b"other", "false")):
            digest = sm2_digest(outside["SM2"].public_der(), message)
            made = clients.huawei.call("verify", **self.request(digest, "DIGEST"), signature=signature)
            assert made["signature_valid"] == valid

    @pytest.mark.parametrize("message", [MESSAGE, bytes(32)])
    def test_no_message_itself(self, clients, message):
        assert code_of(clients.huawei.call, "sign", **self.request(message, "RAW")) == "KMS.0308"
        assert code_of(clients.huawei.call, "verify", **self.request(message, "RAW"), signature=b64(bytes(70))) == "KMS.0308"

    @pytest.mark.parametrize("length", [31, 33])
    def test_no_digest_of_another_length(self, clients, length):
        assert code_of(clients.huawei.call, "sign", **self.request(bytes(length), "DIGEST")) == "KMS.0329"


class TestTencent:
    def request(self, spec, algorithm, message=MESSAGE, kind="RAW"):
        return {"KeyId": identity(spec), "Algorithm": algorithm, "Message": b64(message), "MessageType": kind}

    @named(TENCENT)
    def test_its_signature_is_valid_outside(self, clients, outside, spec, algorithm, options, hashed):
        signature = unb64(clients.t2019.call("SignByAsymmetricKey", **self.request(spec, algorithm))["Signature"])
        assert outside[spec].accepts(MESSAGE, signature, options)

    @named(TENCENT)
    def test_a_signature_from_outside_is_valid(self, clients, outside, spec, algorithm, options, hashed):
        fields = {"SignatureValue": b64(outside[spec].sign(MESSAGE, options))}
        answers = [clients.t2019.call("VerifyByAsymmetricKey", **fields, **self.request(spec, algorithm, message))
                   for message in (MESSAGE, b"other")]
        assert [answer["SignatureValid"] for answer in answers] == [True, False]

    @named(with_hash(TENCENT))
    def test_the_signature_of_a_digest_is_the_messages(self, clients, outside, spec, algorithm, options, hashed):
        digest = hashlib.new(hashed, MESSAGE).digest()
        made = clients.t2019.call("SignByAsymmetricKey", **self.request(spec, algorithm, digest, "DIGEST"))
        assert outside[spec].accepts(MESSAGE, unb64(made["Signature"]), options)


@pytest.mark.parametrize("salt", [0, 20, 222])
def test_a_pss_signature_with_another_salt_length_is_valid(clients, outside, salt):
    signature = outside["RSA_2048"].sign(MESSAGE, raw("sha256") + pss(salt))
    fields = {"key_id": identity("RSA_2048"), "message": b64(MESSAGE), "message_type": "RAW"}
    answer = clients.huawei.call("verify", signing_algorithm="RSASSA_PSS_SHA_256", signature=b64(signature), **fields)
    assert answer["signature_valid"] == "true"


@pytest.mark.parametrize("spec", ["EC_P256", "EC_P384", "EC_SECP256K1"])
def test_a_shared_secret_is_the_one_outside(clients, tmp_path, spec):
    peer = OutsideKey(tmp_path, spec)
    made = clients.huawei.call("derive-shared-secret", key_id=identity(spec), key_agreement_algorithm="ECDH",
                               public_key=b64(peer.public_der()))
    ours = clients.huawei.call("get-publickey", key_id=identity(spec))["public_key"]
    assert unb64(made["shared_secret"]) == peer.agree(ours)


@pytest.mark.parametrize("spec", ["EC_P256", "EC_P384", "EC_SECP256K1"])
def test_a_public_key_names_its_curve(clients, tmp_path, spec):
    """RFC 5480: parameters that are spelled out may be another curve's."""
    peer = OutsideKey(tmp_path, spec)
    fields = {"key_id": identity(spec), "key_agreement_algorithm": "ECDH"}
    clients.huawei.call("derive-shared-secret", public_key=b64(peer.public_der()), **fields)
    spelled_out = b64(peer.spelled_out().public_der())
    assert len(spelled_out) > len(b64(peer.public_der()))
    assert code_of(clients.huawei.call, "derive-shared-secret", public_key=spelled_out, **fields) == "KMS.0308"


@pytest.mark.parametrize("spec, algorithm, hashed", [("HMAC_256", "HMAC_SHA_256", "sha256"),
                                                     ("HMAC_384", "HMAC_SHA_384", "sha384"),
                                                     ("HMAC_512", "HMAC_SHA_512", "sha512"),
                                                     ("HMAC_SM3", "HMAC_SM3", "sm3")])
def test_a_mac_is_the_one_of_its_material(tmp_path, spec, algorithm, hashed):
    material = bytes(range({"HMAC_384": 48, "HMAC_512": 64}.get(spec, 32)))
    with Server() as server:
        server.do("POST", "seed", {"keys": [{"id": identity("SM2"), "spec": spec, "material": {"hex": material.hex()}}]})
        fields = {"key_id": identity("SM2"), "mac_algorithm": algorithm, "message": b64(MESSAGE)}
        huawei = server.clients().huawei
        mac = huawei.call("generate-mac", **fields)["mac"]
        assert mac == outside_mac(hashed, material)
        assert huawei.call("verify-mac", mac=outside_mac(hashed, material).upper(), **fields)["mac_valid"] is True
        assert huawei.call("verify-mac", mac="00" * 32, **fields)["mac_valid"] is False


def outside_mac(hashed, material):
    if hashed != "sm3":
        return hmac.new(material, MESSAGE, hashed).hexdigest()
    command = ["openssl", "mac", "-digest", "sm3", "-macopt", f"hexkey:{material.hex()}", "HMAC"]
    return subprocess.run(command, input=MESSAGE, capture_output=True, check=True).stdout.decode().strip().lower()


RSA_WRAPPINGS = {
    "RSAES_PKCS1_V1_5": ("-pkeyopt", "rsa_padding_mode:pkcs1"),
    "RSAES_OAEP_SHA_1": ("-pkeyopt", "rsa_padding_mode:oaep"),
    "RSAES_OAEP_SHA_256": ("-pkeyopt", "rsa_padding_mode:oaep", "-pkeyopt", "rsa_oaep_md:sha256"),
}


@pytest.mark.parametrize("spec, algorithm, options", [("SM2", "SM2_C1C3C2_ASN1", ())] +
                         [("RSA_2048", name, options) for name, options in RSA_WRAPPINGS.items()])
def test_an_answer_wrapped_for_the_caller_opens_outside(clients, outside, spec, algorithm, options):
    wrapping = {"EncryptionPublicKey": outside[spec].public.read_text(), "EncryptionAlgorithm": algorithm}
    key = clients.t2019.call("CreateKey", Alias=f"wrapping-{algorithm}")["KeyId"]
    made = clients.t2019.call("GenerateDataKey", KeyId=key, KeySpec="AES_256", **wrapping)
    again = clients.t2019.call("Decrypt", CiphertextBlob=made["CiphertextBlob"], **wrapping)
    plain = clients.t2019.call("Decrypt", CiphertextBlob=made["CiphertextBlob"])["Plaintext"]
    for answer in (made, again):
        assert b64(outside[spec].decrypt(unb64(answer["Plaintext"]), *options)) == plain


@pytest.mark.parametrize("bits", [3072, 4096])
def test_answers_are_wrapped_for_rsa_keys_of_2048_bits_alone(clients, bits):
    public = rsa.generate_private_key(65537, bits).public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    key = keys.create(clients)
    assert code_of(clients.t2019.call, "GenerateDataKey", KeyId=key, NumberOfBytes=32, EncryptionPublicKey=public.decode(),
                   EncryptionAlgorithm="RSAES_OAEP_SHA_256") == "InvalidParameter"


@pytest.mark.parametrize("verb, spec", [("create-rsa-datakey-pair", "RSA_2048"), ("create-ec-datakey-pair", "SM2"),
                                        ("create-ec-datakey-pair", "ECC_NIST_P521")])
def test_a_data_key_pair_is_read_outside(clients, verb, spec):
    key = clients.huawei.call("create-key", key_alias=f"pairs-{spec}")["key_info"]["key_id"]
    pair = clients.huawei.call(verb, key_id=key, key_spec=spec)
    command = ["openssl", "pkey", "-inform", "DER", "-pubout", "-outform", "DER"]
    derived = subprocess.run(command, input=unb64(pair["private_key_plain_text"]), capture_output=True, check=True).stdout
    assert derived == unb64(pair["public_key"])
    opened = clients.huawei.call("decrypt-data", cipher_text=pair["private_key_cipher_text"])
    assert opened["plain_text_base64"] == pair["private_key_plain_text"]
