"""Why a signature was refused: mistakes that real clients make, and the word that X-Tandem-Diag must begin with."""

import base64
import functools
import gzip
import json
import re
import subprocess
import time
import urllib.parse
from dataclasses import dataclass

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding

import imports
import keys
import mistaken_signers as signers
from clients import Account, Clients, b64, sha256_hex
from conftest import DEVELOPMENT_ACCOUNT
from tandem_server import TandemServer, binary
from transport import Transport, VendorError

CANARY = "Q0FOQVJZLXBsYWludGV4dA=="
PLAINTEXT_FIELDS = {"KeyId": "x", "Plaintext": CANARY}
MULTI = b'{"KeyId":"0d0466b0-e727-4d9c-b35d-f84bb474a37f","Plaintext":"Q0FOQVJZLXBsYWludGV4dA=="}'


@dataclass(frozen=True)
class World:
    """The server, an account of it, and a second account whose credential is known too."""

    server: TandemServer
    account: Account
    other: Account

    @property
    def host(self):
        return self.server.host

    @property
    def port(self):
        return self.server.port


@pytest.fixture(scope="module")
def world(is_ours):
    if not is_ours:
        pytest.skip("needs a development server of its own")
    with TandemServer(environment={"TANDEM_LIMITS__RATE": "off"}) as server:
        other = Clients.of_new_tenant(server.url).account
        yield World(server, DEVELOPMENT_ACCOUNT, other)


# Each case: dialect, the word, what is wrong, and a function of the world that makes the request.
CASES = []


def case(dialect, word, title):
    def add(make):
        CASES.append(pytest.param(dialect, word, make, id=f"{dialect}-{word}-{title}".replace(" ", "-")))
        return make
    return add


def tc3(word, title, **mistake):
    """A mistake of a TC3 client; values that are functions take the world."""
    case("2019-tc3", word, title)(functools.partial(_make, _tc3, mistake))


def v1(word, title, **mistake):
    case("2019-v1", word, title)(functools.partial(_make, _v1, mistake))


def legacy(word, title, **mistake):
    case("2017", word, title)(functools.partial(_make, _legacy, mistake))


def huawei(word, title, **mistake):
    case("huawei", word, title)(functools.partial(_make, _huawei, mistake))


def _make(make, mistake, world):
    return make(world, {name: value(world) if getattr(value, "of_world", False) else value for name, value in mistake.items()})


def of_world(function):
    function.of_world = True
    return function


def _tc3(world, mistake):
    return signers.tc3(world.account, world.host, **mistake)


def _v1(world, mistake):
    own = mistake.pop("parameters", {})
    common = {"Action": "ListKeys", "Version": "2019-01-18", "Region": "ap-guangzhou"}
    return signers.form(world.account, world.host, common | own, **({"path": "/"} | mistake))


def _legacy(world, mistake):
    own = mistake.pop("parameters", {})
    return signers.form(world.account, world.host, {"Action": "ListKey"} | own, **({"path": "/v2/index.php"} | mistake))


def _huawei(world, mistake):
    return signers.huawei(world.account, world.host, **mistake)


other_secret = of_world(lambda world: world.other.secret)
other_id_typo = of_world(lambda world: world.other.access_id[:-1] + ("x" if world.other.access_id[-1] != "x" else "y"))
huawei_form = "ABCDEFGHIJ0123456789"
tencent_form = "AKID" + "z8krbsJ5yKBZQpn74WFkmLPx3gnPhESA"
now = lambda off=0: int(time.time()) + off  # noqa: E731
sdk_date = lambda off=0: signers.utc(time.time() + off, "%Y%m%dT%H%M%SZ")  # noqa: E731
quote = functools.partial(urllib.parse.quote, safe="")
at_off = lambda off: of_world(lambda world: now(off))  # noqa: E731
date_off = lambda off: of_world(lambda world: sdk_date(off))  # noqa: E731
day = lambda off: of_world(lambda world: signers.utc(time.time() + off * 86400, "%Y-%m-%d"))  # noqa: E731
compact_day = lambda off: signers.utc(time.time() + off * 86400, "%Y%m%d")  # noqa: E731
forwarded = {"X-Forwarded-Host": "kms.shop.example"}

# ---- 1: the id ----
for family in (tc3, v1, legacy, huawei):
    family("id", "mistyped", access_id="tandemdve")
    family("id", "nobody", access_id="somebody-else-altogether")
    family("id", "the secret in its place", access_id=DEVELOPMENT_ACCOUNT.secret)
    family("id", "mistyped id of another tenant", access_id=other_id_typo)
