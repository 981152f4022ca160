"""The servers that are measured: Tandem in `dev` and in `serve`, and nginx. Each is on the first processor alone."""
import http.client
import json
import os
import pathlib
import re
import signal
import socket
import ssl
import subprocess
import time

from signed_requests import PROJECT, Caller, tencent_2017, tencent_2019

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARY = str(ROOT / "build/release/tandem")
SERVER_CORE, LOAD_CORE = "0", "1"
# Nothing that ends a connection or refuses a request before its time: nginx has no such limits either.
UNLIMITED = ["limits.rate=off", "limits.requests_per_connection=1000000000", "limits.keys_per_tenant=100000000",
             "limits.idle_timeout=10m", "logging.access=false"]


class UnixConnection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost")
        self.unix_path = str(path)

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(self.unix_path)


def unverified_tls():
    """wrk looks at no certificate either."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def make_certificate(folder):
    """A P-256 certificate of its own for the TLS row; the same for nginx and for us."""
    certificate, key = folder / "tls.pem", folder / "tls.key"
    if not key.exists():
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                        "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1",
                        "-keyout", key, "-out", certificate], check=True, capture_output=True)
        key.chmod(0o600)
    return certificate, key


class Server:
    """A process with an address; `folder` is its own."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.process = None
        self.hosts = {}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(60)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        if self.process and self.process.stdout:
            self.process.stdout.close()

    def pids(self):
        children = subprocess.run(["pgrep", "-P", str(self.process.pid)], capture_output=True, text=True).stdout.split()
        return [self.process.pid, *map(int, children)]

    def cpu_seconds(self):
        ticks = 0
        for pid in self.pids():
            fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def resident_bytes(self):
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+) kB", status).group(1)) * 1024

    def connect(self, scheme="http"):
        host = self.hosts[scheme]
        if scheme == "https":
            return http.client.HTTPSConnection(host, timeout=60, context=unverified_tls())
        return http.client.HTTPConnection(host, timeout=60)

    def ask(self, request, scheme="http"):
        connection = self.connect(scheme)
        connection.request(request.method, request.path, request.body.encode(), request.headers)
        answer = connection.getresponse().read()
        connection.close()
        return json.loads(answer)


class Tandem(Server):
    """One I/O thread, rate limits lifted, an audit line a request, started and ready."""

    def __init__(self, folder, arguments, caller, settings=(), preload=None, environment=None):
        super().__init__(folder)
        self.caller = caller
        self.audit = self.folder / "audit.jsonl"
        port_file = self.folder / "port"
        port_file.unlink(missing_ok=True)
        command = ["taskset", "-c", SERVER_CORE, BINARY, *arguments, "--threads", "1", "--port-file", str(port_file),
                   "--parent-pid", str(os.getpid())]
        for setting in [*UNLIMITED, f"audit.file={self.audit}", *settings]:
            command += ["--set", setting]
        began = time.perf_counter()
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=open(self.folder / "messages.log", "w"), text=True,
            env={**os.environ, **({"LD_PRELOAD": str(preload)} if preload else {}), **(environment or {})})
        if not any(line == "Ready.\n" for line in self.process.stdout):
            raise SystemExit(f"tandem did not start: {(self.folder / 'messages.log').read_text()[-500:]}")
        self.ready_seconds = time.perf_counter() - began
        host = f"127.0.0.1:{port_file.read_text().strip()}"
        self.hosts = {"http": host, "https": host}

    def metrics(self):
        socket_file = self.folder / "admin.sock"
        connection = UnixConnection(socket_file) if socket_file.exists() else self.connect()
        connection.request("GET", "/_tandem/metrics")
        page = connection.getresponse().read().decode()
        connection.close()
        return page

    def dropped_lines(self):
        return int(float(re.search(r"^tandem_log_lines_dropped_total (\S+)", self.metrics(), re.MULTILINE).group(1)))

    def begin_audit(self):
        """An empty audit file: what was answered before is written after at most 20 ms."""
        time.sleep(0.1)
        os.truncate(self.audit, 0)

    def audit_lines(self, expected):
        """How many successes the audit file has, and how many lines in all. Where other work has the processor, the thread
        that writes them may be late."""
        end = time.monotonic() + 20
        while (counted := self.count_lines())[1] < expected and time.monotonic() < end:
            time.sleep(0.1)
        return counted

    def count_lines(self):
        time.sleep(0.1)
        good = lines = 0
        with open(self.audit, "rb") as file:
            while part := file.readlines(1 << 22):
                lines += len(part)
                good += sum(b'"code":"ok"' in line for line in part)
        return good, lines

    def call(self, action, body):
        answer = self.ask(tencent_2019(self.caller, self.hosts["http"], action, body))["Response"]
        if "Error" in answer:
            raise SystemExit(f"{action}: {answer['Error']}")
        return answer

    def make_key(self, alias):
        return self.call("CreateKey", json.dumps({"Alias": alias}))["KeyId"]

    def make_named_key(self, alias):
        """By the 2017 API, whose clients know keys by a short name."""
        answer = self.ask(tencent_2017(self.caller, self.hosts["http"], "CreateKey", alias=alias))
        return answer["keyMetadata"]["keyId"]


