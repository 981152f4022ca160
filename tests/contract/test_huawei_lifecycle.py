"""Huawei KMS: rotation, import and tags, as their callers see them."""

import secrets
import time

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.ciphers import algorithms

import imports
import keys
from clients import b64, unb64
from openssl import OutsideKey
from refusals import code_of
from stand_in import ours_alone

DAY = 86_400


@pytest.fixture
def api(ours):
    return ours.huawei


def info(api, key):
    return api.call("describe-key", key_id=key)["key_info"]


class TestRotation:
    def status(self, api, key):
        return api.call("get-key-rotation-status", key_id=key)

    def test_is_off_for_a_new_key(self, ours, api):
        key = keys.create_of_spec(ours, "AES_256")
        assert self.status(api, key) == {"key_rotation_enabled": False, "last_rotation_time": "", "number_of_rotations": 0}
        assert info(api, key)["key_rotation_enabled"] == "false"

    def test_is_turned_on_once_and_off_once(self, ours, api):
        key = keys.create_of_spec(ours, "AES_256")
        assert code_of(api.call, "disable-key-rotation", key_id=key) == "KMS.0313"
        assert api.call("enable-key-rotation", key_id=key) == {}
        assert code_of(api.call, "enable-key-rotation", key_id=key) == "KMS.2901"
        status = self.status(api, key)
        assert (status["key_rotation_enabled"], info(api, key)["key_rotation_enabled"]) == (True, "true")
        assert status["rotation_interval"] == 365
        assert api.call("disable-key-rotation", key_id=key) == {}
        assert self.status(api, key)["key_rotation_enabled"] is False
        assert "rotation_interval" not in self.status(api, key)

    def test_has_an_interval_while_it_is_on(self, ours, api):
        key = keys.create_of_spec(ours, "AES_256")
        assert code_of(api.call, "update-key-rotation-interval", key_id=key, rotation_interval=90) == "KMS.0313"
        api.call("enable-key-rotation", key_id=key)
        for days in (30, "365"):
            assert api.call("update-key-rotation-interval", key_id=key, rotation_interval=days) == {}
            assert self.status(api, key)["rotation_interval"] == int(days)
        for days in (29, 366, "x", -1, [30]):
            assert code_of(api.call, "update-key-rotation-interval", key_id=key, rotation_interval=days) == "KMS.3001"
        assert code_of(api.call, "update-key-rotation-interval", key_id=key) == "KMS.0204"

    @pytest.mark.parametrize("spec, code", [("RSA_2048", "KMS.0324"), ("SM2", "KMS.0324"), ("EC_P256", "KMS.0324"),
                                            ("HMAC_256", "KMS.0341")])
    def test_is_for_symmetric_keys(self, ours, api, spec, code):
        key = keys.shared(ours, spec, None)
        for verb in ("enable-key-rotation", "disable-key-rotation", "get-key-rotation-status"):
            assert code_of(api.call, verb, key_id=key) == code

    @ours_alone
    def test_follows_the_clock(self, server):
        clients = server.clients()
        api = clients.huawei
        key = keys.create_of_spec(clients, "AES_256")
        api.call("enable-key-rotation", key_id=key)
        api.call("update-key-rotation-interval", key_id=key, rotation_interval="30")
        sealed = api.call("encrypt-data", key_id=key, plain_text="secret")["cipher_text"]
        server.do("POST", "clock", {"advance": "31d"})
        status = self.status(api, key)
        assert status["number_of_rotations"] == 1
        assert abs(int(status["last_rotation_time"]) / 1000 - time.time() - 31 * DAY) < 300
        assert api.call("decrypt-data", cipher_text=sealed)["plain_text"] == "secret"

    @ours_alone
    def test_catches_up_when_the_key_is_enabled_again(self, server):
        clients = server.clients()
        api = clients.huawei
        key = keys.create_of_spec(clients, "AES_256")
        api.call("enable-key-rotation", key_id=key)
        api.call("disable-key", key_id=key)
        server.do("POST", "clock", {"advance": "366d"})
        assert self.status(api, key)["number_of_rotations"] == 0
        api.call("enable-key", key_id=key)
        server.do("POST", "clock", {"advance": "0s"})
        assert self.status(api, key)["number_of_rotations"] == 1


