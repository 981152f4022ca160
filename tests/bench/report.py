"""Results as a table, as JSON with the machine's description, and in the documentation with a drawing."""
import json
import os
import pathlib
import platform
import re
import statistics
import subprocess
import sys
import time

import drawing
from results import of_record
from servers import ROOT

PAGE, DRAWING = ROOT / "docs/performance.md", ROOT / "docs/performance.svg"


# ---- results ----

def said_by(*command):
    try:
        done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    except OSError:
        return "none"
    return (done.stdout + done.stderr).strip().split("\n")[0]


def machine():
    processors = pathlib.Path("/proc/cpuinfo").read_text()
    model = re.search(r"model name\s*: (.*)", processors)
    memory = re.search(r"MemTotal:\s+(\d+)", pathlib.Path("/proc/meminfo").read_text()).group(1)
    system = re.search(r'PRETTY_NAME="(.*)"', pathlib.Path("/etc/os-release").read_text())
    changed = " and changes" if said_by("git", "status", "--porcelain", "src", "include") else ""
    return {
        "processor": model.group(1) if model else platform.machine(), "processors": os.cpu_count(),
        "memory_gib": round(int(memory) / 2**20, 1), "kernel": platform.release(), "system": system.group(1) if system else "",
        "nginx": said_by("nginx", "-v").rpartition("/")[2],
        "wrk": (re.search(r"wrk (?:debian/)?(\S+)", said_by("wrk", "-v")) or ["", "none"])[1],
        "openssl": said_by("openssl", "version").split(" (")[0],
        "commit": said_by("git", "rev-parse", "--short=12", "HEAD") + changed,
    }


def result_of(rows, absent, options):
    conditions = {name: getattr(options, name) for name in ("rounds", "seconds", "connections", "keys", "idle", "quick")}
    return {"kind": "peers" if options.peers else "rows", "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            "machine": machine(), "conditions": conditions, "rows": [row.record() for row in rows], "absent": absent}


def keep(result):
    folder = ROOT / "build/results"
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{result['kind']}-{result['time'].replace(':', '')}.json"
    file.write_text(json.dumps(result, indent=1) + "\n")
    return file


def read(file):
    return json.loads(pathlib.Path(file).read_text())


# ---- the table ----

HEAD = "| row | mode | median | min - max | floor / goal / aim | kept | beside it |"


def number(value):
    if value >= 1000:
        return f"{value:,.0f}"
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def table(rows):
    lines = [HEAD, "|" + "---|" * (HEAD.count("|") - 1)]
    for row in rows:
        limits = " / ".join(f"{limit:g}" for limit in row.limits)
        beside = ", ".join(f"{name} {number(statistics.median(values))}" for name, values in row.details.items())
        lines.append(f"| {row.name} | {row.mode} | **{number(row.median)}** {row.measure} "
                     f"| {number(min(row.values))} - {number(max(row.values))} | {'at most ' if row.at_most else ''}{limits} "
                     f"| {row.verdict()}{', nine rounds' if row.repeated else ''} | {beside} |")
    return "\n".join(lines)


def conditions_text(result):
    conditions, host = result["conditions"], result["machine"]
    return (f"{result['time'][:10]}, commit {host['commit']}; {host['processors']} processors ({host['processor']}), {host['system']}, "
            f"Linux {host['kernel']}, nginx {host['nginx']}, wrk {host['wrk']}, {host['openssl']}; medians of {conditions['rounds']} "
            f"interleaved rounds of {conditions['seconds']} s.")


def remarks(result):
    notes = [f"- {row.name} ({row.mode}): {row.note}." for row in map(of_record, result["rows"]) if row.note]
    return notes + [f"- {name}: not measured, and nothing is claimed about it: {why}." for name, why in result["absent"].items()]


def text_of(result):
    return "\n".join([conditions_text(result), "", table([of_record(record) for record in result["rows"]]),
                      *(["", *notes] if (notes := remarks(result)) else [])])


def show(result):
    print(text_of(result))
    if result["conditions"]["quick"]:
        print("--quick: runs of one second show that everything works; their numbers prove nothing.", file=sys.stderr)


# ---- the documentation ----

def merged(results):
    """Later results replace those of the same rows. The description is the last one's: all are to be of one machine."""
    whole = dict(results[-1])
    rows = {(record["name"], record["mode"]): record for result in results for record in result["rows"]}
    if len({result["machine"]["commit"] for result in results}) > 1:
        print("these results are of several commits; the last one is named", file=sys.stderr)
    measured = {name for name, _ in rows}
    absent = {name: why for result in results for name, why in result["absent"].items() if name not in measured}
    return whole | {"rows": list(rows.values()), "absent": absent}


def put_block(text, name, block):
    begin, end = f"<!-- {name}: written by scripts/bench --publish -->", f"<!-- end of {name} -->"
    before, found, rest = text.partition(begin)
    if not found or end not in rest:
        sys.exit(f"{PAGE.name} has no block {name}")
    return f"{before}{begin}\n{block}\n{end}{rest.partition(end)[2]}"


def publish(results):
    if not any(not result["conditions"]["quick"] for result in results):
        sys.exit("nothing to publish: name results of build/results/ that are not of --quick")
    text = PAGE.read_text()
    for kind in ("rows", "peers"):
        if chosen := [result for result in results if result["kind"] == kind and not result["conditions"]["quick"]]:
            whole = merged(chosen)
            block = text_of(whole)
            if kind == "rows":
                DRAWING.write_text(drawing.draw([of_record(record) for record in whole["rows"]]))
                block = f"![Ratios to nginx]({DRAWING.name})\n\n{block}"
            text = put_block(text, kind, block)
    PAGE.write_text(text)
