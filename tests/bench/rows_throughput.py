"""Requests per second of each kind of request, as ratios to nginx `return 200` in the same round."""
import hashlib
import json
import sys
import time
from typing import Callable, NamedTuple

import load
from results import ROUNDS_OF_REPETITION, ROUNDS_TO_JUDGE, Row, repeated
from servers import Dev, Nginx, Serve, make_certificate
from signed_requests import encrypt_body, huawei, plaintext, tencent_2017, tencent_2019

SMALL, LARGE = (0.58, 0.66, 0.74), (0.45, 0.52, 0.58)
AGAINST_ENCRYPT = (0.90,)


class Workload(NamedTuple):
    name: str
    limits: tuple
    make: Callable            # (server, material) -> Request
    against: str = "nginx"    # or the workload that it is compared with
    scheme: str = "http"


def tc3(action, body):
    return lambda server, material: tencent_2019(server.caller, server.hosts["http"], action, body(material))


def encrypt_data(size):
    body = lambda material: json.dumps({"key_id": material["key"], "plain_text": "x" * size})  # noqa: E731
    return lambda server, material: huawei(server.caller, server.hosts["http"], "encrypt-data", body(material))


def encrypt_2017(server, material):
    return tencent_2017(server.caller, server.hosts["http"], "Encrypt", keyId=material["name"], plaintext=plaintext(32))


# What is compared with another row stands right behind it, since machines drift within a round as well.
WORKLOADS = [
    Workload("Encrypt 32 B, TC3", SMALL, tc3("Encrypt", lambda material: encrypt_body(material["key"], 32))),
    Workload("Decrypt 32 B, TC3", AGAINST_ENCRYPT, tc3("Decrypt", lambda material: material["small"]), "Encrypt 32 B, TC3"),
    Workload("GenerateDataKey, TC3", AGAINST_ENCRYPT,
             tc3("GenerateDataKey", lambda material: json.dumps({"KeyId": material["key"], "KeySpec": "AES_256"})), "Encrypt 32 B, TC3"),
    Workload("Encrypt 4,096 B, TC3", LARGE, tc3("Encrypt", lambda material: encrypt_body(material["key"], 4096))),
    Workload("Decrypt 4,096 B, TC3", AGAINST_ENCRYPT, tc3("Decrypt", lambda material: material["large"]), "Encrypt 4,096 B, TC3"),
    Workload("encrypt-data 32 B, AK/SK", SMALL, encrypt_data(32)),
    Workload("encrypt-data 4,096 B, AK/SK", LARGE, encrypt_data(4096)),
    Workload("2017 Encrypt 32 B, HmacSHA256", (0.50, 0.60, 0.70), encrypt_2017),
    Workload("Encrypt 32 B, TC3, TLS 1.3", (0.55, 0.65, 0.72),
             tc3("Encrypt", lambda material: encrypt_body(material["key"], 32)), scheme="https"),
]
BY_NAME = {workload.name: workload for workload in WORKLOADS}
LATENCY_ROW, LATENCY_LIMITS = "Encrypt 32 B, TC3, p99", (2.5, 1.8, 1.4)


def names():
    return [*BY_NAME, LATENCY_ROW]


def prepare(server):
    """Keys and ciphertexts of the server."""
    key = server.make_key("bench")
    sealed = lambda size: json.dumps(  # noqa: E731
        {"CiphertextBlob": server.call("Encrypt", encrypt_body(key, size))["CiphertextBlob"]})
    return {"key": key, "name": server.make_named_key("bench-2017"), "small": sealed(32), "large": sealed(4096)}


def needed(chosen):
    """The workloads that rows are measured from: their own, and those that they are compared with."""
    wanted = set()
    for name in chosen:
        workload = BY_NAME["Encrypt 32 B, TC3" if name == LATENCY_ROW else name]
        wanted |= {workload.name} | ({workload.against} if workload.against != "nginx" else set())
    return [name for name in BY_NAME if name in wanted]


