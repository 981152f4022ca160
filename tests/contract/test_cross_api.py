"""One key store behind three APIs: what is made through one is seen and used through the others."""

import pytest

import keys
from clients import VendorError, b64, unb64
from operations import openssl_encrypt


def create_2019(clients):
    return clients.t2019.call("CreateKey", Alias=keys.unique_alias())["KeyId"]


def create_2017(clients):
    """The legacy API shows the short name; the UUID is found by the alias that both show."""
    alias = keys.unique_alias()[:32]
    clients.t2017.call("CreateKey", alias=alias)
    return clients.huawei.call("describe-key", key_id=f"alias/{alias}")["key_info"]["key_id"]


def create_huawei(clients):
    return clients.huawei.call("create-key", key_alias=keys.unique_alias())["key_info"]["key_id"]


CREATORS = pytest.mark.parametrize("create", [create_2019, create_2017, create_huawei])


def states(clients, key):
    return (clients.t2019.call("DescribeKey", KeyId=key)["KeyMetadata"]["KeyState"],
            clients.t2017.call("GetKeyAttributes", keyId=key)["keyMetadata"]["keyState"],
            clients.huawei.call("describe-key", key_id=key)["key_info"]["key_state"])


@CREATORS
def test_a_key_is_described_alike_everywhere(ours, create):
    key = create(ours)
    new = ours.t2019.call("DescribeKey", KeyId=key)["KeyMetadata"]
    old = ours.t2017.call("GetKeyAttributes", keyId=key)["keyMetadata"]
    huawei = ours.huawei.call("describe-key", key_id=key)["key_info"]
    assert new["KeyId"] == huawei["key_id"] == key
    assert new["Alias"] == old["alias"] == huawei["key_alias"]
    assert new["CreateTime"] == old["createTime"] == int(huawei["creation_date"]) // 1000
    assert states(ours, key) == ("Enabled", "Enabled", "2")


@CREATORS
def test_the_legacy_api_shows_the_short_name_and_takes_either(ours, create):
    key = create(ours)
    name = ours.t2017.call("GetKeyAttributes", keyId=key)["keyMetadata"]["keyId"]
    assert name.startswith("kms-") and len(name) == 12 and set(name[4:]) <= set("0123456789abcdefghijklmnopqrstuvwxyz")
    assert ours.t2017.call("GetKeyAttributes", keyId=name)["keyMetadata"]["keyId"] == name
    for either in (key, name):
        sealed = ours.t2017.call("Encrypt", keyId=either, plaintext="YQ==")
        assert sealed["keyId"] == name
        assert ours.t2017.call("Decrypt", ciphertextBlob=sealed["ciphertextBlob"])["keyId"] == name


@CREATORS
def test_each_api_encrypts_under_it(ours, create):
    key = create(ours)
    new = ours.t2019.call("Encrypt", KeyId=key, Plaintext="YQ==")
    assert ours.t2019.call("Decrypt", CiphertextBlob=new["CiphertextBlob"])["Plaintext"] == "YQ=="
    huawei = ours.huawei.call("encrypt-data", key_id=key, plain_text="a")
    assert ours.huawei.call("decrypt-data", cipher_text=huawei["cipher_text"])["plain_text"] == "a"


def test_both_apis_of_one_cloud_open_each_others_ciphertexts(ours):
    key, context = keys.shared(ours), '{"purpose":"backup"}'
    sealed = ours.t2019.call("Encrypt", KeyId=key, Plaintext="YQ==", EncryptionContext=context)["CiphertextBlob"]
    assert ours.t2017.call("Decrypt", ciphertextBlob=sealed, encryptionContext=context)["plaintext"] == "YQ=="
    made = ours.t2017.call("GenerateDataKey", keyId=key, keySpec="AES_256", encryptionContext=context)
    opened = ours.t2019.call("Decrypt", CiphertextBlob=made["ciphertextBlob"], EncryptionContext=context)
    assert opened["Plaintext"] == made["plaintext"]


def test_the_other_clouds_ciphertext_is_none_of_theirs(ours):
    key = keys.shared(ours)
    huawei = ours.huawei.call("encrypt-data", key_id=key, plain_text="a")["cipher_text"]
    tencent = ours.t2019.call("Encrypt", KeyId=key, Plaintext="YQ==")["CiphertextBlob"]
    invalid_2019 = "InvalidParameterValue.InvalidCiphertext"
    for call, code in ((lambda: ours.t2019.call("Decrypt", CiphertextBlob=huawei), invalid_2019),
                       (lambda: ours.t2017.call("Decrypt", ciphertextBlob=huawei), "4580/10680"),
                       (lambda: ours.huawei.call("decrypt-data", cipher_text=tencent), "KMS.2201")):
        with pytest.raises(VendorError) as caught:
            call()
        assert caught.value.code == code


@CREATORS
def test_a_change_of_state_is_seen_everywhere_at_once(ours, create):
    key = create(ours)
    ours.huawei.call("disable-key", key_id=key)
    assert states(ours, key) == ("Disabled", "Disabled", "3")
    ours.t2017.call("EnableKey", keyId=key)
    assert states(ours, key) == ("Enabled", "Enabled", "2")
    ours.t2017.call("ScheduleKeyDeletion", keyId=key, pendingWindowInDays=7)
    assert states(ours, key) == ("PendingDelete", "PendingDelete", "4")
    ours.t2019.call("CancelKeyDeletion", KeyId=key)
    assert states(ours, key) == ("Disabled", "Disabled", "3")


