"""Holding an answer against a vendor's catalogue: every member's JSON type, who must be there, and nobody else."""

_SCALARS = {
    "string": lambda value: isinstance(value, str),
    "bool": lambda value: isinstance(value, bool),
    "boolean": lambda value: isinstance(value, bool),
    "object": lambda value: isinstance(value, dict),
    "integer": lambda value: type(value) is int and -2**63 <= value < 2**63,
    "int64": lambda value: type(value) is int and -2**63 <= value < 2**63,
    "uint64": lambda value: type(value) is int and 0 <= value < 2**64,
}


class Shapes:
    """`structs` are {name: {member: kind}}; `list_word` is what a list's kind begins with: list<Tag>. `must_be_there` is
    asked for a member's place, struct or "" and name."""

    def __init__(self, structs, list_word, must_be_there):
        self.structs = structs
        self.list_word = list_word
        self.must_be_there = must_be_there

    def element_of(self, kind):
        """`Tag` for `list<Tag>`, else None."""
        return kind[len(self.list_word) + 1:-1] if kind.startswith(self.list_word + "<") else None

    def complaints(self, kinds, members, struct="", place=""):
        for name in members.keys() - kinds.keys():
            yield f"{place}{name} is not in the catalogue"
        for name, kind in kinds.items():
            if name in members:
                yield from self._of_value(kind, members[name], place + name)
            elif self.must_be_there(struct, name):
                yield f"{place}{name} is documented as always present"

    def _of_value(self, kind, value, place):
        element = self.element_of(kind)
        fits = isinstance(value, list) if element else _SCALARS.get(kind, _SCALARS["object"])(value)
        if not fits:
            yield f"{place} is {value!r}, not of type {kind}"
        elif element:
            for index, one in enumerate(value):
                yield from self._of_value(element, one, f"{place}.{index}")
        elif kind in self.structs:
            yield from self.complaints(self.structs[kind], value, kind, place + ".")
