"""Runs a command beside `tandem dev --impersonate`, as root of a new network and mount namespace: port 443 is free, the
vendors' names lead here, and the server's authority is trusted as docs/impersonate.md says."""
import fcntl
import os
import pathlib
import socket
import struct
import subprocess
import sys
import tempfile

import certifi

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "support/python"))

from tandem_server import TandemServer, binary  # noqa: E402

NAMES = ["kms.tencentcloudapi.com", "kms.api.qcloud.com", "kms.cn-north-4.myhuaweicloud.com", "iam.cn-north-4.myhuaweicloud.com"]
SIOCSIFFLAGS, IFF_UP = 0x8914, 1


def bring_loopback_up():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", IFF_UP))


def put_in_place_of(path, text, folder):
    file = folder / pathlib.Path(path).name
    file.write_text(text)
    subprocess.run(["mount", "--bind", str(file), path], check=True)


def main():
    bring_loopback_up()
    with tempfile.TemporaryDirectory() as name, TandemServer("--impersonate") as server:
        folder = pathlib.Path(name)
        put_in_place_of("/etc/hosts", "".join(f"127.0.0.1 {name}\n" for name in ["localhost", *NAMES]), folder)
        tandem = [binary(), "ca", "--server", server.url]
        authority = subprocess.run(tandem, capture_output=True, text=True, check=True).stdout
        (folder / "ca.pem").write_text(authority)
        subprocess.run([*tandem, "--p12", str(folder / "trust.p12")], check=True, stderr=subprocess.DEVNULL)
        # Tencent's Python SDK reads certifi's file and no variable.
        put_in_place_of(certifi.where(), pathlib.Path(certifi.where()).read_text() + authority, folder)
        without_proxies = {key: value for key, value in os.environ.items() if "proxy" not in key.lower()}
        trust = {key: str(folder / "ca.pem") for key in ("NODE_EXTRA_CA_CERTS", "REQUESTS_CA_BUNDLE", "SSL_CERT_FILE")}
        java = f"-Djavax.net.ssl.trustStore={folder / 'trust.p12'} -Djavax.net.ssl.trustStorePassword=changeit"
        return subprocess.call(sys.argv[1:], env={**without_proxies, **trust, "JAVA_TOOL_OPTIONS": java})


if __name__ == "__main__":
    sys.exit(main())