class TestImport:
    def test_parameters_are_for_a_day(self, ours, api):
        key = imports.external_huawei(ours)
        given = api.call("get-parameters-for-import", key_id=key, wrapping_algorithm="RSAES_OAEP_SHA_256")
        assert set(given) == {"key_id", "import_token", "expiration_time", "public_key"}
        assert given["key_id"] == key
        assert isinstance(given["expiration_time"], int)
        assert abs(given["expiration_time"] - time.time() - DAY) < 300
        assert 200 <= len(given["import_token"]) <= 6144
        assert code_of(api.call, "get-parameters-for-import", key_id=key, wrapping_algorithm="RSA") == "KMS.0308"

    @pytest.mark.parametrize("algorithm", imports.PADDINGS)
    @pytest.mark.parametrize("spec, length", [("AES_256", 32), ("SM4", 16), ("HMAC_512", 64)])
    def test_symmetric_material(self, ours, api, algorithm, spec, length):
        key = imports.external_huawei(ours, spec)
        assert imports.import_huawei(ours, key, secrets.token_bytes(length), algorithm=algorithm) == {}
        shown = info(api, key)
        assert (shown["key_state"], shown["origin"], shown["expiration_time"]) == ("2", "external", "")

    @pytest.mark.parametrize("length", [16, 31, 33])
    def test_material_of_another_length(self, ours, length):
        wrong = secrets.token_bytes(length)
        assert code_of(imports.import_huawei, ours, imports.external_huawei(ours), wrong) == "KMS.2604"
        # With PKCS#1 v1.5 nothing tells it from a wrong padding.
        assert code_of(imports.import_huawei, ours, imports.external_huawei(ours), wrong,
                       algorithm="RSAES_PKCS1_V1_5") == "KMS.0311"

    @pytest.mark.parametrize("length", [16, 32])
    @pytest.mark.parametrize("spec, make", [("RSA_2048", lambda: rsa.generate_private_key(65537, 2048)),
                                            ("EC_P256", lambda: ec.generate_private_key(ec.SECP256R1())),
                                            ("SECP256K1", lambda: ec.generate_private_key(ec.SECP256K1()))])
    def test_private_keys(self, ours, api, length, spec, make):
        key = imports.external_huawei(ours, spec)
        given = make()
        imports.import_huawei(ours, key, secrets.token_bytes(length), private_key=imports.pkcs8(given))
        public = serialization.load_pem_public_key(api.call("get-publickey", key_id=key)["public_key"].encode())
        assert public.public_numbers() == given.public_key().public_numbers()
        assert code_of(api.call, "delete-imported-key-material", key_id=key) == "KMS.2702"
        assert code_of(imports.fields_huawei, ours, key, secrets.token_bytes(32)) == "KMS.0310"

    @pytest.mark.parametrize("cipher, length", [(algorithms.AES, 32), (algorithms.AES, 16), (algorithms.SM4, 16)])
    def test_private_keys_under_sm2(self, ours, api, tmp_path, cipher, length):
        given = OutsideKey(tmp_path, "SM2")
        key = imports.external_huawei(ours, "SM2")
        imports.import_huawei(ours, key, secrets.token_bytes(length), algorithm="SM2_ENCRYPT", cipher=cipher,
                              private_key=given.private_der())
        public = api.call("get-publickey", key_id=key)["public_key"]
        assert unb64("".join(public.split("-----")[2].split())) == given.public_der()

    def test_sm4_is_for_temporary_keys_under_sm2_alone(self, ours):
        given = imports.pkcs8(ec.generate_private_key(ec.SECP256R1()))
        key = imports.external_huawei(ours, "EC_P256")
        assert code_of(imports.import_huawei, ours, key, secrets.token_bytes(16), private_key=given,
                       cipher=algorithms.SM4) == "KMS.2609"

    @pytest.mark.parametrize("spec, outside", [("EC_P256", "EC_P256"), ("SECP256K1", "EC_SECP256K1")])
    def test_private_keys_name_their_curve(self, ours, tmp_path, spec, outside):
        given = OutsideKey(tmp_path, outside)
        key = imports.external_huawei(ours, spec)
        temporary = secrets.token_bytes(32)
        assert code_of(imports.import_huawei, ours, key, temporary,
                       private_key=given.spelled_out().private_der()) == "KMS.2609"
        imports.import_huawei(ours, key, temporary, private_key=given.private_der())

    def test_private_keys_that_are_wrong(self, ours, api):
        key = imports.external_huawei(ours, "EC_P256")
        right = imports.pkcs8(ec.generate_private_key(ec.SECP256R1()))
        other = imports.pkcs8(ec.generate_private_key(ec.SECP384R1()))
        temporary = secrets.token_bytes(32)
        assert code_of(imports.import_huawei, ours, key, temporary) == "KMS.2608"
        assert code_of(imports.import_huawei, ours, key, temporary, private_key=other) == "KMS.2609"
        assert code_of(imports.import_huawei, ours, key, temporary, private_key=b"no private key") == "KMS.2609"
        fields = imports.fields_huawei(ours, key, temporary, private_key=right)
        for wrong in (b64(bytes(64)), "no base64", "A" * 6148):
            assert code_of(api.call, "import-key-material", **fields | {"encrypted_privatekey": wrong}) == "KMS.2609"
        longer = imports.fields_huawei(ours, key, secrets.token_bytes(24)) | {
            "encrypted_privatekey": fields["encrypted_privatekey"]}
        assert code_of(api.call, "import-key-material", **longer) == "KMS.2610"
        api.call("import-key-material", **fields)

    def test_more_material_waits_for_a_rotation(self, ours, api):
        first, second = secrets.token_bytes(32), secrets.token_bytes(32)
        key = imports.external_huawei(ours)

        def states():
            status = api.call("get-key-rotation-status", key_id=key)
            return [material["state"] for material in status["key_materials"]]

        imports.import_huawei(ours, key, first)
        before = api.call("encrypt-data", key_id=key, plain_text="before")["cipher_text"]
        assert states() == [2]
        imports.import_huawei(ours, key, secrets.token_bytes(32))
        imports.import_huawei(ours, key, second)
        assert states() == [2, 0]
        assert api.call("rotate-on-demand", key_id=key) == {"key_id": key}
        assert states() == [2, 2]
        assert code_of(api.call, "rotate-on-demand", key_id=key) == "KMS.0308"
        after = api.call("encrypt-data", key_id=key, plain_text="after")["cipher_text"]
        api.call("delete-imported-key-material", key_id=key)
        assert states() == []
        assert code_of(imports.import_huawei, ours, key, secrets.token_bytes(32)) == "KMS.2606"
        imports.import_huawei(ours, key, second)
        assert states() == [2]
        assert code_of(api.call, "decrypt-data", cipher_text=before) == "KMS.1301"
        assert api.call("decrypt-data", cipher_text=after)["plain_text"] == "after"
        imports.import_huawei(ours, key, first)
        assert states() == [2, 2]
        for sealed, text in ((before, "before"), (after, "after")):
            assert api.call("decrypt-data", cipher_text=sealed)["plain_text"] == text

    def test_a_key_waits_until_its_newest_material_is_back(self, ours, api):
        first, second = secrets.token_bytes(32), secrets.token_bytes(32)
        key = imports.external_huawei(ours)
        for material in (first, second):
            imports.import_huawei(ours, key, material)
        api.call("rotate-on-demand", key_id=key)
        api.call("delete-imported-key-material", key_id=key)
        imports.import_huawei(ours, key, first)
        assert api.call("describe-key", key_id=key)["key_info"]["key_state"] == "5"
        assert code_of(api.call, "encrypt-data", key_id=key, plain_text="x") == "KMS.1301"
        imports.import_huawei(ours, key, second)
        assert api.call("describe-key", key_id=key)["key_info"]["key_state"] == "2"

    def test_each_material_shows_its_own_end(self, ours, api):
        key = imports.external_huawei(ours)
        ends = [int(time.time()) + 86_400, int(time.time()) + 3600]
        for end in ends:
            imports.import_huawei(ours, key, secrets.token_bytes(32), expiration_time=end)
        api.call("rotate-on-demand", key_id=key)
        shown = api.call("get-key-rotation-status", key_id=key)["key_materials"]
        assert [material["expiration_time"] for material in shown] == [f"{end}000" for end in ends]
        assert api.call("describe-key", key_id=key)["key_info"]["expiration_time"] == f"{ends[1]}000"

    @ours_alone
    def test_waiting_material_that_ends_is_gone(self, server):
        clients = server.clients()
        key = imports.external_huawei(clients)
        imports.import_huawei(clients, key, secrets.token_bytes(32))
        imports.import_huawei(clients, key, secrets.token_bytes(32), expiration_time=int(time.time()) + 3600)
        server.do("POST", "clock", {"advance": "61m"})
        assert code_of(clients.huawei.call, "rotate-on-demand", key_id=key) == "KMS.0308"
        assert len(clients.huawei.call("get-key-rotation-status", key_id=key)["key_materials"]) == 1

    def test_tokens(self, ours, neighbour, api):
        material = secrets.token_bytes(32)
        key = imports.external_huawei(ours)
        right = imports.fields_huawei(ours, key, material)
        other = imports.fields_huawei(ours, imports.external_huawei(ours), material)["import_token"]
        theirs = imports.fields_huawei(neighbour, imports.external_huawei(neighbour), material)["import_token"]
        for token, code in ((other, "KMS.2603"), (theirs, "KMS.2605"), ("A" * 216, "KMS.2605"), ("x", "KMS.2605")):
            assert code_of(api.call, "import-key-material", **right | {"import_token": token}) == code
        assert code_of(api.call, "import-key-material", **right | {"encrypted_key_material": b64(bytes(256))}) == \
            "KMS.0311"
        api.call("import-key-material", **right)

    def test_required_members(self, ours, api):
        right = imports.fields_huawei(ours, imports.external_huawei(ours), secrets.token_bytes(32))
        for missing in ("key_id", "import_token", "encrypted_key_material"):
            assert code_of(api.call, "import-key-material", **right | {missing: ""}) == "KMS.0204"

    def test_keys_of_the_servers_own_material(self, ours, api):
        key = keys.shared(ours)
        assert code_of(api.call, "get-parameters-for-import", key_id=key, wrapping_algorithm="RSAES_OAEP_SHA_256") == \
            "KMS.0309"
        assert code_of(api.call, "import-key-material", key_id=key, import_token="t",
                       encrypted_key_material=b64(bytes(256))) == "KMS.0309"
        assert code_of(api.call, "delete-imported-key-material", key_id=key) == "KMS.0309"

    def test_only_the_same_material_comes_again(self, ours, api):
        material = secrets.token_bytes(32)
        key = imports.external_huawei(ours)
        imports.import_huawei(ours, key, material)
        sealed = api.call("encrypt-data", key_id=key, plain_text="secret")["cipher_text"]
        assert api.call("delete-imported-key-material", key_id=key) == {}
        assert code_of(imports.import_huawei, ours, key, secrets.token_bytes(32)) == "KMS.2606"
        imports.import_huawei(ours, key, material)
        assert api.call("decrypt-data", cipher_text=sealed)["plain_text"] == "secret"

    @pytest.mark.parametrize("when", ["1", 1, "x", "1700000000000", -1])
    def test_an_end_that_is_none(self, ours, when):
        assert code_of(imports.import_huawei, ours, imports.external_huawei(ours), secrets.token_bytes(32),
                       expiration_time=when) == "KMS.2602"

    @ours_alone
    @pytest.mark.parametrize("form", [int, str])
    def test_material_ends(self, server, form):
        clients = server.clients()
        api = clients.huawei
        key = imports.external_huawei(clients)
        end = int(time.time()) + 3600
        imports.import_huawei(clients, key, secrets.token_bytes(32), expiration_time=form(end))
        assert info(api, key)["expiration_time"] == f"{end}000"
        server.do("POST", "clock", {"advance": "61m"})
        assert info(api, key)["key_state"] == "5"

    @ours_alone
    def test_a_token_ends(self, server):
        clients = server.clients()
        right = imports.fields_huawei(clients, imports.external_huawei(clients), secrets.token_bytes(32))
        server.do("POST", "clock", {"advance": "1d"})
        assert code_of(clients.huawei.call, "import-key-material", **right) == "KMS.2601"


