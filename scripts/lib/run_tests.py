#!/usr/bin/env python3
"""Builds and runs the parts of the test suite and closes with the line `N passed, N failed, N skipped`.

usage: scripts/lib/run_tests.py [PART ...]      (scripts/test installs what is missing and calls this)
"""
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from concurrent.futures import ThreadPoolExecutor

import instructions as instruction_counts

ROOT = pathlib.Path(__file__).resolve().parents[2]
RESULTS = ROOT / "build/results"
VENV = ROOT / "build/venv"
CORES = str(os.cpu_count() or 2)


class Tally:
    def __init__(self):
        self.passed = self.failed = self.skipped = 0

    def add(self, passed=0, failed=0, skipped=0):
        self.passed, self.failed, self.skipped = self.passed + passed, self.failed + failed, self.skipped + skipped

    def __str__(self):
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def run(command, log, **options):
    """Runs a command with its output in a file; returns whether it ended well."""
    with open(log, "w") as out:
        return subprocess.run(command, stdout=out, stderr=subprocess.STDOUT, cwd=options.pop("cwd", ROOT), **options).returncode == 0


def show(log, lines=60):
    print("\n".join(pathlib.Path(log).read_text(errors="replace").splitlines()[-lines:]), flush=True)


def build(preset, *targets):
    if subprocess.run(["scripts/build", preset, *targets], cwd=ROOT).returncode != 0:
        sys.exit(f"build/{preset} does not build\n0 passed, 1 failed, 0 skipped")


# ---- GoogleTest ----

def unit_targets(preset):
    """Those that the tree has now: in its folder a build may have binaries of an older one."""
    listed = subprocess.run(["ctest", "--test-dir", f"build/{preset}", "--show-only=json-v1"], cwd=ROOT, check=True,
                            capture_output=True, text=True).stdout
    return [test["name"] for test in json.loads(listed)["tests"] if test["name"].startswith("unit_")]


def unit(preset, tally, targets=()):
    """The test binaries of `targets`; all of them when none is named."""
    build(preset, *targets)
    binaries = [ROOT / f"build/{preset}/tests" / name for name in targets or unit_targets(preset)]

    def one(binary):
        report = RESULTS / f"{preset}-{binary.name}.json"
        report.unlink(missing_ok=True)
        log = RESULTS / f"{preset}-{binary.name}.log"
        ended_well = run([binary, f"--gtest_output=json:{report}", "--gtest_brief=1"], log,
                         env={**os.environ, "TANDEM_BINARY": str(ROOT / f"build/{preset}/tandem")})
        return ended_well, report, log

    with ThreadPoolExecutor(int(CORES)) as pool:
        for ended_well, report, log in pool.map(one, binaries):
            counted = Tally()
            if report.exists():
                for suite in json.loads(report.read_text())["testsuites"]:
                    for case in suite["testsuite"]:
                        result = "failed" if case.get("failures") else "skipped" if case["result"] != "COMPLETED" else "passed"
                        counted.add(**{result: 1})
            if not ended_well:
                counted.failed = max(counted.failed, 1)  # a crash leaves no report
                show(log)
            tally.add(counted.passed, counted.failed, counted.skipped)


# ---- Python ----

def prepare_venv():
    """A virtual environment of the system's Python with the pinned packages, made anew when the pins change."""
    wanted = hashlib.sha256((ROOT / "tests/requirements.txt").read_bytes()).hexdigest()
    stamp = VENV / "requirements.sha256"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    print("Installing Python packages of tests/requirements.txt into build/venv", flush=True)
    for command in (["/usr/bin/python3", "-m", "venv", "--clear", VENV],
                    [VENV / "bin/pip", "install", "--quiet", "--disable-pip-version-check", "-r", ROOT / "tests/requirements.txt"]):
        if not run(command, RESULTS / "venv.log"):
            show(RESULTS / "venv.log")
            sys.exit("0 passed, 1 failed, 0 skipped")
    stamp.write_text(wanted)


def pytest(name, folder, tally, *arguments, preset="dev"):
    prepare_venv()
    report, log = RESULTS / f"{name}.xml", RESULTS / f"{name}.log"
    report.unlink(missing_ok=True)
    ended_well = run([VENV / "bin/pytest", "-q", "-p", "no:cacheprovider", f"--junit-xml={report}", *arguments, folder], log,
                     env={**os.environ, "TANDEM_BINARY": str(ROOT / f"build/{preset}/tandem"), "PYTHONDONTWRITEBYTECODE": "1"})
    failed = skipped = passed = 0
    if report.exists():
        suite = ElementTree.parse(report).getroot().find("testsuite")
        failed = int(suite.get("failures")) + int(suite.get("errors"))
        skipped = int(suite.get("skipped"))
        passed = int(suite.get("tests")) - failed - skipped
    if not ended_well:
        failed = max(failed, 1)
        show(log)
    tally.add(passed, failed, skipped)


# ---- Go, Node and Java ----

WITH_SERVER = [sys.executable, "tests/support/python/tandem_server.py", "--"]


def go_sdks(tally):
    log = RESULTS / "sdk-go.log"
    ended_well = run(WITH_SERVER + ["sh", "-c", "cd tests/sdk/go && go test -count=1 -json ./..."], log)
    counts = {"pass": 0, "fail": 0, "skip": 0}
    for line in log.read_text().splitlines():
        event = json.loads(line) if line.startswith("{") else {}
        if event.get("Test") and event.get("Action") in counts:
            counts[event["Action"]] += 1
    if not ended_well:
        counts["fail"] = max(counts["fail"], 1)
        print("".join(json.loads(line).get("Output", "") for line in log.read_text().splitlines() if line.startswith("{")), flush=True)
    tally.add(counts["pass"], counts["fail"], counts["skip"])