def test_one_alias_namespace(ours):
    alias = keys.unique_alias()[:32]
    ours.t2017.call("CreateKey", alias=alias)
    for call, code in ((lambda: ours.t2019.call("CreateKey", Alias=alias), "InvalidParameterValue.AliasAlreadyExists"),
                       (lambda: ours.huawei.call("create-key", key_alias=alias), "KMS.1104")):
        with pytest.raises(VendorError) as caught:
            call()
        assert caught.value.code == code


def test_a_renamed_alias_is_renamed_everywhere(ours):
    key, alias = create_2019(ours), keys.unique_alias()[:32]
    ours.huawei.call("update-key-alias", key_id=key, key_alias=alias)
    assert ours.t2019.call("DescribeKey", KeyId=key)["KeyMetadata"]["Alias"] == alias
    assert ours.t2017.call("GetKeyAttributes", keyId=key)["keyMetadata"]["alias"] == alias


def test_an_alias_that_an_api_cannot_express_is_shown_as_none(ours):
    alias = f"team/{keys.unique_alias()}"
    key = ours.huawei.call("create-key", key_alias=alias)["key_info"]["key_id"]
    assert ours.huawei.call("describe-key", key_id=key)["key_info"]["key_alias"] == alias
    assert ours.t2019.call("DescribeKey", KeyId=key)["KeyMetadata"]["Alias"] == ""


def test_a_key_that_an_api_cannot_express_is_absent_there(ours):
    rsa_3072, rsa = (keys.shared(ours, spec, "ENCRYPT_DECRYPT") for spec in ("RSA_3072", "RSA_2048"))
    for call, code in ((lambda: ours.t2019.call("DescribeKey", KeyId=rsa_3072), "ResourceUnavailable.CmkNotFound"),
                       (lambda: ours.t2017.call("GetKeyAttributes", keyId=rsa), "4530/10630")):
        with pytest.raises(VendorError) as caught:
            call()
        assert caught.value.code == code


@pytest.mark.parametrize("spec, algorithm, scheme", [("RSA_2048", "RSAES_OAEP_SHA_256", "RSAES_OAEP_SHA_256"),
                                                     ("SM2", "SM2_ENCRYPT", None)])
def test_an_asymmetric_ciphertext_of_one_cloud_opens_in_the_other(ours, spec, algorithm, scheme):
    """They are the bare forms, under the same key."""
    key = keys.shared(ours, spec, "ENCRYPT_DECRYPT")
    sealed = ours.huawei.call("encrypt-data", key_id=key, plain_text="secret", encryption_algorithm=algorithm)
    action, more = ("AsymmetricRsaDecrypt", {"Algorithm": scheme}) if scheme else ("AsymmetricSm2Decrypt", {})
    opened = ours.t2019.call(action, KeyId=key, Ciphertext=sealed["cipher_text"], **more)
    assert unb64(opened["Plaintext"]) == b"secret"


def test_a_tenants_keys_are_its_own(ours, neighbour):
    key = create_2019(ours)
    for call in (lambda: neighbour.t2019.call("DescribeKey", KeyId=key),
                 lambda: neighbour.t2017.call("GetKeyAttributes", keyId=key),
                 lambda: neighbour.huawei.call("describe-key", key_id=key)):
        with pytest.raises(VendorError) as caught:
            call()
        assert caught.value.code in ("ResourceUnavailable.CmkNotFound", "4530/10630", "KMS.0207")
    listed = neighbour.t2019.call("ListKeys", Limit=200)
    assert key not in {entry["KeyId"] for entry in listed["Keys"]}


def test_a_neighbour_may_use_the_same_alias(ours, neighbour):
    alias = keys.unique_alias()
    assert ours.t2019.call("CreateKey", Alias=alias)["KeyId"] != neighbour.t2019.call("CreateKey", Alias=alias)["KeyId"]


def test_what_another_implementation_encrypts_is_decrypted(ours):
    key = keys.shared(ours, "RSA_2048", "ENCRYPT_DECRYPT")
    pem = ours.t2019.call("GetPublicKey", KeyId=key)["PublicKeyPem"]
    for algorithm, options in (("RSAES_PKCS1_V1_5", ["rsa_padding_mode:pkcs1"]),
                               ("RSAES_OAEP_SHA_1", ["rsa_padding_mode:oaep", "rsa_oaep_md:sha1"]),
                               ("RSAES_OAEP_SHA_256", ["rsa_padding_mode:oaep", "rsa_oaep_md:sha256"])):
        sealed = openssl_encrypt(pem, b"secret", *(word for option in options for word in ("-pkeyopt", option)))
        opened = ours.t2019.call("AsymmetricRsaDecrypt", KeyId=key, Ciphertext=b64(sealed), Algorithm=algorithm)
        assert unb64(opened["Plaintext"]) == b"secret"


def test_the_public_key_is_the_same_in_every_form(ours):
    key = keys.shared(ours, "RSA_2048", "ENCRYPT_DECRYPT")
    tencent = ours.t2019.call("GetPublicKey", KeyId=key)
    huawei = ours.huawei.call("get-publickey", key_id=key)["public_key"]
    assert huawei.endswith("-----END PUBLIC KEY-----\r\n")
    bodies = {"".join(pem.split("-----")[2].split()) for pem in (tencent["PublicKeyPem"], huawei)}
    assert bodies == {tencent["PublicKey"]}
