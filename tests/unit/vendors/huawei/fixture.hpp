#pragma once
// What the tests of this dialect share.

#include "tandem/vendors/vendors.hpp"

#include "huawei/settings.hpp"
#include "support/dialect_test.hpp"
#include "support/huawei_client.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <utility>
#include <vector>

namespace tandem::api::huawei {

using nlohmann::json;
using test::RequestText;

inline constexpr const char* kUnknownKey = "0d0466b0-e727-4d9c-b35d-f84bb474a37f";
inline constexpr const char* kNeighboursProject = "fedcba9876543210fedcba9876543210";
inline constexpr const char* kOtherProject = "11111111111111111111111111111111";

class HuaweiTest : public test::DialectTest {
  protected:
    HuaweiTest()
        : DialectTest(make_huawei({}, {}),
                      facts_of("ours", {{"cn-north-4", test::HuaweiClient{}.project}, {"cn-east-3", kOtherProject}}),
                      facts_of("neighbours", {{"cn-north-4", kNeighboursProject}})) {
        add_credential(ours_, credential(client_.access_key), client_.secret_key);
        add_credential(neighbours_, credential(neighbour_.access_key), neighbour_.secret_key);
    }

    static store::TenantFacts facts_of(const std::string& name, std::vector<store::Project> projects) {
        store::TenantFacts facts = tenant_facts(name);
        facts.domain_id = name == "ours" ? std::string(32, 'd') : std::string(32, 'e');
        facts.domain_name = name + "-domain";
        facts.projects = std::move(projects);
        return facts;
    }

    // Our own credential with other facts and the same secret.
    template <class Edit>
    void change_credential(Edit edit) {
        store::CredentialFacts facts = credential(client_.access_key);
        edit(facts);
        add_credential(ours_, facts, client_.secret_key);
    }

    // Settings are read when a dialect is made.
    template <class Edit>
    void use(Edit edit) {
        AllSettings settings;
        edit(settings);
        dialect_ = make_huawei(settings, settings);
    }

    // From an I/O thread on, to wherever the request asks for.
    Disposition run_on_its_way(const RequestText& request) {
        Disposition disposition = run(request, last_, Place::io_thread);
        for (int moves = 0; disposition == Disposition::moves && moves < 3; ++moves)
            disposition = run(request, last_, last_.place);
        return disposition;
    }
    // The body of the answer; null when it is empty.
    json send(const RequestText& request) {
        begin();
        EXPECT_EQ(run_on_its_way(request), Disposition::answered);
        EXPECT_EQ(last_.reply.content_type, "application/json");
        EXPECT_EQ(header("X-Request-Id").size(), 32u);
        return last_.reply.body.empty() ? json{} : json::parse(last_.reply.body);
    }
    [[nodiscard]] std::string header(std::string_view name) const {
        for (const auto& field : last_.reply.headers) {
            if (field.name == name) return field.value;
        }
        return {};
    }

    // "404 KMS.0207", or "" for a success.
    std::string error_of(const RequestText& request) {
        const json body = send(request);
        if (last_.reply.status < 300) return "";
        const json& error = body.contains("error") ? body["error"] : body;
        const bool iam = error.contains("title");
        return std::to_string(last_.reply.status) + " " +
               (iam ? error["title"] : error["error_code"]).get<std::string>();
    }
    // One signed call of our tenant.
    json call(std::string_view operation, const json& fields = json::object()) {
        return send(client_.post(operation, fields.dump()));
    }
    std::string error(std::string_view operation, const json& fields = json::object()) {
        return error_of(client_.post(operation, fields.dump()));
    }
    std::string neighbours_error(std::string_view operation, const json& fields) {
        return error_of(neighbour_.post(operation, fields.dump()));
    }

    std::string create_key(json fields = json::object()) {
        if (!fields.contains("key_alias")) fields["key_alias"] = "key-" + std::to_string(++aliases_);
        return call("create-key", fields).at("key_info").at("key_id");
    }
    std::string create_key_of(std::string_view spec) { return create_key({{"key_spec", spec}}); }
    std::string create_cipher_key_of(std::string_view spec) {
        return create_key({{"key_spec", spec}, {"key_usage", "ENCRYPT_DECRYPT"}});
    }
    std::string create_mac_key() {
        return create_foreign_key(keys::KeySpec::hmac_256, keys::KeyUsage::generate_verify_mac);
    }
    // A key in the state of that digit (section 5.3).
    std::string create_key_in(char state, const char* usage = "ENCRYPT_DECRYPT") {
        const std::string key = create_key({{"origin", state == '5' ? "external" : "kms"}, {"key_usage", usage}});
        if (state == '3') call("disable-key", {{"key_id", key}});
        if (state == '4') call("schedule-key-deletion", {{"key_id", key}, {"pending_days", "7"}});
        return key;
    }
    json details(const std::string& key) { return call("describe-key", {{"key_id", key}}).at("key_info"); }

    test::HuaweiClient client_{"AKours", "our-secret"};
    test::HuaweiClient neighbour_{"AKneighbours", "their-secret", kNeighboursProject};
    int aliases_ = 0;
};

}  // namespace tandem::api::huawei
