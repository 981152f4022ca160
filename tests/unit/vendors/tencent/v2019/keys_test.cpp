// CreateKey, DescribeKey(s), ListKeys, ListKeyDetail, UpdateAlias, UpdateKeyDescription and the service's own facts.

#include "fixture.hpp"

#include <gmock/gmock.h>

namespace tandem::api::tencent::v2019 {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::UnorderedElementsAre;

constexpr const char* kKeyNotFound = "ResourceUnavailable.CmkNotFound";
constexpr const char* kInvalidKeyId = "InvalidParameterValue.InvalidKeyId";
constexpr const char* kInvalidAlias = "InvalidParameterValue.InvalidAlias";

// ---- CreateKey ----

using Tencent2019CreateKey = Tencent2019Test;

TEST_F(Tencent2019CreateKey, answers_with_the_new_key) {
    const json made = call("CreateKey", {{"Alias", "one"}, {"Description", "say \"hi\"\n"}});
    EXPECT_TRUE(KeyId::parse(made.at("KeyId").get<std::string>()));
    EXPECT_EQ(made.at("Alias"), "one");
    EXPECT_EQ(made.at("Description"), "say \"hi\"\n");
    EXPECT_EQ(made.at("CreateTime"), to_seconds(clock_.now()));
    EXPECT_EQ(made.at("KeyState"), "Enabled");
    EXPECT_EQ(made.at("KeyUsage"), "ENCRYPT_DECRYPT");
    EXPECT_EQ(made.at("TagCode"), 0);
    EXPECT_EQ(made.at("TagMsg"), "no tags to save");
}

TEST_F(Tencent2019CreateKey, makes_every_usage) {
    for (const char* usage :
         {"ENCRYPT_DECRYPT", "ASYMMETRIC_DECRYPT_RSA_2048", "ASYMMETRIC_DECRYPT_SM2", "ASYMMETRIC_SIGN_VERIFY_SM2",
          "ASYMMETRIC_SIGN_VERIFY_ECC", "ASYMMETRIC_SIGN_VERIFY_RSA_2048", "ASYMMETRIC_SIGN_VERIFY_ECDSA384"}) {
        const std::string key = create_key_of(usage);
        EXPECT_EQ(call("DescribeKey", {{"KeyId", key}}).at("KeyMetadata").at("KeyUsage"), usage);
    }
}

TEST_F(Tencent2019CreateKey, refuses_an_unknown_usage) {
    EXPECT_EQ(error("CreateKey", {{"Alias", "one"}, {"KeyUsage", "ASYMMETRIC_DECRYPT_RSA_4096"}}),
              "InvalidParameterValue.InvalidKeyUsage");
}

TEST_F(Tencent2019CreateKey, makes_a_key_without_material_for_type_2) {
    const json made = call("CreateKey", {{"Alias", "one"}, {"Type", 2}});
    EXPECT_EQ(made.at("KeyState"), "PendingImport");
    EXPECT_EQ(call("DescribeKey", {{"KeyId", made.at("KeyId")}}).at("KeyMetadata").at("Origin"), "EXTERNAL");
}

TEST_F(Tencent2019CreateKey, refuses_other_types) {
    for (const int type : {0, 3})
        EXPECT_EQ(error("CreateKey", {{"Alias", "one"}, {"Type", type}}), "InvalidParameterValue.InvalidType");
    EXPECT_EQ(error("CreateKey", {{"Alias", "one"}, {"Type", 2}, {"KeyUsage", "ASYMMETRIC_DECRYPT_SM2"}}),
              "InvalidParameterValue.InvalidType");
}

TEST_F(Tencent2019CreateKey, holds_the_rules_of_an_alias) {
    for (const std::string& alias : {std::string{"a"}, std::string{"1_-Z"}, std::string(60, 'a')})
        EXPECT_EQ(error("CreateKey", {{"Alias", alias}}), "") << alias;
    for (const std::string& alias : {std::string{}, std::string(61, 'a'), std::string{"-a"}, std::string{"_a"},
                                     std::string{"a b"}, std::string{"a/b"}, std::string{"ä"}, std::string{"kms-a"}})
        EXPECT_EQ(error("CreateKey", {{"Alias", alias}}), kInvalidAlias) << alias;
    EXPECT_EQ(error("CreateKey"), "MissingParameter");
}

TEST_F(Tencent2019CreateKey, refuses_a_taken_alias_of_the_same_tenant_alone) {
    EXPECT_EQ(error("CreateKey", {{"Alias", "one"}}), "");
    EXPECT_EQ(error("CreateKey", {{"Alias", "one"}}), "InvalidParameterValue.AliasAlreadyExists");
    EXPECT_EQ(neighbours_error("CreateKey", {{"Alias", "one"}}), "");
}

TEST_F(Tencent2019CreateKey, bounds_the_description_in_bytes) {
    EXPECT_EQ(error("CreateKey", {{"Alias", "one"}, {"Description", std::string(1024, 'a')}}), "");
    EXPECT_EQ(error("CreateKey", {{"Alias", "two"}, {"Description", std::string(1025, 'a')}}), "InvalidParameter");
}

TEST_F(Tencent2019CreateKey, knows_no_clusters) {
    EXPECT_EQ(error("CreateKey", {{"Alias", "one"}, {"HsmClusterId", "cls-hsm-1"}}),
              "InvalidParameterValue.InvalidHsmClusterId");
    EXPECT_EQ(error("CreateKey", {{"Alias", "one"}, {"HsmClusterId", ""}}), "");
}

TEST_F(Tencent2019CreateKey, says_that_tags_are_kept) {
    const json tags = json::array({{{"TagKey", "env"}, {"TagValue", "test"}}});
    const json made = call("CreateKey", {{"Alias", "one"}, {"Tags", tags}});
    EXPECT_EQ(made.at("TagCode"), 0);
    EXPECT_EQ(made.at("TagMsg"), "ok");
    EXPECT_EQ(made.at("KeyState"), "Enabled");
}

// ---- DescribeKey(s) ----

using Tencent2019DescribeKey = Tencent2019Test;

TEST_F(Tencent2019DescribeKey, shows_the_metadata) {
    const std::string key = create_key({{"Alias", "one"}, {"Description", "text"}});
    const std::int64_t created = to_seconds(clock_.now());
    const json shown = call("DescribeKey", {{"KeyId", key}}).at("KeyMetadata");
    const json expected = {{"KeyId", key},
                           {"Alias", "one"},
                           {"CreateTime", created},
                           {"Description", "text"},
                           {"KeyState", "Enabled"},
                           {"KeyUsage", "ENCRYPT_DECRYPT"},
                           {"Type", 2},
                           {"CreatorUin", 700001224419},
                           {"KeyRotationEnabled", false},
                           {"Owner", "user"},
                           {"NextRotateTime", created + 365 * 86400},
                           {"DeletionDate", 0},
                           {"Origin", "TENCENT_KMS"},
                           {"ValidTo", 0},
                           {"ResourceId", "creatorUin/700001224419/" + key},
                           {"HsmClusterId", ""},
                           {"RotateDays", 365},
                           {"LastRotateTime", 0},
                           {"IsSyncReplica", 0},
                           {"SourceRegion", ""},
                           {"SyncStatus", 0},
                           {"SyncMessages", ""},
                           {"SyncStartTime", 0},
                           {"SyncEndTime", 0},
                           {"SourceHsmClusterId", ""},
                           {"AccountAppId", 0},
                           {"AccountUin", 0},
                           {"AccountName", ""},
                           {"CreatorUinString", "700001224419"}};
    EXPECT_EQ(shown, expected);
}

TEST_F(Tencent2019DescribeKey, knows_only_lower_case_uuids) {
    const std::string key = create_key();
    std::string upper = key;
    for (char& c : upper) c = static_cast<char>(std::toupper(c));
    for (const std::string& text : {std::string{}, std::string{"alias/one"}, key.substr(1), key + "0", upper})
        EXPECT_EQ(error("DescribeKey", {{"KeyId", text}}), kInvalidKeyId) << text;
    EXPECT_EQ(error("DescribeKey", {{"KeyId", kUnknownKey}}), kKeyNotFound);
}

TEST_F(Tencent2019DescribeKey, does_not_find_a_neighbours_key) {
    const std::string key = create_key();
    EXPECT_EQ(neighbours_error("DescribeKey", {{"KeyId", key}}), kKeyNotFound);
}

TEST_F(Tencent2019DescribeKey, does_not_find_a_key_that_the_api_has_no_words_for) {
    EXPECT_EQ(
        error("DescribeKey", {{"KeyId", create_foreign_key(keys::KeySpec::secp256k1, keys::KeyUsage::sign_verify)}}),
        kKeyNotFound);
    EXPECT_EQ(error("DescribeKey",
                    {{"KeyId", create_foreign_key(keys::KeySpec::hmac_256, keys::KeyUsage::generate_verify_mac)}}),
              kKeyNotFound);
}

TEST_F(Tencent2019DescribeKey, shows_an_sm4_key_of_another_api) {
    const std::string key = create_foreign_key(keys::KeySpec::sm4, keys::KeyUsage::encrypt_decrypt);
    EXPECT_EQ(call("DescribeKey", {{"KeyId", key}}).at("KeyMetadata").at("KeyUsage"), "ENCRYPT_DECRYPT");
}

TEST_F(Tencent2019DescribeKey, shows_no_alias_that_the_api_could_not_have_given) {
    const auto alias_of_key = [&](std::string alias) {
        const std::string key =
            create_foreign_key(keys::KeySpec::aes_256, keys::KeyUsage::encrypt_decrypt, std::move(alias));
        return call("DescribeKey", {{"KeyId", key}}).at("KeyMetadata").at("Alias").get<std::string>();
    };
    EXPECT_EQ(alias_of_key("with/slash"), "");
    EXPECT_EQ(alias_of_key(std::string(61, 'a')), "");
    EXPECT_EQ(alias_of_key("fine_1"), "fine_1");
}

TEST_F(Tencent2019DescribeKey, takes_several_in_their_order) {
    const std::string first = create_key();
    const std::string second = create_key();
    const json shown = call("DescribeKeys", {{"KeyIds", {second, first}}}).at("KeyMetadatas");
    ASSERT_EQ(shown.size(), 2u);
    EXPECT_EQ(shown[0].at("KeyId"), second);
    EXPECT_EQ(shown[1].at("KeyId"), first);
}

TEST_F(Tencent2019DescribeKey, holds_the_rules_of_a_batch) {
    const std::string key = create_key();
    const auto describe = [&](const json& ids) { return error("DescribeKeys", {{"KeyIds", ids}}); };
    EXPECT_EQ(describe(json::array()), "InvalidParameter");
    EXPECT_EQ(describe({key, key}), "InvalidParameterValue.DuplicatedKeyId");
    EXPECT_EQ(describe({key, "x"}), kInvalidKeyId);
    EXPECT_EQ(describe({key, kUnknownKey}), kKeyNotFound);
    json ids = json::array();
    for (int i = 0; i < 100; ++i) ids.push_back(crypto::random_uuid<KeyId>().text());
    EXPECT_EQ(describe(ids), kKeyNotFound);
    ids.push_back(key);
    EXPECT_EQ(describe(ids), "InvalidParameter");
}

// ---- ListKeys ----

class Tencent2019ListKeys : public Tencent2019Test {
  protected:
    std::vector<std::string> ids(const json& list) {
        std::vector<std::string> found;
        for (const json& key : list) found.push_back(key.at("KeyId"));
        return found;
    }
    std::vector<std::string> listed(const json& fields = json::object()) {
        return ids(call("ListKeys", fields).at("Keys"));
    }
    std::vector<std::string> detailed(const json& fields = json::object()) {
        return ids(call("ListKeyDetail", fields).at("KeyMetadatas"));
    }
    // Keys are told apart by their time.
    std::string create_later(const json& fields = json::object()) {
        clock_.advance(std::chrono::seconds{1});
        return create_key(fields);
    }
};

TEST_F(Tencent2019ListKeys, is_empty_at_first) {
    const json answer = call("ListKeys");
    EXPECT_EQ(answer.at("Keys"), json::array());
    EXPECT_EQ(answer.at("TotalCount"), 0);
}

TEST_F(Tencent2019ListKeys, pages_newest_first) {
    const std::string a = create_later();
    const std::string b = create_later();
    const std::string c = create_later();
    EXPECT_THAT(listed(), ElementsAre(c, b, a));
    EXPECT_THAT(listed({{"Limit", 2}}), ElementsAre(c, b));
    EXPECT_THAT(listed({{"Limit", 2}, {"Offset", 2}}), ElementsAre(a));
    EXPECT_THAT(listed({{"Offset", 3}}), ElementsAre());
    EXPECT_EQ(call("ListKeys", {{"Limit", 1}}).at("TotalCount"), 3);
}

TEST_F(Tencent2019ListKeys, has_ten_on_a_page_unless_told_otherwise) {
    for (int i = 0; i < 11; ++i) create_key();
    EXPECT_EQ(listed().size(), 10u);
    EXPECT_EQ(listed({{"Limit", 200}}).size(), 11u);
}

TEST_F(Tencent2019ListKeys, bounds_the_page) {
    EXPECT_EQ(error("ListKeys", {{"Limit", 0}}), "InvalidParameter");
    EXPECT_EQ(error("ListKeys", {{"Limit", 1}}), "");
    EXPECT_EQ(error("ListKeys", {{"Limit", 200}}), "");
    EXPECT_EQ(error("ListKeys", {{"Limit", 201}}), "InvalidParameter");
    EXPECT_EQ(error("ListKeys", {{"Role", 2}}), "InvalidParameter");
}

TEST_F(Tencent2019ListKeys, shows_enabled_disabled_and_pending_import) {
    const std::string enabled = create_later();
    const std::string disabled = create_later();
    const std::string pending_import = create_later({{"Type", 2}});
    const std::string pending_deletion = create_later();
    const std::string archived = create_later();
    set_state(disabled, keys::KeyState::disabled);
    set_state(pending_deletion, keys::KeyState::pending_deletion);
    set_state(archived, keys::KeyState::archived);
    EXPECT_THAT(listed(), UnorderedElementsAre(enabled, disabled, pending_import));
    EXPECT_THAT(detailed(), UnorderedElementsAre(enabled, disabled, pending_import, pending_deletion, archived));
}

TEST_F(Tencent2019ListKeys, shows_no_key_that_the_api_has_no_words_for) {
    create_foreign_key(keys::KeySpec::secp256k1, keys::KeyUsage::sign_verify);
    EXPECT_EQ(call("ListKeys").at("TotalCount"), 0);
    EXPECT_EQ(call("ListKeyDetail", {{"KeyUsage", "ALL"}}).at("TotalCount"), 0);
}

TEST_F(Tencent2019ListKeys, shows_nothing_of_products_and_neighbours) {
    create_key();
    EXPECT_EQ(call("ListKeys", {{"Role", 1}}).at("TotalCount"), 0);
    EXPECT_EQ(send(neighbour_.post("ListKeys", "{}", now())).at("TotalCount"), 0);
}

TEST_F(Tencent2019ListKeys, knows_the_shared_edition_alone) {
    create_key();
    EXPECT_EQ(listed({{"HsmClusterId", "default"}}).size(), 1u);
    EXPECT_EQ(error("ListKeys", {{"HsmClusterId", "cls"}}), "InvalidParameterValue.InvalidHsmClusterId");
    EXPECT_EQ(error("ListKeyDetail", {{"HsmClusterId", "cls"}}), "InvalidParameterValue.InvalidHsmClusterId");
}

// ---- ListKeyDetail ----

using Tencent2019ListKeyDetail = Tencent2019ListKeys;

TEST_F(Tencent2019ListKeyDetail, sorts_by_time_either_way) {
    const std::string a = create_later();
    const std::string b = create_later();
    EXPECT_THAT(detailed(), ElementsAre(b, a));
    EXPECT_THAT(detailed({{"OrderType", 0}}), ElementsAre(b, a));
    EXPECT_THAT(detailed({{"OrderType", 1}}), ElementsAre(a, b));
    EXPECT_EQ(error("ListKeyDetail", {{"OrderType", 2}}), "InvalidParameter");
}

TEST_F(Tencent2019ListKeyDetail, filters_by_state) {
    const std::string enabled = create_later();
    const std::string disabled = create_later();
    const std::string leaving = create_later();
    const std::string importing = create_later({{"Type", 2}});
    const std::string archived = create_later();
    set_state(disabled, keys::KeyState::disabled);
    set_state(leaving, keys::KeyState::pending_deletion);
    set_state(archived, keys::KeyState::archived);
    EXPECT_EQ(detailed({{"KeyState", 0}}).size(), 5u);
    EXPECT_THAT(detailed({{"KeyState", 1}}), ElementsAre(enabled));
    EXPECT_THAT(detailed({{"KeyState", 2}}), ElementsAre(disabled));
    EXPECT_THAT(detailed({{"KeyState", 3}}), ElementsAre(leaving));
    EXPECT_THAT(detailed({{"KeyState", 4}}), ElementsAre(importing));
    EXPECT_THAT(detailed({{"KeyState", 5}}), ElementsAre(archived));
    EXPECT_EQ(error("ListKeyDetail", {{"KeyState", 6}}), "InvalidParameter");
}

TEST_F(Tencent2019ListKeyDetail, searches_in_alias_and_id) {
    const std::string one = create_later({{"Alias", "payroll-key"}});
    const std::string two = create_later({{"Alias", "other"}});
    EXPECT_THAT(detailed({{"SearchKeyAlias", "roll"}}), ElementsAre(one));
    EXPECT_THAT(detailed({{"SearchKeyAlias", two.substr(4, 20)}}), ElementsAre(two));
    EXPECT_THAT(detailed({{"SearchKeyAlias", "ROLL"}}), ElementsAre());
}

TEST_F(Tencent2019ListKeyDetail, filters_by_origin) {
    const std::string made = create_later();
    const std::string external = create_later({{"Type", 2}});
    EXPECT_THAT(detailed({{"Origin", "TENCENT_KMS"}}), ElementsAre(made));
    EXPECT_THAT(detailed({{"Origin", "EXTERNAL"}}), ElementsAre(external));
    EXPECT_EQ(detailed({{"Origin", "ALL"}}).size(), 2u);
    EXPECT_EQ(detailed({{"Origin", ""}}).size(), 2u);
    EXPECT_EQ(error("ListKeyDetail", {{"Origin", "external"}}), "InvalidParameter");
}

TEST_F(Tencent2019ListKeyDetail, shows_symmetric_keys_alone_unless_asked_for_others) {
    const std::string symmetric = create_later();
    const std::string sm2 = create_later({{"KeyUsage", "ASYMMETRIC_DECRYPT_SM2"}});
    EXPECT_THAT(detailed(), ElementsAre(symmetric));
    EXPECT_THAT(detailed({{"KeyUsage", "ENCRYPT_DECRYPT"}}), ElementsAre(symmetric));
    EXPECT_THAT(detailed({{"KeyUsage", "ASYMMETRIC_DECRYPT_SM2"}}), ElementsAre(sm2));
    EXPECT_THAT(detailed({{"KeyUsage", "ALL"}}), ElementsAre(sm2, symmetric));
    EXPECT_EQ(error("ListKeyDetail", {{"KeyUsage", "NONE"}}), "InvalidParameter");
}

TEST_F(Tencent2019ListKeyDetail, finds_by_tags) {
    create_key();
    create_key({{"Tags", json::array({{{"TagKey", "env"}, {"TagValue", "test"}}})}});
    const auto found = [&](const json& values) {
        const json filters = json::array({{{"TagKey", "env"}, {"TagValue", values}}});
        return call("ListKeyDetail", {{"TagFilters", filters}}).at("TotalCount").get<int>();
    };
    EXPECT_EQ(found(json::array()), 1);
    EXPECT_EQ(found({"live", "test"}), 1);
    EXPECT_EQ(found({"live"}), 0);
    EXPECT_EQ(call("ListKeyDetail", {{"TagFilters", json::array()}}).at("TotalCount"), 2);
}

// ---- UpdateAlias, UpdateKeyDescription ----

class Tencent2019UpdateKey : public Tencent2019Test {
  protected:
    json metadata(const std::string& key) { return call("DescribeKey", {{"KeyId", key}}).at("KeyMetadata"); }
};

TEST_F(Tencent2019UpdateKey, renames) {
    const std::string key = create_key({{"Alias", "old"}});
    EXPECT_EQ(error("UpdateAlias", {{"KeyId", key}, {"Alias", "new"}}), "");
    EXPECT_EQ(metadata(key).at("Alias"), "new");
    EXPECT_EQ(error("CreateKey", {{"Alias", "old"}}), "");
    EXPECT_EQ(error("UpdateAlias", {{"KeyId", key}, {"Alias", "old"}}), "InvalidParameterValue.AliasAlreadyExists");
    EXPECT_EQ(error("UpdateAlias", {{"KeyId", key}, {"Alias", "-"}}), kInvalidAlias);
    EXPECT_EQ(error("UpdateAlias", {{"KeyId", kUnknownKey}, {"Alias", "x"}}), kKeyNotFound);
    EXPECT_EQ(neighbours_error("UpdateAlias", {{"KeyId", key}, {"Alias", "x"}}), kKeyNotFound);
}

TEST_F(Tencent2019UpdateKey, describes) {
    const std::string key = create_key();
    EXPECT_EQ(error("UpdateKeyDescription", {{"KeyId", key}, {"Description", std::string(1024, 'd')}}), "");
    EXPECT_EQ(metadata(key).at("Description"), std::string(1024, 'd'));
    EXPECT_EQ(error("UpdateKeyDescription", {{"KeyId", key}, {"Description", ""}}), "");
    EXPECT_EQ(metadata(key).at("Description"), "");
    EXPECT_EQ(error("UpdateKeyDescription", {{"KeyId", key}, {"Description", std::string(1025, 'd')}}),
              "InvalidParameter");
    EXPECT_EQ(error("UpdateKeyDescription", {{"KeyId", key}}), "MissingParameter");
}

TEST_F(Tencent2019UpdateKey, is_refused_for_a_key_that_waits_for_its_deletion) {
    const std::string key = create_key();
    set_state(key, keys::KeyState::pending_deletion);
    EXPECT_EQ(error("UpdateAlias", {{"KeyId", key}, {"Alias", "new"}}), "InvalidParameter");
    EXPECT_EQ(error("UpdateKeyDescription", {{"KeyId", key}, {"Description", "new"}}), "InvalidParameter");
    set_state(key, keys::KeyState::archived);
    EXPECT_EQ(error("UpdateAlias", {{"KeyId", key}, {"Alias", "new"}}), "");
}

// ---- facts of the service ----

using Tencent2019Service = Tencent2019Test;

TEST_F(Tencent2019Service, lists_its_algorithms) {
    const json answer = call("ListAlgorithms");
    const json symmetric = json::array({{{"KeyUsage", "ENCRYPT_DECRYPT"}, {"Algorithm", "AES_256"}}});
    EXPECT_EQ(answer.at("SymmetricAlgorithms"), symmetric);
    EXPECT_EQ(answer.at("AsymmetricAlgorithms").size(), 2u);
    EXPECT_EQ(answer.at("AsymmetricSignVerifyAlgorithms").size(), 4u);
}

TEST_F(Tencent2019Service, tells_its_status) {
    create_key();
    const json answer = call("GetServiceStatus");
    EXPECT_EQ(answer.at("ServiceEnabled"), true);
    EXPECT_EQ(answer.at("InvalidType"), 1);
    EXPECT_EQ(answer.at("CmkUserCount"), 1);
    EXPECT_EQ(answer.at("ExclusiveHSMList"), json::array());
}

TEST_F(Tencent2019Service, tells_its_region) {
    use([](AllSettings& s) { s.default_region = "ap-beijing"; });
    EXPECT_EQ(call("GetRegions").at("Regions"), json::array({"ap-beijing"}));
}

// ---- regions ----

class Tencent2019Regions : public Tencent2019Test {
  protected:
    void SetUp() override {
        Tencent2019Test::SetUp();
        use([](AllSettings& s) {
            s.default_region = "ap-beijing";
            s.regions = {{"ap-shanghai", RegionKind::sm}, {"ap-beijing", RegionKind::fips}};
        });
    }
    json metadata(const std::string& key) { return call("DescribeKey", {{"KeyId", key}}).at("KeyMetadata"); }
    keys::KeySpec spec_of(const std::string& key) {
        const store::ReadGuard guard = store_->read();
        return store_->find_key(*store_->find_tenant(ours_.id), *KeyId::parse(key))->spec;
    }
};

TEST_F(Tencent2019Regions, decide_the_algorithm_of_symmetric_keys) {
    client_.region = "ap-shanghai";
    const std::string sm4 = create_key();
    EXPECT_EQ(spec_of(sm4), keys::KeySpec::sm4);
    EXPECT_EQ(metadata(sm4).at("KeyUsage"), "ENCRYPT_DECRYPT");
    for (const char* region : {"ap-beijing", "", "mars-1"}) {
        client_.region = region;
        EXPECT_EQ(spec_of(create_key()), keys::KeySpec::aes_256) << region;
    }
}

TEST_F(Tencent2019Regions, decide_the_length_of_imported_material) {
    EXPECT_EQ(keys::material_bytes(spec_of(create_key({{"Type", 2}}))), 32u);
    client_.region = "ap-shanghai";
    EXPECT_EQ(keys::material_bytes(spec_of(create_key({{"Type", 2}}))), 16u);
}

TEST_F(Tencent2019Regions, a_symmetric_key_keeps_the_type_of_its_own) {
    client_.region = "ap-shanghai";
    const std::string sm4 = create_key();
    EXPECT_EQ(metadata(sm4).at("Type"), 4);
    client_.region = "ap-beijing";
    const std::string aes = create_key();
    EXPECT_EQ(metadata(sm4).at("Type"), 4);
    EXPECT_EQ(metadata(aes).at("Type"), 2);
    client_.region = "ap-shanghai";
    EXPECT_EQ(metadata(aes).at("Type"), 2);
}

TEST_F(Tencent2019Regions, every_asymmetric_usage_works_in_both_kinds) {
    for (const char* region : {"ap-beijing", "ap-shanghai"}) {
        client_.region = region;
        for (const char* usage : {"ASYMMETRIC_DECRYPT_SM2", "ASYMMETRIC_SIGN_VERIFY_ECC"})
            EXPECT_EQ(metadata(create_key_of(usage)).at("Type"), client_.region == "ap-shanghai" ? 4 : 2);
    }
}

TEST_F(Tencent2019Regions, decide_what_list_algorithms_shows) {
    const auto symmetric = [&] { return call("ListAlgorithms").at("SymmetricAlgorithms"); };
    EXPECT_EQ(symmetric(), json::array({{{"KeyUsage", "ENCRYPT_DECRYPT"}, {"Algorithm", "AES_256"}}}));
    const json in_fips = call("ListAlgorithms").at("AsymmetricAlgorithms");
    client_.region = "ap-shanghai";
    EXPECT_EQ(symmetric(), json::array({{{"KeyUsage", "ENCRYPT_DECRYPT"}, {"Algorithm", "SM4"}}}));
    EXPECT_EQ(call("ListAlgorithms").at("AsymmetricAlgorithms"), in_fips);
}

TEST_F(Tencent2019Regions, are_all_listed_the_default_one_first) {
    EXPECT_EQ(call("GetRegions").at("Regions"), json::array({"ap-beijing", "ap-shanghai"}));
}

TEST_F(Tencent2019Regions, the_default_one_may_be_sm) {
    use([](AllSettings& s) { s.regions = {{s.default_region, RegionKind::sm}}; });
    client_.region = "";
    EXPECT_EQ(metadata(create_key()).at("Type"), 4);
}

}  // namespace
}  // namespace tandem::api::tencent::v2019