class Tags:
    """One tenant's tag operations."""

    def __init__(self, clients, key=None):
        self.huawei = clients.huawei
        self.key = key or keys.create_of_spec(clients, "AES_256")

    def send(self, method, path, fields=None):
        """What was answered; {} for a 204 without a body."""
        return self.huawei.request(method, "/kms" + path, fields)

    def create(self, **tag):
        return self.send("POST", f"/{self.key}/tags", {"tag": tag})

    def batch(self, action, *tags):
        return self.send("POST", f"/{self.key}/tags/action", {"action": action, "tags": list(tags)})

    def remove(self, name):
        return self.send("DELETE", f"/{self.key}/tags/{name}")

    def shown(self):
        shown = self.send("GET", f"/{self.key}/tags")
        assert shown["existTagsNum"] == len(shown["tags"])
        return [(tag["key"], tag["value"]) for tag in shown["tags"]]

    def instances(self, **fields):
        return self.send("POST", "/resource_instances/action", fields)


class TestTags:
    def test_come_and_go(self, ours):
        tags = Tags(ours)
        assert tags.create(key="env", value="test") == {}
        tags.create(key="team")
        tags.create(key="env", value="live")
        assert tags.shown() == [("env", "live"), ("team", "")]
        assert tags.remove("env") == {}
        assert tags.shown() == [("team", "")]
        assert code_of(tags.remove, "env") == "KMS.0416"

    def test_have_keys_of_any_letters_in_a_path(self, ours):
        tags = Tags(ours)
        tags.create(key="成本", value="一")
        tags.create(key="a b+c%", value="")
        tags.remove("%E6%88%90%E6%9C%AC")
        tags.remove("a%20b+c%25")
        assert tags.shown() == []

    def test_come_and_go_by_the_batch(self, ours):
        tags = Tags(ours)
        assert tags.batch("create", {"key": "a", "value": "1"}, {"key": "b", "value": "2"}) == {}
        assert code_of(tags.batch, "delete", {"key": "a"}, {"key": "c"}) == "KMS.0416"
        assert code_of(tags.batch, "delete", {"key": "a", "value": "other"}) == "KMS.0416"
        assert tags.shown() == [("a", "1"), ("b", "2")]
        tags.batch("delete", {"key": "a"}, {"key": "b", "value": "2"})
        assert tags.shown() == []

    @pytest.mark.parametrize("tag, code", [
        ({"key": "k" * 36, "value": "v" * 43}, None), ({"key": "ü" * 36, "value": "ü" * 43}, None),
        ({"key": "k" * 37}, "KMS.0411"), ({"key": ""}, "KMS.0411"), ({"value": "v"}, "KMS.0204"),
        ({"key": "k", "value": "v" * 44}, "KMS.0410"), ({"key": [1]}, "KMS.0412"), ({"key": 1, "value": 2}, None),
    ] + [({"key": "k" + wrong}, "KMS.0406") for wrong in "*<>\\=\x1f"]
      + [({"key": "k", "value": wrong}, "KMS.0405") for wrong in "*<>\\=\x1f"])
    def test_have_a_form(self, ours, tag, code):
        tags = Tags(ours, keys.shared(ours))
        if code:
            assert code_of(tags.create, **tag) == code
            assert code_of(tags.batch, "create", tag) == code
        else:
            tags.create(**tag)
            tags.batch("delete", {"key": tag["key"]})

    def test_are_ten_at_most(self, ours):
        tags = Tags(ours)
        ten = [{"key": f"k{i}", "value": "v"} for i in range(10)]
        assert code_of(tags.batch, "create", *ten, {"key": "k10"}) == "KMS.0407"
        tags.batch("create", *ten)
        assert code_of(tags.create, key="k10") == "KMS.0409"
        tags.create(key="k9", value="new")

    def test_lists_that_are_none(self, ours):
        tags = Tags(ours, keys.shared(ours))
        assert code_of(tags.batch, "create") == "KMS.0401"
        assert code_of(tags.batch, "create", {"key": "a"}, {"key": "a"}) == "KMS.0412"
        assert code_of(tags.batch, "create", "a") == "KMS.0412"
        assert code_of(tags.batch, "change", {"key": "a"}) == "KMS.0404"
        assert code_of(tags.send, "POST", f"/{tags.key}/tags", {"tag": "a"}) == "KMS.0412"
        assert code_of(tags.send, "POST", f"/{tags.key}/tags", {}) == "KMS.0204"

    def test_of_keys_that_are_not_there(self, ours, neighbour):
        for key, code in ((keys.ABSENT, "KMS.0207"), (keys.shared(neighbour), "KMS.0207"), ("no-id", "KMS.0205")):
            tags = Tags(ours, key)
            assert code_of(tags.create, key="a") == code
            assert code_of(tags.remove, "a") == code
            assert code_of(tags.shown) == code

    def test_of_the_project(self, fresh):
        one, two = Tags(fresh), Tags(fresh)
        assert one.send("GET", "/tags") == {"tags": []}
        one.batch("create", {"key": "env", "value": "test"}, {"key": "team", "value": "red"})
        two.batch("create", {"key": "env", "value": "live"}, {"key": "team", "value": "red"})
        assert one.send("GET", "/tags") == {"tags": [{"key": "env", "values": ["live", "test"]},
                                                     {"key": "team", "values": ["red"]}]}


