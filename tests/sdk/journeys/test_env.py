"""`eval "$(tandem env ...)"` leads SDKs to the server whose programs name neither endpoint nor credential."""
import subprocess

import pytest
from programs import binary, run_program

HUAWEI_PYTHON = """
from huaweicloudsdkkms.v2 import KmsClient, model
from huaweicloudsdkkms.v2.region.kms_region import KmsRegion
client = KmsClient.new_builder().with_region(KmsRegion.value_of("{region}")).build()
print(client.list_keys(model.ListKeysRequest(body=model.ListKeysRequestBody())).total)
"""
HUAWEI_GO = """
package main

import (
	"fmt"

	kms "github.com/huaweicloud/huaweicloud-sdk-go-v3/services/kms/v2"
	"github.com/huaweicloud/huaweicloud-sdk-go-v3/services/kms/v2/model"
	"github.com/huaweicloud/huaweicloud-sdk-go-v3/services/kms/v2/region"
)

func main() {
	client := kms.NewKmsClient(kms.KmsClientBuilder().WithRegion(region.ValueOf("cn-north-4")).Build())
	page, err := client.ListKeys(&model.ListKeysRequest{Body: &model.ListKeysRequestBody{}})
	if err != nil {
		panic(err)
	}
	fmt.Println(*page.Total)
}
"""
HUAWEI_JAVA = """
import com.huaweicloud.sdk.kms.v2.KmsClient;
import com.huaweicloud.sdk.kms.v2.model.ListKeysRequest;
import com.huaweicloud.sdk.kms.v2.model.ListKeysRequestBody;
import com.huaweicloud.sdk.kms.v2.region.KmsRegion;

public class Snippet {
    public static void main(String[] arguments) {
        KmsClient client = KmsClient.newBuilder().withRegion(KmsRegion.valueOf("cn-north-4")).build();
        System.out.println(client.listKeys(new ListKeysRequest().withBody(new ListKeysRequestBody())).getTotal());
    }
}
"""
TENCENT_PYTHON = """
from tencentcloud.common.credential import EnvironmentVariableCredential
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from tencentcloud.kms.v20190118 import kms_client, models
import os
profile = ClientProfile(httpProfile=HttpProfile(protocol="http", endpoint=os.environ["TANDEM_ADDR"].removeprefix("http://")))
client = kms_client.KmsClient(EnvironmentVariableCredential().get_credential(), os.environ["TENCENTCLOUD_REGION"], profile)
print(client.ListKeys(models.ListKeysRequest()).TotalCount)
"""


def lead(server, *arguments):
    """The prefix of a command that runs with the variables."""
    words = " ".join(arguments)
    return ["sh", "-c", f'eval "$({binary()} env --server {server.url} {words})"; exec "$@"', "sh"]


@pytest.mark.parametrize("name, text", [("python", HUAWEI_PYTHON.format(region="cn-north-4")), ("go", HUAWEI_GO), ("java", HUAWEI_JAVA)])
def test_a_huawei_client_of_a_region(name, text, server, tmp_path):
    done = run_program(name, text, tmp_path, prefix=lead(server, "huawei"))
    assert done.returncode == 0 and done.stdout.strip().isdigit(), done.stderr


def test_a_huawei_client_of_another_region(server, tmp_path):
    done = run_program("python", HUAWEI_PYTHON.format(region="eu-west-101"), tmp_path, prefix=lead(server, "huawei", "--region", "eu-west-101"))
    assert done.returncode == 0, done.stderr


def test_a_huawei_client_without_a_project_asks_this_iam(server, tmp_path):
    prefix = lead(server, "huawei")
    prefix[2] = prefix[2].replace("; exec", "; unset HUAWEICLOUD_SDK_PROJECT_ID; exec")
    done = run_program("python", HUAWEI_PYTHON.format(region="cn-north-4"), tmp_path, prefix=prefix)
    assert done.returncode == 0, done.stderr


def test_a_go_client_without_a_project_asks_this_iam_over_https(server, tmp_path):
    """As SOPS does where only id and secret are given."""
    authority = tmp_path / "ca.pem"
    subprocess.run([binary(), "ca", "--server", server.url, "--out", str(authority)], check=True, timeout=60)
    url = server.url.replace("http://", "https://")
    prefix = ["sh", "-c", f'eval "$({binary()} env huawei --server {url} --ca-file {authority})"; unset HUAWEICLOUD_SDK_PROJECT_ID; '
                          'exec "$@"', "sh"]
    done = run_program("go", HUAWEI_GO, tmp_path, prefix=prefix)
    assert done.returncode == 0 and done.stdout.strip().isdigit(), done.stderr


def test_a_huawei_client_with_the_credential_of_the_variables(server, other_tenant, tmp_path):
    done = run_program("python", HUAWEI_PYTHON.format(region="cn-north-4"), tmp_path, other_tenant, lead(server, "huawei"))
    assert done.returncode == 0 and done.stdout.strip() == "0", done.stderr


def test_a_tencent_client(server, tmp_path):
    done = run_program("python", TENCENT_PYTHON, tmp_path, prefix=lead(server, "tencent"))
    assert done.returncode == 0, done.stderr


def printed(*arguments, environment=None):
    done = subprocess.run([binary(), "env", *arguments], capture_output=True, text=True, timeout=60, env=environment or {})
    return done.returncode, done.stdout + done.stderr


def test_without_a_vendor_it_is_for_both():
    text = printed()[1]
    assert "export TANDEM_ADDR='http://127.0.0.1:8990'" in text
    assert "TENCENTCLOUD_SECRET_ID" in text and "HUAWEICLOUD_SDK_REGION_KMS_CN_NORTH_4" in text


@pytest.mark.parametrize("shell, line", [
    ("sh", "export TENCENTCLOUD_SECRET_KEY='a'\\''b\\c'"),
    ("fish", "set -gx TENCENTCLOUD_SECRET_KEY 'a\\'b\\\\c'"),
    ("powershell", "$env:TENCENTCLOUD_SECRET_KEY = 'a''b\\c'"),
])
def test_values_are_quoted_for_the_shell(shell, line):
    assert line in printed("tencent", "--shell", shell, environment={"TANDEM_SECRET": "a'b\\c"})[1].splitlines()


def test_the_authority_comes_with_its_absolute_path():
    text = printed("tencent", "--ca-file", "/somewhere/../ca.pem", "--server", "https://localhost:8990")[1]
    for name in ("NODE_EXTRA_CA_CERTS", "REQUESTS_CA_BUNDLE", "SSL_CERT_FILE"):
        assert f"export {name}='/ca.pem'" in text


@pytest.mark.parametrize("arguments", [("--region", "cn-north-4"), ("huawei", "--region", "cn north"), ("aws",), ("--shell", "csh"),
                                       ("--server", "unix:/run/tandem.sock")])
def test_what_makes_no_sense_is_refused(arguments):
    assert printed(*arguments)[0] == 2
