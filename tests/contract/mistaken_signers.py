"""Signers of the three APIs in which every step can go wrong: each keyword is one step as a mistaken client does it."""

import base64
import datetime
import hashlib
import hmac
import time
import urllib.parse

from clients import b64, hmac_sha256, sha256_hex
from transport import Request


def utc(seconds, form):
    return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).strftime(form)


def tc3_key(secret, date, service, prefix="TC3", last="tc3_request"):
    key = hmac_sha256((prefix + secret).encode(), date)
    return hmac_sha256(hmac_sha256(key, service), last)


def tc3(account, host, *, access_id=None, secret=None, timestamp=None, signed_timestamp=None, date=None, key_date=None,
        service="kms", key_service=None, scope_line=None, method="POST", signed_method=None, uri="/", query="",
        signed_query=None, signed_host=None, content_type="application/json", signed_content_type=None, body=b"{}",
        signed_body=None, payload_hash=None, signed={}, listed=None, extra=None, header_lines=None, after="\n",
        algorithm="TC3-HMAC-SHA256", key=None, hashed=True, authorization=None, token=None, path="/", action="ListKeys"):
    """API 3.0, signature v3. `signed` are further signed headers, `extra` further sent ones."""
    timestamp = int(time.time()) if timestamp is None else timestamp
    secret = account.secret if secret is None else secret
    date = date or utc(timestamp, "%Y-%m-%d")
    headers = {"content-type": content_type if signed_content_type is None else signed_content_type,
               "host": host if signed_host is None else signed_host} | signed
    names = ";".join(sorted(headers))
    lines = "".join(f"{name}:{headers[name]}\n" for name in sorted(headers)) if header_lines is None else header_lines
    hash_ = payload_hash if payload_hash is not None else sha256_hex(body if signed_body is None else signed_body)
    if method == "GET" and signed_body is None and payload_hash is None:
        hash_ = sha256_hex(b"")
    signed_query = (query if method == "GET" else "") if signed_query is None else signed_query
    canonical = f"{signed_method or method}\n{uri}\n{signed_query}\n{lines}{after}{names}\n{hash_}"
    scope = f"{date}/{service}/tc3_request"
    last = sha256_hex(canonical.encode()) if hashed else canonical
    scope_line = scope if scope_line is None else scope_line
    text = "\n".join([algorithm, str(signed_timestamp or timestamp)] + ([scope_line] if scope_line else []) + [last])
    key = key(secret) if key else tc3_key(secret, key_date or date, key_service or service)
    signature = hmac_sha256(key, text).hex()
    sent = {"Host": host, "Content-Type": content_type, "X-TC-Action": action, "X-TC-Version": "2019-01-18",
            "X-TC-Timestamp": str(timestamp), "X-TC-Region": "ap-guangzhou",
            "Authorization": authorization or f"TC3-HMAC-SHA256 Credential={access_id or account.access_id}/{scope}, "
                                              f"SignedHeaders={listed or names}, Signature={signature}"}
    sent |= extra or {}
    if token:
        sent["X-TC-Token"] = token
    return Request(method, path + (f"?{query}" if query else ""),
                   {name: value for name, value in sent.items() if value is not None}, b"" if method == "GET" else body)


def form(account, host, parameters, *, path, access_id=None, secret=None, method="POST", signed_method=None,
         signed_host=None, signed_path=None, sha256=True, signed_sha256=None, sorting=sorted, question="?", separator="&",
         value=str, name=str, whole=str, signed=lambda parameters: parameters, sent=lambda parameters: parameters,
         signature=lambda text: text, digest_text=b64, body=lambda text: text, drop_at=False, extra=None, query=(),
         content_type="application/x-www-form-urlencoded"):
    """The signature of decoded parameters: API 3.0 signature v1 and the 2017 API. `signed` and `sent` change the
    parameters on their two ways, `query` names those that a POST sends in its URL."""
    parameters = {"SecretId": access_id or account.access_id, "Nonce": 4711, "Timestamp": int(time.time())} | parameters
    if sha256:
        parameters["SignatureMethod"] = "HmacSHA256"
    pairs = signed({key: val for key, val in parameters.items()})
    joined = separator.join(f"{name(key)}={value(pairs[key])}" for key in sorting(pairs)
                            if not (drop_at and str(pairs[key]).startswith("@")))
    text = f"{signed_method if signed_method is not None else method}{host if signed_host is None else signed_host}" \
           f"{path if signed_path is None else signed_path}{question}{whole(joined)}"
    digest = "sha256" if (sha256 if signed_sha256 is None else signed_sha256) else "sha1"
    key = account.secret if secret is None else secret
    made = digest_text(hmac.new(key.encode(), text.encode(), digest).digest())
    wire = sent(dict(parameters)) | {"Signature": signature(made)}
    wire = {key: val for key, val in wire.items() if val is not None}
    in_query = {key: val for key, val in wire.items() if method == "GET" or key in query}
    target = path + ("?" + urllib.parse.urlencode(in_query) if in_query else "")
    headers = {"Host": host} | ({} if method == "GET" else {"Content-Type": content_type}) | (extra or {})
    rest = urllib.parse.urlencode({key: val for key, val in wire.items() if key not in in_query})
    return Request(method, target, headers, b"" if method == "GET" else body(rest).encode())


