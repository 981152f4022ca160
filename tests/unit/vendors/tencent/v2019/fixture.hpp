#pragma once
// The dialect over a real key store in memory, with two tenants, asked through request texts.

#include "tandem/crypto/random.hpp"
#include "tandem/service/actions/key_lifecycle.hpp"
#include "tandem/store/key_store.hpp"
#include "tandem/vendors/records.hpp"
#include "tandem/vendors/vendors.hpp"

#include "support/fake_clock.hpp"
#include "support/result.hpp"
#include "support/tencent_client.hpp"
#include "tencent/common/settings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace tandem::api::tencent::v2019 {

using nlohmann::json;
using test::RequestText;

inline constexpr const char* kUnknownKey = "93866e69-9755-11ef-8e65-52540089bc41";

class Tencent2019Test : public testing::Test {
  protected:
    static store::TenantFacts tenant_facts(const char* name, std::uint64_t account) {
        store::TenantFacts facts;
        facts.id = crypto::random_id<TenantId>();
        facts.name = name;
        facts.account_number = account;
        return facts;
    }

    void SetUp() override {
        for (const auto& facts : {ours_, neighbours_}) commit(facts.id, store::CreateTenant{facts});
        add_credential(ours_, credential(client_.secret_id), client_.secret_key);
        add_credential(neighbours_, credential(neighbour_.secret_id), neighbour_.secret_key);
    }

    void commit(const TenantId& tenant, store::Change change) {
        std::vector<store::Change> changes;
        changes.push_back(std::move(change));
        ASSERT_THAT(store_->commit(tenant, std::move(changes)), test::Succeeds());
    }
    void add_credential(const store::TenantFacts& tenant, store::CredentialFacts facts, std::string_view secret) {
        facts.tenant = tenant.id;
        commit(tenant.id,
               store::PutCredential{facts, SecretBytes::copy_of(as_bytes(secret)), store::IfExists::replace});
    }

    static store::CredentialFacts credential(std::string id) {
        store::CredentialFacts facts;
        facts.id = std::move(id);
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

    [[nodiscard]] std::int64_t now() const { return to_seconds(clock_.real_now()); }

    // Runs the request, and leaves the exchange; `place` io_thread shows whether a worker is asked for.
    Disposition run(const RequestText& request, Exchange& exchange, Place place = Place::generator) {
        const store::ReadGuard guard = store_->read();
        const test::RequestView view{request, clock_.real_now(), ticks_};
        exchange.request = view.request();
        exchange.place = place;
        const Disposition disposition = dialect_->handle(services_, exchange);
        exchange.request = {};
        return disposition;
    }
    // The member "Response" of the answer.
    json send(const RequestText& request) {
        ticks_ += 1'000'000'000;  // so that no test meets a rate limit by the way
        last_ = {};
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

    // A key that another API made: in any spec, under any alias.
    std::string create_foreign_key(keys::KeySpec spec, keys::KeyUsage usage, std::string alias = {}) {
        const store::ReadGuard guard = store_->read();
        const service::Call made{services_, *store_->find_tenant(ours_.id)};
        service::CreateKeyInput input;
        input.spec = spec;
        input.usage = usage;
        input.alias = std::move(alias);
        const auto key = service::create_key(made, input);
        return (*key)->id.text();
    }

    // States that no action reaches are set behind the actions' back.
    void set_state(const std::string& key_id, keys::KeyState state) {
        const store::ReadGuard guard = store_->read();
        const KeyId id = *KeyId::parse(key_id);
        const store::Key& key = *store_->find_key(*store_->find_tenant(ours_.id), id);
        store::KeySettings settings = key.settings;
        settings.state = state;
        settings.deletion_date.reset();
        if (state == keys::KeyState::pending_deletion) settings.deletion_date = clock_.now() + std::chrono::days{7};
        commit(ours_.id, store::UpdateKey{id, key.revision, settings});
    }
    void add_version(const std::string& key_id) {
        const store::ReadGuard guard = store_->read();
        const KeyId id = *KeyId::parse(key_id);
        const store::Key& key = *store_->find_key(*store_->find_tenant(ours_.id), id);
        commit(ours_.id, store::AddKeyVersion{id, key.revision, crypto::random_secret(32), {}, clock_.now()});
    }

    static std::string base64(std::string_view text) { return base64_encode(as_bytes(text)); }
    static std::string from_base64(const json& text) {
        const auto bytes = base64_decode(text.get<std::string>());
        return bytes ? std::string{as_text(*bytes)} : "not base64";
    }

    test::FakeClock clock_;
    std::unique_ptr<store::KeyStore> store_ =
        store::KeyStore::open(store::make_memory_backend(), SecretBytes{32}, clock_, record_kinds());
    service::Services services_{*store_, clock_, {}};
    std::unique_ptr<Dialect> dialect_ = make_tencent_2019({}, {});
    const store::TenantFacts ours_ = tenant_facts("ours", 700'001'224'419);
    const store::TenantFacts neighbours_ = tenant_facts("neighbours", 700'001'224'420);
    test::TencentClient client_{"AKIDours", "our-secret"};
    test::TencentClient neighbour_{"AKIDneighbours", "their-secret"};
    Exchange last_;
    std::int64_t ticks_ = 0;
    int aliases_ = 0;
};

}  // namespace tandem::api::tencent::v2019