tc3("id", "of another cloud", access_id=huawei_form)
v1("id", "of another cloud", access_id=huawei_form)
legacy("id", "of another cloud", access_id=huawei_form)
huawei("id", "of another cloud", access_id=tencent_form)
huawei("id", "of another cloud, derived", access_id=tencent_form, derived=True)

# ---- 2: the secret ----
for family in (tc3, v1, legacy, huawei):
    family("secret-other", "another credentials", secret=other_secret)
    family("secret-other", "the id", secret=DEVELOPMENT_ACCOUNT.access_id)
    family("secret-other", "none", secret="")
    family("secret-blanks", "line feed", secret=DEVELOPMENT_ACCOUNT.secret + "\n")
    family("secret-blanks", "blank before", secret=" " + DEVELOPMENT_ACCOUNT.secret)
    family("secret-blanks", "quotation marks", secret=f'"{DEVELOPMENT_ACCOUNT.secret}"')
    family("secret-blanks", "carriage return", secret=DEVELOPMENT_ACCOUNT.secret + "\r\n")
huawei("secret-other", "another credentials, derived", secret=other_secret, derived=True)
huawei("secret-other", "another credentials, scoped", secret=other_secret, scoped=True)
huawei("secret-blanks", "line feed, derived", secret=DEVELOPMENT_ACCOUNT.secret + "\n", derived=True)

# ---- 3: the clock ----
for off in (-310, 310, -8 * 3600, 86400 * 400):
    tc3("clock", f"off by {off}", timestamp=at_off(off))
    v1("clock", f"off by {off}", parameters=of_world(lambda world, off=off: {"Timestamp": now(off)}))
    legacy("clock", f"off by {off}", parameters=of_world(lambda world, off=off: {"Timestamp": now(off)}))
for off in (-910, 910, 8 * 3600):
    huawei("clock", f"off by {off}", date=date_off(off))
tc3("clock", "two times", signed_timestamp=at_off(-1), timestamp=at_off(0))
tc3("clock", "milliseconds", timestamp=of_world(lambda world: now() * 1000), date="2026-01-01")
v1("clock", "milliseconds", parameters=of_world(lambda world: {"Timestamp": now() * 1000}))
legacy("clock", "milliseconds", parameters=of_world(lambda world: {"Timestamp": now() * 1000}))
v1("clock", "two times", signed=lambda p: p | {"Timestamp": p["Timestamp"] - 1})
legacy("clock", "two times", signed=lambda p: p | {"Timestamp": p["Timestamp"] + 2})
huawei("clock", "two times", signed_date=date_off(-1), date=date_off(0))
huawei("clock", "another form", date=of_world(lambda world: signers.utc(time.time(), "%Y-%m-%dT%H:%M:%SZ")))
tc3("scope-date", "yesterday", date=day(-1))
tc3("scope-date", "tomorrow", date=day(1))
tc3("scope-date", "yesterday in the key", key_date=day(-1))
huawei("scope-date", "yesterday", derived=True, info=of_world(lambda world: f"{compact_day(-1)}/cn-north-4/kms"))
huawei("scope-date", "tomorrow in the key", derived=True, key_info=of_world(lambda world: f"{compact_day(1)}/cn-north-4/kms"))

scoped = functools.partial(huawei, scoped=True)
scope_of = lambda off, rest="//": of_world(lambda world: compact_day(off) + rest)  # noqa: E731
scoped("scope-date", "yesterday, scoped", info=scope_of(-1))
scoped("scope-date", "tomorrow in the key, scoped", key_info=scope_of(1, "/cn-north-4/kms"))

# ---- 4: the host ----
for family in (tc3, v1, legacy, huawei):
    family("host-forwarded", "proxy", signed_host="kms.shop.example", extra=forwarded)
    family("host-forwarded", "RFC 7239", signed_host="kms.shop.example", extra={"Forwarded": "for=1.2.3.4;host=kms.shop.example"})
    family("host-endpoint", "URL", signed_host=of_world(lambda world: f"http://{world.host}"))
    family("host-endpoint", "another local name", signed_host=of_world(lambda world: f"localhost:{world.port}"))
    family("host-port", "the usual one", signed_host="127.0.0.1:8990")
    # nginx: Host $host, its own default ($proxy_host), and X-Forwarded-Host $host
    family("host-port", "dropped by a proxy", signed_host="kms.shop.example:9443", extra={"Host": "kms.shop.example"})
    family("host-forwarded", "upstream's own address", signed_host="localhost:18080")
    family("host-forwarded", "without its port", signed_host="kms.shop.example:9443",
           extra={"X-Forwarded-Host": "kms.shop.example"})
    family("host-forwarded", "https", signed_host="kms.shop.example:443", extra={"X-Forwarded-Host": "kms.shop.example",
                                                                                 "X-Forwarded-Proto": "https"})