def install(tally, what, command, stamp, made_from, folder):
    """Runs a package manager when what it was asked for has changed; returns whether its packages are there."""
    if stamp.exists() and stamp.stat().st_mtime >= made_from.stat().st_mtime:
        return True
    print(f"Installing {what}", flush=True)
    log = RESULTS / f"install-{command[0]}.log"
    if not run(command, log, cwd=folder):
        show(log)
        tally.add(failed=1)
        return False
    stamp.touch()
    return True


def node_sdks(tally):
    folder = ROOT / "tests/sdk/node"
    if not install(tally, "the Node packages of tests/sdk/node", ["npm", "ci", "--no-audit", "--no-fund"],
                   folder / "node_modules/.package-lock.json", folder / "package-lock.json", folder):
        return
    log = RESULTS / "sdk-node.log"
    ended_well = run(WITH_SERVER + ["sh", "-c", "cd tests/sdk/node && node --test --test-reporter=tap *.test.js"], log)
    text = log.read_text()
    counts = {word: int((re.findall(rf"^# {word} (\d+)$", text, re.M) or ["0"])[-1]) for word in ("pass", "fail", "skipped")}
    if not ended_well:
        counts["fail"] = max(counts["fail"], 1)
        show(log, 120)
    tally.add(counts["pass"], counts["fail"], counts["skipped"])


JAVA_JARS = ROOT / "build/java"
COPY_JARS = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies"


def journeys(tally):
    """What `tandem snippet`, `env` and `--impersonate` promise, in every language; after node_sdks, whose packages it uses."""
    folder = ROOT / "tests/sdk/java"
    JAVA_JARS.mkdir(parents=True, exist_ok=True)
    if install(tally, "the Java packages of tests/sdk/java", ["mvn", "-q", "-B", COPY_JARS, f"-DoutputDirectory={JAVA_JARS}"],
               JAVA_JARS / "complete", folder / "pom.xml", folder):
        pytest("sdk-journeys", "tests/sdk/journeys", tally, "-n", CORES)


def sdk(tally):
    build("dev", "tandem")
    pytest("sdk-python", "tests/sdk/python", tally)
    go_sdks(tally)
    node_sdks(tally)
    journeys(tally)


# ---- the parts, in the order in which they run ----

def contract(tally, preset="dev", *arguments):
    build(preset, "tandem")
    pytest(f"contract-{preset}", "tests/contract", tally, "-n", CORES, *arguments, preset=preset)


def formats(tally):
    pytest("formats", "tests/vectors", tally)


def crash(tally):
    build("dev", "tandem")
    pytest("crash", "tests/crash", tally)


def documents(tally):
    build("dev", "tandem")
    pytest("docs", "tests/docs", tally)


def image(tally):
    pytest("image", "tests/image", tally)


def package(tally):
    build("dev", "tandem", "tandem_testserver")
    pytest("package", "tests/package", tally)


def instructions(tally):
    """Whether an Encrypt, a Decrypt or a signature check became dearer than recorded; scripts/instructions shows more."""
    pytest("instructions", "tests/bench/instructions", tally)
    build("release", "tandem_instructions")
    skipped, differences = instruction_counts.check()
    for difference in differences:
        tally.add(passed=not difference.failed, failed=difference.failed)
        print(f"    {difference.text}", flush=True)
    if skipped:
        tally.add(skipped=len(instruction_counts.OPERATIONS))
        print(f"    {skipped}", flush=True)


# Where memory is handled by hand.
SANITIZED = ("unit_base", "unit_crypto", "unit_keys", "unit_store")


def asan(tally):
    unit("asan", tally, SANITIZED)


# Where threads meet: the store's epochs and tables without locks, the rate buckets, the connections, the log.
THREADED = ("unit_base", "unit_store", "unit_api", "unit_http", "unit_log")


def tsan(tally):
    unit("tsan", tally, THREADED)


def asan_all(tally):
    """Everything under the sanitizers, whose objects alone take half an hour to build: by argument."""
    unit("asan", tally)
    contract(tally, "asan", "-m", "not plain_build")


PARTS = {
    "unit": lambda tally: unit("dev", tally),
    "formats": formats,
    "contract": contract,
    "sdk": sdk,
    "docs": documents,
    "crash": crash,
    "package": package,
    "image": image,
    "instructions": instructions,
    "asan": asan,
    "tsan": tsan,
    "asan-all": asan_all,
}
BY_ARGUMENT = {"asan-all"}


def main():
    unknown = set(sys.argv[1:]) - set(PARTS)
    if unknown:
        sys.exit(f"no part {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    RESULTS.mkdir(parents=True, exist_ok=True)
    total = Tally()
    for name in sys.argv[1:] or [part for part in PARTS if part not in BY_ARGUMENT]:
        began, part = time.monotonic(), Tally()
        print(f"--- {name}", flush=True)
        PARTS[name](part)
        print(f"    {part} ({time.monotonic() - began:.0f} s)", flush=True)
        total.add(part.passed, part.failed, part.skipped)
    print(total, flush=True)
    return 1 if total.failed or not total.passed else 0


if __name__ == "__main__":
    sys.exit(main())
