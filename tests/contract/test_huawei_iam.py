"""IAM beside the KMS: logins as the clients of Huawei Cloud and Open Telekom Cloud write them, roles of other domains,
temporary access keys, users without access keys, and what ends a token."""

import json
import re
import subprocess

import pytest
import yaml

import keys
from clients import Account, Clients, Huawei, VendorError
from refusals import code_of
from stand_in import Server, ours_alone
from tandem_server import TandemServer, binary
from transport import Request, Transport

pytestmark = ours_alone

ACME = {"name": "acme", "huawei": {"domain_name": "acme", "projects": {"cn-north-4": "a" * 32, "cn-east-3": "b" * 32}}}
OPS = {"name": "ops", "tenant": "acme", "trusted": ["tandemdev"]}
ALICE = {"user": "alice", "password": "alices-password", "tenant": "acme"}
ACCESS_KEY = {"id": "AKacme", "secret": "acme-secret", "tenant": "acme"}
SEED = {"tenants": [ACME], "credentials": [ALICE, ACCESS_KEY], "agencies": [OPS]}
LOGIN, TEMPORARY = "/v3/auth/tokens", "/v3.0/OS-CREDENTIAL/securitytokens"


@pytest.fixture
def acme(server):
    server.do("POST", "seed", SEED)
    return server.clients(Account("AKacme", "acme-secret", "a" * 32))


class Iam:
    """The calls of one client that has tokens."""

    def __init__(self, url):
        self.transport = Transport(url)

    def send(self, method, target, body=None, **headers):
        data = b"" if body is None else json.dumps(body).encode()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.transport.send(Request(method, target, {"Host": self.transport.host, "Content-Type": "application/json"} | named, data))

    def log_in(self, auth, target=LOGIN, **headers):
        return self.send("POST", target, {"auth": auth}, **headers)

    def kms(self, token, verb, project, **fields):
        return self.send("POST", f"/v1.0/{project}/kms/{verb}", fields, X_Auth_Token=token)


@pytest.fixture
def iam(server):
    return Iam(server.url)


def password(user, secret, domain, scope=None):
    auth = {"identity": {"methods": ["password"], "password": {"user": {"name": user, "password": secret, "domain": {"name": domain}}}}}
    return auth | ({"scope": scope} if scope else {})


def by_token(token, **scope):
    return {"identity": {"methods": ["token"], "token": {"id": token}}} | ({"scope": scope} if scope else {})


def role(scope=None, **fields):
    auth = {"identity": {"methods": ["assume_role"], "assume_role": {"domain_name": "acme", "agency_name": "ops"} | fields}}
    return auth | ({"scope": scope} if scope else {})


PROJECT = {"project": {"name": "cn-north-4"}}


def token_of(reply):
    assert reply.status == 201, reply.body
    return reply.headers["X-Subject-Token"]


def development_token(iam):
    return token_of(iam.log_in(password("tandemdev", "tandemdevsecret", "tandemdev", PROJECT)))


# ---- logins ----


def test_a_login_as_the_specification_shows_it(acme, iam):
    reply = iam.log_in(password("alice", "alices-password", "acme", PROJECT))
    assert reply.status == 201 and reply.headers["X-Subject-Token"] and reply.headers["X-IAM-Trace-Id"]
    token = reply.json()["token"]
    assert set(token) == {"catalog", "expires_at", "issued_at", "methods", "project", "roles", "user"}
    for name in ("expires_at", "issued_at"):
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", token[name])
    domain = token["user"]["domain"]
    assert domain["name"] == "acme" and token["project"] == {"domain": domain, "id": "a" * 32, "name": "cn-north-4"}
    assert token["methods"] == ["password"] and token["roles"] == [{"id": "0", "name": "te_admin"}]
    assert token["user"]["name"] == "alice" and token["user"]["password_expires_at"] == ""


@pytest.mark.parametrize("scope, kind", [
    ({"project": {"name": "cn-north-4", "domain": {"name": "acme"}}}, "project"),
    ({"project": {"id": "b" * 32}}, "project"), ({"domain": {"name": "acme"}}, "domain"),
    ({"project": {"name": "cn-north-4"}, "domain": {"name": "elsewhere"}}, "project"), (None, "domain"),
])
def test_scopes_of_openstack_clients(acme, iam, scope, kind):
    token = iam.log_in(password("alice", "alices-password", "acme", scope)).json()["token"]
    assert kind in token and ({"project", "domain"} - {kind}).isdisjoint(token)


