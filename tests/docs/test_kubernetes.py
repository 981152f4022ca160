"""docs/kubernetes.md, as far as it can be tried without a cluster: the objects by Kubernetes' own code, and the server as the
user, with the groups, files and modes that a kubelet would give it."""
import base64
import contextlib
import datetime
import ipaddress
import json
import os
import pathlib
import re
import socket
import ssl
import subprocess
import sys
import time
import types
import urllib.request

import pytest
import yaml
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests/support/python"), str(ROOT / "tests/contract")]

from clients import Account, Tencent2019  # noqa: E402
from tandem_server import binary  # noqa: E402
from test_documents import FENCE  # noqa: E402

MANIFESTS = next(text for kind, text in FENCE.findall((ROOT / "docs/kubernetes.md").read_text())
                 if kind == "yaml" and "kind: StatefulSet" in text)
OBJECTS = {each["kind"]: each for each in yaml.safe_load_all(MANIFESTS)}
POD = OBJECTS["StatefulSet"]["spec"]["template"]["spec"]
CONTAINER = POD["containers"][0]
USER, GROUP = (POD["securityContext"][key] for key in ("runAsUser", "fsGroup"))
SECRET = "a-secret-of-app-one"


# ---- the objects ----

def check(manifests):
    """By Kubernetes' own types and its admission of pods: tests/docs/kubernetes/main.go."""
    return subprocess.run(["go", "run", "."], input=manifests, capture_output=True, text=True, timeout=600,
                          cwd=pathlib.Path(__file__).parent / "kubernetes")


def test_kubernetes_takes_the_objects_and_admits_the_pod_as_restricted():
    done = check(MANIFESTS)
    assert (done.returncode, done.stdout.split()) == (0, ["Namespace", "ConfigMap", "Service", "StatefulSet"]), done.stderr


@pytest.mark.parametrize("wrong, right, reason", [
    ("readOnlyRootFilesytem:", "readOnlyRootFilesystem:", "unknown field"),
    ("runAsNonRoot: false", "runAsNonRoot: true", "runAsNonRoot"),
    ("allowPrivilegeEscalation: true", "allowPrivilegeEscalation: false", "allowPrivilegeEscalation"),
])
def test_the_check_finds_mistakes(wrong, right, reason):
    assert MANIFESTS.count(right) == 1
    done = check(MANIFESTS.replace(right, wrong))
    assert done.returncode != 0 and reason in done.stderr


def test_each_mount_has_its_volume():
    claims = [claim["metadata"]["name"] for claim in OBJECTS["StatefulSet"]["spec"]["volumeClaimTemplates"]]
    volumes = [volume["name"] for volume in POD["volumes"]] + claims
    assert sorted(mount["name"] for mount in CONTAINER["volumeMounts"]) == sorted(volumes)


# ---- the server on what a kubelet makes of them ----

