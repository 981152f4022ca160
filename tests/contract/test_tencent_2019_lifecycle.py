"""API 3.0: rotation, archive, bound resources and tags, as their callers see them."""

import time

import pytest

import keys
from clients import b64, unb64
from refusals import code_of
from stand_in import ours_alone

DAY = 86_400


@pytest.fixture
def api(ours):
    return ours.t2019


def metadata(api, key):
    return api.call("DescribeKey", KeyId=key)["KeyMetadata"]


def encrypt(api, key, plaintext=b"secret"):
    return api.call("Encrypt", KeyId=key, Plaintext=b64(plaintext))["CiphertextBlob"]


def decrypt(api, blob):
    return unb64(api.call("Decrypt", CiphertextBlob=blob)["Plaintext"])


class TestRotation:
    def test_is_off_and_shows_a_year_for_a_new_key(self, ours, api):
        key = keys.create(ours)
        shown = metadata(api, key)
        assert api.call("GetKeyRotationStatus", KeyId=key)["KeyRotationEnabled"] is False
        assert shown["KeyRotationEnabled"] is False
        assert (shown["RotateDays"], shown["LastRotateTime"]) == (365, 0)
        assert shown["NextRotateTime"] == shown["CreateTime"] + 365 * DAY

    @pytest.mark.parametrize("days", [7, 365])
    def test_is_turned_on_for_a_period_and_off(self, ours, api, days):
        key = keys.create(ours)
        api.call("EnableKeyRotation", KeyId=key, RotateDays=days)
        shown = metadata(api, key)
        assert (shown["KeyRotationEnabled"], shown["RotateDays"]) == (True, days)
        assert abs(shown["NextRotateTime"] - time.time() - days * DAY) < 300
        assert api.call("GetKeyRotationStatus", KeyId=key)["KeyRotationEnabled"] is True
        api.call("DisableKeyRotation", KeyId=key)
        assert api.call("GetKeyRotationStatus", KeyId=key)["KeyRotationEnabled"] is False

    def test_of_a_disabled_key_begins_once_it_is_enabled(self, ours, api):
        key = keys.create(ours)
        before = encrypt(api, key)
        api.call("DisableKey", KeyId=key)
        api.call("EnableKeyRotation", KeyId=key, RotateDays=7)
        shown = metadata(api, key)
        assert (shown["KeyState"], shown["KeyRotationEnabled"], shown["LastRotateTime"]) == ("Disabled", True, 0)
        api.call("EnableKey", KeyId=key)
        assert decrypt(api, before) == b"secret" and metadata(api, key)["KeyRotationEnabled"] is True

    def test_has_a_period_of_a_year_unless_told(self, ours, api):
        key = keys.create(ours)
        api.call("EnableKeyRotation", KeyId=key)
        assert metadata(api, key)["RotateDays"] == 365

    @pytest.mark.parametrize("days", [0, 6, 366])
    def test_refuses_other_periods(self, ours, api, days):
        assert code_of(api.call, "EnableKeyRotation", KeyId=keys.create(ours), RotateDays=days) == \
            "InvalidParameterValue"

    def test_is_not_for_asymmetric_keys(self, ours, api):
        key = keys.create(ours, "ASYMMETRIC_DECRYPT_SM2")
        assert code_of(api.call, "EnableKeyRotation", KeyId=key) == "InvalidParameter"
        assert code_of(api.call, "RotateKey", KeyId=key) == "UnsupportedOperation.RotateNotSupported"

    def test_at_once_makes_a_new_version_and_happens_once_a_day(self, ours, api):
        key = keys.create(ours)
        api.call("EnableKeyRotation", KeyId=key, RotateDays=30)
        before = encrypt(api, key)
        assert api.call("ReEncrypt", CiphertextBlob=before)["ReEncrypted"] is False
        assert keys.is_uuid(api.call("RotateKey", KeyId=key)["TaskId"])
        shown = metadata(api, key)
        assert abs(shown["LastRotateTime"] - time.time()) < 300
        assert shown["NextRotateTime"] == shown["LastRotateTime"] + 30 * DAY
        again = api.call("ReEncrypt", CiphertextBlob=before)
        assert again["ReEncrypted"] is True
        assert again["CiphertextBlob"] != before
        assert decrypt(api, before) == decrypt(api, again["CiphertextBlob"]) == b"secret"
        assert code_of(api.call, "RotateKey", KeyId=key) == "RequestLimitExceeded.RotateRateLimited"

    @ours_alone
    def test_follows_the_clock(self, server):
        api = server.clients().t2019
        key = keys.create(server.clients())
        api.call("EnableKeyRotation", KeyId=key, RotateDays=30)
        before = encrypt(api, key)
        server.do("POST", "clock", {"advance": "29d23h"})
        assert api.call("ReEncrypt", CiphertextBlob=before)["ReEncrypted"] is False
        server.do("POST", "clock", {"advance": "2h"})
        assert api.call("ReEncrypt", CiphertextBlob=before)["ReEncrypted"] is True
        assert decrypt(api, before) == b"secret"
        server.do("POST", "clock", {"advance": "23h"})
        assert code_of(api.call, "RotateKey", KeyId=key) == "RequestLimitExceeded.RotateRateLimited"
        server.do("POST", "clock", {"advance": "2h"})
        api.call("RotateKey", KeyId=key)

    @ours_alone
    def test_a_thousand_times_leaves_the_first_ciphertext_readable(self, server):
        api = server.clients().t2019
        key = keys.create(server.clients())
        api.call("EnableKeyRotation", KeyId=key, RotateDays=7)
        first = encrypt(api, key, b"first")
        for _ in range(1000):
            server.do("POST", "clock", {"advance": "7d"})
        assert decrypt(api, first) == b"first"
        last = encrypt(api, key, b"last")
        assert api.call("ReEncrypt", CiphertextBlob=first)["ReEncrypted"] is True
        assert api.call("ReEncrypt", CiphertextBlob=last)["ReEncrypted"] is False
        seed = server.do("GET", "seed")
        assert [len(one["versions"]) for one in seed["keys"] if one["id"] == key] == [1001]
        assert metadata(api, key)["KeyRotationEnabled"] is True

    @ours_alone
    def test_survives_savepoints_and_snapshots(self, server):
        api = server.clients().t2019
        key = keys.create(server.clients())
        api.call("EnableKeyRotation", KeyId=key, RotateDays=30)
        shown = metadata(api, key)
        snapshot = server.ask("GET", "snapshot").body
        api.call("DisableKeyRotation", KeyId=key)
        server.do("PUT", "snapshot", snapshot)
        assert metadata(api, key) == shown


