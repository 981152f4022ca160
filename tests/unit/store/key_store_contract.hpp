#pragma once
// The duties of every backend, told once and run over memory and SQLite.

#include "store_test.hpp"
#include "test_records.hpp"

namespace tandem::store {

enum class Kind { memory, sqlite };

// Two tenants in a store over one of the backends.
class KeyStoreContract : public testing::TestWithParam<Kind> {
  protected:
    KeyStoreContract() {
        mine_.create();
        neighbour_.create();
    }

    std::unique_ptr<Backend> make_backend() {
        if (GetParam() == Kind::memory) return make_memory_backend();
        return open_sqlite_backend({folder_ / "store.db", {}, false});
    }

    std::vector<KeyId> listed(const TenantInStore& tenant) {
        std::vector<KeyId> ids;
        for (const Key* key : store_->keys(*tenant.tenant())) ids.push_back(key->id);
        return ids;
    }
    std::vector<std::string> alias_names(const std::vector<const Alias*>& aliases) {
        std::vector<std::string> names;
        for (const Alias* alias : aliases) names.push_back(alias->name.str());
        return names;
    }

    test::TemporaryFolder folder_;
    test::FakeClock clock_;
    std::unique_ptr<KeyStore> store_ = KeyStore::open(make_backend(), test_unseal_key(), clock_, test_record_kinds());
    TenantInStore mine_{*store_, "mine"};
    TenantInStore neighbour_{*store_, "neighbour"};
};

// For INSTANTIATE_TEST_SUITE_P in each file of the suite.
inline std::string name_of_kind(const testing::TestParamInfo<Kind>& info) {
    return info.param == Kind::memory ? "memory" : "sqlite";
}

}  // namespace tandem::store