def certificate(names):
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "tandem.kms.svc")])
    now = datetime.datetime.now(datetime.timezone.utc)
    alternative = [x509.IPAddress(ipaddress.ip_address(each)) if each[0].isdigit() else x509.DNSName(each) for each in names]
    made = (x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
            .serial_number(x509.random_serial_number()).not_valid_before(now - datetime.timedelta(days=1))
            .not_valid_after(now + datetime.timedelta(days=90))
            .add_extension(x509.SubjectAlternativeName(alternative), critical=False).sign(key, hashes.SHA256()))
    return made.public_bytes(serialization.Encoding.PEM), key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Pod:
    """The container, run by hand in a root of its own: a read-only tmpfs with this machine's libraries."""

    # Arguments: the root, the binary, then pairs of a volume and its place; "--" and the command, with the user first.
    SCRIPT = """
        set -e
        root=$1; binary=$2; shift 2
        mount -t tmpfs -o mode=755 tmpfs "$root"
        mkdir "$root/usr" "$root/dev" "$root/binary"
        mount --bind -o ro /usr "$root/usr"
        for link in bin lib lib64 sbin; do [ ! -L "/$link" ] || cp -P "/$link" "$root/$link"; done
        touch "$root/dev/null" "$root/binary/tandem"
        mount --bind /dev/null "$root/dev/null"
        mount --bind -o ro "$binary" "$root/binary/tandem"
        while [ "$1" != -- ]; do
            mkdir -p "$root$2"
            mount --bind -o "$3" "$1" "$root$2"
            shift 3
        done
        shift
        mount -o remount,ro "$root"
        exec chroot "$root" setpriv --reuid "$1" --regid "$2" --groups "$3" --inh-caps=-all --bounding-set=-all --no-new-privs \\
            /binary/tandem serve --config "$4"
    """

    def __init__(self, folder):
        self.folder, self.port = folder, free_port()
        self.cert, key = certificate(["tandem.kms.svc", "127.0.0.1"])
        subprocess.run([binary(), "init", "--dir", str(folder / "kms")], check=True, capture_output=True)
        self.secrets = {"tandem-unseal": {"unseal.key": (folder / "kms/unseal.key").read_bytes()},
                        "tandem-tls": {"tls.crt": self.cert, "tls.key": key},
                        "tandem-credentials": {"app1": SECRET.encode()}}
        self.volumes = {"data": folder / "data"} | {volume["name"]: self.mount(volume) for volume in POD["volumes"]}
        self.volumes["data"].mkdir()
        os.chown(self.volumes["data"], 0, GROUP)
        self.volumes["data"].chmod(0o2770)  # as fsGroup leaves the root of a volume

    def mount(self, volume):
        """Files behind two links, owned by root and the group of the volumes, which gets the right to read."""
        if "configMap" in volume:
            text = OBJECTS["ConfigMap"]["data"]["tandem.yaml"].replace(":8990", f":{self.port}")
            files, mode = {"tandem.yaml": text.encode()}, volume["configMap"].get("defaultMode", 0o644)
        else:
            files, mode = self.secrets[volume["secret"]["secretName"]], volume["secret"].get("defaultMode", 0o644)
        place = self.folder / "volumes" / volume["name"]
        (place / "..2026_01_01").mkdir(parents=True)
        (place / "..data").symlink_to("..2026_01_01")
        for name, content in files.items():
            file = place / "..2026_01_01" / name
            file.write_bytes(content)
            file.chmod(mode | 0o440)
            os.chown(file, 0, GROUP)
            (place / name).symlink_to(f"..data/{name}")
        for each in (place, place / "..2026_01_01"):
            each.chmod(0o2755)
            os.chown(each, 0, GROUP)
        return place

    @contextlib.contextmanager
    def running(self):
        # Where the folder of a test lies is for its owner alone, as the kubelet's is, and mounts do not mind.
        mounts = [word for mount in CONTAINER["volumeMounts"]
                  for word in (str(self.volumes[mount["name"]]), mount["mountPath"], "ro" if mount.get("readOnly") else "rw")]
        root = self.folder / "root"
        root.mkdir(exist_ok=True)
        command = ["unshare", "--mount", "sh", "-c", self.SCRIPT, "sh", str(root), binary(), *mounts, "--",
                   str(USER), str(POD["securityContext"]["runAsGroup"]), str(GROUP), CONTAINER["args"][-1]]
        service = {"TANDEM_SERVICE_HOST": "10.0.0.1", "TANDEM_SERVICE_PORT": "8990", "TANDEM_SERVICE_PORT_HTTPS": "8990",
                   "TANDEM_PORT": "tcp://10.0.0.1:8990", "TANDEM_PORT_8990_TCP": "tcp://10.0.0.1:8990",
                   "TANDEM_PORT_8990_TCP_PROTO": "tcp", "TANDEM_PORT_8990_TCP_PORT": "8990", "TANDEM_PORT_8990_TCP_ADDR": "10.0.0.1"}
        with open(self.folder / "log", "w+") as log:
            process = subprocess.Popen(command, stdout=log, stderr=log, text=True, env={"PATH": os.environ["PATH"]} | service)
            try:
                deadline = time.monotonic() + 60
                while "Ready." not in (said := (self.folder / "log").read_text()):
                    assert process.poll() is None and time.monotonic() < deadline, said
                    time.sleep(0.02)
                yield process
                process.terminate()
                assert process.wait(30) == 0
            finally:
                process.kill()
                process.wait()

    def probe(self, probe):
        context = ssl.create_default_context(cadata=self.cert.decode())
        url = f"{probe['scheme'].lower()}://127.0.0.1:{self.port}{probe['path']}"
        return urllib.request.urlopen(url, context=context, timeout=30).status


