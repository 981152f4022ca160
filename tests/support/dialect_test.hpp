#pragma once
// A dialect over a real key store in memory, with two tenants, asked through request texts. The dialects' own fixtures
// add how a client of theirs signs, and what its answers look like.

#include "tandem/api/dialect.hpp"
#include "tandem/base/encoding.hpp"
#include "tandem/crypto/random.hpp"
#include "tandem/service/actions/key_lifecycle.hpp"
#include "tandem/store/key_store.hpp"
#include "tandem/vendors/records.hpp"

#include "fake_clock.hpp"
#include "result.hpp"
#include "wire_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tandem::test {

class DialectTest : public testing::Test {
  protected:
    DialectTest(std::unique_ptr<api::Dialect> dialect, store::TenantFacts ours, store::TenantFacts neighbours)
        : dialect_(std::move(dialect)), ours_(std::move(ours)), neighbours_(std::move(neighbours)) {
        for (const auto& facts : {ours_, neighbours_}) commit(facts.id, store::CreateTenant{facts});
    }

    static store::TenantFacts tenant_facts(std::string_view name) {
        store::TenantFacts facts;
        facts.id = crypto::random_id<TenantId>();
        facts.name = name;
        return facts;
    }
    static store::CredentialFacts credential(std::string id) {
        store::CredentialFacts facts;
        facts.id = std::move(id);
        return facts;
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

    [[nodiscard]] std::int64_t now() const { return to_seconds(clock_.real_now()); }

    // Runs the request, and leaves the exchange; `place` io_thread shows whether a worker is asked for.
    api::Disposition run(const RequestText& request, api::Exchange& exchange,
                         api::Place place = api::Place::generator) {
        const store::ReadGuard guard = store_->read();
        const RequestView view{request, clock_.real_now(), ticks_};
        exchange.request = view.request();
        exchange.place = place;
        const api::Disposition disposition = dialect_->handle(services_, exchange);
        exchange.request = {};
        return disposition;
    }
    // The next exchange; time enough has passed that no test meets a rate limit by the way.
    void begin() {
        ticks_ += 1'000'000'000;
        last_ = {};
    }

    // A key that another API made. Valid as long as a guard of the store.
    const store::Key& make_key(const service::CreateKeyInput& input) {
        const service::Call made{services_, *store_->find_tenant(ours_.id)};
        return **service::create_key(made, input);
    }
    // The same in any spec, under any alias: its id.
    std::string create_foreign_key(keys::KeySpec spec, keys::KeyUsage usage, std::string alias = {}) {
        const store::ReadGuard guard = store_->read();
        service::CreateKeyInput input;
        input.spec = spec;
        input.usage = usage;
        input.alias = std::move(alias);
        return make_key(input).id.text();
    }
    // States that no action reaches are set behind the actions' back.
    void set_state(const KeyId& id, keys::KeyState state) {
        const store::ReadGuard guard = store_->read();
        const store::Key& key = *store_->find_key(*store_->find_tenant(ours_.id), id);
        store::KeySettings settings = key.settings;
        settings.state = state;
        settings.deletion_date.reset();
        if (state == keys::KeyState::pending_deletion) settings.deletion_date = clock_.now() + std::chrono::days{7};
        commit(ours_.id, store::UpdateKey{id, key.revision, settings});
    }

    static std::string base64(std::string_view text) { return base64_encode(as_bytes(text)); }

    FakeClock clock_;
    std::unique_ptr<store::KeyStore> store_ =
        store::KeyStore::open(store::make_memory_backend(), SecretBytes{32}, clock_, api::record_kinds());
    service::Services services_{*store_, clock_, {}};
    std::unique_ptr<api::Dialect> dialect_;
    const store::TenantFacts ours_;
    const store::TenantFacts neighbours_;
    api::Exchange last_;
    std::int64_t ticks_ = 0;
};

}  // namespace tandem::test
