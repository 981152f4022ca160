#pragma once
// The dialect over a real key store in memory, with two tenants, asked through request texts.

#include "tandem/crypto/random.hpp"
#include "tandem/service/actions/key_lifecycle.hpp"
#include "tandem/store/key_store.hpp"
#include "tandem/vendors/records.hpp"
#include "tandem/vendors/vendors.hpp"

#include "support/fake_clock.hpp"
#include "support/result.hpp"
#include "support/tencent_2017_client.hpp"
#include "tencent/common/settings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace tandem::api::tencent::v2017 {

using nlohmann::json;
using test::FormParameters;
using test::RequestText;
using test::Succeeds;

class Tencent2017Test : public testing::Test {
  protected:
    static store::TenantFacts tenant_facts(const char* name) {
        store::TenantFacts facts;
        facts.id = crypto::random_id<TenantId>();
        facts.name = name;
        return facts;
    }

    void SetUp() override {
        for (const auto& facts : {ours_, neighbours_}) commit(facts.id, store::CreateTenant{facts});
        add_credential(ours_, {.id = client_.secret_id}, client_.secret_key);
        add_credential(neighbours_, {.id = neighbour_.secret_id}, neighbour_.secret_key);
    }

    void commit(const TenantId& tenant, store::Change change) {
        std::vector<store::Change> changes;
        changes.push_back(std::move(change));
        ASSERT_THAT(store_->commit(tenant, std::move(changes)), Succeeds());
    }
    void add_credential(const store::TenantFacts& tenant, store::CredentialFacts facts, std::string_view secret) {
        facts.tenant = tenant.id;
        commit(tenant.id,
               store::PutCredential{facts, SecretBytes::copy_of(as_bytes(secret)), store::IfExists::replace});
    }
    // Settings are read when a dialect is made.
    template <class Edit>
    void use(Edit edit) {
        AllSettings settings;
        edit(settings);
        dialect_ = make_tencent_2017(settings, settings);
    }

    [[nodiscard]] std::int64_t now() const { return to_seconds(clock_.real_now()); }

    Disposition run(const RequestText& request, Exchange& exchange, Place place = Place::generator) {
        const store::ReadGuard guard = store_->read();
        const test::RequestView view{request, clock_.real_now(), ticks_};
        exchange.request = view.request();
        exchange.place = place;
        const Disposition disposition = dialect_->handle(services_, exchange);
        exchange.request = {};
        return disposition;
    }
    // The answer's body, which has code, message and requestId whatever happens.
    json send(const RequestText& request) {
        ticks_ += 1'000'000'000;  // so that no test meets a rate limit by the way
        last_ = {};
        EXPECT_EQ(run(request, last_), Disposition::answered);
        EXPECT_EQ(last_.reply.status, 200u);
        EXPECT_EQ(last_.reply.content_type, "application/json");
        json body = json::parse(last_.reply.body);
        EXPECT_TRUE(body.at("code").is_number_integer());
        EXPECT_TRUE(body.at("message").is_string());
        EXPECT_THAT(body.at("requestId").get<std::string>(), testing::MatchesRegex("[0-9]{11}"));
        EXPECT_EQ(last_.facts.failed, body.at("code") != 0);
        return body;
    }
    // "4530/10630", "4500" when there is no module code, "0" on success.
    static std::string code_in(const json& body) {
        std::string code = std::to_string(body.at("code").get<int>());
        const std::string message = body.at("message");
        if (message.starts_with('(')) code += "/" + message.substr(1, message.find(')') - 1);
        return code;
    }
    std::string code_of(const RequestText& request) { return code_in(send(request)); }

    // One signed call of our tenant: the answer, or only its code.
    json call(std::string_view action, const FormParameters& own = {}) {
        return send(client_.post(action, own, now()));
    }
    std::string error(std::string_view action, const FormParameters& own = {}) { return code_in(call(action, own)); }
    std::string neighbours_error(std::string_view action, const FormParameters& own) {
        return code_of(neighbour_.post(action, own, now()));
    }

    std::string create_key(const FormParameters& own = {}) {
        return call("CreateKey", own).at("keyMetadata").at("keyId");
    }
    json metadata(const std::string& key) { return call("GetKeyAttributes", {{"keyId", key}}).at("keyMetadata"); }
    std::string encrypt(const std::string& key, std::string_view plaintext, const std::string& context = {}) {
        return call("Encrypt", {{"keyId", key}, {"plaintext", base64(plaintext)}, {"encryptionContext", context}})
            .at("ciphertextBlob");
    }
    static std::string base64(std::string_view text) { return base64_encode(as_bytes(text)); }

    // A key that another API made: in any spec, under any alias.
    const store::Key& create_foreign_key(const service::CreateKeyInput& input) {
        const service::Call made{services_, *store_->find_tenant(ours_.id)};
        return **service::create_key(made, input);
    }
    // States that no action of this API reaches are set behind its back.
    void set_state(const KeyId& id, keys::KeyState state) {
        const store::Key& key = *store_->find_key(*store_->find_tenant(ours_.id), id);
        store::KeySettings settings = key.settings;
        settings.state = state;
        commit(ours_.id, store::UpdateKey{id, key.revision, settings});
    }

    test::FakeClock clock_;
    std::unique_ptr<store::KeyStore> store_ =
        store::KeyStore::open(store::make_memory_backend(), SecretBytes{32}, clock_, record_kinds());
    store::ReadGuard guard_ = store_->read();  // keeps what create_foreign_key returned
    service::Services services_{*store_, clock_, {}};
    std::unique_ptr<Dialect> dialect_ = make_tencent_2017({}, {});
    const store::TenantFacts ours_ = tenant_facts("ours");
    const store::TenantFacts neighbours_ = tenant_facts("neighbours");
    test::Tencent2017Client client_{"AKIDours", "our-secret"};
    test::Tencent2017Client neighbour_{"AKIDneighbours", "their-secret"};
    Exchange last_;
    std::int64_t ticks_ = 0;
};

}  // namespace tandem::api::tencent::v2017