class Dev(Tandem):
    """In memory, with its journal of requests."""

    name = "dev"

    def __init__(self, folder, certificate=None):
        settings = [f"tls.cert={certificate[0]}", f"tls.key={certificate[1]}"] if certificate else []
        super().__init__(folder, ["dev", "--port", "0"], Caller("tandemdev", "tandemdevsecret"), settings)


class Serve(Tandem):
    """On SQLite, in a data directory as `tandem init` makes it; one that is there already is used again."""

    name = "serve"

    def __init__(self, folder, certificate=None, **more):
        folder = pathlib.Path(folder)
        caller = Caller("benchmark", "a-secret-of-the-benchmark")
        file = folder / "tandem.yaml"
        if not file.exists():
            subprocess.run([BINARY, "init", "--dir", str(folder)], check=True, capture_output=True)
        if "benchmark" not in file.read_text():
            text = file.read_text().replace("127.0.0.1:8990", "127.0.0.1:0")
            text = text.replace("  - name: default\n", f"  - name: default\n    huawei: {{projects: {{cn-north-4: '{PROJECT}'}}}}\n")
            text += f"  \ncredentials:\n  - {{id: {caller.identity}, secret: {caller.secret}, tenant: default}}\n"
            if certificate:
                text = text.replace("tls: off ", "tls: optional ")
                text += f"tls:\n  cert: {certificate[0]}\n  key: {certificate[1]}\n"
            file.write_text(text)
        super().__init__(folder, ["serve", "--config", str(file)], caller, **more)


class Nginx(Server):
    """One worker that answers `return 200`, over HTTP and over TLS 1.3."""

    name = "nginx"

    def __init__(self, folder, certificate=None):
        super().__init__(folder)
        plain, secure = free_port(), free_port()
        self.hosts = {"http": f"127.0.0.1:{plain}", "https": f"127.0.0.1:{secure}"}
        body = json.dumps({"Response": {"KeyId": "0" * 36, "CiphertextBlob": "A" * 160, "RequestId": "0" * 36}})
        tls = (f"listen {self.hosts['https']} ssl; ssl_certificate {certificate[0]}; ssl_certificate_key {certificate[1]};"
               " ssl_protocols TLSv1.3; ssl_session_cache shared:tls:1m;" if certificate else "")
        temporary = " ".join(f"{kind}_temp_path {self.folder};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        file = self.folder / "nginx.conf"
        file.write_text(f"""
            daemon off; worker_processes 1; pid {self.folder}/nginx.pid; error_log stderr crit;
            events {{ worker_connections 4096; }}
            http {{ access_log off; keepalive_requests 1000000000; keepalive_timeout 10m; {temporary}
                    server {{ listen {self.hosts['http']}; {tls} default_type application/json; return 200 '{body}'; }} }}""")
        self.process = subprocess.Popen(["taskset", "-c", SERVER_CORE, "nginx", "-c", str(file), "-p", str(self.folder)],
                                        stderr=open(self.folder / "messages.log", "w"))
        wait_for_port(plain, self.folder / "messages.log")


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def wait_for_port(port, log, seconds=20):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise SystemExit(f"no server on port {port}: {pathlib.Path(log).read_text()[-500:]}")
