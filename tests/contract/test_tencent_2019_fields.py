"""Every documented action of API 3.0 2019-01-18: who may call, and which fields it takes. The order of checks is the caller
first, then unknown, missing and badly typed fields; whether an action is emulated comes after."""

import dataclasses
import subprocess

import pytest

import catalogue_2019 as catalogue
from clients import Clients, Tencent2019, VendorError
from tandem_server import TandemServer, binary

EVERY_ACTION = pytest.mark.parametrize("action", sorted(catalogue.ACTIONS))
REQUIRED = [(action, field) for action in sorted(catalogue.ACTIONS) for field in catalogue.required_fields(action)]
FIELDS = [(action, field) for action in sorted(catalogue.ACTIONS) for field in catalogue.request_fields(action)]
MEMBERS = [(action, field) for action, field in FIELDS
           if catalogue.struct_of(catalogue.request_fields(action)[field]["type"])]


@pytest.fixture
def api(ours):
    return ours.t2019


def error_of(api, action, fields):
    """The vendor's code and message, or two empty texts."""
    try:
        api.call(action, **fields)
    except VendorError as error:
        assert error.status == 200, error
        return error.code, error.message
    return "", ""


def code_of(api, action, fields):
    return error_of(api, action, fields)[0]


def test_the_catalogue_has_every_action_of_the_api():
    assert len(catalogue.ACTIONS) == 69


# ---- who calls ----


@EVERY_ACTION
def test_a_wrong_secret_comes_before_everything_else(url, account, action):
    stranger = Tencent2019(url, dataclasses.replace(account, secret="wrong-secret-of-someone"))
    assert code_of(stranger, action, {"Bogus": 1}) == "AuthFailure.SignatureFailure"


@EVERY_ACTION
def test_an_unknown_secret_id_comes_before_everything_else(url, account, action):
    stranger = Tencent2019(url, dataclasses.replace(account, access_id="AKIDnobodyatall"))
    assert code_of(stranger, action, {"Bogus": 1}) == "AuthFailure.SecretIdNotFound"


# ---- which fields ----


@EVERY_ACTION
def test_an_unknown_field_comes_before_missing_ones(api, action):
    code, message = error_of(api, action, {"Bogus": 1})
    assert (code, message) == ("UnknownParameter", "The parameter `Bogus` is not recognized.")
    assert code_of(api, action, catalogue.required_request(action) | {"bogus": None}) == "UnknownParameter"


@pytest.mark.parametrize("action, field", REQUIRED)
def test_a_required_field_may_not_be_left_out(api, action, field):
    fields = catalogue.required_request(action)
    missing = ("MissingParameter", f"The request is missing a required parameter `{field}`.")
    assert error_of(api, action, {name: value for name, value in fields.items() if name != field}) == missing
    assert error_of(api, action, fields | {field: None}) == missing  # null is absent


@pytest.mark.parametrize("action, field", FIELDS)
def test_a_field_of_another_type_is_refused(api, action, field):
    fields = catalogue.required_request(action)
    for value in catalogue.wrong_values(catalogue.request_fields(action)[field]["type"]):
        code, message = error_of(api, action, fields | {field: value})
        assert code == "InvalidParameter", value
        assert f"`{field}" in message, value


@pytest.mark.parametrize("action, field", FIELDS)
def test_a_field_of_its_type_is_taken(api, action, field):
    fields = catalogue.required_request(action)
    fields[field] = catalogue.sample(catalogue.request_fields(action)[field]["type"])
    code, message = error_of(api, action, fields)
    assert code not in ("UnknownParameter", "MissingParameter", "InternalError"), message
    assert "The type of the parameter" not in message


@pytest.mark.parametrize("action, field", MEMBERS)
def test_members_of_objects_are_checked_like_fields(api, action, field):
    kind = catalogue.request_fields(action)[field]["type"]
    right = catalogue.sample(catalogue.element_of(kind) or kind)

    def code_with(members):
        value = [members] if catalogue.element_of(kind) else members
        return code_of(api, action, catalogue.required_request(action) | {field: value})

    assert code_with(right | {"Bogus": 1}) == "UnknownParameter"
    for name, member in catalogue.struct_of(kind).items():
        if member["required"]:
            assert code_with({other: value for other, value in right.items() if other != name}) == "MissingParameter"
        for value in catalogue.wrong_values(member["type"]):
            assert code_with(right | {name: value}) == "InvalidParameter", (name, value)


