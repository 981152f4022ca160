"""Every error code of the vendor's list: provoked, or on the compatibility page as one that cannot occur, with its reason."""

import json
import re
import subprocess

import pytest

from catalogue_huawei import ERROR_CODES
from clients import VendorError
from huawei_codes import CASES, CASES_OF_A_SERVER, CASES_OF_REGIONS, REGIONS
from stand_in import Server
from tandem_server import binary


def assert_refused(code, function, *arguments):
    with pytest.raises(VendorError) as refused:
        function(*arguments)
    documented = ERROR_CODES[code]
    assert (refused.value.code, refused.value.status) == (code, documented["http"])
    assert refused.value.message == documented["message"]


@pytest.mark.parametrize("code", sorted(CASES))
def test_the_code_is_raised(ours, code):
    assert_refused(code, CASES[code], ours)


@pytest.mark.parametrize("code", sorted(CASES_OF_A_SERVER))
def test_the_code_is_raised_by_a_server_of_its_own(is_ours, code):
    if not is_ours:
        pytest.skip("needs a server of its own")
    with Server(environment={"TANDEM_LIMITS__KEYS_PER_TENANT": "2"}) as server:
        assert_refused(code, CASES_OF_A_SERVER[code], server, server.clients())


@pytest.fixture(scope="module")
def regions(is_ours):
    if not is_ours:
        pytest.skip("needs a server of its own")
    tenants = [{"name": "default", "huawei": {"domain_name": "tandemdev", "projects": REGIONS}}]
    with Server(environment={"TANDEM_KEY_SPACES": "per_region", "TANDEM_TENANTS": json.dumps(tenants)}) as server:
        yield server


@pytest.mark.parametrize("code", sorted(CASES_OF_REGIONS))
def test_the_code_is_raised_between_regions(regions, code):
    assert_refused(code, CASES_OF_REGIONS[code], regions, regions.clients())


def test_every_other_code_is_on_the_compatibility_page_with_its_reason(is_ours):
    if not is_ours:
        pytest.skip("needs our own page")
    page = subprocess.run([binary(), "compatibility"], capture_output=True, text=True, timeout=60, check=True).stdout
    table = page.split("### Error codes that cannot occur in huawei\n")[1].split("\n#")[0]
    unraised = re.findall(r"^\| (KMS\.\d{4}) \| \S.* \|$", table, re.MULTILINE)
    raised = CASES.keys() | CASES_OF_A_SERVER.keys() | CASES_OF_REGIONS.keys()
    assert len(unraised) == len(set(unraised))
    assert raised & set(unraised) == set()
    assert raised | set(unraised) == ERROR_CODES.keys()
