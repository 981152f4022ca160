"""What every operation answers to a request with two faults at once: which of them is told first.

`record()` walks through the steps that the SDKs make too (tests/sdk/scenarios), so that each operation is asked in a state
made for it, and gives {operation: {"fault, fault": "status code"}}. Faults are of the caller, of the key or of a field.
A request that succeeds in spite of them is noted as "ok" and undone.

    python tests/contract/fault_pairs.py        writes tests/contract/data/fault_pairs.json anew
"""

import itertools
import json
import pathlib
import sys

sys.path[:0] = [str(pathlib.Path(__file__).parent), str(pathlib.Path(__file__).resolve().parents[1] / "support/python")]

import catalogue_2019  # noqa: E402
import catalogue_huawei  # noqa: E402
import keys  # noqa: E402
import scenarios  # noqa: E402
from clients import Account, Clients, VendorError  # noqa: E402
from stand_in import DEVELOPMENT_ACCOUNT, Server  # noqa: E402

RECORD = pathlib.Path(__file__).parent / "data/fault_pairs.json"
SAVEPOINT = "before-the-pairs"
PROJECT = DEVELOPMENT_ACCOUNT.project_id

# Who calls. The right secret unless it says otherwise.
CALLERS = {
    "wrong signature": Account(DEVELOPMENT_ACCOUNT.access_id, "another-secret-0123", PROJECT),
    "unknown caller": Account("AKIDnobody", "another-secret-0123", PROJECT),
    "disabled caller": Account("AKIDdisabled", "disabled-secret-0123", PROJECT),
    "denied operation": Account("AKIDdenied", "denied-secret-0123", PROJECT),
    "denied key": Account("AKIDkeys", "keys-secret-0123", PROJECT),
    "injected fault": Account("AKIDfaulty", "faulty-secret-0123", PROJECT),
}
SEED = {"credentials": [
    {"id": "AKIDdisabled", "secret": "disabled-secret-0123", "enabled": False},
    {"id": "AKIDdenied", "secret": "denied-secret-0123", "allow": [{"operations": ["ListKeyDetail"], "keys": ["alias/none"]}]},
    {"id": "AKIDkeys", "secret": "keys-secret-0123", "allow": [{"operations": ["*"], "keys": ["alias/none"]}]},
    {"id": "AKIDfaulty", "secret": "faulty-secret-0123"},
], "tenants": [{"name": "neighbour"}], "keys": [
    {"id": "00000000-0000-4000-8000-0000000e1b08", "tenant": "neighbour", "alias": "pair-elsewhere"},
    {"id": "00000000-0000-4000-8000-00000000d15a", "alias": "pair-disabled", "state": "Disabled"},
    {"id": "00000000-0000-4000-8000-00000000de1e", "alias": "pair-pending", "state": "PendingDelete", "delete_after": "+7d"},
    {"id": "00000000-0000-4000-8000-000000005160", "alias": "pair-signs", "spec": "RSA_2048", "usage": "SIGN_VERIFY"},
    {"id": "00000000-0000-4000-8000-0000000001a9", "alias": "pair-waits", "origin": "external", "state": "PendingImport"},
]}
FAULT = {"match": {"credential": "AKIDfaulty"}, "do": {"api_error": "throttled"}}
KEYS = {
    "malformed key": "no-key-has-this",
    "absent key": keys.ABSENT,
    "neighbour's key": "00000000-0000-4000-8000-0000000e1b08",
    "disabled key": "00000000-0000-4000-8000-00000000d15a",
    "key pending deletion": "00000000-0000-4000-8000-00000000de1e",
    "signing key": "00000000-0000-4000-8000-000000005160",
    "key pending import": "00000000-0000-4000-8000-0000000001a9",
}
KEY_FIELDS = ("KeyId", "KeyIds", "key_id", "key_ids", "keyId", "SourceKeyId", "DestinationKeyId", "destination_key_id",
              "target_key_id", "DataKeyId", "DataKeyIds")
MOST_FIELDS = 3  # other than keys, of which faults are made: the first ones
LONG = "x" * 20_000


class Fault:
    """`part` is what it touches: two of one part exclude each other."""

    def __init__(self, name, part, change=None, caller=None):
        self.name, self.part, self.change, self.caller = name, part, change, caller


def _set(field, value):
    return lambda fields: fields.__setitem__(field, value)


def _wrong_type(value):
    return 7 if isinstance(value, str) else "text" if isinstance(value, (int, list, dict)) else [7]


def faults_of(fields, required):
    """Those that a request with these fields can have."""
    yield from (Fault(name, "caller", caller=account) for name, account in CALLERS.items())
    yield Fault("unknown field", "unknown", _set("NoSuchField", "x"))
    others = [name for name in fields if name not in KEY_FIELDS][:MOST_FIELDS]
    for field in [name for name in fields if name in KEY_FIELDS] + others:
        if field in required:
            yield Fault(f"no {field}", field, lambda changed, field=field: changed.pop(field))
        yield Fault(f"{field} of another type", field, _set(field, _wrong_type(fields[field])))
        if field in KEY_FIELDS:
            for name, key in KEYS.items():
                yield Fault(f"{field}: {name}", field, _set(field, [key] if isinstance(fields[field], list) else key))
        elif isinstance(fields[field], str):
            yield Fault(f"{field} too long", field, _set(field, LONG))
            yield Fault(f"{field} empty", field, _set(field, ""))


class Dialect:
    """How one API's requests are made: `required(operation)`, `send(client, operation, fields)`, and the scenario."""

    def __init__(self, name, client, steps, required, send):
        self.name, self.client, self.steps, self.required, self.send = name, client, steps, required, send


def _send_2019(client, action, fields):
    return client.send(client.sign(action, json.dumps(fields).encode()))