def test_a_login_does_not_look_at_a_stale_token(acme, iam):
    assert iam.log_in(password("alice", "alices-password", "acme"), X_Auth_Token="stale").status == 201


@pytest.mark.parametrize("auth, status", [
    (password("alice", "wrong", "acme"), 401), (password("nobody", "alices-password", "acme"), 401),
    (password("alice", "alices-password", "default"), 401),
    (password("alice", "alices-password", "acme", {"project": {"id": "0" * 32}}), 401),
    ({"identity": {"methods": ["totp"]}}, 400), ({}, 400),
])
def test_a_refused_login_has_iams_body(acme, iam, auth, status):
    reply = iam.log_in(auth)
    error = reply.json()["error"]
    assert reply.status == error["code"] == status
    assert (error["title"], bool(error["message"])) == ({400: "Bad Request", 401: "Unauthorized"}[status], True)


def test_a_user_without_an_access_key_signs_nothing(acme, server):
    signer = Huawei(server.url, Account("user/acme/alice", "alices-password", "a" * 32))
    assert code_of(signer.call, "list-keys") == "APIGW.0301"
    clients = server.clients(Account("user/acme/alice", "alices-password", "a" * 32))
    assert code_of(clients.t2019.call_v1, "ListKeys") == "AuthFailure.SecretIdNotFound"
    assert code_of(clients.t2017.call, "ListKey") == "4100/10270"


def test_a_token_for_another_project(acme, iam):
    first = token_of(iam.log_in(password("alice", "alices-password", "acme", PROJECT)))
    second = token_of(iam.log_in(by_token(first, project={"name": "cn-east-3"})))
    assert iam.kms(second, "list-keys", "b" * 32).status == 200
    assert iam.kms(second, "list-keys", "a" * 32).json()["error"]["error_code"] == "KMS.0321"
    assert iam.log_in(by_token("")).json()["error_code"] == "APIGW.0301"
    assert iam.log_in(by_token("nonsense")).json()["error_code"] == "APIGW.0301"


def test_a_token_is_validated(acme, iam):
    token = token_of(iam.log_in(password("alice", "alices-password", "acme", PROJECT)))
    shown = iam.send("GET", "/v3/auth/tokens?nocatalog=true", X_Subject_Token=token, X_Auth_Token=token)
    assert shown.status == 200 and shown.headers["X-Subject-Token"] == token
    assert shown.json()["token"]["user"]["name"] == "alice" and shown.json()["token"]["catalog"] == []
    stranger = development_token(iam)
    refused = iam.send("GET", "/v3/auth/tokens", X_Subject_Token=token, X_Auth_Token=stranger)
    assert (refused.status, refused.json()["error_code"]) == (401, "APIGW.0301")


# ---- catalogue ----


def kms_url(catalog):
    (kms,) = [service for service in catalog if service["type"] == "kms"]
    endpoint = kms["endpoints"][0]  # that of the region asked for
    assert endpoint["interface"] == "public" and endpoint["region"] == endpoint["region_id"]
    return endpoint["url"], endpoint["region"]


@pytest.mark.parametrize("otc", [False, True])
def test_the_catalogue_leads_to_the_kms(is_ours, otc):
    environment = {"TANDEM_DIALECTS__HUAWEI__OTC_CATALOGS": "default"} if otc else {}
    with Server(environment=environment) as server:
        iam = Iam(server.url)
        reply = iam.log_in(password("tandemdev", "tandemdevsecret", "tandemdev", {"project": {"name": "eu-de"}}))
        url, region = kms_url(reply.json()["token"]["catalog"])
        assert (url, region) == (server.url + "/v1.0" + ("/" + "0" * 32 if otc else ""), "eu-de")
        token = token_of(reply)
        assert iam.send("GET", "/v3/auth/catalog", X_Auth_Token=token).json()["catalog"] == reply.json()["token"]["catalog"]
        # A client appends the project to Huawei's, and to OTC's nothing.
        path = url.removeprefix(server.url) + ("" if otc else "/" + reply.json()["token"]["project"]["id"])
        assert iam.send("POST", path + "/kms/list-keys", {}, X_Auth_Token=token).status == 200


