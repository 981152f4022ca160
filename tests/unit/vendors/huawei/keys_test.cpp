#include "fixture.hpp"

#include <gmock/gmock.h>

namespace tandem::api::huawei {

namespace {

class HuaweiKeys : public HuaweiTest {
  protected:
    std::string aliases_path() const { return "/v1.0/" + client_.project + "/kms/aliases"; }
    json list_aliases(std::string_view query = {}) {
        const json answer = send(client_.request("GET", aliases_path(), query));
        EXPECT_EQ(answer.size(), 1u);
        return answer.at(0);
    }
};

// ---- create-key, describe-key ----

TEST_F(HuaweiKeys, are_created_enabled_with_the_ids_a_client_needs) {
    const json answer = call("create-key", {{"key_alias", "first"}});
    EXPECT_EQ(last_.reply.status, 200u);
    EXPECT_EQ(answer["key_info"]["domain_id"], ours_.domain_id);
    EXPECT_EQ(answer["key_info"]["region_id"], "cn-north-4");
    EXPECT_EQ(answer["key_info"]["key_id"].get<std::string>().size(), 36u);
    EXPECT_TRUE(last_.facts.has_key);
}

TEST_F(HuaweiKeys, are_described_with_exact_types) {
    const std::string key = create_key({{"key_alias", "a:b/c_d-E"}, {"key_description", "of \"mine\""}});
    EXPECT_EQ(details(key), (json{{"key_id", key},
                                  {"domain_id", ours_.domain_id},
                                  {"key_alias", "a:b/c_d-E"},
                                  {"realm", "cn-north-4"},
                                  {"key_description", "of \"mine\""},
                                  {"key_spec", "AES_256"},
                                  {"key_usage", "ENCRYPT_DECRYPT"},
                                  {"creation_date", std::to_string(to_milliseconds(test::FakeClock::kStart))},
                                  {"scheduled_deletion_date", ""},
                                  {"key_state", "2"},
                                  {"default_key_flag", "0"},
                                  {"key_type", "1"},
                                  {"expiration_time", ""},
                                  {"origin", "kms"},
                                  {"key_rotation_enabled", "false"},
                                  {"sys_enterprise_project_id", "0"},
                                  {"keystore_id", "0"}}));
}

// Section 5.2, the usages in its order.
TEST_F(HuaweiKeys, are_of_every_spec_with_its_usages) {
    const std::vector<std::pair<std::string, std::vector<std::string>>> specs = {
        {"AES_256", {"ENCRYPT_DECRYPT"}},
        {"SM4", {"ENCRYPT_DECRYPT"}},
        {"RSA_2048", {"SIGN_VERIFY", "ENCRYPT_DECRYPT"}},
        {"RSA_3072", {"SIGN_VERIFY", "ENCRYPT_DECRYPT"}},
        {"RSA_4096", {"SIGN_VERIFY", "ENCRYPT_DECRYPT"}},
        {"EC_P256", {"SIGN_VERIFY"}},
        {"EC_P384", {"SIGN_VERIFY"}},
        {"SECP256K1", {"SIGN_VERIFY"}},
        {"SM2", {"SIGN_VERIFY", "ENCRYPT_DECRYPT"}},
        {"ED25519", {"SIGN_VERIFY"}},
        {"HMAC_256", {"GENERATE_VERIFY_MAC"}},
        {"HMAC_384", {"GENERATE_VERIFY_MAC"}},
        {"HMAC_512", {"GENERATE_VERIFY_MAC"}},
        {"HMAC_SM3", {"GENERATE_VERIFY_MAC"}}};
    for (const auto& [spec, usages] : specs) {
        const std::string key = create_key_of(spec);
        EXPECT_EQ(details(key)["key_spec"], spec);
        EXPECT_EQ(details(key)["key_usage"], usages.front());
        EXPECT_EQ(call("list-keys", {{"key_spec", spec}}).at("keys"), json({key}));
        for (const char* usage : {"ENCRYPT_DECRYPT", "SIGN_VERIFY", "GENERATE_VERIFY_MAC"}) {
            const bool fits = std::ranges::find(usages, usage) != usages.end();
            if (fits && spec.starts_with("RSA_")) continue;  // takes long to make
            const json fields = {{"key_alias", spec + usage}, {"key_spec", spec}, {"key_usage", usage}};
            EXPECT_EQ(error("create-key", fields), fits ? "" : "400 KMS.0308") << spec << usage;
        }
    }
    EXPECT_EQ(details(create_cipher_key_of("RSA_2048"))["key_usage"], "ENCRYPT_DECRYPT");
}

TEST_F(HuaweiKeys, refuse_specs_usages_and_origins_that_do_not_exist) {
    const auto with = [](const char* field, const json& value) { return json{{"key_alias", "x"}, {field, value}}; };
    EXPECT_EQ(error("create-key", with("key_spec", "AES_128")), "400 KMS.1110");
    EXPECT_EQ(error("create-key", with("key_spec", "EC_SECP256K1")), "400 KMS.1110");
    EXPECT_EQ(error("create-key", with("key_usage", "SIGN_VERIFY")), "400 KMS.0308");
    EXPECT_EQ(error("create-key", with("key_usage", "NONSENSE")), "400 KMS.0308");
    EXPECT_EQ(error("create-key", with("origin", "elsewhere")), "400 KMS.0308");
    EXPECT_EQ(error("create-key", with("keystore_id", "7")), "400 KMS.8003");
    EXPECT_EQ(error("create-key", with("sequence", std::string(37, 's'))), "400 KMS.0206");
    EXPECT_EQ(error("create-key", with("sequence", 1)), "400 KMS.0206");
}

TEST_F(HuaweiKeys, take_sequences_of_0_to_36_characters) {
    for (const std::size_t length : {0U, 1U, 32U, 36U}) {
        const json fields{{"key_alias", "of-" + std::to_string(length)}, {"sequence", std::string(length, 's')}};
        EXPECT_EQ(error("create-key", fields), "") << length;
    }
}

TEST_F(HuaweiKeys, need_a_good_alias) {
    EXPECT_EQ(error("create-key"), "400 KMS.0204");
    EXPECT_EQ(error("create-key", {{"key_alias", ""}}), "400 KMS.0204");
    EXPECT_EQ(error("create-key", {{"key_alias", "with blank"}}), "400 KMS.1101");
    EXPECT_EQ(error("create-key", {{"key_alias", "obs/default"}}), "400 KMS.1101");
    EXPECT_EQ(error("create-key", {{"key_alias", std::string(256, 'a')}}), "400 KMS.1101");
    EXPECT_EQ(error("create-key", {{"key_alias", std::string(255, 'a')}}), "");
    EXPECT_EQ(error("create-key", {{"key_alias", std::string(255, 'a')}}), "400 KMS.1104");
}

TEST_F(HuaweiKeys, take_255_characters_of_description) {
    std::string longest;
    for (int i = 0; i < 255; ++i) longest += "\u5bc6";
    EXPECT_EQ(error("create-key", {{"key_alias", "d1"}, {"key_description", longest}}), "");
    EXPECT_EQ(error("create-key", {{"key_alias", "d2"}, {"key_description", longest + "x"}}), "400 KMS.1103");
}

TEST_F(HuaweiKeys, keep_to_the_tenants_quota) {
    services_.limits.max_keys_per_tenant = 1;
    create_key();
    EXPECT_EQ(error("create-key", {{"key_alias", "second"}}), "400 KMS.1105");
}

TEST_F(HuaweiKeys, ignore_fields_that_they_do_not_know_and_take_empty_ones_for_absent) {
    EXPECT_EQ(error("create-key",
                    {{"key_alias", "x"}, {"realm", "r"}, {"key_policy", 7}, {"key_spec", ""}, {"vm_id", nullptr}}),
              "");
}

TEST_F(HuaweiKeys, refuse_bodies_that_are_no_objects) {
    for (const char* body : {"{", "[]", "7", "{\"a\":1}x", "{\"key_alias\":\"a\",\"key_alias\":\"b\"}"}) {
        EXPECT_EQ(error_of(client_.post("create-key", body)), "400 KMS.0202") << body;
    }
}

TEST_F(HuaweiKeys, are_found_by_id_alias_and_urn) {
    const std::string key = create_key({{"key_alias", "team:a/b"}});
    EXPECT_EQ(details("alias/team:a/b")["key_id"], key);
    EXPECT_EQ(details("kms:cn-north-4:" + ours_.domain_id + ":alias:team:a/b")["key_id"], key);
    EXPECT_EQ(details("kms:elsewhere:" + ours_.domain_id + ":alias:team:a/b")["key_id"], key);
}

TEST_F(HuaweiKeys, are_not_found_by_anything_else) {
    const auto of = [&](const std::string& text) { return error("describe-key", {{"key_id", text}}); };
    create_key({{"key_alias", "mine"}});
    EXPECT_EQ(of(kUnknownKey), "404 KMS.0207");
    EXPECT_EQ(of("zzzzzzzz-zzzz-zzzz-zzzz-zzzzzzzzzzzz"), "404 KMS.0207");  // the pattern allows it
    EXPECT_EQ(of("0D0466B0-E727-4D9C-B35D-F84BB474A37F"), "400 KMS.0205");
    EXPECT_EQ(of("short"), "400 KMS.0205");
    EXPECT_EQ(of("alias/"), "400 KMS.0205");
    EXPECT_EQ(of("alias/other"), "404 KMS.0207");
    EXPECT_EQ(of("kms:cn-north-4:" + neighbours_.domain_id + ":alias:mine"), "404 KMS.0207");
    EXPECT_EQ(of("kms:cn-north-4:" + ours_.domain_id + ":alias:"), "400 KMS.0205");
    EXPECT_EQ(of("kms:x"), "400 KMS.0205");
    EXPECT_EQ(error("describe-key", {{"key_id", {1, 2}}}), "400 KMS.0205");
    EXPECT_EQ(error("describe-key"), "400 KMS.0204");
}

TEST_F(HuaweiKeys, of_a_neighbour_are_like_absent_ones) {
    const std::string key = create_key({{"key_alias", "shared-name"}});
    for (const char* operation :
         {"describe-key", "enable-key", "disable-key", "cancel-key-deletion", "get-publickey", "create-datakey"}) {
        EXPECT_EQ(neighbours_error(operation, {{"key_id", key}}), "404 KMS.0207") << operation;
    }
    EXPECT_EQ(neighbours_error("describe-key", {{"key_id", "alias/shared-name"}}), "404 KMS.0207");
}

TEST_F(HuaweiKeys, of_another_api_are_shown_with_an_empty_alias_when_theirs_cannot_be_said) {
    const std::string key = create_foreign_key(keys::KeySpec::aes_256, keys::KeyUsage::encrypt_decrypt, "with blank");
    EXPECT_EQ(details(key)["key_alias"], "");
}

// ---- list-keys ----

TEST_F(HuaweiKeys, are_listed_by_spec_and_state) {
    const std::string aes = create_key();
    const std::string sm4 = create_key_of("SM4");
    call("disable-key", {{"key_id", sm4}});
    EXPECT_EQ(call("list-keys")["keys"], json::array({aes}));
    EXPECT_EQ(call("list-keys", {{"key_spec", "SM4"}})["keys"], json::array({sm4}));
    EXPECT_EQ(call("list-keys", {{"key_spec", "ALL"}})["total"], 2);
    EXPECT_EQ(call("list-keys", {{"key_spec", "ALL"}, {"key_state", "3"}})["keys"], json::array({sm4}));
    EXPECT_EQ(call("list-keys", {{"key_state", 2}})["key_details"][0], details(aes));
    EXPECT_EQ(error("list-keys", {{"key_state", "7"}}), "400 KMS.0308");
    EXPECT_EQ(error("list-keys", {{"key_spec", "DES"}}), "400 KMS.0308");
}

TEST_F(HuaweiKeys, are_listed_in_pages) {
    for (int i = 0; i < 5; ++i) create_key();
    const json first = call("list-keys", {{"limit", 2}, {"marker", ""}});
    EXPECT_EQ(first["keys"].size(), 2u);
    EXPECT_EQ(first["next_marker"], "2");
    EXPECT_EQ(first["truncated"], "true");
    EXPECT_EQ(first["total"], 5);
    const json last = call("list-keys", {{"limit", "2"}, {"marker", "4"}});
    EXPECT_EQ(last["keys"].size(), 1u);
    EXPECT_EQ(last["next_marker"], "");
    EXPECT_EQ(last["truncated"], "false");
    EXPECT_EQ(call("list-keys", {{"marker", "99"}})["keys"].size(), 0u);
}

TEST_F(HuaweiKeys, are_listed_without_a_body_too) { EXPECT_EQ(send(client_.post("list-keys", ""))["total"], 0); }

TEST_F(HuaweiKeys, refuse_bad_pages) {
    for (const json& limit : {json("0"), json("-1"), json("x"), json(-1), json::array()}) {
        EXPECT_EQ(error("list-keys", {{"limit", limit}}), "400 KMS.1601") << limit;
    }
    for (const json& marker : {json("-1"), json("x"), json(-1), json(true)}) {
        EXPECT_EQ(error("list-keys", {{"marker", marker}}), "400 KMS.1602") << marker;
    }
}

TEST_F(HuaweiKeys, vanish_when_their_deletion_is_due) {
    const std::string key = create_key_in('4');
    EXPECT_EQ(details(key)["scheduled_deletion_date"],
              std::to_string(to_milliseconds(clock_.now() + std::chrono::days{7})));
    clock_.advance(std::chrono::days{7});
    EXPECT_EQ(error("describe-key", {{"key_id", key}}), "404 KMS.0207");
    EXPECT_EQ(call("list-keys")["total"], 0);
}

TEST_F(HuaweiKeys, are_counted) {
    create_key();
    const std::string base = "/v1.0/" + client_.project + "/kms/";
    EXPECT_EQ(send(client_.request("GET", base + "user-instances")), (json{{"instance_num", 1}}));
    const json quotas = send(client_.request("GET", base + "user-quotas"))["quotas"]["resources"];
    EXPECT_EQ(quotas[0]["type"], "CMK");
    EXPECT_EQ(quotas[0]["used"], 1);
    EXPECT_EQ(quotas[1]["type"], "grant_per_CMK");
}

// ---- changes ----

TEST_F(HuaweiKeys, change_their_alias) {
    const std::string key = create_key({{"key_alias", "old"}});
    EXPECT_EQ(call("update-key-alias", {{"key_id", key}, {"key_alias", "new"}}),
              (json{{"key_info", {{"key_id", key}, {"key_alias", "new"}}}}));
    EXPECT_EQ(details("alias/new")["key_alias"], "new");
    EXPECT_EQ(error("describe-key", {{"key_id", "alias/old"}}), "404 KMS.0207");
    create_key({{"key_alias", "taken"}});
    EXPECT_EQ(error("update-key-alias", {{"key_id", key}, {"key_alias", "taken"}}), "400 KMS.1104");
    EXPECT_EQ(error("update-key-alias", {{"key_id", key}, {"key_alias", "a b"}}), "400 KMS.1101");
    EXPECT_EQ(error("update-key-alias", {{"key_id", "alias/new"}, {"key_alias", "b"}}), "400 KMS.0205");
}

TEST_F(HuaweiKeys, change_and_lose_their_description) {
    const std::string key = create_key({{"key_description", "old"}});
    EXPECT_EQ(call("update-key-description", {{"key_id", key}, {"key_description", "new"}}),
              (json{{"key_info", {{"key_id", key}, {"key_description", "new"}}}}));
    EXPECT_EQ(error("update-key-description", {{"key_id", key}, {"key_description", ""}}), "");
    EXPECT_EQ(details(key)["key_description"], "");
    EXPECT_EQ(error("update-key-description", {{"key_id", key}}), "400 KMS.0204");
    EXPECT_EQ(error("update-key-description", {{"key_id", key}, {"key_description", std::string(256, 'x')}}),
              "400 KMS.1103");
}

// ---- aliases ----

TEST_F(HuaweiKeys, take_further_aliases) {
    const std::string key = create_key({{"key_alias", "primary"}});
    const json alias = call("aliases", {{"key_id", key}, {"alias", "alias/more"}});
    EXPECT_EQ(last_.reply.status, 201u);
    EXPECT_EQ(alias, (json{{"domain_id", ours_.domain_id},
                           {"key_id", key},
                           {"alias", "alias/more"},
                           {"alias_urn", "kms:cn-north-4:" + ours_.domain_id + ":alias:more"},
                           {"create_time", "2025-06-15T12:00:00Z"},
                           {"update_time", "2025-06-15T12:00:00Z"}}));
    EXPECT_EQ(details("alias/more")["key_alias"], "primary");
    EXPECT_EQ(error("aliases", {{"key_id", key}, {"alias", "alias/more"}}), "400 KMS.1104");
    EXPECT_EQ(error("aliases", {{"key_id", key}, {"alias", "b c"}}), "400 KMS.1101");
    EXPECT_EQ(error("aliases", {{"key_id", kUnknownKey}, {"alias", "x"}}), "404 KMS.0207");
}

TEST_F(HuaweiKeys, take_fifty_aliases) {
    const std::string key = create_key();
    for (int i = 1; i < 50; ++i) {
        ASSERT_EQ(error("aliases", {{"key_id", key}, {"alias", "a" + std::to_string(i)}}), "");
    }
    EXPECT_EQ(error("aliases", {{"key_id", key}, {"alias", "one-too-many"}}), "400 KMS.0308");
}

TEST_F(HuaweiKeys, lose_aliases_by_a_delete_with_a_body) {
    const std::string key = create_key();
    call("aliases", {{"key_id", key}, {"alias", "a1"}});
    const auto remove = [&](const json& body) {
        return error_of(client_.request("DELETE", aliases_path(), {}, body.dump()));
    };
    EXPECT_EQ(remove({{"key_id", key}, {"aliases", {"a1"}}}), "");
    EXPECT_EQ(last_.reply.status, 204u);
    EXPECT_EQ(last_.reply.body, "");
    EXPECT_EQ(remove({{"key_id", key}, {"aliases", {"a1"}}}), "400 KMS.1101");
    EXPECT_EQ(remove({{"key_id", key}, {"aliases", json::array()}}), "400 KMS.0204");
    EXPECT_EQ(remove({{"key_id", key}, {"aliases", "a1"}}), "400 KMS.1101");
    EXPECT_EQ(remove({{"key_id", key}}), "400 KMS.0204");
}

TEST_F(HuaweiKeys, give_an_alias_to_each_other) {
    const std::string from = create_key({{"key_alias", "moving"}});
    const std::string to = create_key();
    EXPECT_EQ(call("alias/associate", {{"alias", "moving"}, {"target_key_id", to}})["key_id"], to);
    EXPECT_EQ(last_.reply.status, 200u);
    EXPECT_EQ(details("alias/moving")["key_id"], to);
    EXPECT_EQ(details(from)["key_alias"], "");
    EXPECT_EQ(error("alias/associate", {{"alias", "nobody"}, {"target_key_id", to}}), "400 KMS.1101");
    EXPECT_EQ(error("alias/associate", {{"alias", "moving"}, {"target_key_id", kUnknownKey}}), "404 KMS.0207");
}

TEST_F(HuaweiKeys, list_their_aliases) {
    const std::string key = create_key({{"key_alias", "b"}});
    create_key({{"key_alias", "c"}});
    call("aliases", {{"key_id", key}, {"alias", "a"}});
    const json all = list_aliases();
    EXPECT_EQ(all["aliases"].size(), 3u);
    EXPECT_EQ(all["page_info"], (json{{"next_marker", ""}, {"current_count", 3}}));
    EXPECT_EQ(list_aliases("key_id=" + key)["page_info"]["current_count"], 2);
    const json page = list_aliases("limit=2&marker=0");
    EXPECT_EQ(page["aliases"][0]["alias"], "a");
    EXPECT_EQ(page["page_info"], (json{{"next_marker", "2"}, {"current_count", 2}}));
    EXPECT_EQ(error_of(client_.request("GET", aliases_path(), "marker=x")), "400 KMS.1602");
    EXPECT_EQ(error_of(client_.request("GET", aliases_path(), "limit=0")), "400 KMS.1601");
    EXPECT_EQ(error_of(client_.request("GET", aliases_path(), std::string{"key_id="} + kUnknownKey)), "404 KMS.0207");
}

TEST_F(HuaweiKeys, list_their_aliases_in_an_object_for_libraries_that_ask_for_json_alone) {
    create_key();
    RequestText request = client_.request("GET", aliases_path());
    for (const char* accept : {"", "*/*", "application/json, text/plain, */*"}) {
        request.set("Accept", accept);
        EXPECT_TRUE(send(request).is_array()) << accept;
    }
    request.set("Accept", "application/json");
    EXPECT_EQ(send(request)["aliases"].size(), 1u);
}

// ---- get-publickey ----

TEST_F(HuaweiKeys, show_their_public_key_in_pem_with_the_vendors_line_ends) {
    const std::string key = create_key_of("EC_P256");
    const json answer = call("get-publickey", {{"key_id", key}});
    EXPECT_EQ(answer["key_id"], key);
    const std::string pem = answer["public_key"];
    EXPECT_TRUE(pem.starts_with("-----BEGIN PUBLIC KEY-----\r\n"));
    EXPECT_TRUE(pem.ends_with("\r\n-----END PUBLIC KEY-----\r\n"));
    EXPECT_THAT(crypto::PublicKey::from_pem(pem), test::Succeeds());
}

TEST_F(HuaweiKeys, have_no_public_key_when_symmetric) {
    EXPECT_EQ(error("get-publickey", {{"key_id", create_key()}}), "400 KMS.0331");
    EXPECT_EQ(error("get-publickey", {{"key_id", create_mac_key()}}), "400 KMS.0331");
}

}  // namespace

}  // namespace tandem::api::huawei
