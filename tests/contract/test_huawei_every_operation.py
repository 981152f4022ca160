"""Every operation of Huawei's API in a state made for it, with all its fields: what the SDKs call too."""

import dataclasses

import pytest

import catalogue_huawei as catalogue
import keys
import scenarios
from clients import Huawei, VendorError
from stand_in import Server

STEPS = [step for step in scenarios.steps("huawei") if step.get("as") != "nobody"]
# What nobody outside the vendor could answer.
NEVER_ANSWERED = {"CreatePin", "CreateDatakeyCapsule", "DecryptDatakeyCapsule"}
# The steps with fields that are right.
RIGHT = [step for step in STEPS if "refused" not in step or step["call"] in NEVER_ANSWERED]
# Fields that are ignored by name, and what other tests say more about.
ELSEWHERE = {"sequence", "realm", "key_policy", "key_type", "vm_id", "pin", "pin_type", "encryption_context",
             "encrypted_privatekey", "recipient"}
# A path is not left out, and versions need no credential.
OPEN = {"ShowVersion", "ShowVersions"}
REQUIRED = [(name, field) for name in sorted(catalogue.OPERATIONS) for field in catalogue.required_fields(name)]
OF_KEYS = {step["call"] for step in RIGHT if "key_id" in step["with"]} - NEVER_ANSWERED


@pytest.fixture(scope="module")
def per_region(is_ours):
    """The development account in a region with keys of its own."""
    if not is_ours:
        pytest.skip("needs a server of its own")
    with Server(environment=scenarios.PER_REGION) as server:
        yield server.clients()


@pytest.fixture
def caller_of(request):
    """Who has an answer to the operation: for some that is a server of their own."""
    return lambda operation: request.getfixturevalue(right_step(operation).get("as", "ours")).huawei


def right_step(operation):
    return next(step for step in RIGHT if step["call"] == operation)


def any_fields(operation):
    """Right but for the keys and blobs that they name."""
    step = right_step(operation)
    kept = {name for name, value in step["with"].items() if "$" in str(value)}
    return step["with"] | dict.fromkeys(kept, "AAAA") | {name: keys.ABSENT for name in kept if "key_id" in name}


def test_every_answer_has_exactly_the_documented_members_and_every_refusal_its_code(fresh, per_region):
    def call(caller, operation, fields):
        try:
            return catalogue.call((per_region if caller else fresh).huawei, operation, fields)
        except VendorError as error:
            raise scenarios.Refused(error.code) from error

    assert scenarios.wrong_outcomes(STEPS, call) == []


def test_the_steps_have_every_operation_with_an_answer_and_with_a_refusal():
    refused = {step["call"] for step in scenarios.steps("huawei") if "refused" in step}
    answered = {step["call"] for step in STEPS if "refused" not in step}
    assert answered == catalogue.OPERATIONS.keys() - NEVER_ANSWERED
    assert refused == catalogue.OPERATIONS.keys() - {"ShowVersions"}


@pytest.mark.parametrize("operation", sorted(catalogue.OPERATIONS))
def test_the_steps_have_every_field(operation):
    given = {name for step in RIGHT if step["call"] == operation for name in step["with"]}
    documented = catalogue.body_fields(operation).keys() | catalogue.OPERATIONS[operation]["query"].keys()
    assert documented - given <= ELSEWHERE


@pytest.mark.parametrize("operation, field", REQUIRED)
def test_a_required_member_may_not_be_left_out(caller_of, operation, field):
    fields = any_fields(operation)
    for without in ({name: value for name, value in fields.items() if name != field}, fields | {field: None}):
        assert catalogue.code_of(caller_of(operation), operation, without, path_from=fields) == "KMS.0204"


@pytest.mark.parametrize("operation", sorted(catalogue.OPERATIONS.keys() - OPEN))
def test_a_wrong_secret_comes_before_everything_else(url, account, operation):
    stranger = Huawei(url, dataclasses.replace(account, secret="wrong-secret-of-someone"))
    path = {name: "x" for name in ("key_id", "key", "resource_instances", "keystore_id", "policy_id", "access_point_id")}
    assert catalogue.code_of(stranger, operation, path | {"resource_instances": "resource_instances"}) == "APIGW.0301"


@pytest.mark.parametrize("operation", sorted(OF_KEYS))
def test_a_made_up_key_is_not_found_and_a_malformed_one_is_none(caller_of, operation):
    fields, huawei = any_fields(operation), caller_of(operation)
    assert catalogue.code_of(huawei, operation, fields | {"key_id": "no-id"}) == "KMS.0205"
    absent = "KMS.2501" if "grant_id" in fields else "KMS.0207"  # no grant has such an id either
    assert catalogue.code_of(huawei, operation, fields | {"key_id": keys.ABSENT}) == absent