def test_a_seeded_tenant_may_be_one_of_open_telekom_cloud(is_ours):
    projects = {"eu-de": "e" * 32, "eu-de_tools": "f" * 32}
    seed = {"tenants": [{"name": "otc", "huawei": {"domain_name": "OTC00000000001", "projects": projects}}],
            "credentials": [{"id": "AKotc", "secret": "otc-secret", "tenant": "otc"}]}
    with Server(environment={"TANDEM_DIALECTS__HUAWEI__OTC_CATALOGS": "otc", "TANDEM_SEED": json.dumps(seed)}) as server:
        iam = Iam(server.url)
        scope = {"project": {"name": "eu-de_tools"}}
        reply = iam.log_in(password("AKotc", "otc-secret", "OTC00000000001", scope))
        assert kms_url(reply.json()["token"]["catalog"]) == (f"{server.url}/v1.0/{'f' * 32}", "eu-de")
        refused = iam.log_in(password("AKotc", "otc-secret", "OTC00000000001", {"project": {"name": "eu-nl"}}))
        assert (refused.status, refused.json()["error"]["title"]) == (401, "Unauthorized")


# ---- agencies ----


def test_a_role_in_another_domain(acme, iam, server):
    key = keys.create(acme)
    reply = iam.log_in(role(PROJECT), X_Auth_Token=development_token(iam))
    token = reply.json()["token"]
    assert token["methods"] == ["assume_role"] and token["project"]["id"] == "a" * 32
    assert token["user"]["domain"]["name"] == "acme" and token["assumed_by"]["user"]["domain"]["name"] == "tandemdev"
    shown = iam.kms(token_of(reply), "describe-key", "a" * 32, key_id=key)
    assert shown.json()["key_info"]["key_id"] == key


def test_a_role_is_for_signers_too(acme, server):
    huawei = server.clients().huawei
    assert huawei.send(huawei.sign("POST", LOGIN, json.dumps({"auth": role(PROJECT)}).encode())).status == 201


@pytest.mark.parametrize("fields", [{"agency_name": "unknown"}, {"domain_name": "unknown"}])
def test_an_unknown_agency_is_forbidden(acme, iam, fields):
    reply = iam.log_in(role(**fields), X_Auth_Token=development_token(iam))
    assert reply.status == 403
    assert reply.json() == {"error": {"code": 403, "message": "You are not authorized to perform the requested action.",
                                      "title": "Forbidden"}}


def test_an_agency_that_trusts_others_is_forbidden(acme, iam, server):
    server.do("POST", "seed?existing=replace", {"agencies": [OPS | {"trusted": ["elsewhere"]}]})
    assert iam.log_in(role(), X_Auth_Token=development_token(iam)).status == 403


def test_an_agency_may_have_rules(acme, iam, server):
    allow = [{"operations": ["ListKeyDetail"]}]
    server.do("POST", "seed?existing=replace", {"agencies": [OPS | {"allow": allow}]})
    token = token_of(iam.log_in(role(PROJECT), X_Auth_Token=development_token(iam)))
    assert iam.kms(token, "describe-key", "a" * 32, key_id=keys.create(acme)).status == 200
    assert iam.kms(token, "list-keys", "a" * 32).json()["error"]["error_code"] == "KMS.0306"


# ---- temporary access keys ----


def temporary(iam, token, **fields):
    identity = {"methods": ["token"], "token": {"id": token} | fields}
    reply = iam.log_in({"identity": identity}, TEMPORARY)
    assert reply.status == 201, reply.body
    credential = reply.json()["credential"]
    assert set(credential) == {"access", "secret", "securitytoken", "expires_at"}
    return credential


def call_with(server, credential, verb, project="0" * 32, token=None, **fields):
    signer = Huawei(server.url, Account(credential["access"], credential["secret"], project))
    body = json.dumps(fields).encode()
    return signer.send(signer.sign("POST", f"/v1.0/{project}/kms/{verb}", body,
                                   extra={"X-Security-Token": credential["securitytoken"] if token is None else token}))


def test_a_temporary_key_signs(server, iam):
    credential = temporary(iam, development_token(iam))
    assert call_with(server, credential, "list-keys").status == 200


def test_a_temporary_key_needs_its_own_token(server, iam):
    login = development_token(iam)
    credential, other = temporary(iam, login), temporary(iam, login)
    for token, text in (("", "not exist"), (other["securitytoken"], "decrypt token fail"), ("x", "decrypt token fail"), (login, "decrypt token fail")):
        reply = call_with(server, credential, "list-keys", token=token)
        assert (reply.status, reply.json()["error_code"]) == (401, "APIGW.0301")
        assert text in reply.json()["error_msg"]


def test_a_temporary_key_expires_by_the_movable_clock(server, iam):
    credential = temporary(iam, development_token(iam), duration_seconds=900)
    server.do("POST", "clock", {"advance": "14m"})
    assert call_with(server, credential, "list-keys").status == 200
    server.do("POST", "clock", {"advance": "2m"})
    reply = call_with(server, credential, "list-keys")
    assert reply.status == 401 and f"token expires, expires_at: {credential['expires_at']}" in reply.json()["error_msg"]


