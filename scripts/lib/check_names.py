#!/usr/bin/env python3
"""Checks that no two files of a module define the same name in an unnamed namespace.

The files of a module are compiled several at a time, as one: two functions of one name would become overloads of each
other, and which one is called would depend on which files met.
"""
import collections
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
FUNCTION = re.compile(r"^(?:template <.*> )?[A-Za-z_][\w:<>,&*\s\[\]]*?[\s&*](\w+)\(", re.M)
CONSTANT = re.compile(r"^(?:inline |static |thread_local )*(?:constexpr|constinit|const) [^=({;]*?\b(k[A-Z]\w*)\b", re.M)
TYPE = re.compile(r"^(?:struct|class|enum class) (\w+)(?= (?:\{|:|final))", re.M)
ALIAS = re.compile(r"^using (\w+ = [^;]*);", re.M)  # the same twice is no clash
KEYWORDS = {"return", "if", "for", "while", "switch", "require", "static_assert", "noexcept", "TANDEM_TRY", "TANDEM_CHECK"}


def enclosing(text):
    """Yields (namespace path, text) of each unnamed namespace at the outermost level of the file."""
    named = ["::".join(re.findall(r"^namespace ([\w:]+) \{", text, re.M)[:1])]
    for found in re.finditer(r"^namespace \{\n(.*?)^\}  // namespace$", text, re.M | re.S):
        yield named[0], found.group(1)


def names(text):
    text = re.sub(r'R"(\w*)\(.*?\)\1"', '""', text, flags=re.S)
    for pattern in (FUNCTION, CONSTANT, TYPE):
        for found in pattern.findall(text):
            if found not in KEYWORDS:
                yield found


def aliases(text):
    return dict(found.split(" = ", 1) for found in ALIAS.findall(text))


def declared(module):
    """Maps (namespace, function) to the headers of the module that declare it."""
    places = collections.defaultdict(set)
    public = ROOT / "include/tandem" / module.name
    for header in [*module.rglob("*.hpp"), *public.rglob("*.hpp")]:
        text = header.read_text()
        namespace = "::".join(re.findall(r"^namespace ([\w:]+) \{", text, re.M)[:1])
        for name in FUNCTION.findall(text):
            places[namespace, name].add(header)
    return places


def clashes(root):
    for module in sorted(path for path in root.iterdir() if path.is_dir()):
        places, known = declared(module), {}
        for file in sorted(module.rglob("*.cpp")):
            for namespace, body in enclosing(file.read_text()):
                for name in names(body):
                    places[namespace, name].add(file)
                for name, meaning in aliases(body).items():
                    if known.setdefault((namespace, name), (meaning, file))[0] != meaning:
                        places[namespace, name] |= {file, known[namespace, name][1]}
        for (namespace, name), files in sorted(places.items()):
            if len(files) > 1 and any(file.suffix == ".cpp" for file in files):
                yield namespace, name, sorted(files)


def main():
    found = [(namespace, name, files) for folder in sys.argv[1:] or ["src"] for namespace, name, files in clashes(ROOT / folder)]
    for namespace, name, files in found:
        print(f"{name} of {namespace} is in {', '.join(str(file.relative_to(ROOT)) for file in files)}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
