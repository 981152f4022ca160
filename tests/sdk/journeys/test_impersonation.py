"""Clients that name no endpoint at all, in a network namespace where the vendors' names lead to this machine."""
import re
import subprocess
import sys

import pytest
from programs import SDK, assert_round_trip, command_for, tandem

# What makes each snippet forget where the server is.
REGION = "cn-north-4"
WITHOUT_ENDPOINT = {
    "tencent-python": [(r"HttpProfile\(protocol.*?\)", "HttpProfile()")],
    "tencent-node": [(r".*httpProfile.*\n", "")],
    "tencent-go": [(r".*HttpProfile\.(Scheme|Endpoint).*\n", "")],
    "tencent-java": [(r".*http\.set(Protocol|Endpoint).*\n", "")],
    "tencent-2017-node": [(r".*\b(protocol|host):.*\n", "")],
    # Without a project they ask IAM for it.
    "huawei-python": [(r"\.with_endpoints\(.*?\)", f'.with_region(KmsRegion.value_of("{REGION}"))'), (r', "0{32}"', ""),
                      (r"(?=import uuid)", "from huaweicloudsdkkms.v2.region.kms_region import KmsRegion\n")],
    "huawei-go": [(r'WithEndpoint\(".*?"\)', f'WithRegion(region.ValueOf("{REGION}"))'), (r".*WithProjectId.*\n", ""),
                  (r"import \(\n", 'import (\n"github.com/huaweicloud/huaweicloud-sdk-go-v3/services/kms/v2/region"\n')],
    "huawei-java": [(r'withEndpoint\(".*?"\)', f'withRegion(KmsRegion.valueOf("{REGION}"))'), (r'\.withProjectId\(".*?"\)', ""),
                    (r"(?=import java)", "import com.huaweicloud.sdk.kms.v2.region.KmsRegion;\n")],
}


@pytest.fixture(scope="module")
def unshare():
    command = ["unshare", "--map-root-user", "--mount", "--net"]
    tried = subprocess.run([*command, "true"], capture_output=True, text=True)
    if tried.returncode != 0:
        pytest.skip(f"no namespaces here: {tried.stderr.strip()}")
    return command


@pytest.mark.parametrize("name", WITHOUT_ENDPOINT)
def test_a_snippet_without_its_endpoint(name, unshare, tmp_path):
    text = tandem("snippet", name)
    for pattern, replacement in WITHOUT_ENDPOINT[name]:
        assert re.search(pattern, text)
        text = re.sub(pattern, replacement, text)
    assert "8990" not in text
    command, where = command_for(name, text, tmp_path)
    done = subprocess.run([*unshare, sys.executable, str(SDK / "journeys/in_namespace.py"), *command], capture_output=True,
                          text=True, timeout=600, cwd=where)
    assert_round_trip(done)
