"""Keys that tests need: shared ones that nobody changes, and fresh ones in a given state."""

import secrets
import uuid

ABSENT = "11111111-2222-4333-8444-555555555555"  # a well-formed id of no key
ABSENT_NAME = "kms-00000000"


def unique_alias():
    return "contract-" + secrets.token_hex(8)


def create(clients, usage="ENCRYPT_DECRYPT", external=False):
    """A new key's UUID, made through the 2019 API; `usage` is its KeyUsage."""
    return clients.t2019.call("CreateKey", Alias=unique_alias(), KeyUsage=usage, Type=2 if external else 1)["KeyId"]


def create_of_spec(clients, spec, usage=None):
    """A new key's UUID, made through the Huawei API, which knows more specs."""
    fields = {"key_alias": unique_alias(), "key_spec": spec}
    if usage:
        fields["key_usage"] = usage
    return clients.huawei.call("create-key", **fields)["key_info"]["key_id"]


_shared = {}


def shared(clients, spec="AES_256", usage="ENCRYPT_DECRYPT"):
    """One key a tenant and kind, for tests that only use it; asymmetric ones take time to make."""
    which = (clients.account, spec, usage)
    if which not in _shared:
        _shared[which] = create_of_spec(clients, spec, usage)
    return _shared[which]


# Through the Huawei API, which knows keys of every spec.


def disable(clients, key):
    clients.huawei.call("disable-key", key_id=key)


def enable(clients, key):
    clients.huawei.call("enable-key", key_id=key)


def schedule(clients, key):
    disable(clients, key)
    clients.huawei.call("schedule-key-deletion", key_id=key, pending_days="7")


def cancel(clients, key):
    """From pending deletion back to enabled."""
    clients.huawei.call("cancel-key-deletion", key_id=key)
    enable(clients, key)


def is_uuid(text):
    return str(uuid.UUID(text)) == text
