#include "index.hpp"

#include "tandem/crypto/random.hpp"

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

TenantId tenant_id_of(std::string_view name) noexcept {
    TenantId id;
    const auto digest = crypto::sha256({as_bytes("tandem/tenant/"), as_bytes(name)});
    std::copy_n(digest.begin(), id.bytes.size(), id.bytes.begin());
    return id;
}

KeySpaceId key_space_id(std::string_view tenant_name, std::string_view region) {
    return {tenant_id_of(std::string{tenant_name}.append("@").append(region)).bytes};
}

KeySpacePlace own_space(const TenantId& tenant) noexcept { return {{tenant.bytes}, tenant, {}}; }

KeySpace::KeySpace(KeySpacePlace place, const Tenant& owner, const Index& index) noexcept
    : KeySpacePlace(std::move(place)), tenant_(&owner), index_(&index) {}
KeySpace::KeySpace(KeySpacePlace place, const Tenant& owner, std::unique_ptr<KeySpaceContents> contents) noexcept
    : KeySpacePlace(std::move(place)), tenant_(&owner), contents_(std::move(contents)) {}
KeySpace::~KeySpace() = default;

KeySpaceContents& KeySpace::contents_elsewhere() const noexcept {
    const KeySpace* made = index_->find_space(id);
    return made != nullptr && made->is_at(*this) ? made->contents() : index_->no_contents();
}

crypto::Sha256Digest KeySpace::derive(std::string_view label, ByteView bytes) const noexcept {
    return contents().derivation_key().sign({as_bytes(label), bytes});
}

const crypto::HmacSha256Key& KeySpace::fingerprint_key() const noexcept { return contents().fingerprint_key(); }

Tenant::Tenant(TenantFacts the_facts, std::unique_ptr<KeySpaceContents> contents)
    : KeySpace(own_space(the_facts.id), *this, std::move(contents)),
      facts(std::move(the_facts)),
      serial(next_tenant_serial()) {}

std::shared_ptr<const Tenant> make_tenant(const Index& index, TenantFacts facts, std::uint32_t key_version,
                                          ByteView tenant_key) {
    auto contents = std::make_unique<KeySpaceContents>(index.reclaimer(), index.record_kinds(), own_space(facts.id).id,
                                                       key_version, tenant_key);
    return std::make_shared<const Tenant>(std::move(facts), std::move(contents));
}

std::shared_ptr<const KeySpace> make_space(const Index& index, KeySpacePlace place, const Tenant& owner,
                                           std::uint32_t key_version, ByteView tenant_key) {
    auto contents =
        std::make_unique<KeySpaceContents>(index.reclaimer(), index.record_kinds(), place.id, key_version, tenant_key);
    return std::make_shared<const KeySpace>(std::move(place), owner, std::move(contents));
}

// ---- one key space ----

KeySpaceContents::KeySpaceContents(EpochReclaimer& reclaimer, const RecordKinds& kinds, const KeySpaceId& space,
                                   std::uint32_t version, ByteView tenant_key)
    : record_key_(space.bytes, version, tenant_key),
      row_mac_key_(subkey(tenant_key, kRowMacPurpose)),
      derivation_key_(subkey(tenant_key, kDerivationPurpose)),
      fingerprint_key_(subkey(tenant_key, kFingerprintPurpose)),
      reclaimer_(reclaimer),
      by_id_(reclaimer),
      by_name_(reclaimer),
      alias_by_name_(reclaimer),
      objects_(reclaimer),
      records_(reclaimer, kinds) {}

