"""Every operation through huaweicloudsdkkms, with an answer and with a typed error."""
import re

import pytest
from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.exceptions.exceptions import ServiceResponseException
from huaweicloudsdkcore.utils.http_utils import sanitize_for_serialization
from huaweicloudsdkkms.v2 import KmsClient, model

import scenarios
from tandem_server import TandemServer


def client_of(server, identity, secret, project):
    credentials = BasicCredentials(identity, secret, project)
    return KmsClient.new_builder().with_credentials(credentials).with_endpoints([server.url]).build()


def clients_of_a_new_tenant(server):
    """The tenant's client, and one with a credential that there is not."""
    made = server.new_tenant()
    mine = client_of(server, made["credential"]["id"], made["credential"]["secret"], made["project_id"])
    return {None: mine, "nobody": client_of(server, "nobody", "secret", made["project_id"])}


@pytest.fixture(scope="module")
def per_region():
    """The development account in a region with keys of its own."""
    with TandemServer(environment=scenarios.PER_REGION) as server:
        yield client_of(server, "tandemdev", "tandemdevsecret", scenarios.REGIONS["cn-north-4"])


def snake_case(name):
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def request_of(operation, fields):
    """The SDK's request: what stands in the path or the query is its own, the rest its body's."""
    kind = getattr(model, f"{operation}Request")
    own = {name: value for name, value in fields.items() if name in kind.openapi_types}
    if "body" in kind.openapi_types:
        body = getattr(model, kind.openapi_types["body"])
        own["body"] = body(**{name: value for name, value in fields.items() if name in body.openapi_types})
    return kind(**own)


def call(client, operation, fields):
    return sanitize_for_serialization(getattr(client, snake_case(operation))(request_of(operation, fields)))


def test_every_operation_answers_and_refuses_as_documented(server, per_region):
    clients = clients_of_a_new_tenant(server) | {"per_region": per_region}

    def call_as(caller, operation, fields):
        try:
            return call(clients[caller], operation, fields)
        except ServiceResponseException as error:
            assert error.request_id
            raise scenarios.Refused(error.error_code) from error

    assert scenarios.wrong_outcomes(scenarios.steps("huawei"), call_as) == []


def test_every_operation_refuses_a_credential_that_there_is_not(server):
    nobody = clients_of_a_new_tenant(server)["nobody"]
    public = {"ShowVersion", "ShowVersions"}
    operations = {step["call"]: step for step in scenarios.steps("huawei")}
    for operation in operations.keys() - public:
        names = getattr(model, f"{operation}Request").openapi_types.keys() - {"body"}
        fields = {name: "resource_instances" for name in names}
        try:
            call(nobody, operation, fields)
        except ServiceResponseException as error:
            assert (error.status_code, error.error_code) == (401, "APIGW.0301"), operation
        else:
            raise AssertionError(f"{operation} answered nobody")
