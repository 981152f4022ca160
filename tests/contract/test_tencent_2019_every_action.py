"""Every action of API 3.0 2019-01-18 in a state made for it, with all its fields: what the SDKs call too."""

import pytest

import scenarios
from catalogue_2019 import ACTIONS, check_response, request_fields
from clients import VendorError

STEPS = [step for step in scenarios.steps("tencent_2019") if "as" not in step]
POST_QUANTUM = {name for name in ACTIONS if name.startswith("PostQuantumCrypto")}
# What the steps leave out: single-account selectors, dedicated clusters, and what other tests say more about.
ELSEWHERE = {"MemberAccount", "MemberAccounts", "HsmClusterId", "Role"}


def test_every_answer_has_exactly_the_documented_fields_and_every_refusal_its_code(fresh):
    def call(_, action, fields):
        try:
            return check_response(action, fresh.t2019.call(action, **fields))
        except VendorError as error:
            raise scenarios.Refused(error.code) from error

    assert scenarios.wrong_outcomes(STEPS, call) == []


def test_the_steps_have_every_action_with_an_answer_but_for_those_that_are_not_emulated():
    assert {step["call"] for step in STEPS if "refused" not in step} == set(ACTIONS) - POST_QUANTUM


@pytest.mark.parametrize("action", sorted(set(ACTIONS) - POST_QUANTUM))
def test_the_steps_have_every_field(action):
    given = {name for step in STEPS if step["call"] == action and "refused" not in step for name in step["with"]}
    assert set(request_fields(action)) - given <= ELSEWHERE
