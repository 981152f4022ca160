#!/usr/bin/env python3
"""Requests per second of this server, as ratios to nginx `return 200` in the same round.

One server thread against one nginx worker, `wrk -t1 -c64` on loopback, keep-alive, signatures verified on every
request, rate limits lifted. Rounds are interleaved, since these machines are shared and drift. That every answer was a
success is checked in the measured run itself: the bytes that wrk read are the requests times a known good answer.
"""
import argparse
import base64
import hashlib
import hmac
import json
import os
import pathlib
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
IDENTITY, SECRET = "tandemdev", "tandemdevsecret"
PROJECT = "0" * 32


# ---- signed requests, made once a round: a signature is good for minutes ----

def tencent_2019(host, action, body):
    now = int(time.time())
    date = time.strftime("%Y-%m-%d", time.gmtime(now))
    digest = lambda text: hashlib.sha256(text.encode()).hexdigest()  # noqa: E731
    mac = lambda key, text: hmac.new(key, text.encode(), hashlib.sha256).digest()  # noqa: E731
    canonical = f"POST\n/\n\ncontent-type:application/json\nhost:{host}\n\ncontent-type;host\n{digest(body)}"
    scope = f"{date}/kms/tc3_request"
    key = mac(mac(mac(("TC3" + SECRET).encode(), date), "kms"), "tc3_request")
    signature = mac(key, f"TC3-HMAC-SHA256\n{now}\n{scope}\n{digest(canonical)}").hex()
    return "POST", "/", {
        "Host": host, "Content-Type": "application/json", "X-TC-Action": action, "X-TC-Version": "2019-01-18",
        "X-TC-Timestamp": str(now), "X-TC-Region": "ap-guangzhou", "X-TC-RequestClient": "SDK_GO_1.3.103",
        "User-Agent": "Go-http-client/1.1", "Accept-Encoding": "gzip",
        "Authorization": f"TC3-HMAC-SHA256 Credential={IDENTITY}/{scope}, SignedHeaders=content-type;host, Signature={signature}",
    }, body


def huawei(host, operation, body):
    path = f"/v1.0/{PROJECT}/kms/{operation}"
    date = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
    signed = {"content-type": "application/json;charset=utf-8", "host": host, "user-agent": "huaweicloud-usdk-python/3.0",
              "x-project-id": PROJECT, "x-sdk-date": date}
    names = ";".join(signed)
    lines = "".join(f"{name}:{value}\n" for name, value in signed.items())
    canonical = f"POST\n{path}/\n\n{lines}\n{names}\n{hashlib.sha256(body.encode()).hexdigest()}"
    text = f"SDK-HMAC-SHA256\n{date}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    signature = hmac.new(SECRET.encode(), text.encode(), hashlib.sha256).hexdigest()
    return "POST", path, {
        "Host": host, "Content-Type": signed["content-type"], "User-Agent": signed["user-agent"], "X-Project-Id": PROJECT,
        "X-Sdk-Date": date, "Authorization": f"SDK-HMAC-SHA256 Access={IDENTITY}, SignedHeaders={names}, Signature={signature}",
    }, body


def ask(host, request):
    method, path, headers, body = request
    call = urllib.request.Request(f"http://{host}{path}", body.encode(), headers, method=method)
    with urllib.request.urlopen(call) as answer:
        return json.loads(answer.read())


# ---- the two servers ----

class Tandem:
    def __init__(self, folder, core):
        port_file = pathlib.Path(folder) / "port"
        self.process = subprocess.Popen(
            ["taskset", "-c", core, str(ROOT / "build/release/tandem"), "dev", "--port", "0", "--port-file", str(port_file),
             "--threads", "1", "--parent-pid", str(os.getpid())],
            stdout=subprocess.PIPE, stderr=open(pathlib.Path(folder) / "requests.log", "w"), text=True,
            env={**os.environ, "TANDEM_LIMITS__RATE": "off"})
        for line in self.process.stdout:
            if line == "Ready.\n":
                break
        self.host = f"127.0.0.1:{port_file.read_text().strip()}"
        self.pids = [self.process.pid]
        made = ask(self.host, tencent_2019(self.host, "CreateKey", '{"Alias":"bench"}'))
        self.key = made["Response"]["KeyId"]


class Nginx:
    def __init__(self, folder, core):
        self.host = "127.0.0.1:18997"
        body = json.dumps({"Response": {"KeyId": "0" * 36, "CiphertextBlob": "A" * 160, "RequestId": "0" * 36}})
        conf = pathlib.Path(folder) / "nginx.conf"
        conf.write_text(f"""
            daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log stderr crit;
            events {{ worker_connections 4096; }}
            http {{ access_log off; keepalive_requests 100000000; client_body_temp_path {folder}; proxy_temp_path {folder};
                    fastcgi_temp_path {folder}; uwsgi_temp_path {folder}; scgi_temp_path {folder};
                    server {{ listen {self.host}; default_type application/json; return 200 '{body}'; }} }}""")
        self.process = subprocess.Popen(["taskset", "-c", core, "nginx", "-c", str(conf), "-p", folder], stderr=subprocess.DEVNULL)
        for _ in range(100):
            try:
                urllib.request.urlopen(f"http://{self.host}/").read()
                break
            except OSError:
                time.sleep(0.05)
        children = subprocess.run(["pgrep", "-P", str(self.process.pid)], capture_output=True, text=True).stdout.split()
        self.pids = [self.process.pid, *map(int, children)]


def cpu_seconds(pids):
    ticks = 0
    for pid in pids:
        fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


# ---- one measured run ----

LUA = """
wrk.method = {method}
wrk.body = {body}
wrk.headers = {{ {headers} }}
done = function(summary, latency)
  io.write(string.format("RESULT %d %d %d %d %f\\n", summary.requests, summary.bytes, summary.duration,
    summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout,
    latency:percentile(99)))
end
"""


