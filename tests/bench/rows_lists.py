"""Rows of `serve` for lists: a page of many keys against the same page of few."""
import json
from typing import NamedTuple

import load
from results import Row
from rows_scale import fill, key_ids, measure_group
from rows_throughput import tc3
from servers import Serve

FEW, MANY = 100, 100_000
A_PAGE_KEPT = (0.90,)   # of the rate with few keys: the total is some digits longer, and that is all


class List(NamedTuple):
    name: str
    action: str
    fields: dict


LISTS = [
    List("a page of ListKeys, 100,000 keys against 100", "ListKeys", {"Limit": 10}),
    List("a page of ListKeys far in, 100,000 keys against 100", "ListKeys", {"Limit": 10, "Offset": 80}),
    List("ListKeyDetail with a filter, 100,000 keys against 100", "ListKeyDetail",
         {"Limit": 10, "KeyState": 1, "Origin": "TENCENT_KMS"}),
]


def names():
    return [one.name for one in LISTS]


def measure(chosen, folder, options):
    try:
        return measure_group(measure_lists, set(chosen), folder, options), {}
    except load.NotASuccess as why:
        return [], dict.fromkeys(chosen, str(why))


def measure_lists(folder, options):
    counts = {"few": FEW, "many": min(MANY, options.keys)}
    runs = {(one.name, which): [] for one in LISTS for which in counts}
    for which, count in counts.items():
        fill_to(folder / which, count)
    for _ in range(options.rounds):
        for which in counts:
            with Serve(folder / which) as server:
                for one in LISTS:
                    request = tc3(one.action, lambda _, fields=one.fields: json.dumps(fields))(server, {})
                    runs[one.name, which].append(load.measure(server, request, options.seconds, options.connections))
    made = {which: len(key_ids(folder / which)) for which in counts}
    return [row_of(one, runs[one.name, "few"], runs[one.name, "many"], made) for one in LISTS]


def fill_to(folder, count):
    """Few keys are made one by one: a load of a second makes thousands."""
    if count > FEW:
        return fill(folder, count)
    with Serve(folder) as server:
        for number in range(count):
            server.make_key(f"few-{number}")


def row_of(one, few, many, made):
    return Row(one.name, "serve", "of the rate with few", [b["rate"] / a["rate"] for a, b in zip(few, many)], A_PAGE_KEPT,
               details={"requests/s": [run["rate"] for run in many], "with few": [run["rate"] for run in few],
                        "CPU us": [run["cpu"] for run in many], "CPU us with few": [run["cpu"] for run in few],
                        "keys": [made["many"]], "few": [made["few"]]})
