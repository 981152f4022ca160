"""Requests of older SDKs, of Terraform and of OTC's clients, byte by byte."""

import json
import pathlib

import pytest

import keys
from clients import VendorError

REQUESTS = json.loads((pathlib.Path(__file__).parent / "data/huawei-older-clients.json").read_text())["requests"]


def test_each_is_answered_as_its_client_expects(ours):
    """In their order: the last ones turn the rotation of the key on and schedule its end."""
    huawei, wrong = ours.huawei, []
    own = {"$key": keys.create(ours), "$project": ours.account.project_id, "$alias": keys.unique_alias()}

    def filled(text):
        for name, value in own.items():
            text = text.replace(name, value)
        return text

    for request in REQUESTS:
        signed = huawei.sign(request["method"], filled(request["path"]), filled(request["body"]).encode(),
                             filled(request["query"]))
        try:
            huawei.result(huawei.send(signed))
            code = None
        except VendorError as error:
            code = error.code
        if code != request["refused"]:
            wrong.append((request["client"], request["path"], request["body"], code))
    assert wrong == []


@pytest.mark.parametrize("context", [{"Key1": "Value1", "Key2": "Value2"}, {"Key2": "Value2", "Key1": "Value1"}])
def test_what_an_older_client_sealed_is_opened_with_its_context(ours, context):
    sealed = ours.huawei.call("encrypt-data", key_id=keys.shared(ours), plain_text="hello world",
                              encryption_context={"Key1": "Value1", "Key2": "Value2"})
    opened = ours.huawei.call("decrypt-data", cipher_text=sealed["cipher_text"], encryption_context=context)
    assert opened["plain_text"] == "hello world"
