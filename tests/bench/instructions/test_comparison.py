"""What scripts/lib/instructions.py makes of a profile and of two counts."""
import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "scripts/lib"))
import instructions  # noqa: E402

BUILT = {"compiler": "GNU 12.2.0", "flags": "-O2", "processor": "x86_64"}
RECORDED = {**BUILT, "instructions": {"encrypt": 10_000}}


def compare(now):
    (difference,) = instructions.compare(RECORDED, {"encrypt": (instructions.collections.Counter(work=now), {})}, BUILT)
    return difference


@pytest.mark.parametrize("now, failed", [(10_499, False), (10_500, True), (10_501, True)])
def test_five_percent_more_fail(now, failed):
    assert compare(now).failed is failed


@pytest.mark.parametrize("now, told", [(9_501, False), (9_500, False), (9_499, True)])
def test_more_than_five_percent_less_is_told(now, told):
    assert ("cheaper" in compare(now).text) is told
    assert not compare(now).failed


def test_a_failure_says_how_to_record_anew():
    assert "scripts/instructions --record" in compare(20_000).text


def test_an_operation_that_is_not_recorded_fails():
    nothing = (instructions.collections.Counter(), {})
    (difference,) = instructions.compare({**RECORDED, "instructions": {}}, {"encrypt": nothing}, BUILT)
    assert difference.failed


@pytest.mark.parametrize("what", ["compiler", "processor"])
def test_counts_of_another_compiler_or_processor_are_not_compared(what):
    assert what in instructions.why_not_comparable(RECORDED, {**BUILT, what: "another"})


def test_counts_with_other_flags_are_compared():
    assert instructions.why_not_comparable(RECORDED, {**BUILT, "flags": "-O3"}) is None


def test_the_cost_of_a_called_function_is_its_own_alone():
    profile = """events: Ir
ob=(1) /ours
fn=(1) outer
10 5
cob=(2) libc.so.6
cfn=(2) memcpy
calls=3 0
+1 300
* 7

ob=(2)
fn=(2)
0 300
"""
    assert instructions.read_costs(profile) == {("/ours", "outer"): 12, ("libc.so.6", "memcpy"): 300}
