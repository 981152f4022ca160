"""What the rules of a credential allow, through all three APIs."""

import json

import pytest

from clients import Account, Clients, VendorError
from refusals import code_of
from stand_in import DEVELOPMENT_ACCOUNT, ours_alone

pytestmark = ours_alone

ID, SECRET = "AKIDlimited", "limited-secret-0123"
DENIED, KEY_DENIED = "KMS.0306", "KMS.0307"
DENIED_2019 = "AuthFailure.UnauthorizedOperation"


def limited(server, *rules):
    """The clients of a credential with these rules, in the tenant of the development credential."""
    server.do("POST", "seed?existing=replace", {"credentials": [{"id": ID, "secret": SECRET, "allow": list(rules)}]})
    return server.clients(Account(ID, SECRET, DEVELOPMENT_ACCOUNT.project_id))


def rule(operations, *patterns):
    return {"operations": operations.split()} | ({"keys": list(patterns)} if patterns else {})


def named_key(clients, alias):
    return clients.t2019.call("CreateKey", Alias=alias)["KeyId"]


@pytest.fixture
def orders(server):
    return named_key(server.clients(), "orders-1")


@pytest.fixture
def invoices(server):
    return named_key(server.clients(), "invoices")


def status_of(function, *arguments, **fields):
    with pytest.raises(VendorError) as refused:
        function(*arguments, **fields)
    return refused.value.status


def test_without_rules_everything_is_allowed(server, orders):
    clients = server.clients()
    assert clients.huawei.call("describe-key", key_id=orders) and clients.t2019.call("DescribeKey", KeyId=orders)


def test_what_no_rule_has_is_refused_by_each_api_in_its_own_way(server, orders):
    clients = limited(server, rule("Decrypt DecryptData"))
    assert code_of(clients.huawei.call, "encrypt-data", key_id=orders, plain_text="x") == DENIED
    assert status_of(clients.huawei.call, "encrypt-data", key_id=orders, plain_text="x") == 403
    assert code_of(clients.t2019.call, "Encrypt", KeyId=orders, Plaintext="eA==") == DENIED_2019
    assert code_of(clients.t2019.call_v1, "Encrypt", {"KeyId": orders, "Plaintext": "eA=="}) == DENIED_2019
    assert code_of(clients.t2017.call, "Encrypt", keyId=orders, plaintext="eA==") == "4101"


def test_what_a_rule_has_is_allowed_by_each_api(server, orders):
    clients = limited(server, rule("Encrypt* Decrypt*"))
    sealed = clients.huawei.call("encrypt-data", key_id=orders, plain_text="x")["cipher_text"]
    assert clients.huawei.call("decrypt-data", cipher_text=sealed)["plain_text"] == "x"
    blob = clients.t2019.call("Encrypt", KeyId=orders, Plaintext="eA==")["CiphertextBlob"]
    assert clients.t2019.call("Decrypt", CiphertextBlob=blob)["Plaintext"] == "eA=="
    assert clients.t2017.call("Decrypt", ciphertextBlob=blob)["plaintext"] == "eA=="


def test_an_operation_may_be_allowed_in_one_api_alone(server, orders):
    clients = limited(server, rule("tencent-2019:Encrypt huawei:ListKeyDetail"))
    assert clients.t2019.call("Encrypt", KeyId=orders, Plaintext="eA==")
    assert clients.huawei.call("describe-key", key_id=orders)
    assert code_of(clients.t2017.call, "Encrypt", keyId=orders, plaintext="eA==") == "4101"


