"""Rows of `serve` with many keys, many connections, and durable changes."""
import argparse
import mmap
import resource
import socket
import sqlite3
import struct
import subprocess
import sys
import uuid

import load
from results import ROUNDS_OF_REPETITION, ROUNDS_TO_JUDGE, Row, repeated
from rows_throughput import tc3
from servers import ROOT, Serve
from signed_requests import encrypt_body, tencent_2019

RANDOM_KEYS = "many keys, a random one each call, against one key"
MEMORY = "many keys, resident memory a key"
START = "many keys, exec to Ready"
COMMITS = "CreateKey, acknowledged keys a commit"
GROUPS = "CreateKey, 5 ms added to a sync, 64 connections against one"
IDLE_RATE = "idle connections beside the load, throughput kept"
IDLE_MEMORY = "idle connections, resident memory each"
# Many source addresses, as there is a limit of connections for each of them.
IDLE_A_SOURCE = 1000


def names():
    return [RANDOM_KEYS, MEMORY, START, COMMITS, GROUPS, IDLE_RATE, IDLE_MEMORY]


def measure(chosen, folder, options):
    rows, absent = [], {}
    for group, own in ((measure_many_keys, {RANDOM_KEYS, MEMORY, START}), (measure_commits, {COMMITS, GROUPS}),
                       (measure_idle, {IDLE_RATE, IDLE_MEMORY})):
        try:
            if own := own & set(chosen):
                rows += measure_group(group, own, folder, options)
        except load.NotASuccess as why:
            absent |= dict.fromkeys(own, str(why))
    return rows, absent


def measure_group(group, chosen, folder, options):
    rows = [row for row in group(folder / group.__name__, options) if row.name in chosen]
    close = [row.name for row in rows if row.misses_closely()]
    if not close or options.rounds < ROUNDS_TO_JUDGE:
        return rows
    print(f"once more with nine rounds, since a floor was missed by less than 5 %: {', '.join(close)}", file=sys.stderr)
    more = argparse.Namespace(**vars(options) | {"rounds": ROUNDS_OF_REPETITION})
    again = {row.name: row for row in group(folder / f"{group.__name__}-again", more)}
    return [repeated(row, again[row.name]) if row.name in close else row for row in rows]


# ---- CreateKey under load: every alias is another, and the signature leaves the body out ----

def create_keys(server, seconds, prefix, connections=64, check=True):
    body = f'{{"Alias":"{prefix}-0000000000"}}'
    request = tencent_2019(server.caller, server.hosts["http"], "CreateKey", body, unsigned=True)
    script = load.lua(request, varying="0000000000", prepare="local count = 0",
                      choose="(function() count = count + 1 return string.format('%010d', count) end)()")
    if check:
        return load.measure(server, request, seconds, connections, script=script)
    return load.wrk(server, request, seconds, connections, script=script)


# ---- many keys ----

def fill(folder, count, made=0):
    """Keys up to `count` and some more, made through the API; syncs are left out, since nothing is measured here."""
    rate = 5000
    with Serve(folder, preload=preload_library("no_sync")) as server:
        while made < count:
            seconds = max(1, min(20, round((count - made) / rate)))
            run = create_keys(server, seconds, f"fill-{made}", connections=256, check=False)
            made, rate = made + run["requests"], run["rate"]
            server.begin_audit()
            print(f"{made:,} keys", file=sys.stderr, flush=True)


def key_ids(folder):
    database = sqlite3.connect(f"file:{folder}/tandem.db?mode=ro", uri=True)
    ids = [str(uuid.UUID(bytes=key)) for key, in database.execute("SELECT key_id FROM keys")]
    database.close()
    return ids


