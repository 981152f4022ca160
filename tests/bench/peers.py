"""Other servers of this kind, side by side: each is installed by name from its registry, in its fastest documented setting.

Nothing is claimed about a server that could not be installed or that does not answer; the report says so.
"""
import json
import os
import pathlib
import re
import subprocess
import sys

import load
from results import Row
from servers import ROOT, SERVER_CORE, Dev, Server, free_port, make_certificate, wait_for_port
from signed_requests import Request, encrypt_body, plaintext, tencent_2019

FOLDER = ROOT / "build/peers"
CONNECTIONS = (64, 8, 1)


class Absent(RuntimeError):
    """Why a peer is not measured."""


def run(*command, seconds=600, **environment):
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=seconds, env={**os.environ, **environment})
    except (OSError, subprocess.TimeoutExpired) as failure:
        raise Absent(f"{command[0]}: {type(failure).__name__}") from failure
    if done.returncode:
        raise Absent(f"{command[0]}: {reason(done.stderr)}")
    return done.stdout


def reason(message):
    """What a tool said, without the addresses of this machine's registries."""
    last = message.strip().split("\n")[-1].strip()
    return re.sub(r"https?://\S+", "the registry", last)[:160].rstrip(".") or "no reason given"


def go_install(binary, *packages):
    """From the first of the places where its releases have had the program."""
    for package in packages:
        if (FOLDER / "bin" / binary).exists():
            break
        try:
            run("go", "install", f"{package}@latest", GOBIN=str(FOLDER / "bin"))
        except Absent:
            if package == packages[-1]:
                raise
    listed = run("go", "version", "-m", str(FOLDER / "bin" / binary))
    return re.search(r"\tmod\t\S+\t(\S+)", listed).group(1)


class Peer(Server):
    """`answers` says what a good answer of its Encrypt is."""

    scheme = "http"
    factor = 3

    def start(self, *command, port, **environment):
        self.hosts = {self.scheme: f"127.0.0.1:{port}"}
        log = self.folder / "messages.log"
        self.process = subprocess.Popen(["taskset", "-c", SERVER_CORE, *command], stdout=subprocess.DEVNULL, stderr=open(log, "w"),
                                        cwd=self.folder, env={**os.environ, **environment})
        try:
            wait_for_port(port, log)
        except SystemExit as failure:
            raise Absent(f"it did not start: {failure}") from failure

    def good(self, answer):
        return bool(answer.get("CiphertextBlob"))


class AwsPeer(Peer):
    """One that speaks the AWS API. Neither checks a signature, but both want the head to look signed."""

    def prepare(self):
        made = self.ask(self.aws("CreateKey", {}))
        self.key = made["KeyMetadata"]["KeyId"]

    def aws(self, action, fields):
        return Request("POST", "/", {
            "Host": self.hosts["http"], "Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": f"TrentService.{action}",
            "X-Amz-Date": "20260101T000000Z",
            "Authorization": "AWS4-HMAC-SHA256 Credential=bench/20260101/eu-west-2/kms/aws4_request, "
                             f"SignedHeaders=host;x-amz-date, Signature={'0' * 64}"}, json.dumps(fields))

    def request(self):
        return self.aws("Encrypt", {"KeyId": self.key, "Plaintext": plaintext(32)})


class Moto(AwsPeer):
    name = "moto server"

    @staticmethod
    def install():
        python = FOLDER / "venv/bin/python"
        if not (FOLDER / "venv/bin/moto_server").exists():
            run(sys.executable, "-m", "venv", str(FOLDER / "venv"))
            run(str(python), "-m", "pip", "install", "-q", "moto[server]")
        return run(str(python), "-c", "import moto; print(moto.__version__)").strip()

    def __init__(self, folder):
        super().__init__(folder)
        port = free_port()
        self.start(str(FOLDER / "venv/bin/moto_server"), "-p", str(port), port=port)


class LocalKms(AwsPeer):
    name = "local-kms"

    @staticmethod
    def install():
        return go_install("local-kms", "github.com/nsmithuk/local-kms/cmd/local-kms", "github.com/nsmithuk/local-kms")

    def __init__(self, folder):
        super().__init__(folder)
        port = free_port()
        self.start(str(FOLDER / "bin/local-kms"), port=port, PORT=str(port), KMS_DATA_PATH=str(self.folder))


