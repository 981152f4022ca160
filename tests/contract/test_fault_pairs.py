"""The order of checks: what each operation answers to two faults at once is what was recorded."""

import json

import pytest

import fault_pairs
from stand_in import ours_alone

pytestmark = ours_alone

RECORDED = json.loads(fault_pairs.RECORD.read_text())


@pytest.mark.parametrize("dialect", fault_pairs.DIALECTS, ids=lambda dialect: dialect.name)
def test_of_two_faults_the_one_that_was_recorded_is_told(dialect):
    found = fault_pairs.record(dialect)
    recorded = RECORDED[dialect.name]
    assert found.keys() == recorded.keys()
    wrong = []
    for operation, pairs in found.items():
        before = {faults: told for told, all_of_it in recorded[operation].items() for faults in all_of_it}
        assert pairs.keys() == before.keys(), operation
        wrong += [f"{operation}: {faults}: {told}, was {before[faults]}" for faults, told in pairs.items() if told != before[faults]]
    assert wrong == []


def test_operations_of_every_family_are_recorded():
    assert {name: len(operations) for name, operations in RECORDED.items()} == {"tencent-2017": 11, "tencent-2019": 65, "huawei": 70}
