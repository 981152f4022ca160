"""Huawei's released Java SDK where it is stricter than the others: lists that must be lists, and its choice of schemes."""
import pytest
from programs import run_program

PROGRAM = """
import com.huaweicloud.sdk.core.auth.BasicCredentials;
import com.huaweicloud.sdk.core.auth.SigningAlgorithm;
import com.huaweicloud.sdk.core.http.HttpConfig;
import com.huaweicloud.sdk.kms.v2.KmsClient;
import com.huaweicloud.sdk.kms.v2.model.*;

public class Snippet {
    public static void main(String[] arguments) {
        HttpConfig config = HttpConfig.getDefaultHttpConfig().withSigningAlgorithm(SigningAlgorithm.%s);
        KmsClient client = KmsClient.newBuilder().withHttpConfig(config).withEndpoint("%s")
            .withCredential(new BasicCredentials().withAk("tandemdev").withSk("%s").withProjectId("%s")).build();
        System.out.println(client.listAliases(new ListAliasesRequest()).getBody().get(0).getPageInfo().getCurrentCount());
    }
}
"""


@pytest.mark.parametrize("scheme", ["HMAC_SHA256", "HMAC_SM3", "ECDSA_P256_SHA256", "SM2_SM3"])
def test_aliases_are_listed_with_each_scheme(scheme, server, tmp_path):
    done = run_program("java", PROGRAM % (scheme, server.url, "tandemdevsecret", "0" * 32), tmp_path)
    assert done.returncode == 0 and done.stdout.strip().isdigit(), done.stderr


def test_another_secret_is_refused(server, tmp_path):
    done = run_program("java", PROGRAM % ("SM2_SM3", server.url, "wrong", "0" * 32), tmp_path)
    assert done.returncode != 0 and "APIGW.0301" in done.stderr