@pytest.fixture
def pod(tmp_path):
    if os.geteuid() != 0:
        pytest.skip("only root can be another user")
    return Pod(tmp_path)


class SecureTencent(Tencent2019):
    """Through TLS, with the certificate that the pod has."""

    def __init__(self, pod):
        super().__init__(f"http://127.0.0.1:{pod.port}", Account("app1", SECRET, ""))
        self.context = ssl.create_default_context(cadata=pod.cert.decode())

    def send(self, request):
        sent = urllib.request.Request(f"https://{self.host}{request.target}", request.body, request.headers, method=request.method)
        with urllib.request.urlopen(sent, context=self.context, timeout=30) as answer:
            body = json.load(answer)
        return types.SimpleNamespace(json=lambda: body)


def as_in(process, *command):
    """What `kubectl exec` does: the same mounts, root and user."""
    inside = ["nsenter", "--target", str(process.pid), "--mount", "--root", "--wdns=/", "--", "/usr/bin/setpriv", "--reuid", str(USER),
              "--regid", str(GROUP), "--groups", str(GROUP), "/binary/tandem"]
    return subprocess.run([*inside, *command], capture_output=True, text=True, timeout=60)


def test_the_server_runs_as_the_pod_says_and_keeps_its_keys(pod):
    with pod.running() as process:
        for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
            assert pod.probe(CONTAINER[probe]["httpGet"]) == 200
        client = SecureTencent(pod)
        key = client.call("CreateKey", Alias="orders")["KeyId"]
        blob = client.call("Encrypt", KeyId=key, Plaintext=base64.b64encode(b"hello").decode())["CiphertextBlob"]
        made = as_in(process, "credential", "add", "--tenant", "shop", "--server", "unix:/data/admin.sock")
        assert made.returncode == 0 and made.stdout, made.stderr
    database = (pod.volumes["data"] / "tandem.db").stat()
    assert (database.st_uid, database.st_gid) == (USER, GROUP)

    # A kubelet that minds every file of the volume makes them writable by the group.
    for file in pod.volumes["data"].iterdir():
        file.chmod(file.stat().st_mode | 0o660)
    with pod.running():
        plain = SecureTencent(pod).call("Decrypt", CiphertextBlob=blob)["Plaintext"]
        assert base64.b64decode(plain) == b"hello"


@pytest.mark.parametrize("volume, name", [("unseal", "unseal.key"), ("tls", "tls.key"), ("credentials", "app1")])
def test_secrets_with_the_mode_that_they_have_by_default_are_refused(pod, volume, name):
    (pod.volumes[volume] / "..data" / name).chmod(0o644)
    with pytest.raises(AssertionError, match=re.escape(f"{name} has mode 0644, but must have 0600 or 0400")), pod.running():
        pass


def test_secrets_of_a_group_that_is_not_the_server_s_are_refused(pod):
    os.chown(pod.volumes["unseal"] / "..data" / "unseal.key", 0, GROUP + 1)
    (pod.volumes["unseal"] / "..data" / "unseal.key").chmod(0o440)
    with pytest.raises(AssertionError, match=r"belongs to user 0 \(mode 0440\)"), pod.running():  # it cannot be read
        pass


def test_a_volume_that_others_may_write_is_refused(pod):
    pod.volumes["data"].chmod(0o2777)
    with pytest.raises(AssertionError, match="everybody may write to the data directory /data"), pod.running():
        pass