@pytest.mark.parametrize("duration, status", [(899, 400), (900, 201), (86400, 201), (86401, 400), ("900", 201), ("x", 400)])
def test_the_span_of_a_temporary_key(iam, duration, status):
    identity = {"methods": ["token"], "token": {"id": development_token(iam), "duration_seconds": duration}}
    reply = iam.log_in({"identity": identity}, TEMPORARY)
    assert reply.status == status
    if status == 400:
        assert reply.json() == {"error": {"code": 400, "message": "The request body is invalid", "title": "Bad Request"}}


def test_a_temporary_key_ends_with_the_token_that_it_was_made_with(server, iam):
    login = development_token(iam)
    server.do("POST", "clock", {"advance": "23h30m"})
    credential = temporary(iam, login, duration_seconds=86400)
    server.do("POST", "clock", {"advance": "31m"})
    assert call_with(server, credential, "list-keys").status == 401


def test_a_role_ends_when_the_users_rules_have_it_no_longer(acme, iam, server):
    user = {"id": "AKuser", "secret": "secret-of-it", "allow": [{"operations": ["AssumeRole"]}]}
    server.do("POST", "seed", {"credentials": [user]})
    huawei = server.clients(Account("AKuser", "secret-of-it", "")).huawei
    assumed = token_of(huawei.send(huawei.sign("POST", LOGIN, json.dumps({"auth": role(PROJECT)}).encode())))
    assert iam.kms(assumed, "list-keys", "a" * 32).status == 200
    server.do("POST", "seed?existing=replace", {"credentials": [user | {"allow": [{"operations": ["List*"]}]}]})
    assert iam.kms(assumed, "list-keys", "a" * 32).status == 401


def test_a_temporary_key_in_a_role(acme, iam, server):
    key = keys.create(acme)
    huawei = server.clients().huawei
    body = {"auth": role(duration_seconds=3600, session_user={"name": "someone"})}
    reply = huawei.send(huawei.sign("POST", TEMPORARY, json.dumps(body).encode()))
    assert reply.status == 201, reply.body
    shown = call_with(server, reply.json()["credential"], "describe-key", "a" * 32, key_id=key)
    assert shown.json()["key_info"]["key_id"] == key
    assert call_with(server, reply.json()["credential"], "describe-key", key_id=key).json()["error"]["error_code"] == "KMS.0321"


def test_a_temporary_key_has_the_rules_of_its_user(server, iam):
    limited = {"id": "AKlimited", "secret": "limited-secret", "allow": [{"operations": ["ListKeys"]}]}
    server.do("POST", "seed", {"credentials": [limited]})
    login = token_of(iam.log_in(password("AKlimited", "limited-secret", "tandemdev", PROJECT)))
    credential = temporary(iam, login)
    assert call_with(server, credential, "list-keys").status == 200
    refused = call_with(server, credential, "gen-random", random_data_length="512")
    assert (refused.status, refused.json()["error"]["error_code"]) == (403, "KMS.0306")


def test_federated_logins_are_refused(server):
    huawei = server.clients().huawei
    reply = huawei.send(huawei.sign("POST", "/v3.0/OS-AUTH/id-token/tokens", b"{}"))
    assert (reply.status, reply.json()["error"]["title"]) == (403, "Forbidden")


# ---- what ends a token ----


class Held:
    """A login token and a temporary key of acme's access key."""

    def __init__(self, server):
        self.server, self.iam = server, Iam(server.url)
        self.token = token_of(self.iam.log_in(password("AKacme", "acme-secret", "acme", PROJECT)))
        self.key = temporary(self.iam, self.token, duration_seconds=86400)

    def answers(self):
        replies = (self.iam.kms(self.token, "list-keys", "a" * 32), call_with(self.server, self.key, "list-keys", "a" * 32))
        return {(reply.status, reply.json().get("error_code")) for reply in replies}


@pytest.fixture
def held(acme, server):
    held = Held(server)
    assert held.answers() == {(200, None)}
    return held


def test_a_removed_credential_ends_its_tokens(held):
    snapshot = held.server.do("GET", "snapshot")
    snapshot["credentials"] = [one for one in snapshot["credentials"] if one.get("id") != "AKacme"]
    held.server.do("PUT", "snapshot", snapshot)
    assert held.answers() == {(401, "APIGW.0301")}


def test_a_disabled_credential_ends_its_tokens(held):
    held.server.do("POST", "seed?existing=replace", {"credentials": [ACCESS_KEY | {"enabled": False}]})
    assert held.answers() == {(403, "APIGW.0302")}