class TestResourceInstances:
    @pytest.fixture
    def three(self, fresh):
        """Tags of three keys; the third has none."""
        all_three = [Tags(fresh) for _ in range(3)]
        all_three[0].batch("create", {"key": "env", "value": "test"}, {"key": "team", "value": "red"})
        all_three[1].batch("create", {"key": "env", "value": "live"}, {"key": "team", "value": "red"})
        return all_three

    def found(self, asker, **fields):
        answer = asker.instances(action="filter", **fields)
        ids = {resource["resource_id"] for resource in answer["resources"]}
        assert asker.instances(action="count", **fields) == {"total_count": answer["total_count"]}
        assert answer["total_count"] == len(ids)
        return ids

    def test_are_filtered_by_tags(self, three):
        one, two, other = three
        assert self.found(one) == {one.key, two.key, other.key}
        assert self.found(one, tags=[{"key": "team"}]) == {one.key, two.key}
        assert self.found(one, tags=[{"key": "env", "values": ["test", "none"]}]) == {one.key}
        assert self.found(one, tags=[{"key": "team", "values": ["red"]}, {"key": "env", "values": ["live"]}]) == \
            {two.key}
        assert self.found(one, tags=[{"key": "none", "values": []}]) == set()

    def test_are_filtered_by_name(self, three):
        tags = three[0]
        alias = info(tags.huawei, tags.key)["key_alias"]
        assert self.found(tags, matches=[{"key": "resource_name", "value": alias}]) == {tags.key}
        assert len(self.found(tags, matches=[{"key": "resource_name", "value": "contract-"}])) == 3
        assert self.found(tags, matches=[{"key": "resource_name", "value": "none"}]) == set()

    def test_are_shown(self, three):
        tags = three[0]
        answer = tags.instances(action="filter", tags=[{"key": "env", "values": ["test"]}])
        resource, = answer["resources"]
        assert resource["resource_detail"] == info(tags.huawei, tags.key)
        assert resource["resource_name"] == resource["resource_detail"]["key_alias"]
        assert resource["tags"] == [{"key": "env", "value": "test"}, {"key": "team", "value": "red"}]

    def test_come_by_pages(self, three):
        tags = three[0]
        pages = [tags.instances(action="filter", limit="2", offset=offset)["resources"] for offset in ("0", 2, "3")]
        assert [len(page) for page in pages] == [2, 1, 0]
        assert {one["resource_id"] for page in pages for one in page} == {one.key for one in three}

    @pytest.mark.parametrize("fields, code", [
        ({"action": "filter", "limit": "0"}, "KMS.1601"), ({"action": "filter", "limit": "1001"}, "KMS.1601"),
        ({"action": "filter", "limit": "x"}, "KMS.1601"), ({"action": "filter", "offset": "-1"}, "KMS.0417"),
        ({"action": "filter", "offset": "x"}, "KMS.0417"), ({"action": "count", "offset": "0"}, "KMS.0418"),
        ({"action": "list"}, "KMS.0404"), ({}, "KMS.0204"),
        ({"action": "filter", "tags": [{"key": "k" * 37}]}, "KMS.0414"),
        ({"action": "filter", "tags": [{"values": []}]}, "KMS.0414"),
        ({"action": "filter", "tags": [{"key": "a", "values": "b"}]}, "KMS.0414"),
        ({"action": "filter", "tags": [{"key": "a", "values": ["v"] * 11}]}, "KMS.0413"),
        ({"action": "filter", "tags": [{"key": "a"}, {"key": "a"}]}, "KMS.0412"),
        ({"action": "filter", "tags": "a"}, "KMS.0412"),
        ({"action": "filter", "matches": [{"key": "name", "value": "a"}]}, "KMS.0403"),
        ({"action": "filter", "matches": [{"key": "resource_name"}]}, "KMS.0402"),
        ({"action": "filter", "matches": [{"key": "resource_name", "value": "a" * 256}]}, "KMS.0402"),
        ({"action": "filter", "matches": [{"key": "resource_name", "value": "a"}] * 2}, "KMS.0415"),
        ({"action": "filter", "matches": "a"}, "KMS.0415"),
    ], ids=str)
    def test_refuse(self, ours, fields, code):
        assert code_of(Tags(ours, keys.shared(ours)).instances, **fields) == code

    def test_take_ten_values_and_the_longest_page(self, ours):
        Tags(ours, keys.shared(ours)).instances(action="filter", limit="1000",
                                               tags=[{"key": "a", "values": ["v"] * 10}])