def quote(text):
    return json.dumps(text, ensure_ascii=True).replace("\\/", "/")


def wrk(folder, server, request, connections, seconds, core):
    method, path, headers, body = request
    script = pathlib.Path(folder) / "request.lua"
    script.write_text(LUA.format(method=quote(method), body=quote(body), headers=", ".join(f"[{quote(k)}] = {quote(v)}" for k, v in headers.items())))
    before = cpu_seconds(server.pids)
    out = subprocess.run(["taskset", "-c", core, "wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-s", str(script),
                          f"http://{server.host}{path}"], capture_output=True, text=True, check=True).stdout
    requests, read, microseconds, errors, p99 = (float(x) for x in re.search(r"RESULT (.*)", out).group(1).split())
    if errors:
        sys.exit(f"{errors:.0f} errors against {server.host}")
    return {"rate": requests / microseconds * 1e6, "cpu": (cpu_seconds(server.pids) - before) / requests * 1e6,
            "p99": p99 / 1000, "bytes": read / requests}


def plaintext(size):
    return base64.b64encode(bytes(i * 7 % 256 for i in range(size))).decode()


def workloads(server):
    key = server.key
    body = lambda size: json.dumps({"KeyId": key, "Plaintext": plaintext(size)})  # noqa: E731
    blob = lambda size: ask(server.host, tencent_2019(server.host, "Encrypt", body(size)))["Response"]["CiphertextBlob"]  # noqa: E731
    small, large = blob(32), blob(4096)
    text = lambda size: json.dumps({"key_id": key, "plain_text": "x" * size})  # noqa: E731
    return {
        "Encrypt 32 B, TC3": lambda: tencent_2019(server.host, "Encrypt", body(32)),
        "Encrypt 4,096 B, TC3": lambda: tencent_2019(server.host, "Encrypt", body(4096)),
        "Decrypt 32 B, TC3": lambda: tencent_2019(server.host, "Decrypt", json.dumps({"CiphertextBlob": small})),
        "Decrypt 4,096 B, TC3": lambda: tencent_2019(server.host, "Decrypt", json.dumps({"CiphertextBlob": large})),
        "encrypt-data 32 B, AK/SK": lambda: huawei(server.host, "encrypt-data", text(32)),
        "encrypt-data 4,096 B, AK/SK": lambda: huawei(server.host, "encrypt-data", text(4096)),
    }


def good_answer_bytes(server, request):
    """The length of one good answer with its head, read from the socket as wrk counts it."""
    import socket
    method, path, headers, body = request
    head = "".join(f"{k}: {v}\r\n" for k, v in headers.items())
    host, port = server.host.split(":")
    with socket.create_connection((host, int(port))) as peer:
        peer.sendall(f"{method} {path} HTTP/1.1\r\n{head}Content-Length: {len(body)}\r\n\r\n{body}".encode())
        data = b""
        while b"\r\n\r\n" not in data or len(data) < data.index(b"\r\n\r\n") + 4 + int(re.search(rb"Content-Length: (\d+)", data).group(1)):
            data += peer.recv(65536)
    answer = json.loads(data.split(b"\r\n\r\n", 1)[1])
    if "Error" in answer.get("Response", {}) or "error" in answer or b" 200 " not in data[:20]:
        sys.exit(f"not a success: {answer}")
    return len(data)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--seconds", type=int, default=8)
    options.add_argument("--connections", type=int, default=64)
    options.add_argument("--only", default="", help="workloads whose name contains this text")
    options = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="tandem-bench-") as folder:
        tandem, nginx = Tandem(folder, "0"), Nginx(folder, "0")
        try:
            rows = {name: [] for name in workloads(tandem) if options.only in name}
            for number in range(options.rounds):
                for name, make in workloads(tandem).items():
                    if name not in rows:
                        continue
                    request = make()
                    expected = good_answer_bytes(tandem, request)
                    base = wrk(folder, nginx, request, options.connections, options.seconds, "1")
                    ours = wrk(folder, tandem, request, options.connections, options.seconds, "1")
                    if abs(ours["bytes"] - expected) > 1:
                        sys.exit(f"{name}: answers of {ours['bytes']:.1f} bytes where a good one has {expected}")
                    rows[name].append((base, ours))
                print(f"round {number + 1} of {options.rounds}", file=sys.stderr, flush=True)
            print(f"wrk -t1 -c{options.connections} -d{options.seconds}s, {options.rounds} interleaved rounds, medians; ratios are to nginx in the same round")
            print("| workload | ratio of requests/s | min - max | requests/s | nginx | CPU us a request | ratio of CPU | p99 ms | ratio of p99 |")
            print("|---|---|---|---|---|---|---|---|---|")
            for name, pairs in rows.items():
                middle = lambda pick: statistics.median(pick(base, ours) for base, ours in pairs)  # noqa: E731
                ratios = [ours["rate"] / base["rate"] for base, ours in pairs]
                print(f"| {name} | **{statistics.median(ratios):.2f}** | {min(ratios):.2f} - {max(ratios):.2f} | {middle(lambda b, o: o['rate']):,.0f}"
                      f" | {middle(lambda b, o: b['rate']):,.0f} | {middle(lambda b, o: o['cpu']):.1f} | {middle(lambda b, o: o['cpu'] / b['cpu']):.2f}"
                      f" | {middle(lambda b, o: o['p99']):.2f} | {middle(lambda b, o: o['p99'] / b['p99']):.2f} |")
        finally:
            for server in (tandem, nginx):
                server.process.send_signal(signal.SIGTERM)
                server.process.wait(10)


if __name__ == "__main__":
    main()
