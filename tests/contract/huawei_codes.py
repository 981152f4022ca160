"""How each error code of Huawei's list is provoked: {code: a call that is refused with it}."""

import hashlib
import json
import secrets

from cryptography.hazmat.primitives.asymmetric import ec

import imports
import keys
from clients import Account, b64
from fault_server import Rules
from stand_in import DEVELOPMENT_ACCOUNT

AES, RSA_SIGN, EC, HMAC = ("AES_256",), ("RSA_2048", "SIGN_VERIFY"), ("EC_P256", "SIGN_VERIFY"), ("HMAC_256", None)
RSA = ("RSA_2048", "ENCRYPT_DECRYPT")
MESSAGE = {"message": b64(bytes(32)), "signing_algorithm": "RSASSA_PSS_SHA_256"}
PLAIN = bytes(64)
DATA_KEY = PLAIN.hex() + hashlib.sha256(PLAIN).hexdigest()
OAEP = {"encryption_algorithm": "RSAES_OAEP_SHA_256"}
GRANT = {"grantee_principal": "someone", "operations": ["describe-key", "retire-grant"]}
WRAPPED = b64(bytes(256))


# ---- how a case calls ----


def says(verb, **fields):
    return lambda clients: clients.huawei.call(verb, **fields)


def of_key(kind, verb, **fields):
    """A key that the tests share."""
    return lambda clients: clients.huawei.call(verb, key_id=keys.shared(clients, *kind), **fields)


def of_new_key(*before, verb, **fields):
    """A key of its own, after other calls of it."""
    def provoke(clients):
        key = keys.create_of_spec(clients, "AES_256")
        for earlier, given in before:
            clients.huawei.call(earlier, key_id=key, **given)
        return clients.huawei.call(verb, key_id=key, **fields)
    return provoke


def of_tags(path, **fields):
    return lambda clients: clients.huawei.request("POST", "/kms" + path.format(keys.shared(clients)), fields)


def tagged(*tags, action="create"):
    return of_tags("/{}/tags/action", tags=list(tags), action=action)


def found(**fields):
    return of_tags("/resource_instances/action", **({"action": "filter"} | fields))


def imported(spec="AES_256", material=32, private_key=None, change=lambda clients, fields: {}, **more):
    """An import that is wrong in one thing."""
    def provoke(clients):
        key = imports.external_huawei(clients, spec)
        right = imports.fields_huawei(clients, key, secrets.token_bytes(material), private_key=private_key)
        return clients.huawei.call("import-key-material", **right | more | change(clients, right))
    return provoke


def path(method, suffix):
    return lambda clients: clients.huawei.request(method, "/kms" + suffix.format(keys.shared(clients)))


# ---- those that take more than a line ----


def wrong_body(clients):
    huawei = clients.huawei
    return huawei.result(huawei.send(huawei.sign("POST", f"/v1.0/{clients.account.project_id}/kms/list-keys", b"[")))


def wrong_project(clients):
    huawei = clients.huawei
    return huawei.result(huawei.send(huawei.sign("POST", f"/v1.0/{'1' * 32}/kms/list-keys", b"{}")))


def too_many_tags(clients):
    key = keys.create_of_spec(clients, "AES_256")
    ten = [{"key": f"k{number}"} for number in range(10)]
    clients.huawei.request("POST", f"/kms/{key}/tags/action", {"action": "create", "tags": ten})
    return clients.huawei.request("POST", f"/kms/{key}/tags", {"tag": {"key": "one more"}})


def taken_alias(clients):
    alias = keys.unique_alias()
    for _ in range(2):
        clients.huawei.call("create-key", key_alias=alias)


def too_many_grants(clients):
    key = keys.create(clients)
    for number in range(101):
        clients.huawei.call("create-grant", key_id=key, **GRANT | {"grantee_principal": f"user{number}"})


def grant_of(clients, key):
    return clients.huawei.call("create-grant", key_id=key, **GRANT)["grant_id"]


def grant_of_another_key(clients):
    return clients.huawei.call("revoke-grant", key_id=keys.create(clients), grant_id=grant_of(clients, keys.create(clients)))


def external_with_material(clients, spec="AES_256", **more):
    key = imports.external_huawei(clients, spec)
    imports.import_huawei(clients, key, secrets.token_bytes(32), **more)
    return key


