#!/usr/bin/env python3
"""Holds the arrows: which module may include which, which library may be seen where, and one way between a module's folders."""
import graphlib
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
ALLOWED = {
    "base": set(),
    "crypto": {"base"},
    "keys": {"base"},
    "store": {"base", "crypto", "keys"},
    "service": {"base", "crypto", "keys", "store"},
    "api": {"base", "crypto", "keys", "store", "service"},
    "doctor": {"base", "crypto", "keys", "store", "service", "api"},
    "vendors": {"base", "crypto", "keys", "store", "service", "api", "doctor"},
    "admin": {"base", "crypto", "keys", "store", "service", "api"},
    "http": {"base", "api"},
    "app": {"base", "crypto", "keys", "store", "service", "api", "vendors", "admin", "http"},
    "standin": {"base", "crypto", "keys", "store", "service", "api", "vendors", "http", "app"},
    "cli": {"base", "crypto", "keys", "store", "service", "api", "http", "app", "standin"},
    "testserver": {"app", "standin"},
}
LIBRARIES = [
    # (what, pattern of the include, files that may have it)
    ("OpenSSL", r"openssl/", r"(src|include/tandem)/crypto/|src/cli/client/connection\.cpp$|src/http/tls/|src/http/precompiled\.hpp$"),
    ("Asio, Beast", r"boost/(asio|beast)", r"src/(http|app|cli)/"),
    ("SQLite", r"sqlite3\.h", r"src/store/"),
    ("Boost.JSON", r"boost/json", r"(src|include/tandem)/(api|vendors|doctor)/"),
    ("nlohmann", r"nlohmann/", r"src/(app|standin|cli|admin)/"),
    ("yaml-cpp", r"yaml-cpp/", r"src/app/"),
    ("spdlog", r"spdlog/", r"src/(app|standin|cli)/"),
]
VENDOR_WORD = re.compile(r"tencent|huawei|qcloud", re.IGNORECASE)
INCLUDE = re.compile(r'\s*#\s*include\s*[<"]([^>"]+)[>"]')
BELOW_API = ("base", "crypto", "keys", "store", "service")


def module_of(path: pathlib.Path) -> str:
    parts = path.relative_to(ROOT).parts
    return parts[1] if parts[0] == "src" else parts[2]


def complaints(path: pathlib.Path):
    module = module_of(path)
    name = path.relative_to(ROOT).as_posix()
    for number, line in enumerate(path.read_text().splitlines(), 1):
        where = f"{name}:{number}"
        if module in BELOW_API and VENDOR_WORD.search(line):
            yield f"{where}: a cloud's name below api/"
        found = INCLUDE.match(line)
        if not found:
            continue
        target = found.group(1)
        own = re.match(r"tandem/(\w+)/", target)
        if own and own.group(1) != module and own.group(1) not in ALLOWED[module]:
            yield f"{where}: {module} may not include {own.group(1)}"
        for what, pattern, allowed in LIBRARIES:
            if re.match(pattern, target) and not re.match(allowed, name):
                yield f"{where}: {what} does not belong here"


def folder_complaints(module: pathlib.Path):
    """A folder is what stands directly below the module; the module's own files are one more."""
    sees = {}
    for path in (p for p in module.rglob("*") if p.suffix in (".hpp", ".cpp")):
        for target in filter(None, map(INCLUDE.match, path.read_text().splitlines())):
            included = next((p for p in (path.parent / target[1], module / target[1]) if p.is_file()), None)
            if included:
                ends = [p.resolve().relative_to(module).parent.parts[:1] or (".",) for p in (path, included)]
                if ends[0] != ends[1]:
                    sees.setdefault(ends[0][0], set()).add(ends[1][0])
    try:
        graphlib.TopologicalSorter(sees).prepare()
    except graphlib.CycleError as error:
        yield f"{module.relative_to(ROOT)}: folders include each other in a circle: {' <- '.join(error.args[1])}"


def main() -> int:
    files = [p for folder in ("src", "include") for p in sorted((ROOT / folder).rglob("*")) if p.suffix in (".hpp", ".cpp", ".def")]
    found = [text for path in files for text in complaints(path)]
    found += [text for module in sorted((ROOT / "src").iterdir()) if module.is_dir() for text in folder_complaints(module)]
    print("\n".join(found) if found else f"includes: {len(files)} files hold the arrows")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
