"""One measured run of wrk, with what proves that its answers were successes."""
import json
import pathlib
import re
import subprocess

from servers import LOAD_CORE, Tandem

FIXED_REQUEST = """
wrk.method, wrk.path, wrk.body = {method}, {path}, {body}
wrk.headers = {{ {headers} }}
"""

# A body that differs each time, put into a request that is formatted once. It has {varying} where {choose} gives the text.
VARYING_REQUEST = FIXED_REQUEST + """
{prepare}
local before, after
init = function()
  local whole = wrk.format()
  local first, last = whole:find("{varying}", 1, true)
  before, after = whole:sub(1, first - 1), whole:sub(last + 1)
end
request = function()
  return before .. {choose} .. after
end
"""

REPORT = """
done = function(summary, latency)
  local errors = summary.errors
  io.write(string.format("RESULT %d %d %d %d %f %f\\n", summary.requests, summary.bytes, summary.duration,
    errors.status + errors.connect + errors.read + errors.write + errors.timeout,
    latency:percentile(50), latency:percentile(99)))
end
"""


class NotASuccess(RuntimeError):
    pass


def quote(text):
    return json.dumps(text, ensure_ascii=True).replace("\\/", "/")


def lua(request, varying=None, choose=None, prepare=""):
    parts = {"method": quote(request.method), "path": quote(request.path), "body": quote(request.body),
             "headers": ", ".join(f"[{quote(name)}] = {quote(value)}" for name, value in request.headers.items()),
             "varying": varying, "choose": choose, "prepare": prepare}
    return (VARYING_REQUEST if varying else FIXED_REQUEST).format(**parts) + REPORT


def good_answer_bytes(server, request, scheme="http", is_good=None):
    """The length of one good answer with its head, as wrk counts it."""
    connection = server.connect(scheme)
    connection.connect()
    head = "".join(f"{name}: {value}\r\n" for name, value in request.headers.items())
    connection.sock.sendall(f"{request.method} {request.path} HTTP/1.1\r\n{head}"
                            f"Content-Length: {len(request.body)}\r\n\r\n{request.body}".encode())
    data = b""
    while (length := whole_length(data)) is None or len(data) < length:
        if not (part := connection.sock.recv(65536)):
            break
        data += part
    connection.close()
    body = data.split(b"\r\n\r\n", 1)[-1]
    if b" 200 " not in data[:20] or not (is_good or is_success)(json.loads(body)):
        raise NotASuccess(f"not a success: {data[-300:]}")
    return len(data)


def whole_length(data):
    end = data.find(b"\r\n\r\n")
    length = re.search(rb"\r\ncontent-length: *(\d+)", data[:end], re.IGNORECASE) if end >= 0 else None
    return end + 4 + int(length.group(1)) if length else None


def is_success(answer):
    return "Error" not in answer.get("Response", {}) and "error" not in answer and answer.get("code", 0) == 0


def wrk(server, request, seconds, connections=64, scheme="http", script=None):
    """Requests per second and latencies in ms, as wrk saw them, and the CPU microseconds of a request, of the server."""
    file = pathlib.Path(server.folder) / "request.lua"
    file.write_text(script or lua(request))
    before = server.cpu_seconds()
    done = subprocess.run(["taskset", "-c", LOAD_CORE, "wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "20s",
                           "-s", str(file), f"{scheme}://{server.hosts[scheme]}{request.path}"],
                          capture_output=True, text=True, timeout=seconds + 120)
    cpu = server.cpu_seconds() - before
    found = re.search(r"RESULT (.*)", done.stdout)
    if not found:
        raise NotASuccess(f"wrk: {done.stdout[-300:]} {done.stderr[-300:]}")
    requests, read, microseconds, errors, p50, p99 = (float(field) for field in found.group(1).split())
    if errors or not requests:
        raise NotASuccess(f"{errors:.0f} errors in {requests:.0f} requests to {server.name}")
    return {"rate": requests / microseconds * 1e6, "requests": int(requests), "bytes": int(read), "seconds": microseconds / 1e6,
            "cpu": cpu / requests * 1e6, "p50": p50 / 1000, "p99": p99 / 1000}


def measure(server, request, seconds, connections=64, scheme="http", script=None, is_good=None):
    """A run in which every answer was a success, and in which we wrote a line for each of them."""
    expected = good_answer_bytes(server, request, scheme, is_good)
    if isinstance(server, Tandem):
        dropped = server.dropped_lines()
        server.begin_audit()
    run = wrk(server, request, seconds, connections, scheme, script)
    # wrk stops with an answer begun on each connection at most.
    if not 0 <= run["bytes"] - run["requests"] * expected <= connections * expected:
        raise NotASuccess(f"{server.name}: {run['bytes']} bytes in {run['requests']} answers where a good one has {expected}")
    run["answer_bytes"] = expected
    if isinstance(server, Tandem):
        check_audit(server, run, connections, dropped)
    return run


def check_audit(server, run, connections, dropped):
    good, lines = server.audit_lines(run["requests"])
    run["audit_lines"] = lines
    if good != lines or not 0 <= lines - run["requests"] <= connections:
        raise NotASuccess(f"{server.name}: {lines} audit lines, {good} of successes, for {run['requests']} requests")
    if server.dropped_lines() != dropped:
        raise NotASuccess(f"{server.name}: log lines were dropped")
    server.begin_audit()
