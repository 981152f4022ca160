"""The openssl command line, as the implementation outside of the server."""

import copy
import hashlib
import pathlib
import subprocess

# By the seeds' name of the spec: what genpkey wants, and what signs and checks.
GENERATION = {
    "RSA_2048": ("-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"),
    "EC_P256": ("-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"),
    "EC_P384": ("-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384"),
    "EC_SECP256K1": ("-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:secp256k1"),
    "SM2": ("-algorithm", "SM2"),
    "ED25519": ("-algorithm", "ED25519"),
}


def _run(*arguments, given=None, check=True):
    return subprocess.run(["openssl", *map(str, arguments)], input=given, capture_output=True, check=check)


class OutsideKey:
    """A key pair in files."""

    def __init__(self, folder: pathlib.Path, spec):
        self.folder, self.spec = folder, spec
        self.private, self.public = folder / f"{spec}.pem", folder / f"{spec}.pub"
        _run("genpkey", *GENERATION[spec], "-out", self.private)
        _run("pkey", "-in", self.private, "-pubout", "-out", self.public)

    @property
    def private_pem(self):
        return self.private.read_text()

    def private_der(self):
        return _run("pkcs8", "-topk8", "-nocrypt", "-in", self.private, "-outform", "DER").stdout

    def public_der(self):
        return _run("pkey", "-pubin", "-in", self.public, "-outform", "DER").stdout

    def spelled_out(self):
        """The same key, whose curve is told by its parameters in the place of its name."""
        other = copy.copy(self)
        other.private, other.public = self.folder / "spelled-out.pem", self.folder / "spelled-out.pub"
        explicit = ("-ec_param_enc", "explicit")
        _run("pkey", "-in", self.private, *explicit, "-out", other.private)
        _run("pkey", "-in", self.private, "-pubout", *explicit, "-out", other.public)
        return other

    def sign(self, message, options):
        (self.folder / "message").write_bytes(message)
        return _run("pkeyutl", "-sign", "-inkey", self.private, "-in", self.folder / "message", *options).stdout

    def accepts(self, message, signature, options):
        (self.folder / "message").write_bytes(message)
        (self.folder / "signature").write_bytes(signature)
        return _run("pkeyutl", "-verify", "-pubin", "-inkey", self.public, "-in", self.folder / "message",
                    "-sigfile", self.folder / "signature", *options, check=False).returncode == 0

    def agree(self, peer_pem):
        (self.folder / "peer").write_text(peer_pem)
        return _run("pkeyutl", "-derive", "-inkey", self.private, "-peerkey", self.folder / "peer").stdout

    def decrypt(self, ciphertext, *options):
        return _run("pkeyutl", "-decrypt", "-inkey", self.private, *options, given=ciphertext).stdout


def raw(digest):
    return ("-rawin", "-digest", digest)


def pss(salt):
    return ("-pkeyopt", "rsa_padding_mode:pss", "-pkeyopt", f"rsa_pss_saltlen:{salt}")


SM2_USER = ("-pkeyopt", "distid:1234567812345678")


# a, b and the base point of sm2p256v1 (GB/T 32918.5).
_SM2_CURVE = bytes.fromhex(
    "fffffffeffffffffffffffffffffffffffffffff00000000fffffffffffffffc"
    "28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93"
    "32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7"
    "bc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0")


def sm2_digest(public_der, message, user=b"1234567812345678"):
    """What an SM2 signature is of: SM3 of Z and the message (GB/T 32918.2)."""
    point = public_der[-64:]
    z = hashlib.new("sm3", (8 * len(user)).to_bytes(2, "big") + user + _SM2_CURVE + point).digest()
    return hashlib.new("sm3", z + message).digest()