def measure_rounds(nginx, servers, chosen, rounds, options):
    """{workload: [{server's name: run}, one a round]}, and why workloads are left out of it"""
    runs, absent = {name: [] for name in chosen}, {}
    for number in range(rounds):
        for name in [name for name in chosen if name not in absent]:
            try:
                runs[name].append(measure_round(nginx, servers, BY_NAME[name], options))
            except load.NotASuccess as why:
                absent[name] = str(why)
                del runs[name]
        print(f"round {number + 1} of {rounds}", file=sys.stderr, flush=True)
    return runs, absent


def measure_round(nginx, servers, workload, options):
    requests = [(server, workload.make(server, material)) for server, material in servers]
    # nginx gets what the first of us gets.
    return {server.name: load.measure(server, request, options.seconds, options.connections, workload.scheme)
            for server, request in [(nginx, requests[0][1]), *requests]}


def closing_digest_seconds():
    """What SHA-256 takes for what encrypt-data closes a sealed 4,096 bytes with; Tencent's form has no such thing."""
    blob, count = bytes(124 + 4112 - 32), 20_000
    began = time.perf_counter()
    for _ in range(count):
        hashlib.sha256(blob).digest()
    return (time.perf_counter() - began) / count


def limits_of(workload, runs):
    if workload.name != "encrypt-data 4,096 B, AK/SK":
        return workload.limits
    ours = closing_digest_seconds()
    theirs = sum(1 / run["nginx"]["rate"] for run in runs) / len(runs)
    return tuple(round(theirs / (theirs / limit + ours), 3) for limit in workload.limits)


def row_of(name, mode, runs):
    if name == LATENCY_ROW:
        own = runs["Encrypt 32 B, TC3"]
        return Row(name, mode, "of nginx's", [run[mode]["p99"] / run["nginx"]["p99"] for run in own], LATENCY_LIMITS, at_most=True,
                   details={"p99 ms": [run[mode]["p99"] for run in own], "nginx's p99 ms": [run["nginx"]["p99"] for run in own]})
    workload, own = BY_NAME[name], runs[name]
    if workload.against == "nginx":
        base = [run["nginx"] for run in own]
    else:
        base = [run[mode] for run in runs[workload.against]]
    measure = "of nginx" if workload.against == "nginx" else f"of {workload.against}"
    return Row(name, mode, measure, [run[mode]["rate"] / other["rate"] for run, other in zip(own, base)], limits_of(workload, own),
               details={"requests/s": [run[mode]["rate"] for run in own], "nginx": [run["nginx"]["rate"] for run in own],
                        "CPU us": [run[mode]["cpu"] for run in own],
                        "CPU to nginx's": [run[mode]["cpu"] / run["nginx"]["cpu"] for run in own],
                        "p99 ms": [run[mode]["p99"] for run in own]},
               runs=own)


def check_same_cipher(servers):
    """The TLS row compares like with like."""
    ciphers = set()
    for server in servers:
        connection = server.connect("https")
        connection.connect()
        ciphers.add((connection.sock.version(), connection.sock.cipher()[0]))
        connection.close()
    if len(ciphers) != 1 or next(iter(ciphers))[0] != "TLSv1.3":
        raise SystemExit(f"the servers speak different TLS: {sorted(ciphers)}")


def measure(chosen, folder, options):
    certificate = make_certificate(folder)
    with Nginx(folder / "nginx", certificate) as nginx, Dev(folder / "dev", certificate) as dev, \
            Serve(folder / "serve", certificate) as serve:
        check_same_cipher((nginx, dev, serve))
        servers = [(server, prepare(server)) for server in (dev, serve) if server.name in options.modes]
        runs, absent = measure_rounds(nginx, servers, needed(chosen), options.rounds, options)
        rows = [row_of(name, mode, runs) for name in chosen if runs.keys() >= set(needed([name])) for mode in options.modes]
        close = [row for row in rows if row.misses_closely()]
        if not close or options.rounds < ROUNDS_TO_JUDGE:
            return rows, absent
        close_names = list(dict.fromkeys(row.name for row in close))
        print(f"once more with nine rounds, since a floor was missed by less than 5 %: {', '.join(close_names)}", file=sys.stderr)
        again, failed = measure_rounds(nginx, servers, needed(close_names), ROUNDS_OF_REPETITION, options)
        if failed:
            return rows, absent | failed
        return [repeated(row, row_of(row.name, row.mode, again)) if row in close else row for row in rows], absent
