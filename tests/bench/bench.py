#!/usr/bin/env python3
"""Measures this server against nginx `return 200` and against its peers, in interleaved rounds.

One server thread on one processor, wrk on another, loopback, keep-alive, signatures verified on every request, rate limits
lifted, an audit line a request written and counted. Ratios are to what was measured beside them in the same round, since
machines are shared and drift. That answers were successes is checked in the measured run itself: the bytes that wrk read
are the requests times a known good answer.
"""
import argparse
import os
import pathlib
import signal
import sys
import tempfile

import peers
import report
import rows_lists
import rows_scale
import rows_throughput
from servers import ROOT

MODULES = (rows_throughput, rows_scale, rows_lists)


def options_of(arguments):
    parser = argparse.ArgumentParser(prog="scripts/bench", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter,
                                     epilog="scripts/bench stand-in measures what a test suite feels; "
                                            "scripts/bench publish FILE... writes kept results into the documentation")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=8, help="of each run (8)")
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--keys", type=int, default=1_000_000, help="in the rows of many keys (1000000)")
    parser.add_argument("--idle", type=int, default=10_000, help="idle connections (10000)")
    parser.add_argument("--modes", default="dev,serve", help="of the rows against nginx (dev,serve)")
    parser.add_argument("--only", default="", metavar="NAME", help="rows whose name contains this text")
    parser.add_argument("--list", action="store_true", help="print the rows' names")
    parser.add_argument("--quick", action="store_true",
                        help="one short round of everything, in less than two minutes: shows that all works, proves nothing")
    parser.add_argument("--peers", action="store_true", help="install and measure the peers instead")
    parser.add_argument("--publish", action="store_true", help="write the results into docs/performance.md and .svg")
    options = parser.parse_args(arguments)
    options.modes = options.modes.split(",")
    if options.quick:
        options.rounds, options.seconds, options.keys, options.idle = 1, 1, 50_000, 2_000
    if options.publish and options.quick:
        parser.error("--quick is too short to publish")
    return options


def measure_rows(options, folder):
    chosen = lambda module: [name for name in module.names() if options.only in name]  # noqa: E731
    rows, absent = [], {}
    for module in MODULES:
        if names := chosen(module):
            measured, failed = module.measure(names, folder, options)
            rows += measured
            absent |= failed
    if not rows and not absent:
        sys.exit(f"no row's name contains {options.only!r}; see --list")
    return rows, absent


def main():
    if sys.argv[1:2] == ["publish"]:
        return report.publish([report.read(file) for file in sys.argv[2:]])
    options = options_of(sys.argv[1:])
    if options.list:
        return print("\n".join(name for module in MODULES for name in module.names()))
    if len(os.sched_getaffinity(0)) < 2:
        sys.exit("scripts/bench needs two processors: one for the servers, one for the load")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended"))   # so that the servers end as well
    # Not in memory: syncs and the audit file are part of what is measured.
    with tempfile.TemporaryDirectory(prefix="bench-", dir=ROOT / "build") as name:
        rows, absent = (peers.measure if options.peers else measure_rows)(options, pathlib.Path(name))
    result = report.result_of(rows, absent, options)
    report.show(result)
    print(f"kept as {report.keep(result).relative_to(ROOT)}", file=sys.stderr)
    if options.publish:
        report.publish([result])
    if result["absent"] and not options.peers:
        sys.exit("some rows could not be measured")


if __name__ == "__main__":
    main()
