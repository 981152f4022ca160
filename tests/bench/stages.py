#!/usr/bin/env python3
"""Where the CPU time of a request goes: samples of call stacks, by stage, times the CPU microseconds of a request.

A stack belongs to the stage of its innermost function that belongs to one. Needs `perf` and the right to use it.
"""
import argparse
import collections
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile

import load
import report
from rows_throughput import BY_NAME, prepare
from servers import ROOT, Dev, Serve

WORKLOADS = ("Encrypt 32 B, TC3", "Encrypt 4,096 B, TC3")
SERVERS = (Dev, Serve)
REST = "the rest: event loop, clock, kernel between two processes"
# The order matters only where two match the same function.
STAGES = [(name, re.compile(pattern)) for name, pattern in (
    ("send the answers: system call and loopback TCP", r"Transport::write_some|__libc_send\b"),
    ("receive: system call", r"Transport::read_some|__libc_recv\b"),
    ("learn which connections are ready: epoll", r"epoll_wait|epoll_reactor::run|wait_for_sessions"),
    ("write log lines to their file, on a thread of its own", r"RequestLog::run"),
    ("record the request: log line, journal", r"RequestLog::record|server_options|[Jj]ournal|describe_and_check|Fields::describe"),
    ("authenticate: canonical request, SHA-256, HMAC", r"Authenticator::|signature_v3"),
    ("read the head", r"RequestReader::|read_request_frame|basic_parser<true>"),
    ("read the body: JSON, fields", r"read_json|Fields::from_json|check_fields"),
    ("seal: HKDF, AES-GCM", r"SealingKey::seal|hkdf_expand"),
    ("base64", r"base64_"),
    ("the rest of the action: find the key, frame, write JSON", r"Tencent2019::|service::encrypt|v2019::encrypt|JsonWriter"),
    ("the session: buffers, order of replies", r"tandem::http::Session|IoThread::s"),
)]


def stage_of(stack):
    for function in stack:
        for name, pattern in STAGES:
            if pattern.search(function):
                return name
    return REST


def stacks_in(script):
    """Innermost function first."""
    for block in script.split("\n\n"):
        # "address function"; the line before them names the thread.
        lines = [line.strip().partition(" ")[2] for line in block.splitlines()[1:]]
        if lines:
            yield lines


def shares(server, request, seconds):
    """{stage: share of all samples}, and the run beside which they were taken."""
    data = pathlib.Path(server.folder) / "perf.data"
    perf = subprocess.Popen(["perf", "record", "-q", "-F", "499", "--call-graph", "dwarf,8192", "-o", data, "-p",
                             str(server.process.pid), "--", "sleep", str(seconds)], stderr=subprocess.DEVNULL)
    load.wrk(server, request, seconds + 1)
    perf.wait()
    script = subprocess.run(["perf", "script", "-i", data, "-F", "comm,ip,sym", "--no-inline"], capture_output=True, text=True).stdout
    counts = collections.Counter(map(stage_of, stacks_in(script)))
    total = sum(counts.values())
    if total < 100:
        sys.exit(f"perf took {total} samples: may it look at processes here?")
    return {name: count / total for name, count in counts.items()}


def measure(options):
    """{(workload, mode): ({stage: share}, CPU microseconds a request)}"""
    found = {}
    for kind in SERVERS:
        with tempfile.TemporaryDirectory(prefix="bench-", dir=ROOT / "build") as folder, kind(folder) as server:
            material = prepare(server)
            for name in WORKLOADS:
                request = BY_NAME[name].make(server, material)
                # Without perf beside it, which costs more than what it looks at.
                cpu = statistics.median(load.measure(server, request, options.seconds)["cpu"] for _ in range(3))
                found[name, kind.name] = shares(server, request, options.seconds), cpu
    return found


def table(found):
    columns = list(found)
    lines = ["| stage | " + " | ".join(f"{name.partition(',')[0] if '4,096' not in name else 'Encrypt 4,096 B'}, {mode}"
                                       for name, mode in columns) + " |", "|---|" + "---|" * len(columns)]
    for stage in [name for name, _ in STAGES] + [REST]:
        values = [part.get(stage, 0) * cpu for part, cpu in found.values()]
        if any(value >= 0.05 for value in values):
            lines.append(f"| {stage} | " + " | ".join(f"{value:.1f}" for value in values) + " |")
    lines.append("| **all** | " + " | ".join(f"**{cpu:.1f}**" for _, cpu in found.values()) + " |")
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(prog="scripts/bench explain", description=__doc__)
    parser.add_argument("--seconds", type=int, default=8, help="of each run (8)")
    parser.add_argument("--publish", action="store_true", help="write the table into docs/performance.md")
    options = parser.parse_args()
    if not shutil.which("perf"):
        sys.exit("perf is not installed: on Debian it is in linux-perf")
    text = table(measure(options))
    print(text)
    if options.publish:
        report.PAGE.write_text(report.put_block(report.PAGE.read_text(), "stages", text))


if __name__ == "__main__":
    main()