tc3("host-port", "the default one", signed_host="127.0.0.1:443")
huawei("host-port", "none", signed_host="127.0.0.1")
huawei("host-port", "the default one", signed_host="127.0.0.1:443")
huawei("host-endpoint", "the vendor's", signed_host="kms.cn-north-4.myhuaweicloud.com")
tc3("host-endpoint", "the vendor's", signed_host="kms.tencentcloudapi.com")
tc3("host-endpoint", "the region's", signed_host="kms.ap-guangzhou.tencentcloudapi.com")
v1("host-endpoint", "the vendor's", signed_host="kms.tencentcloudapi.com")
legacy("host-endpoint", "the vendor's", signed_host="kms-gz.api.qcloud.com")


def cased(family_name, make):
    @case(family_name, "host-case", "upper case")
    def upper(world):
        return make(World(NamedHost(f"kms.localhost:{world.port}", world.port), world.account, world.other),
                    {"signed_host": f"KMS.LOCALHOST:{world.port}"})

    @case(family_name, "host-case", "without port")
    def bare(world):
        return make(World(NamedHost(f"kms.localhost:{world.port}", world.port), world.account, world.other),
                    {"signed_host": "KMS.LOCALHOST"})


@dataclass(frozen=True)
class NamedHost:
    host: str
    port: int


for family_name, make in (("2019-tc3", _tc3), ("2019-v1", _v1), ("2017", _legacy), ("huawei", _huawei)):
    cased(family_name, make)


@case("2017", "host-case", "lower case")
def _lower_2017(world):
    return _legacy(World(NamedHost(f"KMS.localhost:{world.port}", world.port), world.account, world.other),
                   {"signed_host": f"kms.localhost:{world.port}"})


# ---- 5: the scope ----
tc3("scope", "another service in the key", key_service="cvm")
tc3("scope", "the region in the key", key_service="ap-guangzhou")
tc3("scope", "kms in the key and another in the header", service="127", key_service="kms")
tc3("scope", "no tc3_request in the string", scope_line=of_world(lambda world: signers.utc(time.time(), "%Y-%m-%d") + "/kms"))
tc3("scope", "region in the string", scope_line=of_world(
    lambda world: signers.utc(time.time(), "%Y-%m-%d") + "/ap-guangzhou/kms/tc3_request"))
huawei("scope", "another region in the key", derived=True, key_info=of_world(lambda world: f"{compact_day(0)}/cn-north-1/kms"))
huawei("scope", "another service in the key", derived=True, key_info=of_world(lambda world: f"{compact_day(0)}/cn-north-4/iam"))
huawei("scope", "another region in the string", derived=True, info_line=of_world(lambda world: f"{compact_day(0)}/cn-east-3/kms"))
huawei("scope", "a line that there is not", info_line=of_world(lambda world: f"{compact_day(0)}/cn-north-4/kms/sdk_request"))

scoped("scope", "another region in the key, scoped", info=scope_of(0), key_info=scope_of(0, "/cn-north-1/"))
scoped("scope", "another service in the string, scoped", info_line=scope_of(0, "/cn-north-4/iam/sdk_request"))
scoped("scope", "no sdk_request in the string", info_line=scope_of(0, "/cn-north-4/kms"))
scoped("scope", "no line", info_line="")
huawei("scope", "a scope that is not sent", info_line=scope_of(0, "///sdk_request"),
       key=of_world(lambda world: functools.partial(signers.scoped_key, scope=compact_day(0) + "//")))

# ---- 6: the content type ----
for title, sent, signed in (("charset appended", "application/json; charset=utf-8", "application/json"),
                            ("charset taken away", "application/json", "application/json; charset=utf-8"),
                            ("blank taken away", "application/json;charset=UTF-8", "application/json; charset=UTF-8"),
                            ("form signed", "application/json", "application/x-www-form-urlencoded"),
                            ("none signed", "application/json", "")):
    tc3("content-type", title, content_type=sent, signed_content_type=signed)
    huawei("content-type", title, content_type=sent, signed_content_type=signed)
huawei("content-type", "derived", derived=True, content_type="application/json; charset=utf-8",
       signed_content_type="application/json")

