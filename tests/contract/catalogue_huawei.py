"""The vendor's catalogue of Huawei Cloud KMS: every operation's path and fields, every member's JSON type, every code.

`call(huawei, operation, fields)` makes a request of an operation as the SDKs do and holds the answer against it.
"""

import json
import pathlib

from clients import VendorError
from shapes import Shapes

_DOCUMENT = json.loads((pathlib.Path(__file__).parent / "data/huawei-kms.json").read_text())
OPERATIONS = _DOCUMENT["operations"]
STRUCTS = _DOCUMENT["structs"]
ERROR_CODES = _DOCUMENT["error_codes"]

# Members that are left out where they say nothing: of attested enclaves, of materials of keys that have only the server's,
# of who paid for a material, of a count, of a rotation that is off.
OPTIONAL = {("", "wrapped_private_key"), ("", "ciphertext_recipient"), ("", "key_materials"), ("", "resources"),
            ("", "rotation_interval"), ("GetkeyRotationStatusResponseBodyKeyMaterials", "charge_id")}
# Terraform's provider leaves it to the path.
LEFT_OUT = {("UpdatePrimaryRegion", "key_id")}
_SHAPES = Shapes(STRUCTS, "array", lambda struct, name: (struct, name) not in OPTIONAL)


def body_fields(operation):
    return OPERATIONS[operation]["body"]


def required_fields(operation):
    return [name for name, field in body_fields(operation).items() if field["required"] and (operation, name) not in LEFT_OUT]


def _query(names, fields):
    return "&".join(f"{name}={fields[name]}" for name in names if name in fields)


def send(huawei, operation, fields, path_from=None):
    """The path is filled from the fields too, or from others of `path_from`."""
    documented = OPERATIONS[operation]
    path = documented["path"].format(**({"project_id": huawei.account.project_id} | (path_from or fields)))
    body = {name: value for name, value in fields.items()
            if name not in documented["query"] and "{%s}" % name not in documented["path"]}
    body |= {name: fields[name] for name in documented["body"].keys() & fields.keys()}  # a path may say it too
    text = json.dumps(body).encode() if documented["method"] != "GET" and documented["body"] else b""
    return huawei.send(huawei.sign(documented["method"], path, text, _query(documented["query"], fields)))


def call(huawei, operation, fields):
    reply = send(huawei, operation, fields)
    answer = huawei.result(reply)
    assert reply.status == OPERATIONS[operation]["status"], (operation, reply.status)
    (shown,) = answer if isinstance(answer, list) else [answer]  # ListAliases is a list of one
    complaints = list(_SHAPES.complaints(OPERATIONS[operation]["response"], shown))
    assert not complaints, f"{operation}: " + "; ".join(complaints)
    return answer


def code_of(huawei, operation, fields, path_from=None):
    """The code of the refusal; "" for an answer."""
    try:
        huawei.result(send(huawei, operation, fields, path_from))
    except VendorError as error:
        return error.code
    return ""
