"""An application that encrypts files: each under a data key of its own, of which the sealed form lies beside the file."""
import os

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.exceptions.exceptions import ClientRequestException
from huaweicloudsdkkms.v2 import KmsClient, model

from tandem_server import TandemServer

PROJECT = "0" * 32
NONCE_BYTES = 12


def client_of(server):
    credentials = BasicCredentials("tandemdev", "tandemdevsecret", PROJECT)
    return KmsClient.new_builder().with_credentials(credentials).with_endpoints([server.url]).build()


def create_key(client):
    body = model.CreateKeyRequestBody(key_alias="files")
    return client.create_key(model.CreateKeyRequest(body=body)).key_info.key_id


def encrypt_file(client, key, path):
    """Writes the sealed data key as PATH.key and the encrypted file as PATH.aes; nothing in clear is left."""
    body = model.CreateDatakeyRequestBody(key_id=key, datakey_length="256", additional_authenticated_data=path.name)
    made = client.create_datakey(model.CreateDatakeyRequest(body=body))
    nonce = os.urandom(NONCE_BYTES)
    sealed = AESGCM(bytes.fromhex(made.plain_text)).encrypt(nonce, path.read_bytes(), path.name.encode())
    path.with_suffix(".key").write_text(made.cipher_text)
    path.with_suffix(".aes").write_bytes(nonce + sealed)
    path.unlink()


def decrypt_file(client, key, path):
    body = model.DecryptDatakeyRequestBody(key_id=key, cipher_text=path.with_suffix(".key").read_text(),
                                           datakey_cipher_length="32", additional_authenticated_data=path.name)
    opened = client.decrypt_datakey(model.DecryptDatakeyRequest(body=body))
    sealed = path.with_suffix(".aes").read_bytes()
    return AESGCM(bytes.fromhex(opened.data_key)).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], path.name.encode())


def test_files_are_read_again_after_a_restart_of_the_server(tmp_path):
    texts = {tmp_path / f"report-{number}.txt": os.urandom(1 << (8 * number)) for number in range(3)}
    for path, text in texts.items():
        path.write_bytes(text)
    data = str(tmp_path / "server")
    with TandemServer("--data", data) as server:
        client = client_of(server)
        key = create_key(client)
        for path in texts:
            encrypt_file(client, key, path)
    assert not any(path.exists() for path in texts)
    with TandemServer("--data", data) as server:
        client = client_of(server)
        assert {path: decrypt_file(client, key, path) for path in texts} == texts
        first, second, _ = texts
        first.with_suffix(".key").write_text(second.with_suffix(".key").read_text())
        with pytest.raises(ClientRequestException) as refused:
            decrypt_file(client, key, first)  # it is bound to the other file's name
        assert refused.value.error_code == "KMS.2201"