def b64_of_hex(digest):
    return base64.b64encode(digest.hex().encode()).decode()


def b64_url(digest):
    return base64.urlsafe_b64encode(digest).decode()


def hexadecimal(digest):
    return digest.hex()


def v11_key(account_id, secret, info, raw=False):
    derived = hmac_sha256(hmac_sha256(account_id.encode(), secret), info + "\x01")
    return derived if raw else derived.hex().encode()


def scoped_key(secret, scope, prefix="SDK", last="sdk_request"):
    key = (prefix + secret).encode()
    for step in scope.split("/") + ([last] if last else []):
        key = hmac_sha256(key, step)
    return key


def huawei(account, host, *, access_id=None, secret=None, method="POST", signed_method=None, path=None, uri=None, query="",
           signed_query=None, date=None, signed_date=None, signed_host=None, content_type="application/json",
           signed_content_type=None, body=b"{}", signed_body=None, payload_hash=None, signed={}, extra=None, listed=None,
           header_lines=None, after="\n", derived=False, scoped=False, info=None, key_info=None, info_line=None, algorithm=None, key=None,
           hashed=True, signature=lambda text: text, authorization=None):
    """SDK-HMAC-SHA256, with a scope when `scoped`, or V11-HMAC-SHA256 when `derived`. `info` and `key_info` are
    date/region/service."""
    secret = account.secret if secret is None else secret
    name = access_id or account.access_id
    path = path or f"/v1.0/{account.project_id}/kms/list-keys"
    date = date or utc(time.time(), "%Y%m%dT%H%M%SZ")
    headers = {"content-type": content_type if signed_content_type is None else signed_content_type,
               "host": host if signed_host is None else signed_host, "x-sdk-date": date} | signed
    names = ";".join(sorted(headers))
    lines = "".join(f"{key_}:{headers[key_]}\n" for key_ in sorted(headers)) if header_lines is None else header_lines
    hash_ = payload_hash if payload_hash is not None else sha256_hex(body if signed_body is None else signed_body)
    if uri is None:
        uri = urllib.parse.quote(urllib.parse.unquote(path), safe="-_.~/") + ("" if path.endswith("/") else "/")
    if signed_query is None:
        pairs = sorted(urllib.parse.parse_qsl(query.replace("+", "%2B"), keep_blank_values=True))
        signed_query = "&".join(f"{urllib.parse.quote(k, safe='-_.~')}={urllib.parse.quote(v, safe='-_.~')}" for k, v in pairs)
    canonical = f"{signed_method or method}\n{uri}\n{signed_query}\n{lines}{after}{names}\n{hash_}"
    own = "V11-HMAC-SHA256" if derived else "SDK-HMAC-SHA256"
    info = info or f"{date[:8]}/cn-north-4/kms"
    end = "/sdk_request" if scoped else ""
    line = (info + end if derived or scoped else "") if info_line is None else info_line
    last = sha256_hex(canonical.encode()) if hashed else canonical
    text = "\n".join([algorithm or own, signed_date or date] + ([line] if line else []) + [last])
    if key:
        key = key(secret)
    elif scoped:
        key = scoped_key(secret, key_info or info)
    else:
        key = v11_key(name, secret, key_info or info) if derived else secret.encode()
    made = signature(hmac_sha256(key, text).hex())
    who = f"Credential={name}/{info}{end}" if derived or scoped else f"Access={name}"
    sent = {"Host": host, "Content-Type": content_type, "X-Sdk-Date": date,
            "Authorization": authorization or f"{own} {who}, SignedHeaders={listed or names}, Signature={made}"}
    sent |= extra or {}
    return Request(method, path + (f"?{query}" if query else ""),
                   {name_: value for name_, value in sent.items() if value is not None}, body)


def sha1_hex(data):
    return hashlib.sha1(data).hexdigest()
