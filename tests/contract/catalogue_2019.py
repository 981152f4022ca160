"""The vendor's catalogue of API 3.0, KMS 2019-01-18: every field's JSON type, and who must be there.

`check_response(action, response)` holds an answer against it as strictly as the C++ SDK does.
"""

import json
import pathlib

from shapes import Shapes

_DOCUMENT = json.loads((pathlib.Path(__file__).parent / "data/tencent-2019-01-18.json").read_text())
ACTIONS = _DOCUMENT["actions"]
STRUCTS = _DOCUMENT["structs"]


def request_fields(action):
    return ACTIONS[action]["request"]


def required_fields(action):
    return [name for name, field in request_fields(action).items() if field["required"]]


def element_of(kind):
    """`Tag` for `list<Tag>`, else None."""
    return kind[len("list<"):-1] if kind.startswith("list<") else None


def struct_of(kind):
    """The fields of a struct, or of the structs of a list; None for everything else."""
    return STRUCTS.get(element_of(kind) or kind)


def sample(kind):
    """A value of the right JSON type; whether it makes sense is another matter."""
    if element := element_of(kind):
        return [sample(element)]
    if kind in STRUCTS:
        return {name: sample(field["type"]) for name, field in STRUCTS[kind].items() if field["required"]}
    return {"string": "text", "uint64": 8, "int64": 1, "bool": True}[kind]


def required_request(action):
    return {name: sample(request_fields(action)[name]["type"]) for name in required_fields(action)}


def wrong_values(kind):
    """Values of other JSON types."""
    if element := element_of(kind):
        inner = [None] if element in STRUCTS else []
        return ["text", 1, {}, [1], [[]]] + [[value] for value in inner]
    if kind in STRUCTS:
        return ["text", 1, True, []]
    return {
        "string": [1, 1.5, 2**64, True, [], {}],
        "uint64": ["1", 1.5, 2**64, -1, True, [], {}],
        "int64": ["1", 1.5, 2**64, True, [], {}],
    }[kind]


# ---- responses ----


def _kinds(fields):
    return {name: field["type"] for name, field in fields.items()}


def _complaints(action, response):
    fields = ACTIONS[action]["response"]
    shapes = Shapes({name: _kinds(members) for name, members in STRUCTS.items()}, "list",
                    lambda struct, name: (STRUCTS[struct] if struct else fields)[name]["required"])
    return list(shapes.complaints(_kinds(fields), response))


def check_response(action, response):
    """Fails unless `response` (what stands under "Response") has exactly the catalogue's types: integers as integers, no
    nulls, nothing unknown, and everything that is documented as always present. Gives the response back."""
    complaints = _complaints(action, response)
    assert not complaints, f"{action}: " + "; ".join(complaints)
    return response


def call(clients, action, **fields):
    """Calls API 3.0 and holds the answer against the catalogue."""
    return check_response(action, clients.t2019.call(action, **fields))


class Checked:
    """An API 3.0 whose answers are all held against the catalogue."""

    def __init__(self, clients):
        self.call = lambda action, **fields: call(clients, action, **fields)
