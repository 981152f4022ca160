#!/usr/bin/env python3
"""clang-tidy over the given files, as many at a time as there are processors; without any, over all of src.

usage: scripts/lib/tidy.py [FILE ...]

Each file is read as in the preset `tidy`, where none are joined, without the precompiled headers, which are another
compiler's. A file that was clean is not looked at again until what the compiler reads of it changes.
"""
import hashlib
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = ROOT / "build/tidy"
CLEAN = BUILD / "clean"
TIDY, CLANG = "clang-tidy-19", "clang++-19"
NOT_CLANGS = re.compile(r"\S+/ccache |-Winvalid-pch|-include \S+cmake_pch\.hxx|-fpch-preprocess|--param=\S+|-Wno-tsan"
                        r"|\S*cmake -E env( \w+=\S+)*")


def commands():
    """The compile command of each file, as clang takes it."""
    subprocess.run(["cmake", "--preset", "tidy"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    entries = json.loads((BUILD / "compile_commands.json").read_text())
    for entry in entries:
        entry["command"] = NOT_CLANGS.sub("", entry["command"])
    (BUILD / "compile_commands.json").write_text(json.dumps(entries))
    return {str(pathlib.Path(entry["file"]).relative_to(ROOT)): entry for entry in entries}


def fingerprint(entry, settings):
    """Of all that the verdict depends on; nothing when the file cannot be read."""
    words = [word for word in shlex.split(entry["command"])[1:]]
    place = words.index("-o")
    words = [word for word in words[:place] + words[place + 2:] if word != "-c"]
    read = subprocess.run([CLANG, "-E", "-w", *words], cwd=entry["directory"], capture_output=True)
    return hashlib.sha256(settings + read.stdout).hexdigest() if read.returncode == 0 else None


def is_clean(file, entry, settings):
    mark = fingerprint(entry, settings)
    if mark and (CLEAN / mark).exists():
        return True
    # GCC tells what is deprecated of what we call; clang does for what the standard library calls in its headers.
    done = subprocess.run([TIDY, "-p", str(BUILD), "--quiet", "--warnings-as-errors=*", "--extra-arg=-Wno-deprecated-declarations",
                           str(ROOT / file)], cwd=ROOT, capture_output=True, text=True)
    if done.returncode == 0:
        if mark:
            (CLEAN / mark).touch()
        return True
    print(done.stdout, file=sys.stderr, flush=True)
    return False


def main():
    known = commands()
    CLEAN.mkdir(parents=True, exist_ok=True)
    files = sys.argv[1:] or sorted(file for file in known if file.startswith("src/"))
    version = subprocess.run([TIDY, "--version"], capture_output=True).stdout
    settings = version + (ROOT / ".clang-tidy").read_bytes()
    with ThreadPoolExecutor(os.cpu_count() or 2) as pool:
        verdicts = list(pool.map(lambda file: is_clean(file, known[file], settings), [file for file in files if file in known]))
    return 0 if all(verdicts) else 1


if __name__ == "__main__":
    sys.exit(main())