@pytest.mark.parametrize("pattern", ["alias/orders-1", "alias/orders-*", "{id}", "{start}*"])
def test_keys_may_be_named_by_patterns(server, orders, invoices, pattern):
    clients = limited(server, rule("*", pattern.format(id=orders, start=orders[:12])))
    assert clients.huawei.call("encrypt-data", key_id=orders, plain_text="x")
    assert clients.t2019.call("Encrypt", KeyId=orders, Plaintext="eA==")
    assert clients.t2017.call("Encrypt", keyId=orders, plaintext="eA==")
    assert code_of(clients.huawei.call, "encrypt-data", key_id=invoices, plain_text="x") == KEY_DENIED
    assert status_of(clients.huawei.call, "encrypt-data", key_id=invoices, plain_text="x") == 403
    assert code_of(clients.t2019.call, "Encrypt", KeyId=invoices, Plaintext="eA==") == DENIED_2019
    assert code_of(clients.t2017.call, "Encrypt", keyId=invoices, plaintext="eA==") == "4102"


def test_a_ciphertext_names_its_key(server, orders, invoices):
    owner = server.clients()
    clients = limited(server, rule("*", "alias/orders-*"))
    for key, allowed in ((orders, True), (invoices, False)):
        sealed = owner.huawei.call("encrypt-data", key_id=key, plain_text="x")["cipher_text"]
        blob = owner.t2019.call("Encrypt", KeyId=key, Plaintext="eA==")["CiphertextBlob"]
        if allowed:
            assert clients.huawei.call("decrypt-data", cipher_text=sealed)["plain_text"] == "x"
            assert clients.t2019.call("Decrypt", CiphertextBlob=blob)["Plaintext"] == "eA=="
        else:
            assert code_of(clients.huawei.call, "decrypt-data", cipher_text=sealed) == KEY_DENIED
            assert code_of(clients.t2019.call, "Decrypt", CiphertextBlob=blob) == DENIED_2019


def test_both_keys_of_a_re_encryption_must_be_allowed(server, orders, invoices):
    owner = server.clients()
    sealed = owner.huawei.call("encrypt-data", key_id=orders, plain_text="x")["cipher_text"]
    fields = {"cipher_text": sealed, "destination_key_id": invoices}
    assert code_of(limited(server, rule("*", "alias/orders-*")).huawei.call, "re-encrypt", **fields) == KEY_DENIED
    assert code_of(limited(server, rule("*", "alias/invoices")).huawei.call, "re-encrypt", **fields) == KEY_DENIED
    assert limited(server, rule("*", "alias/orders-*", "alias/invoices")).huawei.call("re-encrypt", **fields)


def test_one_key_of_a_batch_that_is_not_allowed_refuses_it(server, orders, invoices):
    clients = limited(server, rule("*", "alias/orders-*"))
    assert code_of(clients.t2019.call, "DisableKeys", KeyIds=[orders, invoices]) == DENIED_2019
    assert server.clients().t2019.call("DescribeKey", KeyId=orders)["KeyMetadata"]["KeyState"] == "Enabled"
    assert clients.t2019.call("DisableKeys", KeyIds=[orders])


def test_lists_need_a_rule_without_keys_and_show_all(server, orders, invoices):
    clients = limited(server, rule("*", "alias/orders-*"))
    assert code_of(clients.huawei.call, "list-keys") == DENIED
    assert code_of(clients.t2019.call, "ListKeys") == DENIED_2019
    assert code_of(clients.t2017.call, "ListKey") == "4101"
    clients = limited(server, rule("*", "alias/orders-*"), rule("List*"))
    assert {orders, invoices} <= set(clients.huawei.call("list-keys")["keys"])
    assert {orders, invoices} <= {key["KeyId"] for key in clients.t2019.call("ListKeys")["Keys"]}


@pytest.mark.parametrize("action, fields", [
    ("CreateKey", {"Alias": "x"}), ("GenerateRandom", {"NumberOfBytes": 1}), ("ListDataKeys", {}),
    ("CreateWhiteBoxKey", {"Alias": "x", "Algorithm": "SM4"}), ("DescribeWhiteBoxKeyDetails", {}),
    ("DeleteWhiteBoxKey", {"KeyId": "244dab8c-6dad-11ea-80c6-5254006d0810"}),
    ("DescribeDataKey", {"DataKeyId": "244dab8c-6dad-11ea-80c6-5254006d0810"}),
])
def test_what_finds_no_key_needs_a_rule_without_keys(server, action, fields):
    assert code_of(limited(server, rule("*", "*")).t2019.call, action, **fields) == DENIED_2019
    clients = limited(server, rule("*"))
    try:
        clients.t2019.call(action, **fields)
    except VendorError as refused:
        assert refused.code != DENIED_2019