std::vector<const Alias*> KeySpaceContents::aliases_of(const KeyId& key) const {
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

void KeySpaceContents::load(std::vector<std::unique_ptr<const Key>> keys) {
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

std::optional<std::string> KeySpaceContents::load(std::vector<std::unique_ptr<Alias>> aliases) {
    alias_by_name_.add(aliases);
    std::vector<ByPrefix<Alias>> by_key;
    by_key.reserve(aliases.size());
    for (const auto& alias : aliases) by_key.push_back({prefix_of(alias->key), alias.get()});
    std::ranges::sort(by_key, [](const auto& a, const auto& b) {
        return a.prefix != b.prefix ? a.prefix < b.prefix : ByKeyAndName{}(*a.entry, *b.entry);
    });
    for (std::size_t i = 0; i < by_key.size(); ++i) {
        // Entries that come soon are fetched meanwhile.
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

void KeySpaceContents::put(std::unique_ptr<const Key> key) {
    const Key* before = by_id_.find(key->id);
    class_counts_.replace(before, key.get());
    by_id_.put(*key);
    by_name_.put(*key);
    if (auto old = keys_.put(std::move(key), before)) reclaimer_.retire(std::move(old));
}

void KeySpaceContents::remove_key(const KeyId& id) {
    const Key* key = by_id_.find(id);
    class_counts_.replace(key, nullptr);
    by_name_.remove(key->name);
    by_id_.remove(id);
    reclaimer_.retire(keys_.take(*key));
}

void KeySpaceContents::put(std::unique_ptr<const Alias> alias) {
    const Alias* before = alias_by_name_.find(alias->name);
    alias_by_name_.put(*alias);
    std::ignore = aliases_by_key_.put(alias.get(), before);
    if (auto old = aliases_.put(std::move(alias), before)) reclaimer_.retire(std::move(old));
}

void KeySpaceContents::remove_alias(std::string_view name) {
    const Alias* alias = alias_by_name_.find(name);
    alias_by_name_.remove(name);
    std::ignore = aliases_by_key_.take(*alias);
    reclaimer_.retire(aliases_.take(*alias));
}

// ---- all tenants ----

Index::Index(RecordKinds kinds)
    : record_kinds_(std::move(kinds)),
      no_contents_(reclaimer_, record_kinds_, {}, 0, crypto::random_secret(kWrappingKeyBytes).expose_secret()),
      tenant_by_id_(reclaimer_),
      tenant_by_name_(reclaimer_),
      space_by_id_(reclaimer_),
      space_by_region_(reclaimer_),
      credential_by_id_(reclaimer_) {}

std::vector<std::pair<KeySpaceId, KeyId>> Index::due_keys(TimePoint now) const {
    std::vector<std::pair<KeySpaceId, KeyId>> found;
    const std::lock_guard lock{due_mutex_};
    for (const auto& [date, space, key] : due_) {
        if (date > now) break;
        found.emplace_back(space, key);
    }
    return found;
}

void Index::forget_due(const KeySpaceId& space, const Key* key) {
    if (key == nullptr) return;
    if (const OptionalTime due = next_event(*key)) due_.erase({*due, space, key->id});
}

void Index::put(std::shared_ptr<const Tenant> tenant) {
    tenant_by_id_.put(*tenant);
    tenant_by_name_.put(*tenant);
    put(std::shared_ptr<const KeySpace>{tenant});
    if (auto old = tenants_.put(std::move(tenant))) reclaimer_.retire(std::move(old));
}

void Index::put(std::shared_ptr<const KeySpace> space) {
    space_by_id_.put(*space);
    space_by_region_.put(*space);
    if (auto old = spaces_.put(std::move(space))) reclaimer_.retire(std::move(old));
}

void Index::put(const KeySpace& space, std::unique_ptr<const Key> key) {
    {
        const std::lock_guard lock{due_mutex_};
        forget_due(space.id, space.contents().find(key->id));
        if (const OptionalTime due = next_event(*key)) due_.emplace(*due, space.id, key->id);
    }
    space.contents().put(std::move(key));
}

void Index::load(const KeySpace& space, std::vector<std::unique_ptr<const Key>> keys) {
    {
        const std::lock_guard lock{due_mutex_};
        for (const auto& key : keys)
            if (const OptionalTime due = next_event(*key)) due_.emplace(*due, space.id, key->id);
    }
    space.contents().load(std::move(keys));
}

void Index::put(std::unique_ptr<const Credential> credential) {
    credential_by_id_.put(*credential);
    if (auto old = credentials_.put(std::move(credential))) reclaimer_.retire(std::move(old));
}

void Index::remove_tenant(const Tenant& tenant) {
    for (const Credential* credential : credentials_.list()) {
        if (credential->facts.tenant == tenant.facts.id) remove_credential(credential->facts.id);
    }
    for (const KeySpace* space : spaces_.list()) {
        if (space->tenant_id == tenant.facts.id) remove_space(*space);
    }
    tenant_by_id_.remove(tenant.facts.id);
    tenant_by_name_.remove(tenant.facts.name);
    reclaimer_.retire(tenants_.take(tenant));
}

void Index::remove_space(const KeySpace& space) {
    {
        const std::lock_guard lock{due_mutex_};
        std::erase_if(due_, [&](const Due& due) { return std::get<KeySpaceId>(due) == space.id; });
    }
    grants_.remove_space(space.id);
    space_by_id_.remove(space.id);
    space_by_region_.remove({space.tenant_id, space.region});
    reclaimer_.retire(spaces_.take(space));
}

void Index::remove_key(const KeySpace& space, const KeyId& id) {
    {
        const std::lock_guard lock{due_mutex_};
        forget_due(space.id, space.contents().find(id));
    }
    space.contents().remove_key(id);
}

void Index::remove_credential(std::string_view id) {
    const Credential* credential = credential_by_id_.find(id);
    credential_by_id_.remove(id);
    reclaimer_.retire(credentials_.take(*credential));
}

}  // namespace tandem::store
