"""The vendors' rate limits: a bucket a tenant and action, so that one tenant's flood is not another's."""

import pytest

from clients import Clients
from pipeline import Pipeline


def flood(client, request, count):
    """Sends one request many times without waiting for the answers, and returns those: a second's worth must go
    through in much less than a second."""
    with Pipeline(client.transport.url) as pipeline:
        return [(reply.status, reply.json()) for reply in pipeline.ask([request] * count)]


def code_2019(answer):
    return answer[1]["Response"].get("Error", {}).get("Code")


def code_2017(answer):
    return answer[1]["code"]


def code_huawei(answer):
    return answer[1].get("error_code")


CASES = {
    "2019 control": (lambda c: (c.t2019, c.t2019.sign("ListKeys", b"{}")), code_2019, "RequestLimitExceeded", 100),
    "2019 data": (lambda c: (c.t2019, c.t2019.sign("GenerateRandom", b'{"NumberOfBytes":1}')), code_2019,
                  "RequestLimitExceeded", 150),
    "2017 control": (lambda c: (c.t2017, c.t2017.sign("ListKey", {})), code_2017, 4480, 100),
    "2017 data": (lambda c: (c.t2017, c.t2017.sign("Decrypt", {"ciphertextBlob": "x"})), code_2017, 4420, 300),
    "Huawei": (lambda c: (c.huawei, c.huawei.sign("POST", f"/v1.0/{c.account.project_id}/kms/list-keys", b"{}")),
               code_huawei, "APIGW.0308", 1000),
}


@pytest.mark.parametrize("case", CASES)
def test_one_tenant_is_throttled_and_the_other_is_not(throttling_url, case):
    make, code_of, throttled, per_second = CASES[case]
    flooding, quiet = Clients.of_new_tenant(throttling_url), Clients.of_new_tenant(throttling_url)
    client, request = make(flooding)
    codes = [code_of(answer) for answer in flood(client, request, 4 * per_second)]
    assert codes.index(throttled) >= per_second, "a second's worth may come at once"
    client, request = make(quiet)
    assert [code_of(answer) for answer in flood(client, request, 50)].count(throttled) == 0


def test_other_actions_of_the_tenant_go_on(throttling_url):
    tenant = Clients.of_new_tenant(throttling_url)
    answers = flood(tenant.t2019, tenant.t2019.sign("ListKeys", b"{}"), 400)
    assert (200, "RequestLimitExceeded") in {(status, code_2019((status, body))) for status, body in answers}
    tenant.t2019.call("GenerateRandom", NumberOfBytes=1)