def test_operations_on_tags_name_their_key_in_the_path(server, orders, invoices):
    clients = limited(server, rule("*", "alias/orders-*"))
    body = {"tag": {"key": "team", "value": "a"}}
    assert clients.huawei.request("POST", f"/kms/{orders}/tags", body) == {}
    with pytest.raises(VendorError) as refused:
        clients.huawei.request("POST", f"/kms/{invoices}/tags", body)
    assert refused.value.code == KEY_DENIED


def test_iam_is_not_limited(server):
    clients = limited(server, rule("Encrypt"))
    reply = clients.huawei.send(clients.huawei.sign("GET", "/v3/projects"))
    assert reply.status == 200 and len(reply.json()["projects"]) == 1


def test_a_key_of_another_domain_needs_grant_and_rule(server):
    owner = Clients.of_new_tenant(server.url)
    key = named_key(owner, "theirs")
    clients = limited(server, rule("EncryptData", key))
    shown = clients.huawei.send(clients.huawei.sign("GET", "/v5/caller-identity")).json()
    for operations in (["encrypt-data"], ["decrypt-data"]):
        owner.huawei.call("create-grant", key_id=key, grantee_principal=shown["principal_id"], operations=operations)
    sealed = clients.huawei.call("encrypt-data", key_id=key, plain_text="x")["cipher_text"]
    assert code_of(clients.huawei.call, "decrypt-data", cipher_text=sealed) == DENIED
    # The aliases of another domain are its own to choose.
    clients = limited(server, rule("EncryptData", "alias/theirs"))
    assert code_of(clients.huawei.call, "encrypt-data", key_id=key, plain_text="x") == KEY_DENIED


def test_a_denial_is_explained_and_stands_in_the_journal(server, orders):
    clients = limited(server, rule("Decrypt"), rule("EncryptData", "alias/other"))
    request = clients.huawei.sign("POST", f"/v1.0/{clients.account.project_id}/kms/encrypt-data",
                                  json.dumps({"key_id": orders, "plain_text": "x"}).encode())
    reply = clients.huawei.send(request)
    assert reply.status == 403 and orders in reply.headers["X-Tandem-Diag"]
    request = clients.t2019.sign("ListKeys", b"{}")
    assert "tencent-2019:ListKeys" in clients.t2019.send(request).headers["X-Tandem-Diag"]
    entries = server.do("GET", "requests?ok=no")["requests"]
    assert [(entry["action"], entry["code"]) for entry in entries] == [("EncryptData", KEY_DENIED), ("ListKeys", DENIED_2019)]
    assert orders in entries[0]["diagnosis"]


def test_rules_survive_a_snapshot_and_go_with_a_reset(server, orders):
    clients = limited(server, rule("Decrypt", "alias/*"))
    snapshot = server.do("GET", "snapshot")
    (written,) = [one for one in snapshot["credentials"] if one["id"] == ID]
    assert written["allow"] == [{"operations": ["Decrypt"], "keys": ["alias/*"]}]
    server.do("POST", "reset?to=empty")
    assert code_of(clients.huawei.call, "list-keys") == "APIGW.0301"
    server.do("PUT", "snapshot", snapshot)
    assert code_of(clients.huawei.call, "encrypt-data", key_id=orders, plain_text="x") == DENIED


@pytest.mark.parametrize("allow", [[], "x", [{}], [{"keys": ["a"]}], [{"operations": []}], [{"operations": ["a b"]}]])
def test_bad_rules_are_refused(server, allow):
    document = {"credentials": [{"id": ID, "secret": SECRET, "allow": allow}]}
    assert server.ask("POST", "seed", document).status == 400