# ---- 7: the body ----
pythonic = json.dumps(json.loads(MULTI)).encode()
for title, sent, signed in (("line feed added", MULTI + b"\n", MULTI), ("line feed lost", MULTI, MULTI + b"\n"),
                            ("made compact", MULTI, pythonic), ("made wide", pythonic, MULTI),
                            ("sorted", b'{"KeyId":"x","Alias":"y"}', b'{"Alias":"y","KeyId":"x"}'),
                            ("escaped", '{"Alias":"密钥"}'.encode(), b'{"Alias":"\\u5bc6\\u94a5"}'),
                            ("slashes", b'{"Alias":"a/b"}', b'{"Alias":"a\\/b"}'),
                            ("empty signed", MULTI, b""), ("empty sent", b"{}", b""),
                            ("UNSIGNED-PAYLOAD", MULTI, b"UNSIGNED-PAYLOAD"),
                            ("indented", MULTI, json.dumps(json.loads(MULTI), indent=2).encode())):
    tc3("body", title, body=sent, signed_body=signed)
    huawei("body", title, body=sent, signed_body=signed)
tc3("body", "header without the text", extra={"X-TC-Content-SHA256": "UNSIGNED-PAYLOAD"}, body=MULTI)
tc3("body", "hash in upper case", body=MULTI, payload_hash=sha256_hex(MULTI).upper())
huawei("body", "literal", body=MULTI, payload_hash="UNSIGNED-PAYLOAD")
huawei("body", "hash header of another body", body=MULTI, extra={"X-Sdk-Content-Sha256": sha256_hex(b"other")},
       payload_hash=sha256_hex(b"other"))
huawei("body", "hash header of no hash", body=MULTI, extra={"X-Sdk-Content-Sha256": "x"})
huawei("body", "derived", body=MULTI + b"\n", signed_body=MULTI, derived=True)
v1("body", "line feed added", body=lambda text: text + "\n")
legacy("body", "line feed added", body=lambda text: text + "\n")
legacy("body", "line feed signed", whole=lambda text: text + "\n")
v1("body", "line feed signed", whole=lambda text: text + "\n")
v1("body", "value with a line feed", sent=lambda p: p | {"Region": p["Region"] + "\n"})
legacy("body", "value with a line feed", sent=lambda p: p | {"Action": p["Action"], "SecretId": p["SecretId"], "Region": "gz\n"},
       signed=lambda p: p | {"Region": "gz"})

# ---- 8: the path ----
tc3("path", "empty", uri="")
tc3("path", "a URL", uri=of_world(lambda world: f"http://{world.host}/"))
tc3("path", "of the older API", uri="/v2/index.php")
v1("path", "of the older API", signed_path="/v2/index.php")
v1("path", "empty", signed_path="")
legacy("path", "root", signed_path="/")
legacy("path", "slash at its end", signed_path="/v2/index.php/")
legacy("path", "empty", signed_path="")
project = f"/v1.0/{DEVELOPMENT_ACCOUNT.project_id}/kms/list-keys"
huawei("path", "no slash at its end", uri=project)
huawei("path", "no slash at its end, derived", uri=project, derived=True)
huawei("path", "decoded", path="/v1.0/a%20b/kms/list-keys", uri="/v1.0/a b/kms/list-keys/")
huawei("path", "root", uri="/")
huawei("path", "a URL", uri=of_world(lambda world: f"http://{world.host}{project}/"))

# ---- 9: the query, and the order of parameters ----
tc3("query", "left out", method="GET", query="Limit=1", signed_query="", content_type="application/x-www-form-urlencoded")
tc3("query", "sorted", method="GET", query="Offset=0&Limit=1", signed_query="Limit=1&Offset=0",
    content_type="application/x-www-form-urlencoded")
tc3("query", "plus for a blank", method="GET", query="SearchKeyAlias=a%20b", signed_query="SearchKeyAlias=a+b",
    content_type="application/x-www-form-urlencoded")
tc3("query", "tilde", method="GET", query="SearchKeyAlias=a~b", signed_query="SearchKeyAlias=a%7Eb",
    content_type="application/x-www-form-urlencoded")
tc3("query", "of a POST", query="a=1", signed_query="a=1")
huawei("query", "order", query="b=2&a=1", signed_query="b=2&a=1")
huawei("query", "left out", query="b=2&a=1", signed_query="")
huawei("query", "plus for a blank", query="a=b%20c", signed_query="a=b+c")
huawei("query", "tilde", query="a=b~c", signed_query="a=b%7Ec")
huawei("query", "list", query="a=1&a=2", signed_query="a=1,2")
huawei("query", "no equals sign", query="a&b=1", signed_query="a&b=1")
for family in (v1, legacy):
    family("query", "as sent", sorting=list)
    family("query", "ignoring capitals", sorting=lambda names: sorted(names, key=str.lower), parameters={"nonce2": "1", "Zone": "1", "keyId": "1"})
    family("query", "no question mark", question="")
    family("query", "no ampersand", separator="")