def other_material_again(clients):
    key = external_with_material(clients)
    clients.huawei.call("delete-imported-key-material", key_id=key)
    return imports.import_huawei(clients, key, secrets.token_bytes(32))


def material_of_an_asymmetric_key(verb, **fields):
    return lambda clients: clients.huawei.call(
        verb, key_id=external_with_material(clients, "EC_P256", private_key=imports.pkcs8(ec.generate_private_key(ec.SECP256R1()))), **fields)


def token_of_another_key(clients, _):
    return {"import_token": imports.fields_huawei(clients, imports.external_huawei(clients), bytes(32))["import_token"]}


def wrong_length_of_sealed_key(clients):
    made = clients.huawei.call("create-datakey", key_id=keys.shared(clients), datakey_length="512")
    return clients.huawei.call("decrypt-datakey", key_id=keys.shared(clients), cipher_text=made["cipher_text"],
                               datakey_cipher_length="63")


def shared_secret_for_an_enclave(clients):
    pair = clients.huawei.call("create-ec-datakey-pair", key_id=keys.shared(clients), key_spec="ECC_NIST_P256")
    return clients.huawei.call("derive-shared-secret", key_id=keys.shared(clients, *EC), key_agreement_algorithm="ECDH",
                               public_key=pair["public_key"], recipient={"attestation_document": "AAAA"})


def keystore(clients, alias=None):
    made = clients.huawei.request("POST", "/keystores", {"keystore_alias": alias or keys.unique_alias()})
    return made["keystore"]["keystore_id"]


def key_in(clients, place, **fields):
    made = clients.huawei.call("create-key", key_alias=keys.unique_alias(), keystore_id=place, **fields)
    return made["key_info"]["key_id"]


def key_of_a_closed_keystore(clients):
    place = keystore(clients)
    clients.huawei.request("POST", f"/keystores/{place}/disable")
    return key_in(clients, place)


def taken_keystore(clients):
    alias = keys.unique_alias()
    for _ in range(2):
        keystore(clients, alias)


def sent_data_key(plain_text=DATA_KEY, length="64"):
    return of_key(AES, "encrypt-datakey", plain_text=plain_text, datakey_plain_length=length)