class Kes(Peer):
    """It speaks TLS alone. Its configuration lets Encrypt go without a client's certificate, of which wrk has none."""

    name = "MinIO KES"
    scheme = "https"
    factor = 2

    @staticmethod
    def install():
        return go_install("kes", "github.com/minio/kes/cmd/kes")

    def __init__(self, folder):
        super().__init__(folder)
        port = free_port()
        certificate, key = make_certificate(self.folder)
        file = self.folder / "kes.yaml"
        file.write_text(f"""
version: v1
address: 127.0.0.1:{port}
admin: {{identity: {'0' * 64}}}
tls: {{key: {key}, cert: {certificate}}}
api: {{/v1/key/encrypt/: {{skip_auth: true}}}}
log: {{error: off, audit: off}}
keys: [{{name: bench}}]
keystore: {{fs: {{path: {self.folder}/keys}}}}
""")
        self.start(str(FOLDER / "bin/kes"), "server", "--config", str(file), port=port)

    def prepare(self):
        """Its versions differ in the method."""
        for self.method in ("PUT", "POST"):
            try:
                return load.good_answer_bytes(self, self.request(), self.scheme, self.good)
            except load.NotASuccess as refused:
                why = refused
        raise why

    def request(self):
        return Request(self.method, "/v1/key/encrypt/bench", {"Host": self.hosts["https"], "Content-Type": "application/json"},
                       json.dumps({"plaintext": plaintext(32)}))

    def good(self, answer):
        return bool(answer.get("ciphertext"))


def measured_pairs(peer, ours, key, options):
    """{connections: [(the peer's run, ours), one a round]}"""
    peer.prepare()
    request = peer.request()
    pairs = {connections: [] for connections in CONNECTIONS}
    for number in range(options.rounds):
        for connections in CONNECTIONS:
            own = tencent_2019(ours.caller, ours.hosts["http"], "Encrypt", encrypt_body(key, 32))
            pairs[connections].append((load.measure(peer, request, options.seconds, connections, peer.scheme, is_good=peer.good),
                                       load.measure(ours, own, options.seconds, connections, peer.scheme)))
        print(f"{peer.name}: round {number + 1} of {options.rounds}", file=sys.stderr, flush=True)
    return pairs


def rows_of(peer, version, pairs):
    for connections, runs in pairs.items():
        tls = " over TLS" if peer.scheme == "https" else ""
        name = f"{peer.name} {version}{tls}, {connections} connection{'s' if connections > 1 else ''}"
        yield Row(f"{name}: requests/s", "dev", "times the peer's", [ours["rate"] / theirs["rate"] for theirs, ours in runs],
                  (peer.factor if connections == 64 else 1,),
                  details={"requests/s": [ours["rate"] for _, ours in runs], "the peer's": [theirs["rate"] for theirs, _ in runs],
                           "CPU us": [ours["cpu"] for _, ours in runs], "the peer's CPU us": [theirs["cpu"] for theirs, _ in runs]},
                  runs=[{"peer": theirs, "dev": ours} for theirs, ours in runs])
        yield Row(f"{name}: p99", "dev", "of the peer's", [ours["p99"] / theirs["p99"] for theirs, ours in runs], (1,), at_most=True,
                  details={"p99 ms": [ours["p99"] for _, ours in runs], "the peer's p99 ms": [theirs["p99"] for theirs, _ in runs]})


def installed(kind):
    """Its version."""
    try:
        return kind.install()
    except Absent as why:
        raise Absent(f"could not be installed ({why})") from why


def measure(options, folder):
    """Rows of the peers that are there, and why the others are not."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    rows, absent = [], {}
    with Dev(folder / "dev", make_certificate(folder)) as ours:
        key = ours.make_key("bench")
        for kind in (LocalKms, Kes, Moto):
            if options.only not in kind.name:
                continue
            try:
                version = installed(kind)
                with kind(pathlib.Path(folder) / kind.__name__) as peer:
                    rows += rows_of(peer, version, measured_pairs(peer, ours, key, options))
            except (Absent, load.NotASuccess, OSError) as why:
                absent[kind.name] = reason(str(why))
                print(f"{kind.name} is not measured: {absent[kind.name]}", file=sys.stderr)
    return rows, absent