def memory_of_a_tenth(folder, count):
    """How many keys a tenth of them came to be, and the memory of a server with them."""
    fill(folder, count // 10)
    few = len(key_ids(folder))
    with Serve(folder) as server:
        return few, server.resident_bytes()


def measure_many_keys(folder, options):
    with Serve(folder) as server:
        empty = server.resident_bytes()
    few, with_few = memory_of_a_tenth(folder, options.keys)
    fill(folder, options.keys, few)
    ids = key_ids(folder)
    starts, sizes = [], []
    for _ in range(options.rounds):
        with Serve(folder) as server:
            starts.append(server.ready_seconds)
            sizes.append(server.resident_bytes())
    with Serve(folder) as server:
        one, many = random_key_runs(server, ids, options)
        after = server.resident_bytes()
    keys = {"keys": [len(ids)]}
    return [
        Row(RANDOM_KEYS, "serve", "of one key's", [b["rate"] / a["rate"] for a, b in zip(one, many)], (0.80,),
            details={"requests/s": [run["rate"] for run in many], "with one key": [run["rate"] for run in one],
                     "CPU us": [run["cpu"] for run in many], "CPU us with one key": [run["cpu"] for run in one], **keys}),
        Row(MEMORY, "serve", "bytes", [(size - with_few) / (len(ids) - few) for size in sizes], (320, 256), at_most=True,
            details={"all memory above an empty server's": [(size - empty) / len(ids) for size in sizes],
                     "the same after the load": [(after - empty) / len(ids)], **keys},
            note=f"resident memory after the start less that of the same server with {few:,} keys, for each key that it has "
                 "more: SQLite's page cache is full in both, so it is not the keys'; each key has an alias"),
        Row(START, "serve", "s", starts, (2.5,), at_most=True, details=keys, note="the file is in the system's cache"),
    ]


def random_key_runs(server, ids, options):
    """The same script over lists of the same length: of one key, and of all of them."""
    lists = {}
    for name, column in (("one", ids[:1] * len(ids)), ("many", ids)):
        lists[name] = server.folder / f"{name}.txt"
        lists[name].write_text("".join(column))
    runs = {name: [] for name in lists}
    for _ in range(options.rounds):
        for name, file in lists.items():
            request = tencent_2019(server.caller, server.hosts["http"], "Encrypt", encrypt_body(ids[0], 32), unsigned=True)
            script = load.lua(request, varying=ids[0], choose="pick()", prepare=f"""
                local file = io.open("{file}")
                local ids = file:read("*a")
                file:close()
                math.randomseed(os.time())
                local function pick()
                  local first = 36 * math.random(0, {len(ids) - 1})
                  return ids:sub(first + 1, first + 36)
                end""")
            runs[name].append(load.measure(server, request, options.seconds, options.connections, script=script))
    return runs["one"], runs["many"]


# ---- commits ----

def preload_library(name):
    """Compiled when its source is newer."""
    source = ROOT / f"tests/bench/{name}.c"
    library = ROOT / f"build/bench_{name}.so"
    if not library.exists() or library.stat().st_mtime < source.stat().st_mtime:
        subprocess.run(["cc", "-O2", "-shared", "-fPIC", "-o", library, source, "-ldl"], check=True)
    return library


class SyncCounters:
    """What slow_sync.c counts, and the delay that it adds."""

    def __init__(self, file):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(bytes(24))
        self.file = open(file, "r+b")
        self.map = mmap.mmap(self.file.fileno(), 24)

    def read(self):
        """Syncs of the write-ahead log, and other ones."""
        return struct.unpack_from("<QQ", self.map, 0)

    def add(self, microseconds):
        struct.pack_into("<Q", self.map, 16, microseconds)


def counted(server, counters, seconds, prefix, connections):
    before = counters.read()
    run = create_keys(server, seconds, prefix, connections)
    run["log_syncs"], run["other_syncs"] = (now - then for now, then in zip(counters.read(), before))
    return run


def measure_commits(folder, options):
    counters = SyncCounters(folder / "syncs")
    plain, one, many = [], [], []
    with Serve(folder, preload=preload_library("slow_sync"), environment={"BENCH_SYNC_COUNTERS": str(folder / "syncs")}) as server:
        for number in range(options.rounds):
            counters.add(microseconds=0)
            plain.append(counted(server, counters, options.seconds, f"plain-{number}", 64))
            counters.add(microseconds=5000)
            one.append(counted(server, counters, options.seconds, f"one-{number}", 1))
            many.append(counted(server, counters, options.seconds, f"many-{number}", 64))
        counters.add(microseconds=0)
    return [
        Row(COMMITS, "serve", "keys a commit", [run["requests"] / run["log_syncs"] for run in plain], (20,),
            details={"keys/s": [run["rate"] for run in plain], "CPU us": [run["cpu"] for run in plain],
                     "keys a sync of the database file": [run["requests"] / max(run["other_syncs"], 1) for run in plain]}, runs=plain,
            note="a commit is a sync of the write-ahead log; those that belong to checkpoints are counted as well"),
        Row(GROUPS, "serve", "times one's", [b["rate"] / a["rate"] for a, b in zip(one, many)], (30,),
            details={"keys/s": [run["rate"] for run in many], "keys/s with one": [run["rate"] for run in one],
                     "keys a sync of the log": [run["requests"] / run["log_syncs"] for run in many],
                     "keys a sync of the database file": [run["requests"] / max(run["other_syncs"], 1) for run in many]}),
    ]


# ---- idle connections ----

def open_idle(server, count):
    """Connections from several addresses that were used once each, and stay open."""
    request = tencent_2019(server.caller, server.hosts["http"], "Encrypt", encrypt_body(server.idle_key, 32))
    head = "".join(f"{name}: {value}\r\n" for name, value in request.headers.items())
    text = f"POST / HTTP/1.1\r\n{head}Content-Length: {len(request.body)}\r\n\r\n{request.body}".encode()
    host, port = server.hosts["http"].split(":")
    peers = []
    for number in range(count):
        peer = socket.create_connection((host, int(port)), 10, (f"127.0.0.{2 + number // IDLE_A_SOURCE}", 0))
        peer.sendall(text)
        if not peer.recv(65536).startswith(b"HTTP/1.1 200"):
            raise load.NotASuccess("an idle connection's request was refused")
        peers.append(peer)
    return peers


def measure_idle(folder, options):
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    alone, beside, sizes = [], [], []
    encrypt = tc3("Encrypt", lambda material: encrypt_body(material["key"], 32))
    with Serve(folder) as server:
        server.idle_key = server.make_key("bench")
        run = lambda: load.measure(server, encrypt(server, {"key": server.idle_key}), options.seconds, options.connections)  # noqa: E731
        run()   # what the first load takes is not the idle connections' memory
        for _ in range(options.rounds):
            alone.append(run())
            before = server.resident_bytes()
            peers = open_idle(server, options.idle)
            sizes.append((server.resident_bytes() - before) / options.idle)
            beside.append(run())
            for peer in peers:
                peer.close()
    return [
        Row(IDLE_RATE, "serve", "of those without", [b["rate"] / a["rate"] for a, b in zip(alone, beside)], (0.90,),
            details={"requests/s": [run["rate"] for run in beside], "without": [run["rate"] for run in alone],
                     "CPU us": [run["cpu"] for run in beside], "CPU us without": [run["cpu"] for run in alone],
                     "p99 ms": [run["p99"] for run in beside], "idle": [options.idle]}),
        # Later rounds use what the first one left, so that the first is the honest one.
        Row(IDLE_MEMORY, "serve", "bytes", sizes[:1], (8192,), at_most=True, details={"idle": [options.idle]},
            note="the growth of resident memory in the first round"),
    ]