CASES = {
    "KMS.0202": wrong_body,
    "KMS.0204": says("describe-key"),
    "KMS.0205": says("describe-key", key_id="no-id"),
    "KMS.0206": says("list-keys", sequence="9" * 37),
    "KMS.0207": says("describe-key", key_id=keys.ABSENT),
    "KMS.0208": of_key(AES, "encrypt-data", plain_text="x", encryption_context={"a": 1}),
    "KMS.0209": of_new_key(("disable-key", {}), verb="encrypt-data", plain_text="x"),
    "KMS.0210": of_new_key(("schedule-key-deletion", {"pending_days": "7"}), verb="encrypt-data", plain_text="x"),
    "KMS.0308": says("create-key", key_alias="x", key_usage="NONE"),
    "KMS.0309": of_key(AES, "get-parameters-for-import", wrapping_algorithm="RSAES_OAEP_SHA_256"),
    "KMS.0310": material_of_an_asymmetric_key("get-parameters-for-import", wrapping_algorithm="RSAES_OAEP_SHA_256"),
    "KMS.0311": of_key(RSA, "decrypt-data", cipher_text=WRAPPED, **OAEP),
    "KMS.0312": lambda clients: clients.huawei.call("enable-key-rotation", key_id=imports.external_huawei(clients)),
    "KMS.0313": of_new_key(verb="disable-key-rotation"),
    "KMS.0317": key_of_a_closed_keystore,
    "KMS.0318": taken_keystore,
    "KMS.0321": wrong_project,
    "KMS.0324": of_key(RSA, "enable-key-rotation"),
    "KMS.0325": of_key(RSA, "create-datakey"),
    "KMS.0329": of_key(RSA_SIGN, "sign", **MESSAGE | {"message": b64(bytes(31))}),
    "KMS.0331": of_key(AES, "sign", **MESSAGE),
    "KMS.0332": of_key(EC, "sign", **MESSAGE),
    "KMS.0334": of_key(RSA, "sign", **MESSAGE),
    "KMS.0335": of_key(RSA_SIGN, "encrypt-data", plain_text="x"),
    "KMS.0338": lambda clients: clients.huawei.call("enable-key-rotation", key_id=key_in(clients, keystore(clients))),
    "KMS.0339": lambda clients: key_in(clients, keystore(clients), origin="external"),
    "KMS.0341": of_key(HMAC, "create-datakey"),
    "KMS.0401": tagged(),
    "KMS.0402": found(matches=[{"key": "resource_name"}]),
    "KMS.0403": found(matches=[{"key": "name", "value": "a"}]),
    "KMS.0404": tagged({"key": "a"}, action="change"),
    "KMS.0405": tagged({"key": "a", "value": "*"}),
    "KMS.0406": tagged({"key": "*"}),
    "KMS.0407": tagged(*[{"key": f"k{number}"} for number in range(11)]),
    "KMS.0409": too_many_tags,
    "KMS.0410": tagged({"key": "a", "value": "v" * 44}),
    "KMS.0411": tagged({"key": "k" * 37}),
    "KMS.0412": tagged({"key": "a"}, {"key": "a"}),
    "KMS.0413": found(tags=[{"key": "a", "values": ["v"] * 11}]),
    "KMS.0414": found(tags=[{"values": ["v"]}]),
    "KMS.0415": found(matches="a"),
    "KMS.0416": path("DELETE", "/{}/tags/none"),
    "KMS.0417": found(offset="x"),
    "KMS.0418": found(action="count", offset="0"),
    "KMS.1101": says("create-key", key_alias="with blank"),
    "KMS.1103": says("create-key", key_alias="x", key_description="d" * 256),
    "KMS.1104": taken_alias,
    "KMS.1110": says("create-key", key_alias="x", key_spec="AES_512"),
    "KMS.1114": of_key(EC, "encrypt-data", plain_text="x"),
    "KMS.1201": of_new_key(verb="enable-key"),
    "KMS.1301": of_new_key(("disable-key", {}), verb="disable-key"),
    "KMS.1401": of_key(AES, "schedule-key-deletion", pending_days="6"),
    "KMS.1402": of_new_key(("schedule-key-deletion", {"pending_days": "7"}), verb="schedule-key-deletion",
                           pending_days="7"),
    "KMS.1501": of_new_key(verb="cancel-key-deletion"),
    "KMS.1601": says("list-keys", limit="x"),
    "KMS.1602": says("list-keys", marker="-1"),
    "KMS.1603": lambda clients: clients.huawei.request("GET", "/keystores", query="offset=x"),
    "KMS.1801": says("gen-random", random_data_length="8200"),
    "KMS.1802": says("gen-random", random_data_length="9"),
    "KMS.1901": of_key(AES, "create-datakey", datakey_length="8200"),
    "KMS.1902": of_key(AES, "create-datakey", key_spec="AES_192"),
    "KMS.1903": of_key(AES, "create-datakey", datakey_length="9"),
    "KMS.2101": of_key(AES, "encrypt-data", plain_text=""),
    "KMS.2102": sent_data_key(length="1025"),
    "KMS.2103": sent_data_key(PLAIN.hex() + "00" * 32),
    "KMS.2104": sent_data_key(length="63"),
    "KMS.2105": of_key(AES, "encrypt-data", plain_text="x", **OAEP),
    "KMS.2106": of_key(RSA, "encrypt-data", plain_text="x"),
    "KMS.2108": of_key(RSA, "encrypt-data", plain_text="x" * 191, **OAEP),
    "KMS.2201": says("decrypt-data", cipher_text="AAAA"),
    "KMS.2202": of_key(AES, "decrypt-datakey", cipher_text="AA", datakey_cipher_length="0"),
    "KMS.2204": wrong_length_of_sealed_key,
    "KMS.2401": of_key(AES, "create-grant", **GRANT | {"operations": ["create-grant"]}),
    "KMS.2402": of_key(AES, "create-grant", **GRANT | {"grantee_principal": "a-b"}),
    "KMS.2404": too_many_grants,
    "KMS.2501": of_key(AES, "revoke-grant", grant_id="0" * 64),
    "KMS.2502": grant_of_another_key,
    "KMS.2602": imported(expiration_time=1),
    "KMS.2603": imported(change=token_of_another_key),
    "KMS.2604": imported(material=16),
    "KMS.2605": imported(import_token="x"),
    "KMS.2606": other_material_again,
    "KMS.2608": imported("EC_P256"),
    "KMS.2609": imported("EC_P256", private_key=b"no private key"),
    "KMS.2610": imported("EC_P256", material=24, private_key=b"no private key"),
    "KMS.2701": lambda clients: clients.huawei.call("delete-imported-key-material", key_id=imports.external_huawei(clients)),
    "KMS.2702": material_of_an_asymmetric_key("delete-imported-key-material"),
    "KMS.2901": of_new_key(("enable-key-rotation", {}), verb="enable-key-rotation"),
    "KMS.3001": of_key(AES, "update-key-rotation-interval", rotation_interval=29),
    "KMS.3804": shared_secret_for_an_enclave,
    "KMS.8003": says("create-key", key_alias="x", keystore_id="none"),
}