# ---- 10: signed headers, and signed parameters ----
tc3("signed-headers", "one more listed", listed="content-type;host;x-tc-action")
tc3("signed-headers", "one signed and not listed", signed={"x-tc-action": "ListKeys"}, listed="content-type;host")
tc3("signed-headers", "taken away", signed={"x-shop": "1"})
tc3("signed-headers", "renamed", signed={"x_shop": "a value"}, extra={"X-Shop": "a value"})
tc3("signed-headers", "no empty line", after="")
tc3("signed-headers", "capital names", header_lines=of_world(lambda world: f"Content-Type:application/json\nHost:{world.host}\n"))
huawei("signed-headers", "taken away", signed={"x-shop": "1"})
huawei("signed-headers", "renamed", signed={"x_shop": "a value"}, extra={"X-Shop": "a value"})
huawei("signed-headers", "one more listed", listed="content-type;host;user-agent;x-sdk-date", extra={"User-Agent": "shop/1"})
huawei("signed-headers", "one signed and not listed", signed={"user-agent": "shop/1"}, listed="content-type;host;x-sdk-date",
       extra={"User-Agent": "shop/1"})
huawei("signed-headers", "order", listed="x-sdk-date;host;content-type")
huawei("signed-headers", "no empty line", after="")
huawei("signed-headers", "no empty line, derived", after="", derived=True)
for family in (v1, legacy):
    family("parameters", "added later", sent=lambda p: p | {"RequestClient": "SDK_SHOP_1"})
    family("parameters", "token added later", sent=lambda p: p | {"Token": "hidden-token"})
    family("parameters", "method not sent", sent=lambda p: p | {"SignatureMethod": None}, signed_sha256=False)
    family("parameters", "signature signed", signed=lambda p: p | {"Signature": ""})
    family("parameters", "query not signed", signed=lambda p: {k: x for k, x in p.items() if k not in ("Nonce", "Timestamp")},
           query=("Nonce", "Timestamp"))

# ---- 11: method, algorithm, encoding, names ----
tc3("method", "GET", signed_method="GET")
tc3("method", "small letters", signed_method="post")
huawei("method", "GET", signed_method="GET")
huawei("method", "small letters", signed_method="post", derived=True)
for family in (v1, legacy):
    family("method", "GET", signed_method="GET")
    family("method", "POST", method="GET", signed_method="POST")
    family("algorithm", "SHA-1 for SHA-256", signed_sha256=False)
    family("algorithm", "SHA-256 without saying so", sha256=False, signed_sha256=True)
    family("encoding", "values percent-encoded", value=lambda text: quote(str(text)), parameters={"SearchKeyAlias": "a b/c=密"})
    family("encoding", "values as a form", value=lambda text: urllib.parse.quote_plus(str(text)), parameters={"SearchKeyAlias": "a b+c"})
    family("encoding", "all percent-encoded", whole=quote)
    family("encoding", "hexadecimal", digest_text=signers.hexadecimal)
    family("encoding", "base64 of hexadecimal", digest_text=signers.b64_of_hex)
    family("encoding", "encoded twice", signature=quote)
v1("naming", "dots", name=lambda text: text.replace("_", "."), parameters={"a_b": "1"})
legacy("naming", "underscores", parameters={"a_b": "1"})
v1("naming", "brackets", name=lambda text: text.replace("KeyIds.0", "KeyIds[0]"), parameters={"KeyIds.0": "x"})
legacy("naming", "capital", signed=lambda p: {key[0].upper() + key[1:]: value for key, value in p.items()}, parameters={"keyId": "x"})
tc3("algorithm", "no prefix", key=lambda secret: signers.tc3_key(secret, signers.utc(time.time(), "%Y-%m-%d"), "kms", prefix=""))
tc3("algorithm", "no derivation", key=lambda secret: secret.encode())
tc3("algorithm", "another name", algorithm="HMAC-SHA256")
tc3("algorithm", "unhashed", hashed=False)
huawei("algorithm", "unhashed", hashed=False)
huawei("algorithm", "another name", algorithm="HMAC-SHA256")
huawei("algorithm", "raw key", derived=True, key_info=None, key=of_world(
    lambda world: functools.partial(signers.v11_key, world.account.access_id, info=f"{compact_day(0)}/cn-north-4/kms", raw=True)))
huawei("algorithm", "plain signature under the derived name", derived=True, algorithm="SDK-HMAC-SHA256", info_line="",
       key=lambda secret: secret.encode())
in_scope = lambda **how: of_world(  # noqa: E731
    lambda world: functools.partial(signers.scoped_key, scope=f"{compact_day(0)}/cn-north-4/kms", **how))
