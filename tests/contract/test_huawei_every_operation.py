"""Every operation of Huawei's API in a state made for it, with all its fields: what the SDKs call too."""

import dataclasses

import pytest

import catalogue_huawei as catalogue
import keys
import scenarios
from clients import Huawei, VendorError

STEPS = [step for step in scenarios.steps("huawei") if "as" not in step]
ANSWERED = [step for step in STEPS if "refused" not in step]
# Operations with tests of their own, whose state no list of steps can make.
APART = {name for name in catalogue.OPERATIONS
         if any(word in name for word in ("AccessPoint", "KeyPolicy", "KeyStore", "Capsule", "Region", "Replicate", "Pin"))}
# Fields that are ignored by name, and what other tests say more about.
ELSEWHERE = {"sequence", "realm", "key_policy", "key_type", "vm_id", "pin", "pin_type", "encryption_context",
             "encrypted_privatekey", "recipient"}
# A path is not left out, and versions need no credential.
OPEN = {"ShowVersion", "ShowVersions"}
REQUIRED = [(name, field) for name in sorted(catalogue.OPERATIONS.keys() - APART)
            for field in catalogue.required_fields(name)]


def any_fields(operation):
    """Right but for the keys and blobs that they name."""
    step = next(step for step in ANSWERED if step["call"] == operation)
    kept = {name for name, value in step["with"].items() if "$" in str(value)}
    return step["with"] | dict.fromkeys(kept, "AAAA") | {name: keys.ABSENT for name in kept if "key_id" in name}


def test_every_answer_has_exactly_the_documented_members_and_every_refusal_its_code(fresh):
    def call(_, operation, fields):
        try:
            return catalogue.call(fresh.huawei, operation, fields)
        except VendorError as error:
            raise scenarios.Refused(error.code) from error

    assert scenarios.wrong_outcomes(STEPS, call) == []


def test_the_steps_have_every_operation_with_an_answer_and_with_a_refusal():
    refused = {step["call"] for step in scenarios.steps("huawei") if "refused" in step}
    assert {step["call"] for step in ANSWERED} == catalogue.OPERATIONS.keys() - APART
    assert refused == catalogue.OPERATIONS.keys() - APART - {"ShowVersions"}


@pytest.mark.parametrize("operation", sorted(catalogue.OPERATIONS.keys() - APART))
def test_the_steps_have_every_field(operation):
    given = {name for step in ANSWERED if step["call"] == operation for name in step["with"]}
    documented = catalogue.body_fields(operation).keys() | catalogue.OPERATIONS[operation]["query"].keys()
    assert documented - given <= ELSEWHERE


@pytest.mark.parametrize("operation, field", REQUIRED)
def test_a_required_member_may_not_be_left_out(ours, operation, field):
    fields = any_fields(operation)
    for without in ({name: value for name, value in fields.items() if name != field}, fields | {field: None}):
        assert catalogue.code_of(ours.huawei, operation, without) == "KMS.0204"


@pytest.mark.parametrize("operation", sorted(catalogue.OPERATIONS.keys() - OPEN))
def test_a_wrong_secret_comes_before_everything_else(url, account, operation):
    stranger = Huawei(url, dataclasses.replace(account, secret="wrong-secret-of-someone"))
    path = {name: "x" for name in ("key_id", "key", "resource_instances", "keystore_id", "policy_id", "access_point_id")}
    assert catalogue.code_of(stranger, operation, path | {"resource_instances": "resource_instances"}) == "APIGW.0301"


@pytest.mark.parametrize("operation", sorted({step["call"] for step in ANSWERED if "key_id" in step["with"]}))
def test_a_made_up_key_is_not_found_and_a_malformed_one_is_none(ours, operation):
    fields = any_fields(operation)
    assert catalogue.code_of(ours.huawei, operation, fields | {"key_id": "no-id"}) == "KMS.0205"
    absent = "KMS.2501" if "grant_id" in fields else "KMS.0207"  # no grant has such an id either
    assert catalogue.code_of(ours.huawei, operation, fields | {"key_id": keys.ABSENT}) == absent