# ---- those that need a server of their own, or a second domain ----


def retired_by_another(server, clients):
    other = server.clients_of_a_new_tenant()
    key = keys.create(clients)
    user = other.huawei.send(other.huawei.sign("GET", "/v5/caller-identity")).json()["principal_id"]
    grant = clients.huawei.call("create-grant", key_id=key, grantee_principal=user, operations=["create-grant", "sign"])
    assert grant["grant_id"]
    return other.huawei.call("create-grant", key_id=key, grantee_principal="someone", operations=["encrypt-data"])


def expired_token(server, clients):
    right = imports.fields_huawei(clients, imports.external_huawei(clients), bytes(32))
    server.do("POST", "clock", {"advance": "1d"})
    return clients.huawei.call("import-key-material", **right)


def too_many_keys(_, clients):
    for _ in range(3):
        clients.huawei.call("create-key", key_alias=keys.unique_alias())


def key_that_no_rule_has(server, clients):
    key = keys.create(clients)
    rules = [{"operations": ["*"], "keys": ["alias/others-*"]}]
    server.do("POST", "seed", {"credentials": [{"id": "limited", "secret": "secret-of-it", "allow": rules}]})
    limited = server.clients(Account("limited", "secret-of-it", clients.account.project_id))
    return limited.huawei.call("describe-key", key_id=key)


# ---- keys in several regions; the first is the configured one ----

REGIONS = {"cn-north-4": "0" * 32, "cn-east-3": "1" * 32, "cn-south-1": "2" * 32}


def in_region(server, region):
    return server.clients(Account(DEVELOPMENT_ACCOUNT.access_id, DEVELOPMENT_ACCOUNT.secret, REGIONS[region])).huawei


def replicate(region, key, to):
    path = f"/v2/{region.account.project_id}/kms/keys/{key}/replicate"
    body = {"key_id": key, "replica_region": to, "key_alias": keys.unique_alias(), "replica_project_id": REGIONS[to]}
    return region.result(region.send(region.sign("POST", path, json.dumps(body).encode())))


def key_with_a_replica(server, **fields):
    north = in_region(server, "cn-north-4")
    key = north.call("create-key", key_alias=keys.unique_alias(), **fields)["key_info"]["key_id"]
    replicate(north, key, "cn-east-3")
    return key


def replica_of_a_key_in_a_keystore(server, clients):
    return key_with_a_replica(server, keystore_id=keystore(clients))


def rotation_of_a_key_with_replicas(server, clients):
    return clients.huawei.call("enable-key-rotation", key_id=key_with_a_replica(server))


def import_into_a_replica(server, clients):
    key = external_with_material(clients)
    replicate(clients.huawei, key, "cn-east-3")
    replica = server.clients(in_region(server, "cn-east-3").account)
    return imports.fields_huawei(replica, key, bytes(32))


CASES_OF_REGIONS = {
    "KMS.0319": rotation_of_a_key_with_replicas,
    "KMS.0340": replica_of_a_key_in_a_keystore,
    "KMS.1404": import_into_a_replica,
}


def failing(error):
    def provoke(server, clients):
        Rules(server.url).add({"api_error": error})
        return clients.huawei.call("list-keys")
    return provoke


CASES_OF_A_SERVER = {
    "KMS.0101": failing("internal"),
    "KMS.0104": failing("unavailable"),
    "KMS.0306": retired_by_another,
    "KMS.0307": key_that_no_rule_has,
    "KMS.1105": too_many_keys,
    "KMS.2601": expired_token,
}