def test_another_secret_ends_its_tokens(held):
    held.server.do("POST", "seed?existing=replace", {"credentials": [ACCESS_KEY | {"secret": "another-secret"}]})
    assert held.answers() == {(401, "APIGW.0307")}


def test_a_removed_tenant_ends_its_tokens(held):
    held.server.do("POST", "reset?to=empty")
    held.server.do("POST", "seed", SEED)  # the same once more, with keys of its own
    assert held.answers() == {(401, "APIGW.0301")}


def test_a_token_ends_after_a_day(held):
    held.server.do("POST", "clock", {"advance": "24h"})
    assert held.answers() == {(401, "APIGW.0301")}


def test_a_token_of_one_tenant_is_none_in_another(held):
    refused = held.iam.kms(held.token, "list-keys", "0" * 32)
    assert (refused.status, refused.json()["error"]["error_code"]) == (403, "KMS.0321")
    assert call_with(held.server, held.key, "list-keys").status == 403


def test_a_restart_keeps_tokens(tmp_path):
    seed = tmp_path / "seed.json"
    seed.write_text(json.dumps(SEED))
    arguments = ("--data", str(tmp_path / "data"), "--seed", str(seed))
    with Server(*arguments) as server:
        held = Held(server)
        assert held.answers() == {(200, None)}
    with Server(*arguments) as server:
        held.server, held.iam = server, Iam(server.url)
        assert held.answers() == {(200, None)}


# ---- a server, by its configuration ----


def test_users_agencies_and_rules_of_a_configuration(tmp_path):
    subprocess.run([binary(), "init", "--dir", str(tmp_path)], check=True, capture_output=True)
    file = tmp_path / "tandem.yaml"
    configuration = yaml.load(re.sub(r":8990\b", ":0", file.read_text()), yaml.BaseLoader) | {
        "tenants": [ACME, {"name": "partner"}],
        "credentials": [ACCESS_KEY | {"secret": "acme-secret-0123"}, ALICE | {"password": "alices-password-01"},
                        {"id": "AKpartner", "secret": "partner-secret-01", "tenant": "partner"}],
        "agencies": [OPS | {"trusted": ["partner"], "allow": [{"operations": ["CreateRandom"]}]}],
    }

    def start(**changes):
        file.write_text(yaml.safe_dump(configuration | changes))
        return TandemServer("--config", str(file), verb="serve")

    with start() as server:
        iam = Iam(server.url)
        login = token_of(iam.log_in(password("alice", "alices-password-01", "acme", PROJECT)))
        assert iam.kms(login, "list-keys", "a" * 32).status == 200
        signer = Huawei(server.url, Account("AKpartner", "partner-secret-01", ""))
        assumed = token_of(signer.send(signer.sign("POST", LOGIN, json.dumps({"auth": role(PROJECT)}).encode())))
        assert iam.kms(assumed, "gen-random", "a" * 32, random_data_length="512").status == 200
        assert iam.kms(assumed, "list-keys", "a" * 32).status == 403
    with start(agencies=[]) as server:
        iam = Iam(server.url)
        assert iam.kms(login, "list-keys", "a" * 32).status == 200
        assert iam.kms(assumed, "gen-random", "a" * 32, random_data_length="512").status == 401


def test_users_and_agencies_are_in_snapshots(acme, server):
    snapshot = server.do("GET", "snapshot")
    (alice,) = [one for one in snapshot["credentials"] if one.get("user") == "alice"]
    assert alice == {"tenant": "acme", "password": "alices-password", "user": "alice"}
    (agency,) = snapshot["agencies"]
    assert (agency["name"], agency["trusted"]) == ("ops", ["tandemdev"])
    server.do("POST", "reset?to=empty")
    assert not server.do("GET", "snapshot").get("agencies")
    server.do("PUT", "snapshot", snapshot)
    assert server.do("GET", "snapshot") == snapshot


def test_a_user_needs_a_password_and_no_access_key(server):
    for wrong in ({"user": "alice"}, {"password": "x"}, ALICE | {"id": "AKalice"}, ALICE | {"secret": "x"}):
        status, message = server.refusal("POST", "seed", {"tenants": [ACME], "credentials": [wrong]})
        assert status == 400, message


def test_tenants_have_their_own_clients(acme, server):
    other = Clients.of_new_tenant(server.url)
    with pytest.raises(VendorError) as refused:
        other.huawei.call("describe-key", key_id=keys.create(acme))
    assert refused.value.code == "KMS.0207"