class TestArchive:
    def test_still_decrypts(self, ours, api):
        key = keys.create(ours)
        blob = encrypt(api, key)
        api.call("ArchiveKey", KeyId=key)
        assert metadata(api, key)["KeyState"] == "Archived"
        assert decrypt(api, blob) == b"secret"
        assert code_of(encrypt, api, key) == "ResourceUnavailable.CmkArchived"
        api.call("CancelKeyArchive", KeyId=key)
        assert decrypt(api, encrypt(api, key)) == b"secret"

    @ours_alone
    def test_waits_with_rotation(self, server):
        api = server.clients().t2019
        key = keys.create(server.clients())
        api.call("EnableKeyRotation", KeyId=key, RotateDays=7)
        blob = encrypt(api, key)
        api.call("ArchiveKey", KeyId=key)
        server.do("POST", "clock", {"advance": "8d"})
        assert metadata(api, key)["LastRotateTime"] == 0
        api.call("CancelKeyArchive", KeyId=key)
        server.do("POST", "clock", {"advance": "0s"})
        assert api.call("ReEncrypt", CiphertextBlob=blob)["ReEncrypted"] is True


class TestCloudResources:
    def test_are_bound_once_and_unbound(self, ours, api):
        bound = {"KeyId": keys.create(ours), "ProductId": "ssm", "ResourceId": "一个"}
        api.call("BindCloudResource", **bound)
        api.call("BindCloudResource", **bound)
        api.call("UnbindCloudResource", **bound)
        assert code_of(api.call, "UnbindCloudResource", **bound) == \
            "ResourceUnavailable.CloudResourceBindingNotFound"

    @pytest.mark.parametrize("field, most", [("ProductId", 64), ("ResourceId", 256)])
    def test_have_names_of_limited_length(self, ours, api, field, most):
        fields = {"KeyId": keys.create(ours), "ProductId": "ssm", "ResourceId": "one"}
        api.call("BindCloudResource", **(fields | {field: "ü" * most}))
        for wrong in ("", "ü" * (most + 1)):
            assert code_of(api.call, "BindCloudResource", **(fields | {field: wrong})) == "InvalidParameter"

    def test_of_a_neighbours_key(self, ours, neighbour):
        fields = {"KeyId": keys.create(ours), "ProductId": "ssm", "ResourceId": "one"}
        for action in ("BindCloudResource", "UnbindCloudResource"):
            assert code_of(neighbour.t2019.call, action, **fields) == "ResourceUnavailable.CmkNotFound"


