#pragma once
// Two tenants in a real key store over the memory backend, and shorthands for what most tests do with them.

#include "tandem/crypto/random.hpp"
#include "tandem/service/actions/key_lifecycle.hpp"
#include "tandem/service/actions/sweep.hpp"
#include "tandem/service/call.hpp"
#include "tandem/service/records.hpp"

#include "support/fake_clock.hpp"
#include "support/result.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

namespace tandem::service {

using keys::KeySpec;
using keys::KeyState;
using keys::KeyUsage;
using Keys = std::vector<const store::Key*>;

using test::FailsWith;
using test::Succeeds;

// Lets everything end by the clock, unless it is shut, and notes what did.
class TestGate final : public DestructionGate {
  public:
    explicit TestGate(const Clock& clock) : clock_(clock) {}
    [[nodiscard]] bool may_end(TimePoint date) override { return is_open && date <= clock_.now(); }
    void ended(std::span<const EndedByTime> things) override { all.insert(all.end(), things.begin(), things.end()); }

    bool is_open = true;
    std::vector<EndedByTime> all;

  private:
    const Clock& clock_;
};

inline std::size_t sweep(Services& services) {
    TestGate gate{services.clock};
    return sweep(services, gate);
}

class ServiceTest : public testing::Test {
  protected:
    static store::TenantFacts facts_of(const char* name) {
        store::TenantFacts facts;
        facts.id = crypto::random_id<TenantId>();
        facts.name = name;
        return facts;
    }

    const store::Tenant& add_tenant(const char* name) {
        const store::TenantFacts facts = facts_of(name);
        std::vector<store::Change> changes;
        changes.emplace_back(store::CreateTenant{facts});
        EXPECT_THAT(store_->commit(facts.id, std::move(changes)), Succeeds());
        return *store_->find_tenant(facts.id);
    }

    [[nodiscard]] Call call() { return {services_, tenant_}; }
    [[nodiscard]] Call neighbours_call() { return {services_, neighbour_}; }

    const store::Key& create(CreateKeyInput input = {}) { return **create_key(call(), input); }
    const store::Key& create(KeySpec spec, KeyUsage usage = KeyUsage::encrypt_decrypt) {
        return create({.spec = spec, .usage = usage});
    }

    // The entry as the index shows it now; nullptr when it is gone for callers.
    const store::Key* current(const KeyId& id) {
        const auto found = find_key(call(), id);
        return found ? *found : nullptr;
    }

    // The same of a key that is there, for an action: which state it is given in may matter.
    const store::Key& at(const KeyId& id) { return at(call(), id); }
    static const store::Key& at(const Call& in, const KeyId& id) { return *find_key(in, id).value(); }

    void commit(store::Change change) {
        std::vector<store::Change> changes;
        changes.push_back(std::move(change));
        ASSERT_THAT(store_->commit(tenant_.facts.id, std::move(changes)), Succeeds());
    }

    // States that no action reaches yet are set behind the actions' back.
    void set_state(const KeyId& id, KeyState state) {
        const store::Key& key = *store_->find_key(tenant_, id);
        store::KeySettings settings = key.settings;
        settings.state = state;
        settings.deletion_date.reset();
        if (state == KeyState::pending_deletion) settings.deletion_date = clock_.now() + std::chrono::days{7};
        commit(store::UpdateKey{.key = id, .expected_revision = key.revision, .settings = settings});
    }

    test::FakeClock clock_;
    std::unique_ptr<store::KeyStore> store_ = store::KeyStore::open(store::make_memory_backend(), SecretBytes{32},
                                                                    clock_, store::record_kinds(RecordTypes{}));
    Services services_{*store_, clock_, {}};
    store::ReadGuard guard_ = store_->read();
    const store::Tenant& tenant_ = add_tenant("ours");
    const store::Tenant& neighbour_ = add_tenant("neighbours");
};

}  // namespace tandem::service
