"""Requests that take seconds: RSA keys are made for one tenant, and the others hardly notice."""

import base64
import json
import os
import statistics
import time

import pytest

import keys
from crowd import Crowd
from stand_in import Server, ours_alone

pytestmark = [ours_alone, pytest.mark.plain_build]

# Half of 64 wait, no tenant runs more than there are processors, and some may be done meanwhile.
OVER_EVERY_SHARE = 48 + 2 * (os.cpu_count() or 1)
LEAST_QUIET_TIME = 0.005  # seconds; a quicker CreateKey is measured as this, since the kernel's turns take some, too


def huawei_pairs(clients):
    """64 key pairs are half a minute's work or more."""
    key = keys.create_of_spec(clients, "AES_256")
    fields = {"key_id": key, "key_spec": "RSA_4096"}
    path = f"/v1.0/{clients.account.project_id}/kms/create-rsa-datakey-pair"
    return clients.huawei.sign("POST", path, json.dumps(fields).encode())


def huawei_keys(clients):
    path = f"/v1.0/{clients.account.project_id}/kms/create-key"
    return clients.huawei.sign("POST", path, json.dumps({"key_alias": "rsa", "key_spec": "RSA_4096"}).encode())


def huawei_imports(clients):
    key = clients.huawei.call("create-key", key_alias="mine", origin="external")["key_info"]["key_id"]
    path = f"/v1.0/{clients.account.project_id}/kms/get-parameters-for-import"
    fields = {"key_id": key, "wrapping_algorithm": "RSAES_OAEP_SHA_256"}
    return clients.huawei.sign("POST", path, json.dumps(fields).encode())


def tencent_keys(clients):
    fields = {"Alias": "rsa", "KeyUsage": "ASYMMETRIC_DECRYPT_RSA_2048"}
    return clients.t2019.sign("CreateKey", json.dumps(fields).encode())


def tencent_imports(clients):
    key = keys.create(clients, external=True)
    fields = {"KeyId": key, "WrappingAlgorithm": "RSAES_OAEP_SHA_256", "WrappingKeySpec": "RSA_2048"}
    return clients.t2019.sign("GetParametersForImport", json.dumps(fields).encode())


THROTTLED = {
    huawei_pairs: b"APIGW.0308",
    huawei_keys: b"APIGW.0308",
    huawei_imports: b"APIGW.0308",
    tencent_keys: b"RequestLimitExceeded",
    tencent_imports: b"RequestLimitExceeded",
}


@pytest.fixture
def busy():
    """A server that is killed in the end, since it has more to do than a test waits for."""
    with Server() as server:
        yield server
        server.kill()


def create_key_time(clients):
    """The median of a tenant's plain CreateKey."""
    took = []
    for _ in range(15):
        began = time.monotonic()
        keys.create(clients)
        took.append(time.monotonic() - began)
    return statistics.median(took)


def test_a_neighbour_creates_keys_while_64_rsa_key_pairs_are_made(busy):
    loud, neighbour = busy.clients_of_a_new_tenant(), busy.clients_of_a_new_tenant()
    request = huawei_pairs(loud)
    quiet = max(create_key_time(neighbour), LEAST_QUIET_TIME)
    with Crowd(busy.url, request, 64):
        assert create_key_time(neighbour) <= 5 * quiet


def test_the_same_tenant_creates_keys_meanwhile(busy):
    loud = busy.clients_of_a_new_tenant()
    request = huawei_pairs(loud)
    quiet = max(create_key_time(loud), LEAST_QUIET_TIME)
    with Crowd(busy.url, request, 64):
        assert create_key_time(loud) <= 5 * quiet


def test_the_same_tenant_signs_meanwhile(busy):
    loud = busy.clients_of_a_new_tenant()
    key = keys.create_of_spec(loud, "RSA_2048", "SIGN_VERIFY")
    digest = base64.b64encode(bytes(32)).decode()
    with Crowd(busy.url, huawei_pairs(loud), 64):
        began = time.monotonic()
        loud.huawei.call("sign", key_id=key, message=digest, signing_algorithm="RSASSA_PKCS1_V1_5_SHA_256",
                         message_type="DIGEST")
        assert time.monotonic() - began < 5, "64 key pairs take half a minute"


def test_a_neighbours_rsa_key_does_not_wait_for_those_of_another(busy):
    loud, neighbour = busy.clients_of_a_new_tenant(), busy.clients_of_a_new_tenant()
    with Crowd(busy.url, huawei_pairs(loud), 64):
        began = time.monotonic()
        keys.create_of_spec(neighbour, "RSA_2048")
        assert time.monotonic() - began < 10, "the queue takes half a minute"


@pytest.mark.parametrize("form", THROTTLED, ids=lambda form: form.__name__)
def test_what_is_over_a_tenants_share_is_throttled_at_once_in_the_vendors_words(busy, form):
    loud = busy.clients_of_a_new_tenant()

    def one_is_throttled(answers):
        return any(THROTTLED[form] in answer for answer in answers)

    with Crowd(busy.url, form(loud), OVER_EVERY_SHARE) as crowd:
        began = time.monotonic()
        assert one_is_throttled(crowd.answers(one_is_throttled))
        assert time.monotonic() - began < 10, "what is throttled does not wait for its turn"
