"""huaweicloudsdkkms, unmodified, with each signature scheme that its configuration can choose."""
import pytest
from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.exceptions.exceptions import ClientRequestException
from huaweicloudsdkcore.http.http_config import HttpConfig
from huaweicloudsdkcore.signer.algorithm import SigningAlgorithm
from huaweicloudsdkkms.v2 import KmsClient, model


def total(server, scheme, secret):
    config = HttpConfig.get_default_config()
    config.signing_algorithm = scheme
    client = KmsClient.new_builder().with_http_config(config).with_credentials(
        BasicCredentials("tandemdev", secret, "0" * 32)).with_endpoints([server.url]).build()
    return client.list_keys(model.ListKeysRequest(body=model.ListKeysRequestBody())).total


@pytest.mark.parametrize("scheme", list(SigningAlgorithm))
def test_a_scheme_is_taken(server, scheme):
    assert total(server, scheme, "tandemdevsecret") is not None


@pytest.mark.parametrize("scheme", list(SigningAlgorithm))
def test_another_secret_is_refused(server, scheme):
    with pytest.raises(ClientRequestException) as raised:
        total(server, scheme, "wrong")
    assert raised.value.error_code == "APIGW.0301"
