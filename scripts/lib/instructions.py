#!/usr/bin/env python3
"""Compares the instructions of an Encrypt, a Decrypt and a signature check with tests/bench/instructions.json.

usage: scripts/instructions [--record] [--functions N]

Counted are the program's own functions and what the compiler put into them from headers; libcrypto, libc and the other
libraries are left out, since they change with the machine. The count does not depend on the machine's load.
"""
import argparse
import collections
import json
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
RECORD = ROOT / "tests/bench/instructions.json"
PROGRAM = ROOT / "build/release/tests/bench/tandem_instructions"
OPERATIONS = ("encrypt", "decrypt", "signature")
TIMES = 200
PERCENT = 5  # that many more instructions fail
RECORD_ANEW = "`scripts/instructions --record` records the counts of today; say in the commit why they changed."

Difference = collections.namedtuple("Difference", "failed text")


def read_costs(text):
    """Self cost by (object, function) in a profile of callgrind."""
    costs, names = collections.Counter(), {}
    place = {"ob": "", "fn": ""}
    of_a_call = False
    for line in text.splitlines():
        if match := re.match(r"(c?)(ob|fn)=\((\d+)\)(?: (.*))?", line):
            called, kind, number, name = match.groups()
            if name is not None:
                names[kind, number] = name
            if not called:
                place[kind] = names[kind, number]
        elif line.startswith("calls="):
            of_a_call = True  # the next line has what the called function cost, which is counted there
        elif re.match(r"[\d+*-]", line):
            if not of_a_call:
                costs[place["ob"], place["fn"]] += int(line.split()[1])
            of_a_call = False
    return costs


def count(operation):
    """Instructions of one run of the operation: by function for our own, and by library for the rest."""
    with tempfile.TemporaryDirectory() as folder:
        profile = pathlib.Path(folder) / "profile"
        command = ["valgrind", "--tool=callgrind", "--toggle-collect=measured_operation",
                   f"--callgrind-out-file={profile}", str(PROGRAM), operation, str(TIMES)]
        ran = subprocess.run(command, capture_output=True, text=True)
        if ran.returncode != 0:
            sys.exit(f"{' '.join(command)}:\n{ran.stdout}{ran.stderr}")
        costs = read_costs(profile.read_text())
    own, libraries = collections.Counter(), collections.Counter()
    for (where, function), cost in costs.items():
        if where == str(PROGRAM):
            own[function] += cost / TIMES
        else:
            libraries[pathlib.Path(where).name] += cost / TIMES
    if not own:
        sys.exit(f"callgrind saw nothing of {PROGRAM} in {operation}")
    return own, libraries


def measure():
    """{operation: (own, libraries)} as of count()"""
    return {operation: count(operation) for operation in OPERATIONS}


def how_it_was_built():
    return json.loads(subprocess.run([PROGRAM, "about"], check=True, capture_output=True, text=True).stdout)


def totals(measured):
    return {operation: round(own.total()) for operation, (own, _) in measured.items()}


def why_not_comparable(recorded, built):
    """The first thing that differs and makes other instructions of the same sources, or nothing."""
    for what in ("compiler", "processor"):
        if recorded[what] != built[what]:
            return f"the counts were recorded with {what} {recorded[what]!r}, here it is {built[what]!r}"
    return None


def compare(recorded, measured, built):
    """One Difference an operation, in the order of OPERATIONS."""
    differences = []
    for operation, now in totals(measured).items():
        before = recorded["instructions"].get(operation)
        if before is None:
            differences.append(Difference(True, f"{operation}: {now} instructions, none recorded. {RECORD_ANEW}"))
            continue
        dearer = (now - before) * 100 >= before * PERCENT
        text = f"{operation}: {now} instructions, {before} recorded ({now / before - 1:+.1%})"
        if dearer:
            text += f": it became dearer by {PERCENT} % or more. Where it is meant so: {RECORD_ANEW}\n"
            text += dearest(measured[operation][0])
            if recorded["flags"] != built["flags"]:
                text += f"\n  the flags were {recorded['flags']!r}, now they are {built['flags']!r}"
        elif (before - now) * 100 > before * PERCENT:
            text += f": it became cheaper by more than {PERCENT} %. To hold the gain: {RECORD_ANEW}"
        differences.append(Difference(dearer, text))
    return differences


def dearest(functions, most=12):
    return "\n".join(f"  {cost:8.0f}  {function[:140]}" for function, cost in functions.most_common(most))


def check():
    """Why nothing can be compared, or None, and a Difference an operation."""
    recorded, built = json.loads(RECORD.read_text()), how_it_was_built()
    reason = why_not_comparable(recorded, built)
    return (f"not compared: {reason}", []) if reason else (None, compare(recorded, measure(), built))


def record(measured, built):
    RECORD.write_text(json.dumps({**built, "instructions": totals(measured)}, indent=2) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--record", action="store_true", help="write today's counts into tests/bench/instructions.json")
    parser.add_argument("--functions", type=int, metavar="N", help="show the N dearest functions of each operation")
    options = parser.parse_args()
    if not options.record and not options.functions:
        skipped, differences = check()
        print("\n".join(difference.text for difference in differences) or skipped)
        return 1 if any(difference.failed for difference in differences) else 0
    measured = measure()
    if options.functions:
        for operation, (own, libraries) in measured.items():
            print(f"{operation}:\n{dearest(own, options.functions)}\n  and, not counted:\n{dearest(libraries)}")
    if options.record:
        record(measured, how_it_was_built())
    print("\n".join(f"{operation}: {number} instructions" for operation, number in totals(measured).items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
