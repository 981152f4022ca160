#pragma once
// What the tests of this dialect share.

#include "tandem/vendors/vendors.hpp"

#include "support/dialect_test.hpp"
#include "support/tencent_client.hpp"
#include "tencent/common/settings.hpp"

#include <nlohmann/json.hpp>

#include <string>

namespace tandem::api::tencent::v2019 {

using nlohmann::json;
using test::RequestText;

inline constexpr const char* kUnknownKey = "93866e69-9755-11ef-8e65-52540089bc41";

class Tencent2019Test : public test::DialectTest {
  protected:
    Tencent2019Test()
        : DialectTest(make_tencent_2019({}, {}), facts_of("ours", 700'001'224'419),
                      facts_of("neighbours", 700'001'224'420)) {
        add_credential(ours_, credential(client_.secret_id), client_.secret_key);
        add_credential(neighbours_, credential(neighbour_.secret_id), neighbour_.secret_key);
    }

    static store::TenantFacts facts_of(const char* name, std::uint64_t account) {
        store::TenantFacts facts = tenant_facts(name);
        facts.account_number = account;
        return facts;
    }

    // Our own credential with other facts and the same secret.
    template <class Edit>
    void change_credential(Edit edit) {
        store::CredentialFacts facts = credential(client_.secret_id);
        edit(facts);
        add_credential(ours_, facts, client_.secret_key);
    }

    // Settings are read when a dialect is made.
    template <class Edit>
    void use(Edit edit) {
        AllSettings settings;
        edit(settings);
        dialect_ = make_tencent_2019(settings, settings);
    }

    // The member "Response" of the answer.
    json send(const RequestText& request) {
        begin();
        EXPECT_EQ(run(request, last_), Disposition::answered);
        EXPECT_EQ(last_.reply.status, 200u);
        EXPECT_EQ(last_.reply.content_type, "application/json");
        const json answer = json::parse(last_.reply.body);
        EXPECT_EQ(answer.size(), 1u);
        const json& response = answer.at("Response");
        EXPECT_EQ(response.at("RequestId").get<std::string>().size(), 36u);
        return response;
    }
    std::string code_of(const RequestText& request) { return code_in(send(request)); }

    static std::string code_in(const json& response) {
        return response.contains("Error") ? response["Error"]["Code"].get<std::string>() : "";
    }
    static std::string message_in(const json& response) { return response.at("Error").at("Message"); }

    // One signed call of our tenant: the answer, or only the code of its error ("" on success).
    json call(std::string_view action, const json& fields = json::object()) {
        return send(client_.post(action, fields.dump(), now()));
    }
    std::string error(std::string_view action, const json& fields = json::object()) {
        return code_in(call(action, fields));
    }
    // The same as the neighbour.
    std::string neighbours_error(std::string_view action, const json& fields) {
        return code_of(neighbour_.post(action, fields.dump(), now()));
    }

    std::string create_key(json fields = json::object()) {
        if (!fields.contains("Alias")) fields["Alias"] = "key-" + std::to_string(++aliases_);
        return call("CreateKey", fields).at("KeyId");
    }
    std::string create_key_of(std::string_view usage) { return create_key({{"KeyUsage", usage}}); }

    using DialectTest::set_state;
    void set_state(const std::string& key_id, keys::KeyState state) { set_state(*KeyId::parse(key_id), state); }
    void add_version(const std::string& key_id) {
        const store::ReadGuard guard = store_->read();
        const KeyId id = *KeyId::parse(key_id);
        const store::Key& key = *store_->find_key(*store_->find_tenant(ours_.id), id);
        commit(ours_.id, store::AddKeyVersion{id, key.revision, crypto::random_secret(32), {}, clock_.now()});
    }

    static std::string from_base64(const json& text) {
        const auto bytes = base64_decode(text.get<std::string>());
        return bytes ? std::string{as_text(*bytes)} : "not base64";
    }

    test::TencentClient client_{"AKIDours", "our-secret"};
    test::TencentClient neighbour_{"AKIDneighbours", "their-secret"};
    int aliases_ = 0;
};

}  // namespace tandem::api::tencent::v2019