def tags(**pairs):
    return [{"TagKey": key, "TagValue": value} for key, value in pairs.items()]


class TestTags:
    def create(self, api, given):
        return api.call("CreateKey", Alias=keys.unique_alias(), Tags=given)

    def test_are_saved_with_the_key(self, api):
        assert {name: self.create(api, tags(env="test"))[name] for name in ("TagCode", "TagMsg")} == \
            {"TagCode": 0, "TagMsg": "ok"}
        assert self.create(api, [])["TagMsg"] == "no tags to save"

    def test_filter_lists(self, fresh):
        api = fresh.t2019
        one = self.create(api, tags(env="test", team="red"))["KeyId"]
        two = self.create(api, tags(env="live", team="red"))["KeyId"]
        self.create(api, [])

        def found(*filters):
            listed = api.call("ListKeyDetail", TagFilters=list(filters), OrderType=1)
            assert listed["TotalCount"] == len(listed["KeyMetadatas"])
            return [key["KeyId"] for key in listed["KeyMetadatas"]]

        assert sorted(found({"TagKey": "team"})) == sorted([one, two])
        assert found({"TagKey": "env", "TagValue": ["test", "other"]}) == [one]
        assert sorted(found({"TagKey": "env", "TagValue": ["test", "live"]})) == sorted([one, two])
        assert found({"TagKey": "team", "TagValue": ["red"]}, {"TagKey": "env", "TagValue": ["live"]}) == [two]
        assert found({"TagKey": "team", "TagValue": ["red"]}, {"TagKey": "env", "TagValue": ["none"]}) == []

    def test_have_distinct_keys(self, api):
        twice = tags(env="a") + tags(env="b")
        assert code_of(self.create, api, twice) == "InvalidParameterValue.TagKeysDuplicated"

    @pytest.mark.parametrize("given, right", [
        ([{"TagKey": f"k{i}", "TagValue": ""} for i in range(50)], True),
        ([{"TagKey": f"k{i}", "TagValue": ""} for i in range(51)], False),
        ([{"TagKey": "ü" * 127, "TagValue": "ü" * 255}], True),
        ([{"TagKey": "k" * 128, "TagValue": ""}], False),
        ([{"TagKey": "", "TagValue": ""}], False),
        ([{"TagKey": "k", "TagValue": "v" * 256}], False),
    ], ids=["50", "51", "longest", "key", "empty", "value"])
    def test_are_limited(self, api, given, right):
        if right:
            self.create(api, given)
        else:
            assert code_of(self.create, api, given) == "InvalidParameter"
