"""Hand-written signers and thin clients of the three APIs, from the vendors' published rules."""

import base64
import datetime
import hashlib
import hmac
import itertools
import json
import time
import urllib.parse
from dataclasses import dataclass, replace

from transport import Request, Transport, VendorError, admin


@dataclass(frozen=True)
class Account:
    """What a caller knows of itself."""

    access_id: str
    secret: str
    project_id: str


def b64(data):
    return base64.b64encode(data).decode()


def unb64(text):
    return base64.b64decode(text, validate=True)


def hmac_sha256(key, text):
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def sha256_hex(data):
    return hashlib.sha256(data).hexdigest()


_nonces = itertools.count(int(time.time()) % 100000 * 1000 + 1)


def signature_v1(secret, method, host, path, parameters, digest):
    """METHOD + host + path + ? + sorted raw name=value pairs; shared by the 2017 API and API 3.0 signature v1."""
    joined = "&".join(f"{name}={parameters[name]}" for name in sorted(parameters) if name != "Signature")
    text = f"{method}{host}{path}?{joined}"
    return b64(hmac.new(secret.encode(), text.encode(), digest).digest())


def _v1_request(account, host, path, parameters, method, digest):
    signed = dict(parameters, Signature=signature_v1(account.secret, method, host, path, parameters, digest))
    encoded = urllib.parse.urlencode(signed)
    if method == "GET":
        return Request("GET", f"{path}?{encoded}", {"Host": host})
    headers = {"Host": host, "Content-Type": "application/x-www-form-urlencoded"}
    return Request("POST", path, headers, encoded.encode())


class Client:
    def __init__(self, url, account):
        self.transport = Transport(url)
        self.account = account

    @property
    def host(self):
        return self.transport.host

    def send(self, request):
        return self.transport.send(request)


class Tencent2019(Client):
    """API 3.0, version 2019-01-18: POST of JSON with signature v3; v1 with `call_v1`."""

    version = "2019-01-18"

    def call(self, action, **fields):
        return self.result(self.send(self.sign(action, json.dumps(fields).encode())))

    def call_v1(self, action, parameters=None, method="POST", sha256=True):
        return self.result(self.send(self.sign_v1(action, parameters or {}, method, sha256)))

    def sign(self, action, body, timestamp=None, service="kms", date=None, extra_headers=None):
        timestamp = int(time.time()) if timestamp is None else timestamp
        date = date or datetime.datetime.fromtimestamp(timestamp, datetime.timezone.utc).strftime("%Y-%m-%d")
        canonical = "\n".join(("POST", "/", "", "content-type:application/json", f"host:{self.host}", "",
                               "content-type;host", sha256_hex(body)))
        scope = f"{date}/{service}/tc3_request"
        text = "\n".join(("TC3-HMAC-SHA256", str(timestamp), scope, sha256_hex(canonical.encode())))
        key = hmac_sha256(("TC3" + self.account.secret).encode(), date)
        key = hmac_sha256(hmac_sha256(key, service), "tc3_request")
        signature = hmac_sha256(key, text).hex()
        headers = {
            "Host": self.host,
            "Content-Type": "application/json",
            "Authorization": f"TC3-HMAC-SHA256 Credential={self.account.access_id}/{scope}, "
                             f"SignedHeaders=content-type;host, Signature={signature}",
            "X-TC-Action": action,
            "X-TC-Version": self.version,
            "X-TC-Timestamp": str(timestamp),
            "X-TC-Region": "ap-guangzhou",
        }
        headers.update(extra_headers or {})
        return Request("POST", "/", {k: v for k, v in headers.items() if v is not None}, body)

    def sign_v1(self, action, parameters, method="POST", sha256=True):
        common = {"Action": action, "Version": self.version, "Region": "ap-guangzhou", "Nonce": next(_nonces),
                  "Timestamp": int(time.time()), "SecretId": self.account.access_id,
                  "SignatureMethod": "HmacSHA256" if sha256 else "HmacSHA1"}
        return _v1_request(self.account, self.host, "/", common | parameters, method, "sha256" if sha256 else "sha1")

    @staticmethod
    def result(reply):
        response = reply.json()["Response"]
        if "Error" in response:
            raise VendorError(response["Error"]["Code"], response["Error"]["Message"], reply)
        return response


class Tencent2017(Client):
    """The legacy form API. Error codes are written code/module, as in 4530/10630."""

    path = "/v2/index.php"

    def call(self, action, method="POST", sha256=True, **parameters):
        return self.result(self.send(self.sign(action, parameters, method, sha256)))

    def sign(self, action, parameters, method="POST", sha256=True, timestamp=None):
        common = {"Action": action, "Nonce": next(_nonces), "SecretId": self.account.access_id,
                  "Timestamp": int(time.time()) if timestamp is None else timestamp}
        if sha256:
            common["SignatureMethod"] = "HmacSHA256"
        return _v1_request(self.account, self.host, self.path, common | parameters, method,
                           "sha256" if sha256 else "sha1")

    @staticmethod
    def result(reply):
        response = reply.json()
        if response["code"] != 0:
            message = response["message"]
            module = message[1:message.index(")")] if message.startswith("(") else ""
            raise VendorError(f"{response['code']}/{module}" if module else str(response["code"]), message, reply)
        return response