def _send_2017(client, action, fields):
    return client.send(client.sign(action, {name: str(value) for name, value in fields.items()}))


def _send_huawei(client, operation, fields):
    known = {name: "" for name in _path_names(operation)}
    return catalogue_huawei.send(client, operation, fields, known | {"project_id": PROJECT} | fields)


def _path_names(operation):
    path = catalogue_huawei.OPERATIONS[operation]["path"]
    return [part[1:-1] for part in path.split("/") if part.startswith("{")]


def _required_2019(action):
    return [name for name, field in catalogue_2019.request_fields(action).items() if field.get("required")]


STEPS_2017 = [
    {"call": "CreateKey", "with": {"alias": "of-2017", "description": "x", "keyUsage": "ENCRYPT/DECRYPT"}, "keep": {"key": "keyMetadata.keyId"}},
    {"call": "GetKeyAttributes", "with": {"keyId": "$key"}},
    {"call": "SetKeyAttributes", "with": {"keyId": "$key", "alias": "renamed-2017"}},
    {"call": "ListKey", "with": {"offset": 0, "limit": 10}},
    {"call": "GenerateDataKey", "with": {"keyId": "$key", "keySpec": "AES_256", "encryptionContext": '{"a":"b"}'}},
    {"call": "Encrypt", "with": {"keyId": "$key", "plaintext": "aGVsbG8=", "encryptionContext": '{"a":"b"}'}, "keep": {"blob": "ciphertextBlob"}},
    {"call": "Decrypt", "with": {"ciphertextBlob": "$blob", "encryptionContext": '{"a":"b"}'}},
    {"call": "DisableKey", "with": {"keyId": "$key"}},
    {"call": "EnableKey", "with": {"keyId": "$key"}},
    {"call": "DisableKey", "with": {"keyId": "$key"}},
    {"call": "ScheduleKeyDeletion", "with": {"keyId": "$key", "pendingWindowInDays": 7}},
    {"call": "CancelKeyDeletion", "with": {"keyId": "$key"}},
]


def right_steps(name):
    return [step for step in scenarios.steps(name) if "as" not in step]


DIALECTS = [
    Dialect("tencent-2017", "t2017", lambda: STEPS_2017, lambda action: ["keyId", "plaintext", "ciphertextBlob", "alias"], _send_2017),
    Dialect("tencent-2019", "t2019", lambda: right_steps("tencent_2019"), _required_2019, _send_2019),
    Dialect("huawei", "huawei", lambda: right_steps("huawei"), catalogue_huawei.required_fields, _send_huawei),
]


def outcome(client, reply):
    try:
        client.result(reply)
    except VendorError as error:
        return f"{reply.status} {error.code}"
    except (KeyError, TypeError, ValueError):
        return f"{reply.status} {reply.body[:60].decode()}"  # of no vendor
    return "ok"


class Walk:
    def __init__(self, server, dialect):
        self.server, self.dialect = server, dialect
        self.clients = {name: getattr(Clients.of(server.url, account), dialect.client) for name, account in CALLERS.items()}
        self.right = getattr(server.clients(), dialect.client)
        self.found, self.kept = {}, {}

    def ask(self, step, faults):
        fields = json.loads(json.dumps(scenarios.filled(step["with"], self.kept)))
        client = self.right
        for fault in faults:
            if fault.change:
                fault.change(fields)
            else:
                client = self.clients[fault.name]
        told = outcome(client, self.dialect.send(client, step["call"], fields))
        if told == "ok":
            self.server.do("POST", f"savepoints/{SAVEPOINT}/restore")
        return told

    def pairs(self, step):
        faults = list(faults_of(scenarios.filled(step["with"], self.kept), self.dialect.required(step["call"])))
        alone = {(fault,): self.ask(step, (fault,)) for fault in faults}
        refusing = [fault for (fault,), told in alone.items() if told != "ok"]
        both = {pair: self.ask(step, pair) for pair in itertools.combinations(refusing, 2) if pair[0].part != pair[1].part}
        return {", ".join(fault.name for fault in chosen): told for chosen, told in (alone | both).items()}

    def run(self):
        for step in self.dialect.steps():
            if "refused" not in step and step["call"] not in self.found:
                self.server.do("POST", f"savepoints/{SAVEPOINT}")
                self.found[step["call"]] = self.pairs(step)
            reply = self.dialect.send(self.right, step["call"], scenarios.filled(step["with"], self.kept))
            if step.get("keep"):
                answer = self.right.result(reply)
                answer = answer.get("Response", answer) if isinstance(answer, dict) else answer
                self.kept.update({name: scenarios.member(answer, path) for name, path in step["keep"].items()})
        return self.found


def record(dialect):
    with Server() as server:
        server.do("POST", "seed", SEED)
        server.do("POST", "faults", FAULT)
        return Walk(server, dialect).run()


def by_answer(pairs):
    """{answer: [faults]}, which is shorter to keep."""
    kept = {}
    for faults, told in pairs.items():
        kept.setdefault(told, []).append(faults)
    return kept


def lines_of(found):
    """JSON, an answer a line."""
    for dialect, operations in found.items():
        lists = []
        for operation, answers in operations.items():
            lines = (f"   {json.dumps(told)}: {json.dumps(faults)}" for told, faults in answers.items())
            lists.append(f"  {json.dumps(operation)}: {{\n" + ",\n".join(lines) + "\n  }")
        yield f" {json.dumps(dialect)}: {{\n" + ",\n".join(lists) + "\n }"


def main():
    found = {dialect.name: {name: by_answer(pairs) for name, pairs in record(dialect).items()} for dialect in DIALECTS}
    RECORD.write_text("{\n" + ",\n".join(lines_of(found)) + "\n}\n")


if __name__ == "__main__":
    main()