scoped("algorithm", "the secret itself, scoped", key=lambda secret: secret.encode())
scoped("algorithm", "no SDK before the secret", key=in_scope(prefix=""))
scoped("algorithm", "no last step", key=in_scope(last=""))
scoped("algorithm", "another cloud's derivation", key=in_scope(prefix="AWS4", last="aws4_request"))
huawei("encoding", "upper case", signature=str.upper)

# ---- 12: no signature ----
for family in (tc3, huawei):
    family("unsigned", "SKIP", authorization="SKIP")
    family("unsigned", "Bearer", authorization="Bearer x")
    family("unsigned", "none", extra={"Authorization": None})
for family in (v1, legacy):
    family("unsigned", "none", signature=lambda text: None)
    family("unsigned", "empty", signature=lambda text: "")
    family("unsigned", "no id", sent=lambda p: p | {"SecretId": ""})
tc3("malformed", "base64", authorization="TC3-HMAC-SHA256 Credential=tandemdev/2026-01-01/kms/tc3_request, "
                                         "SignedHeaders=content-type;host, Signature=" + "A" * 43 + "=")
tc3("malformed", "commas in the list", listed="content-type,host")
huawei("malformed", "base64", signature=lambda text: "A" * 43 + "=")
huawei("malformed", "date not signed", listed="content-type;host")
huawei("malformed", "no scope behind Credential", authorization="SDK-HMAC-SHA256 Credential=tandemdev, "
       "SignedHeaders=x-sdk-date, Signature=" + "0" * 64)
huawei("token", "nonsense", authorization=None, extra={"Authorization": None, "X-Auth-Token": "nonsense"})

# ---- 13: none of these ----
for family in (tc3, v1, legacy, huawei):
    family("secret", "wrong", secret="entirely-wrong")
    family("secret", "cut", secret=DEVELOPMENT_ACCOUNT.secret[:-1])
huawei("secret", "wrong, derived", secret="entirely-wrong", derived=True)
scoped("secret", "wrong, scoped", secret="entirely-wrong")

# ---- two mistakes at once: the first in order is named ----
tc3("host-endpoint", "and content type", signed_host="kms.tencentcloudapi.com", content_type="application/json; charset=utf-8",
    signed_content_type="application/json")
tc3("content-type", "beside the port that Node leaves out", signed_host="127.0.0.1", signed_content_type="application/json",
    content_type="application/json; charset=utf-8")
tc3("content-type", "and body", content_type="application/json; charset=utf-8", signed_content_type="application/json",
    body=MULTI + b"\n", signed_body=MULTI)
huawei("host-port", "and body", signed_host="127.0.0.1", body=MULTI, signed_body=pythonic)
v1("host-endpoint", "and method", signed_host="kms.tencentcloudapi.com", signed_method="GET")
legacy("secret-blanks", "and path", secret=DEVELOPMENT_ACCOUNT.secret + "\n", signed_path="/")


def diagnosis(world, request):
    reply = Clients.of(world.server.url, world.account).t2019.send(request)
    return reply.headers.get("X-Tandem-Diag", "none")


@pytest.mark.parametrize("dialect, word, make", CASES)
def test_the_first_hypothesis_is_the_mistake(world, dialect, word, make):
    said = diagnosis(world, make(world))
    assert said.split(": ")[0] == word, said


def test_at_least_95_of_100_mistakes_are_found(world):
    """The project's own bar; the cases above ask for all of them."""
    found = [diagnosis(world, parameter.values[2](world)).split(": ")[0] == parameter.values[1] for parameter in CASES]
    assert len(found) >= 100
    assert sum(found) >= 0.95 * len(found)


def test_every_dialect_has_thirteen_hypotheses_and_each_has_two_variants():
    for dialect in ("2019-tc3", "2019-v1", "2017", "huawei"):
        words = [parameter.values[1] for parameter in CASES if parameter.values[0] == dialect]
        assert len(set(words)) >= 13, (dialect, set(words))
        assert len(words) >= 26


# ---- fields that people get wrong ----

RAW_SM2 = b"\x04" + bytes(range(1, 97)) + b"text"


def refused_with(reply):
    return reply.headers.get("X-Tandem-Diag", "none")


@pytest.fixture(scope="module")
def clients(world):
    return Clients.of(world.server.url, world.account)


@pytest.mark.parametrize("body, hint", [(b"\xef\xbb\xbf{}", "a byte order mark"), ("{}".encode("utf-16"), "UTF-16"),
                                        (gzip.compress(b"{}"), "compressed (gzip)")], ids=["BOM", "UTF-16", "gzip"])
def test_a_body_that_is_no_json_is_told_by_its_first_bytes(clients, body, hint):
    assert hint in refused_with(clients.t2019.send(clients.t2019.sign("ListKeys", body)))
    path = f"/v1.0/{clients.account.project_id}/kms/list-keys"
    assert hint in refused_with(clients.huawei.send(clients.huawei.sign("POST", path, body)))


