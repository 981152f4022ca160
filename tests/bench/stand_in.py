#!/usr/bin/env python3
"""What a test suite feels of a stand-in: how soon it is ready, what it takes, how soon it is reset and gone.

Medians of several runs of the release binary, in memory, with freshly generated seeds.
"""
import argparse
import json
import os
import pathlib
import random
import shutil
import signal
import statistics
import subprocess
import tempfile
import time
import urllib.request
import uuid

ROOT = pathlib.Path(__file__).resolve().parents[2]


def write_seed(path, keys):
    draw = random.Random(keys)
    path.write_text(json.dumps({"keys": [
        {"id": str(uuid.UUID(int=draw.getrandbits(128), version=4)), "alias": f"key-{number}",
         "material": {"hex": f"{draw.getrandbits(256):064x}"}} for number in range(keys)]}))


class Run:
    """One server from exec to exit, timed."""

    def __init__(self, binary, folder, *arguments):
        port_file = folder / "port"
        port_file.unlink(missing_ok=True)
        began = time.perf_counter()
        self.process = subprocess.Popen([binary, "dev", "--port", "0", "--port-file", str(port_file), *arguments],
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        for line in self.process.stdout:
            if line == "Ready.\n":
                break
        self.ready_ms = (time.perf_counter() - began) * 1000
        self.url = f"http://127.0.0.1:{int(port_file.read_text())}"

    def resident_mib(self):
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1024

    def reset_ms(self):
        """As a client sees it."""
        request = urllib.request.Request(f"{self.url}/_tandem/reset", data=b"", method="POST")
        began = time.perf_counter()
        with urllib.request.urlopen(request) as answer:
            answer.read()
        return (time.perf_counter() - began) * 1000

    def empty(self):
        request = urllib.request.Request(f"{self.url}/_tandem/reset?to=empty", data=b"", method="POST")
        urllib.request.urlopen(request).read()

    def exit_ms(self):
        began = time.perf_counter()
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(30) == 0
        return (time.perf_counter() - began) * 1000


def starts_without_network(binary, seed):
    """In a network namespace with nothing but its loopback: no packet can leave, and the start does not notice."""
    if os.geteuid() != 0 or not shutil.which("unshare") or not shutil.which("ip"):
        return "not tried (needs root, unshare, ip)"
    script = f"ip link set lo up && exec timeout 10 {binary} dev --port 0 --seed {seed} --parent-pid $$"
    process = subprocess.Popen(["unshare", "-n", "sh", "-c", script], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    ready = any(line == "Ready.\n" for line in process.stdout)
    process.terminate()
    return "yes" if ready else "NO"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=9)
    arguments = parser.parse_args()
    binary = str(ROOT / "build/release/tandem")
    figures = {name: [] for name in ("ready, 1,000 keys (ms)", "resident, idle, no keys (MiB)", "resident, 1,000 keys (MiB)",
                                     "reset of 100 keys, all lost (ms)", "reset, nothing changed (ms)", "SIGTERM to exit (ms)")}
    with tempfile.TemporaryDirectory(prefix="tandem-bench-") as name:
        folder = pathlib.Path(name)
        thousand, hundred = folder / "thousand.json", folder / "hundred.json"
        write_seed(thousand, 1000)
        write_seed(hundred, 100)
        for _ in range(arguments.runs):
            run = Run(binary, folder, "--seed", str(thousand))
            figures["ready, 1,000 keys (ms)"].append(run.ready_ms)
            figures["resident, 1,000 keys (MiB)"].append(run.resident_mib())
            figures["SIGTERM to exit (ms)"].append(run.exit_ms())
            run = Run(binary, folder)
            figures["resident, idle, no keys (MiB)"].append(run.resident_mib())
            run.exit_ms()
            run = Run(binary, folder, "--seed", str(hundred))
            run.empty()
            figures["reset of 100 keys, all lost (ms)"].append(run.reset_ms())
            figures["reset, nothing changed (ms)"].append(run.reset_ms())
            run.exit_ms()
        print(f"{'median of ' + str(arguments.runs) + ' runs':40} median     min     max")
        for name, values in figures.items():
            print(f"{name:40} {statistics.median(values):6.1f}  {min(values):6.1f}  {max(values):6.1f}")
        print(f"{'starts with no network but loopback':40} {starts_without_network(binary, thousand)}")


if __name__ == "__main__":
    main()
