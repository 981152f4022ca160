#include "fixture.hpp"

#include <gmock/gmock.h>

namespace tandem::api::tencent::v2017 {
namespace {

using Tencent2017Keys = Tencent2017Test;
using keys::KeySpec;
using keys::KeyState;
using keys::KeyUsage;

TEST_F(Tencent2017Keys, creation_shows_all_eight_fields) {
    const json body = call("CreateKey", {{"alias", "test key 1"},
                                         {"description", "\u5bc6\u94a5 & \"more\"=1"},
                                         {"keyUsage", "ENCRYPT/DECRYPT"},
                                         {"type", "1"}});
    EXPECT_EQ(body.at("code"), 0);
    EXPECT_EQ(body.at("message"), "");
    const json& key = body.at("keyMetadata");
    EXPECT_EQ(key.size(), 8u);
    EXPECT_THAT(key.at("keyId").get<std::string>(), testing::MatchesRegex("kms-[0-9a-z]{8}"));
    EXPECT_EQ(key.at("alias"), "test key 1");
    EXPECT_EQ(key.at("createTime"), to_seconds(clock_.now()));
    EXPECT_EQ(key.at("description"), "\u5bc6\u94a5 & \"more\"=1");
    EXPECT_EQ(key.at("keyState"), "Enabled");
    EXPECT_EQ(key.at("keyUsage"), "ENCRYPT/DECRYPT");
    EXPECT_EQ(key.at("type"), 1);
    EXPECT_EQ(key.at("deleteTime"), 0);
}

TEST_F(Tencent2017Keys, creation_needs_nothing) {
    const json key = call("CreateKey").at("keyMetadata");
    EXPECT_EQ(key.at("alias"), "");
    EXPECT_EQ(key.at("description"), "");
}

TEST_F(Tencent2017Keys, empty_aliases_do_not_clash) {
    EXPECT_EQ(error("CreateKey", {{"alias", ""}}), "0");
    EXPECT_EQ(error("CreateKey", {{"alias", ""}}), "0");
}

TEST_F(Tencent2017Keys, creation_refuses_a_taken_alias) {
    EXPECT_EQ(error("CreateKey", {{"alias", "a"}}), "0");
    EXPECT_EQ(error("CreateKey", {{"alias", "a"}}), "4500/10480");
    EXPECT_EQ(neighbours_error("CreateKey", {{"alias", "a"}}), "0");
}

TEST_F(Tencent2017Keys, creation_limits_the_alias_in_characters) {
    const auto alias_of = [](int characters) {
        std::string alias;
        for (int i = 0; i < characters; ++i) alias += "\u5bc6";
        return alias;
    };
    EXPECT_EQ(error("CreateKey", {{"alias", alias_of(31)}}), "0");
    EXPECT_EQ(error("CreateKey", {{"alias", alias_of(32)}}), "0");
    EXPECT_EQ(error("CreateKey", {{"alias", alias_of(33)}}), "4000/10350");
}

TEST_F(Tencent2017Keys, creation_limits_the_description) {
    EXPECT_EQ(error("CreateKey", {{"description", std::string(1023, 'd')}}), "0");
    EXPECT_EQ(error("CreateKey", {{"description", std::string(1024, 'd')}}), "0");
    EXPECT_EQ(error("CreateKey", {{"description", std::string(1025, 'd')}}), "4000/10350");
}

TEST_F(Tencent2017Keys, creation_checks_usage_and_type) {
    EXPECT_EQ(error("CreateKey", {{"keyUsage", "ENCRYPT_DECRYPT"}}), "4490/10470");
    EXPECT_EQ(error("CreateKey", {{"keyUsage", ""}}), "0");
    EXPECT_EQ(error("CreateKey", {{"type", "0"}}), "4000/10350");
    EXPECT_EQ(error("CreateKey", {{"type", "2"}}), "0");
    EXPECT_EQ(error("CreateKey", {{"type", "3"}}), "4000/10350");
    EXPECT_EQ(error("CreateKey", {{"type", "one"}}), "4000/10360");
}

TEST_F(Tencent2017Keys, creation_stops_at_the_limit) {
    services_.limits.max_keys_per_tenant = 1;
    EXPECT_EQ(error("CreateKey"), "0");
    EXPECT_EQ(error("CreateKey"), "4510/10610");
    EXPECT_EQ(neighbours_error("CreateKey", {}), "0");
}

TEST_F(Tencent2017Keys, are_found_by_name_and_by_uuid) {
    const store::Key& key = make_key({});
    EXPECT_EQ(metadata(key.name.text()).at("keyId"), key.name.text());
    EXPECT_EQ(metadata(key.id.text()).at("keyId"), key.name.text());
}

TEST_F(Tencent2017Keys, are_not_found_under_any_other_text) {
    const store::Key& key = make_key({.alias = "a"});
    for (const std::string& text : {std::string{"kms-00000000"}, std::string{"KeyId-30slkdf"}, std::string{"a"},
                                    std::string{"alias/a"}, key.name.text() + "x", std::string(5000, 'k')}) {
        EXPECT_EQ(error("GetKeyAttributes", {{"keyId", text}}), "4530/10630") << text;
    }
    EXPECT_EQ(error("GetKeyAttributes", {{"keyId", ""}}), "4000/10390");
    EXPECT_EQ(error("GetKeyAttributes"), "4000/10390");
}

TEST_F(Tencent2017Keys, of_a_neighbour_are_not_found) {
    const std::string key = create_key();
    for (const char* action :
         {"GetKeyAttributes", "SetKeyAttributes", "EnableKey", "DisableKey", "CancelKeyDeletion"}) {
        EXPECT_EQ(neighbours_error(action, {{"keyId", key}}), "4530/10630") << action;
    }
}

TEST_F(Tencent2017Keys, of_other_kinds_are_neither_found_nor_listed) {
    const store::Key& rsa = make_key({.spec = KeySpec::rsa_2048});
    const store::Key& mac = make_key({.spec = KeySpec::hmac_256, .usage = KeyUsage::generate_verify_mac});
    const store::Key& sm4 = make_key({.spec = KeySpec::sm4});
    for (const store::Key* key : {&rsa, &mac}) {
        EXPECT_EQ(error("GetKeyAttributes", {{"keyId", key->name.text()}}), "4530/10630");
        EXPECT_EQ(error("Encrypt", {{"keyId", key->id.text()}, {"plaintext", "YQ=="}}), "4530/10630");
    }
    const json list = call("ListKey");
    EXPECT_EQ(list.at("totalCount"), 1);
    EXPECT_EQ(list.at("keys"), json::array({{{"keyId", sm4.name.text()}}}));
}

TEST_F(Tencent2017Keys, show_an_alias_that_this_api_cannot_express_as_empty) {
    const store::Key& expressible = make_key({.alias = std::string(32, 'a')});
    const store::Key& longer = make_key({.alias = std::string(33, 'a')});
    EXPECT_EQ(metadata(expressible.name.text()).at("alias"), std::string(32, 'a'));
    EXPECT_EQ(metadata(longer.name.text()).at("alias"), "");
}

TEST_F(Tencent2017Keys, in_a_state_this_api_does_not_know_are_disabled) {
    const store::Key& archived = make_key({});
    const store::Key& importing = make_key({.origin = keys::KeyOrigin::external});
    set_state(archived.id, KeyState::archived);
    for (const store::Key* key : {&archived, &importing}) {
        EXPECT_EQ(metadata(key->name.text()).at("keyState"), "Disabled");
        EXPECT_EQ(error("Encrypt", {{"keyId", key->name.text()}, {"plaintext", "YQ=="}}), "4550/10650");
        EXPECT_EQ(error("EnableKey", {{"keyId", key->name.text()}}), "4550/10650");
    }
}

TEST_F(Tencent2017Keys, change_their_alias) {
    const std::string key = create_key({{"alias", "old"}});
    const json body = call("SetKeyAttributes", {{"keyId", key}, {"alias", "new"}});
    EXPECT_EQ(body.size(), 3u);
    EXPECT_EQ(metadata(key).at("alias"), "new");
    EXPECT_EQ(error("CreateKey", {{"alias", "old"}}), "0");
    EXPECT_EQ(error("SetKeyAttributes", {{"keyId", key}, {"alias", "old"}}), "4500/10480");
    EXPECT_EQ(error("SetKeyAttributes", {{"keyId", key}, {"alias", std::string(33, 'a')}}), "4000/10350");
}

TEST_F(Tencent2017Keys, keep_their_alias_when_none_is_given_and_lose_it_when_empty) {
    const std::string key = create_key({{"alias", "a"}});
    EXPECT_EQ(error("SetKeyAttributes", {{"keyId", key}}), "0");
    EXPECT_EQ(metadata(key).at("alias"), "a");
    EXPECT_EQ(error("SetKeyAttributes", {{"keyId", key}, {"alias", ""}}), "0");
    EXPECT_EQ(metadata(key).at("alias"), "");
    EXPECT_EQ(error("SetKeyAttributes", {{"keyId", ""}, {"alias", ""}}), "4000/10390");
}

TEST_F(Tencent2017Keys, are_listed_newest_first_in_pages) {
    std::vector<std::string> created;
    for (int i = 0; i < 12; ++i) {
        clock_.advance(Milliseconds{1000});
        created.insert(created.begin(), create_key());
    }
    const auto ids = [](const json& body) {
        std::vector<std::string> out;
        for (const auto& key : body.at("keys")) out.push_back(key.at("keyId"));
        return out;
    };
    const json first = call("ListKey");
    EXPECT_EQ(first.at("totalCount"), 12);
    EXPECT_EQ(ids(first), std::vector(created.begin(), created.begin() + 10));
    EXPECT_EQ(ids(call("ListKey", {{"offset", "10"}, {"limit", "200"}})),
              std::vector(created.begin() + 10, created.end()));
    EXPECT_EQ(ids(call("ListKey", {{"offset", "12"}})), std::vector<std::string>{});
    EXPECT_EQ(call("ListKey", {{"offset", "9223372036854775807"}}).at("totalCount"), 12);
}

TEST_F(Tencent2017Keys, lists_have_limits) {
    EXPECT_EQ(error("ListKey", {{"limit", "0"}}), "4000/10350");
    EXPECT_EQ(error("ListKey", {{"limit", "1"}}), "0");
    EXPECT_EQ(error("ListKey", {{"limit", "200"}}), "0");
    EXPECT_EQ(error("ListKey", {{"limit", "201"}}), "4000/10350");
    EXPECT_EQ(error("ListKey", {{"offset", "-1"}}), "4000/10350");
    EXPECT_EQ(error("ListKey", {{"offset", "x"}}), "4000/10360");
    EXPECT_EQ(error("ListKey", {{"limit", "99999999999999999999"}}), "4000/10360");
}

TEST_F(Tencent2017Keys, lists_do_not_show_a_neighbours_keys) {
    create_key();
    EXPECT_EQ(send(neighbour_.post("ListKey", {}, now())).at("totalCount"), 0);
}

}  // namespace
}  // namespace tandem::api::tencent::v2017