@pytest.mark.parametrize("text, hint", [("aGVs\nbG8=", "line ends"), ("aGVsbG8=\n", "line ends"), ("aGVs bG8=", "blanks"), ("a-_s", "URL-safe"),
                                        ("aGVsbG8", "no padding")])
def test_base64_that_is_not_canonical_is_told_by_its_form(clients, text, hint):
    key = keys.create(clients)
    for call in (lambda: clients.t2019.call("Encrypt", KeyId=key, Plaintext=text),
                 lambda: clients.t2017.call("Encrypt", keyId=key, plaintext=text),
                 lambda: clients.huawei.call("sign", key_id=key, message=text, signing_algorithm="ECDSA_SHA_256")):
        with pytest.raises(VendorError) as refused:
            call()
        said = refused.value.reply.headers["X-Tandem-Diag"]
        assert hint in said and text.strip() not in said, said


def test_a_raw_sm2_ciphertext_is_told_from_asn1(clients):
    key = clients.t2019.call("CreateKey", Alias=keys.unique_alias(), KeyUsage="ASYMMETRIC_DECRYPT_SM2")["KeyId"]
    for raw, hint in ((RAW_SM2, "the raw form of SM2 (04"), (RAW_SM2[1:], "without its first byte 04")):
        with pytest.raises(VendorError) as refused:
            clients.t2019.call("AsymmetricSm2Decrypt", KeyId=key, Ciphertext=b64(raw))
        assert hint in refused.value.reply.headers["X-Tandem-Diag"]


def test_raw_material_under_sm2_is_told_from_asn1(clients):
    key = imports.external_huawei(clients)
    given = clients.huawei.call("get-parameters-for-import", key_id=key, wrapping_algorithm="SM2_ENCRYPT")
    with pytest.raises(VendorError) as refused:
        clients.huawei.call("import-key-material", key_id=key, import_token=given["import_token"],
                            encrypted_key_material=b64(RAW_SM2))
    assert "the raw form of SM2 (04" in refused.value.reply.headers["X-Tandem-Diag"]


JAVA_OAEP = padding.OAEP(padding.MGF1(hashes.SHA1()), hashes.SHA256(), None)
KEY_OF_MGF1 = "MGF1 with SHA-1"


def test_mgf1_with_sha1_is_told_from_another_key(clients):
    key = clients.t2019.call("CreateKey", Alias=keys.unique_alias(), KeyUsage="ASYMMETRIC_DECRYPT_RSA_2048")["KeyId"]
    public = serialization.load_der_public_key(base64.b64decode(clients.t2019.call("GetPublicKey", KeyId=key)["PublicKey"]))
    for ciphertext, told in ((public.encrypt(b"hello", JAVA_OAEP), True), (bytes(256), False)):
        with pytest.raises(VendorError) as refused:
            clients.t2019.call("AsymmetricRsaDecrypt", KeyId=key, Algorithm="RSAES_OAEP_SHA_256", Ciphertext=b64(ciphertext))
        assert (KEY_OF_MGF1 in refused.value.reply.headers.get("X-Tandem-Diag", "")) == told


def test_mgf1_with_sha1_is_told_of_imported_material(clients, monkeypatch):
    monkeypatch.setitem(imports.PADDINGS, "RSAES_OAEP_SHA_256", JAVA_OAEP)
    key = keys.create(clients, external=True)
    with pytest.raises(VendorError) as refused:
        imports.import_2019(clients, key)
    assert KEY_OF_MGF1 in refused.value.reply.headers["X-Tandem-Diag"]
    key = imports.external_huawei(clients)
    with pytest.raises(VendorError) as refused:
        imports.import_huawei(clients, key, bytes(32))
    assert KEY_OF_MGF1 in refused.value.reply.headers["X-Tandem-Diag"]


# ---- what no diagnosis may do ----

