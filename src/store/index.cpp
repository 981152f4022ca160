#include "index.hpp"

#include <algorithm>
#include <atomic>
#include <ranges>
#include <tuple>

namespace tandem::store {

namespace {

std::uint64_t next_tenant_serial() noexcept {
    static std::atomic<std::uint64_t> last{0};
    return last.fetch_add(1, std::memory_order_relaxed) + 1;
}

}  // namespace

Tenant::Tenant() : serial(next_tenant_serial()) {}
Tenant::~Tenant() = default;

crypto::Sha256Digest Tenant::derive(std::string_view label, ByteView bytes) const noexcept {
    return keys->derivation_key().sign({as_bytes(label), bytes});
}

std::shared_ptr<const Tenant> make_tenant(const Index& index, TenantFacts facts, std::uint32_t key_version,
                                          ByteView tenant_key) {
    auto tenant = std::make_shared<Tenant>();
    tenant->fingerprint_key = subkey(tenant_key, kFingerprintPurpose);
    tenant->keys =
        std::make_unique<TenantKeys>(index.reclaimer(), index.record_kinds(), facts.id, key_version, tenant_key);
    tenant->facts = std::move(facts);
    return tenant;
}

// ---- one tenant ----

TenantKeys::TenantKeys(EpochReclaimer& reclaimer, const RecordKinds& kinds, const TenantId& tenant,
                       std::uint32_t version, ByteView tenant_key)
    : record_key_(tenant.bytes, version, tenant_key),
      row_mac_key_(subkey(tenant_key, kRowMacPurpose)),
      derivation_key_(subkey(tenant_key, kDerivationPurpose)),
      reclaimer_(reclaimer),
      by_id_(reclaimer),
      by_name_(reclaimer),
      alias_by_name_(reclaimer),
      objects_(reclaimer),
      records_(reclaimer, kinds) {}

std::vector<const Alias*> TenantKeys::aliases_of(const KeyId& key) const {
    return aliases_by_key_.list_equal([&](const Alias& alias) { return alias.key <=> key; });
}

// ---- loading ----

namespace {

// An entry with the beginning of what it is sorted by, since the entries are all over the memory.
template <class Entry>
struct ByPrefix {
    std::uint64_t prefix;
    Entry* entry;
};

// Ordered as the ids are.
std::uint64_t prefix_of(const KeyId& id) noexcept { return load_u64_be(id.bytes.data()); }

}  // namespace

void TenantKeys::load(std::vector<std::unique_ptr<const Key>> keys) {
    by_id_.add(keys);
    by_name_.add(keys);
    // Ties are by id, as the keys come.
    std::vector<std::pair<TimePoint, std::size_t>> newest_first;
    newest_first.reserve(keys.size());
    for (std::size_t i = 0; i < keys.size(); ++i) {
        class_counts_.replace(nullptr, keys[i].get());
        newest_first.emplace_back(keys[i]->created, i);
    }
    std::ranges::sort(newest_first, [](const auto& a, const auto& b) {
        return a.first != b.first ? a.first > b.first : a.second < b.second;
    });
    keys_.append(newest_first | std::views::transform([&](const auto& one) { return std::move(keys[one.second]); }));
}

std::optional<std::string> TenantKeys::load(std::vector<std::unique_ptr<Alias>> aliases) {
    alias_by_name_.add(aliases);
    std::vector<ByPrefix<Alias>> by_key;
    by_key.reserve(aliases.size());
    for (const auto& alias : aliases) by_key.push_back({prefix_of(alias->key), alias.get()});
    std::ranges::sort(by_key, [](const auto& a, const auto& b) {
        return a.prefix != b.prefix ? a.prefix < b.prefix : ByKeyAndName{}(*a.entry, *b.entry);
    });
    for (std::size_t i = 0; i < by_key.size(); ++i) {
        // What comes soon is fetched meanwhile.
        if (i + 16 < by_key.size()) __builtin_prefetch(by_key[i + 16].entry);
        if (i + 8 < by_key.size()) {
            by_id_.prefetch(by_key[i + 8].entry->key);
            __builtin_prefetch(by_key[i + 8].entry->name.view().data());
        }
        Alias& alias = *by_key[i].entry;
        const Key* key = by_id_.find(alias.key);
        if (key == nullptr) return alias.name.str();
        if (key->settings.primary_alias == alias.name) alias.name = key->settings.primary_alias;  // one text for both
    }
    aliases_.append(std::move(aliases));
    aliases_by_key_.append(by_key | std::views::transform(&ByPrefix<Alias>::entry));
    return std::nullopt;
}

// ---- changes: an entry is retired once it is in no table and no sequence ----

void TenantKeys::put(std::unique_ptr<const Key> key) {
    const Key* before = by_id_.find(key->id);
    class_counts_.replace(before, key.get());
    by_id_.put(*key);
    by_name_.put(*key);
    if (auto old = keys_.put(std::move(key), before)) reclaimer_.retire(std::move(old));
}

void TenantKeys::remove_key(const KeyId& id) {
    const Key* key = by_id_.find(id);
    class_counts_.replace(key, nullptr);
    by_name_.remove(key->name);
    by_id_.remove(id);
    reclaimer_.retire(keys_.take(*key));
}

void TenantKeys::put(std::unique_ptr<const Alias> alias) {
    const Alias* before = alias_by_name_.find(alias->name);
    alias_by_name_.put(*alias);
    std::ignore = aliases_by_key_.put(alias.get(), before);
    if (auto old = aliases_.put(std::move(alias), before)) reclaimer_.retire(std::move(old));
}

void TenantKeys::remove_alias(std::string_view name) {
    const Alias* alias = alias_by_name_.find(name);
    alias_by_name_.remove(name);
    std::ignore = aliases_by_key_.take(*alias);
    reclaimer_.retire(aliases_.take(*alias));
}

// ---- all tenants ----

Index::Index(RecordKinds kinds)
    : record_kinds_(std::move(kinds)),
      tenant_by_id_(reclaimer_),
      tenant_by_name_(reclaimer_),
      credential_by_id_(reclaimer_) {}

std::vector<std::pair<TenantId, KeyId>> Index::due_keys(TimePoint now) const {
    std::vector<std::pair<TenantId, KeyId>> found;
    const std::lock_guard lock{due_mutex_};
    for (const auto& [date, tenant, key] : due_) {
        if (date > now) break;
        found.emplace_back(tenant, key);
    }
    return found;
}

void Index::forget_due(const TenantId& tenant, const Key* key) {
    if (key == nullptr) return;
    if (const OptionalTime due = next_event(*key)) due_.erase({*due, tenant, key->id});
}

void Index::put(std::shared_ptr<const Tenant> tenant) {
    tenant_by_id_.put(*tenant);
    tenant_by_name_.put(*tenant);
    if (auto old = tenants_.put(std::move(tenant))) reclaimer_.retire(std::move(old));
}

void Index::put(const Tenant& tenant, std::unique_ptr<const Key> key) {
    {
        const std::lock_guard lock{due_mutex_};
        forget_due(tenant.facts.id, tenant.keys->find(key->id));
        if (const OptionalTime due = next_event(*key)) due_.emplace(*due, tenant.facts.id, key->id);
    }
    tenant.keys->put(std::move(key));
}

void Index::load(const Tenant& tenant, std::vector<std::unique_ptr<const Key>> keys) {
    {
        const std::lock_guard lock{due_mutex_};
        for (const auto& key : keys)
            if (const OptionalTime due = next_event(*key)) due_.emplace(*due, tenant.facts.id, key->id);
    }
    tenant.keys->load(std::move(keys));
}

void Index::put(std::unique_ptr<const Credential> credential) {
    credential_by_id_.put(*credential);
    if (auto old = credentials_.put(std::move(credential))) reclaimer_.retire(std::move(old));
}

void Index::remove_tenant(const TenantId& id) {
    const Tenant* tenant = tenant_by_id_.find(id);
    for (const Credential* credential : credentials_.list()) {
        if (credential->facts.tenant == id) remove_credential(credential->facts.id);
    }
    {
        const std::lock_guard lock{due_mutex_};
        std::erase_if(due_, [&](const Due& due) { return std::get<TenantId>(due) == id; });
    }
    grants_.remove_tenant(id);
    tenant_by_id_.remove(id);
    tenant_by_name_.remove(tenant->facts.name);
    reclaimer_.retire(tenants_.take(*tenant));
}

void Index::remove_key(const Tenant& tenant, const KeyId& id) {
    {
        const std::lock_guard lock{due_mutex_};
        forget_due(tenant.facts.id, tenant.keys->find(id));
    }
    tenant.keys->remove_key(id);
}

void Index::remove_credential(std::string_view id) {
    const Credential* credential = credential_by_id_.find(id);
    credential_by_id_.remove(id);
    reclaimer_.retire(credentials_.take(*credential));
}

}  // namespace tandem::store