class Huawei(Client):
    """Every operation is POST /v1.0/{project}/kms/<verb> unless said otherwise."""

    def call(self, verb, **fields):
        return self.request("POST", f"/kms/{verb}", fields)

    def request(self, method, path, fields=None, query=""):
        body = b"" if fields is None else json.dumps(fields).encode()
        return self.result(self.send(self.sign(method, f"/v1.0/{self.account.project_id}{path}", body, query)))

    def unsigned(self, method, target, body=b"", **headers):
        headers = {"Host": self.host, "Content-Type": "application/json"} | headers
        return Request(method, target, headers, body)

    def sign(self, method, path, body=b"", query="", date=None, extra=None):
        """`extra` are headers to be signed too; one without a value is left out."""
        date = date or _sdk_date()
        headers = {"Content-Type": "application/json", "Host": self.host, "X-Sdk-Date": date}
        headers |= {name: value for name, value in (extra or {}).items() if value}
        text = f"SDK-HMAC-SHA256\n{date}\n" + sha256_hex(self._canonical(method, path, query, headers, body))
        signature = hmac_sha256(self.account.secret.encode(), text).hex()
        headers["Authorization"] = (f"SDK-HMAC-SHA256 Access={self.account.access_id}, "
                                    f"SignedHeaders={_names(headers)}, Signature={signature}")
        return Request(method, path + (f"?{query}" if query else ""), headers, body)

    def sign_v11(self, method, path, body=b"", region="cn-north-4", service="kms"):
        date = _sdk_date()
        info = f"{date[:8]}/{region}/{service}"
        headers = {"Content-Type": "application/json", "Host": self.host, "X-Sdk-Date": date}
        canonical = sha256_hex(self._canonical(method, path, "", headers, body))
        prk = hmac_sha256(self.account.access_id.encode(), self.account.secret)
        key = hmac_sha256(prk, info + "\x01").hex().encode()
        signature = hmac_sha256(key, f"V11-HMAC-SHA256\n{date}\n{info}\n{canonical}").hex()
        headers["Authorization"] = (f"V11-HMAC-SHA256 Credential={self.account.access_id}/{info}, "
                                    f"SignedHeaders={_names(headers)}, Signature={signature}")
        return Request(method, path, headers, body)

    def login(self, user=None, password=None):
        """A token of the default project, by user and password."""
        name = user or self.account.access_id
        fields = {"auth": {"identity": {"methods": ["password"], "password": {"user": {
            "name": name, "password": password or self.account.secret, "domain": {"name": name}}}},
            "scope": {"project": {"name": "cn-north-4"}}}}
        return self.send(self.unsigned("POST", "/v3/auth/tokens", json.dumps(fields).encode()))

    @staticmethod
    def _canonical(method, path, query, headers, body):
        uri = "/".join(urllib.parse.quote(urllib.parse.unquote(part), safe="-_.~") for part in path.split("/"))
        uri += "" if uri.endswith("/") else "/"
        pairs = sorted(urllib.parse.parse_qsl(query, keep_blank_values=True))
        canonical_query = "&".join(f"{urllib.parse.quote(k, safe='-_.~')}={urllib.parse.quote(v, safe='-_.~')}"
                                   for k, v in pairs)
        lines = "".join(f"{name.lower()}:{headers[name].strip()}\n" for name in sorted(headers, key=str.lower))
        return "\n".join((method, uri, canonical_query, lines, _names(headers), sha256_hex(body))).encode()

    @staticmethod
    def result(reply):
        if reply.status >= 300:
            body = reply.json()
            error = body.get("error", body)
            raise VendorError(error["error_code"], error["error_msg"], reply)
        return reply.json() if reply.body else {}


def _names(headers):
    return ";".join(sorted(name.lower() for name in headers))


def _sdk_date():
    return datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")


@dataclass(frozen=True)
class Clients:
    """One account's view of the server through all three APIs."""

    account: Account
    t2019: Tencent2019
    t2017: Tencent2017
    huawei: Huawei

    @classmethod
    def of(cls, url, account):
        return cls(account, Tencent2019(url, account), Tencent2017(url, account), Huawei(url, account))

    @classmethod
    def of_new_tenant(cls, url):
        """Through the private administration API of a development server."""
        made = admin(Transport(url), "/_tandem/tenants")
        return cls.of(url, Account(made["credential"]["id"], made["credential"]["secret"], made["project_id"]))


def with_secret(client, secret):
    """The same caller with another secret."""
    return type(client)(client.transport.url, replace(client.account, secret=secret))
