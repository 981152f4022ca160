"""Signed requests as the vendors' SDKs send them. They are made once a round: a signature is good for minutes."""
import base64
import hashlib
import hmac
import itertools
import json
import time
import urllib.parse
from typing import NamedTuple

PROJECT = "0" * 32
_nonces = itertools.count(10_000)


class Caller(NamedTuple):
    identity: str
    secret: str


class Request(NamedTuple):
    method: str
    path: str
    headers: dict
    body: str


def _digest(text):
    return hashlib.sha256(text.encode()).hexdigest()


def _mac(key, text):
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def tencent_2019(caller, host, action, body, unsigned=False):
    """TC3-HMAC-SHA256, with the head that the Go SDK sends. Unsigned, the signature fits every body."""
    now = int(time.time())
    date = time.strftime("%Y-%m-%d", time.gmtime(now))
    payload = _digest("UNSIGNED-PAYLOAD" if unsigned else body)
    canonical = f"POST\n/\n\ncontent-type:application/json\nhost:{host}\n\ncontent-type;host\n{payload}"
    scope = f"{date}/kms/tc3_request"
    key = _mac(_mac(_mac(("TC3" + caller.secret).encode(), date), "kms"), "tc3_request")
    signature = _mac(key, f"TC3-HMAC-SHA256\n{now}\n{scope}\n{_digest(canonical)}").hex()
    return Request("POST", "/", {
        "Host": host, "Content-Type": "application/json", "X-TC-Action": action, "X-TC-Version": "2019-01-18",
        "X-TC-Timestamp": str(now), "X-TC-Region": "ap-guangzhou", "X-TC-RequestClient": "SDK_GO_1.3.103",
        "User-Agent": "Go-http-client/1.1", "Accept-Encoding": "gzip",
        **({"X-TC-Content-SHA256": "UNSIGNED-PAYLOAD"} if unsigned else {}),
        "Authorization": f"TC3-HMAC-SHA256 Credential={caller.identity}/{scope}, "
                         f"SignedHeaders=content-type;host, Signature={signature}",
    }, body)


def tencent_2017(caller, host, action, **parameters):
    """The form POST of the 2017 API with HmacSHA256."""
    fields = {"Action": action, "Nonce": next(_nonces), "RequestClient": "SDK_PHP_1.0", "SecretId": caller.identity,
              "SignatureMethod": "HmacSHA256", "Timestamp": int(time.time()), **parameters}
    joined = "&".join(f"{name}={fields[name]}" for name in sorted(fields))
    signature = base64.b64encode(_mac(caller.secret.encode(), f"POST{host}/v2/index.php?{joined}")).decode()
    return Request("POST", "/v2/index.php", {
        "Host": host, "Content-Type": "application/x-www-form-urlencoded", "Connection": "Keep-Alive",
    }, urllib.parse.urlencode({**fields, "Signature": signature}))


def huawei(caller, host, operation, body):
    """SDK-HMAC-SHA256, with the head that the Python SDK sends."""
    path = f"/v1.0/{PROJECT}/kms/{operation}"
    date = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
    signed = {"content-type": "application/json;charset=utf-8", "host": host,
              "user-agent": "huaweicloud-usdk-python/3.0", "x-project-id": PROJECT, "x-sdk-date": date}
    names = ";".join(signed)
    lines = "".join(f"{name}:{value}\n" for name, value in signed.items())
    canonical = f"POST\n{path}/\n\n{lines}\n{names}\n{_digest(body)}"
    signature = _mac(caller.secret.encode(), f"SDK-HMAC-SHA256\n{date}\n{_digest(canonical)}").hex()
    return Request("POST", path, {
        "Host": host, "Content-Type": signed["content-type"], "User-Agent": signed["user-agent"],
        "X-Project-Id": PROJECT, "X-Sdk-Date": date,
        "Authorization": f"SDK-HMAC-SHA256 Access={caller.identity}, SignedHeaders={names}, Signature={signature}",
    }, body)


def plaintext(size):
    return base64.b64encode(bytes(i * 7 % 256 for i in range(size))).decode()


def encrypt_body(key, size):
    return json.dumps({"KeyId": key, "Plaintext": plaintext(size)})