def test_a_member_is_named_by_its_place(api):
    tags = [{"TagKey": "a", "TagValue": "b"}, {"TagKey": "c"}]
    code, message = error_of(api, "CreateKey", {"Alias": "x", "Tags": tags})
    assert code == "MissingParameter"
    assert message == "The request is missing a required parameter `Tags.1.TagValue`."


# ---- the lenient switch ----


@pytest.fixture(scope="module")
def lenient(is_ours):
    if not is_ours:
        pytest.skip("needs a server of its own")
    with TandemServer(environment={"TANDEM_DIALECTS__TENCENT_2019__STRICT_FIELDS": "false",
                                   "TANDEM_LIMITS__RATE": "off"}) as server:
        yield Clients.of_new_tenant(server.url).t2019


@EVERY_ACTION
def test_newer_fields_pass_when_told_so(lenient, action):
    fields = catalogue.required_request(action)
    assert code_of(lenient, action, fields | {"Bogus": 1}) not in ("UnknownParameter", "InternalError")


def test_a_lenient_server_still_wants_the_required_and_the_right_types(lenient):
    assert code_of(lenient, "DescribeKey", {"Bogus": 1}) == "MissingParameter"
    assert code_of(lenient, "ListKeys", {"Bogus": 1, "Limit": "1"}) == "InvalidParameter"
    tags = [{"TagKey": "a", "TagValue": "b", "Bogus": 1}]
    assert code_of(lenient, "CreateKey", {"Alias": "lenient", "Tags": tags}) == ""


# ---- the page that tells ----


def documented_parameters():
    page = subprocess.run([binary(), "compatibility"], capture_output=True, text=True, timeout=60, check=True).stdout
    table = page.split("### Parameters of tencent-2019\n")[1].split("\n## ")[0]
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in table.splitlines() if line.startswith("| ")]
    return {(row[0], row[1]): row for row in rows}


def test_the_compatibility_page_has_every_field_with_its_type(is_ours):
    if not is_ours:
        pytest.skip("needs our own page")
    page = documented_parameters()
    for action, field in FIELDS:
        documented = catalogue.request_fields(action)[field]
        _, _, kind, required, _, _ = page[action, field]
        element = catalogue.element_of(documented["type"])
        base = element or documented["type"]
        expected = ("list of " if element else "") + ("object" if base in catalogue.STRUCTS else base)
        assert (kind, required) == (expected, "yes" if documented["required"] else "no"), (action, field)


def test_the_compatibility_page_has_no_field_that_the_api_lacks(is_ours):
    if not is_ours:
        pytest.skip("needs our own page")
    for action, field in documented_parameters():
        if action in catalogue.ACTIONS:
            assert field.split(".")[0] in catalogue.request_fields(action), (action, field)


# ---- flattened, as in GET and signature v1 ----


def test_fields_of_signature_v1_are_checked_too(api):
    def refused(action, parameters):
        with pytest.raises(VendorError) as caught:
            api.call_v1(action, parameters)
        return caught.value.code

    assert refused("ListKeys", {"Bogus": 1}) == "UnknownParameter"
    assert refused("ListKeys", {"Limit": "x"}) == "InvalidParameter"
    assert refused("ListKeys", {"Limit": 201}) == "InvalidParameter"
    assert refused("ListKeyDetail", {"TagFilters.0.Bogus": "x"}) == "UnknownParameter"
    assert refused("ListKeyDetail", {"TagFilters.0.TagValue.0": "x"}) == "MissingParameter"
    assert "TotalCount" in api.call_v1("ListKeyDetail", {"TagFilters.0.TagKey": "a", "TagFilters.0.TagValue.0": "b"})