def own_parts(world):
    """Requests with a plaintext, a token or a wrong secret in them, each refused."""
    account, host = world.account, world.host
    headers = {"X-TC-Token": "hidden-token", "X-Security-Token": "hidden-token"}
    plain = json.dumps(PLAINTEXT_FIELDS).encode()
    query = urllib.parse.urlencode(PLAINTEXT_FIELDS)
    kms = f"/v1.0/{account.project_id}/kms/encrypt-data"
    yield signers.tc3(account, host, body=plain, signed_body=plain + b"\n", action="Encrypt", extra=headers)
    yield signers.tc3(account, host, secret="hidden-secret", body=plain, action="Encrypt", signed={"x-tc-token": "hidden-token"},
                      extra=headers)
    yield signers.tc3(account, host, method="GET", query=query, signed_query="", action="Encrypt",
                      content_type="application/x-www-form-urlencoded")
    for extra in ({"signed_host": "kms.tencentcloudapi.com"}, {"secret": "hidden-secret"}, {"sorting": list}):
        yield _v1(world, {"parameters": {"Action": "Encrypt", "Token": "hidden-token"} | PLAINTEXT_FIELDS} | extra)
        yield _v1(world, {"method": "GET", "parameters": {"Action": "Encrypt"} | PLAINTEXT_FIELDS} | extra)
        yield _legacy(world, {"parameters": {"Action": "Encrypt", "plaintext": CANARY, "Token": "hidden-token"}} | extra)
    yield _legacy(world, {"parameters": {"Action": "Encrypt", f"plaintext {CANARY}": CANARY}, "secret": "hidden-secret"})
    for extra in ({"signed_body": b""}, {"secret": "hidden-secret"}, {"uri": kms}, {"query": f"a={CANARY}", "signed_query": ""}):
        yield signers.huawei(account, host, path=kms, body=plain, extra=headers, **extra)
        yield signers.huawei(account, host, path=kms, body=plain, signed={"x-security-token": "hidden-token"}, extra=headers, **extra)
    yield signers.huawei(account, host, authorization="SKIP", extra={"X-Auth-Token": "hidden-token"})
    for make in (_tc3, _v1, _legacy, _huawei):
        yield make(world, {"access_id": account.secret})
        yield make(world, {"access_id": world.other.secret})
        yield make(world, {"secret": world.other.secret})


def test_no_diagnosis_holds_a_secret_a_plaintext_or_a_token(world):
    hidden = (CANARY.rstrip("="), "CANARY-plaintext", "hidden-token", "hidden-secret", world.other.secret, world.account.secret)
    for request in own_parts(world):
        said = diagnosis(world, request)
        assert said != "none"
        for text in hidden:
            assert text not in said, said


def test_every_diagnosis_fits_its_header(world):
    for parameter in CASES:
        said = diagnosis(world, parameter.values[2](world))
        assert len(said) < 512 and said.endswith((".", "?")), said


# ---- beside production: the same answers, and no diagnosis ----

SHOP = Account("AKIDshopshopshopshopshopshopshopshop", "the secret of the shop", "0" * 32)


@pytest.fixture(scope="module")
def both(is_ours, tmp_path_factory):
    """A development and a production server with the same credential."""
    if not is_ours:
        pytest.skip("needs servers of its own")
    folder = tmp_path_factory.mktemp("serve") / "kms"
    subprocess.run([binary(), "init", "--dir", str(folder)], check=True, capture_output=True)
    config = folder / "tandem.yaml"
    config.write_text(re.sub(r":8990\b", ":0", config.read_text()))
    settings = {"TANDEM_LIMITS__RATE": "off", "TANDEM_LIMITS__FAILED_AUTHENTICATION": "0",
                "TANDEM_CREDENTIALS": json.dumps([{"id": SHOP.access_id, "secret": SHOP.secret}])}
    with TandemServer(environment=settings) as development, \
            TandemServer("--config", str(config), verb="serve", environment=settings) as production:
        yield development, production


def essence(reply):
    """Status, headers and body without what differs from request to request, and without the canonical request that
    this development server appends to Huawei's sentence, as the real gateway does."""
    body = re.sub(r", canonicalRequest:[^\"]*", "", reply.body.decode())
    for varying in (reply.headers.get("X-Request-Id") or "no id", *re.findall(r'"(?:R|r)equestId":"([^"]*)"', body)):
        body = body.replace(varying, "")
    body = re.sub(r"server time:\w+", "", body)
    headers = {name: value for name, value in reply.headers.items()
               if name not in ("Date", "X-Request-Id", "X-Tandem-Diag", "Content-Length")}
    return reply.status, headers, body


def test_production_answers_the_same_and_says_nothing_more(both):
    shop = World(NamedHost("kms.localhost:1234", 1234), SHOP, Account("AKIDother", "another secret", SHOP.project_id))
    development, production = (Transport(server.url) for server in both)
    for parameter in CASES:
        request = parameter.values[2](shop)
        helped, plain = development.send(request), production.send(request)
        assert "X-Tandem-Diag" not in plain.headers, parameter.id
        assert essence(helped) == essence(plain), parameter.id


def test_production_does_not_log_why(both, is_ours):
    production = both[1]
    Transport(production.url).send(signers.tc3(SHOP, production.host, secret="hidden-secret"))
    assert "why:" not in production.output() and "secret:" not in production.output()
