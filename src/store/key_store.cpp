#include "tandem/store/key_store.hpp"

#include "tandem/base/user_error.hpp"
#include "tandem/store/imported_memory.hpp"
#include "tandem/store/unseal_key.hpp"

#include "commit/change_kind.hpp"
#include "commit/storage_thread.hpp"
#include "index/index.hpp"
#include "loader.hpp"
#include "rows/hierarchy.hpp"

#include <algorithm>
#include <malloc.h>
#include <optional>

namespace tandem::store {
namespace {

constexpr std::string_view kMessageLabel = "tandem/v1/message";

Result<SecretBytes> open_record(const KeySpace& space, const Key& key, const KeyVersion& version) {
    auto material = space.contents().record_key().open_body(material_place(space.id, key.id, version.number()),
                                                            version.sealed_material());
    if (!material) return fail(ErrorCode::internal, {}, "a key version does not open: key " + key.id.text());
    return std::move(*material);
}

Result<std::unique_ptr<const OpenedMaterial>> open_sealed(const KeySpace& space, const Key& key,
                                                          const KeyVersion& version) {
    TANDEM_TRY(auto material, open_record(space, key, version));
    auto opened = std::make_unique<OpenedMaterial>();
    if (keys::is_symmetric_cipher(key.spec)) {
        const auto suite = key.spec == keys::KeySpec::sm4 ? crypto::Suite::sm4_ctr_hmac_sm3 : crypto::Suite::aes256_gcm;
        opened->sealing_key = std::make_unique<crypto::SealingKey>(suite, kMessageLabel, material.expose_secret());
    } else if (keys::is_mac(key.spec)) {
        opened->mac_key = std::move(material);
    } else {
        auto parsed = crypto::PrivateKey::from_der(material.expose_secret());
        if (parsed.has_error()) {
            return fail(ErrorCode::internal, {}, "a private key does not parse: key " + key.id.text());
        }
        opened->private_key = std::make_unique<crypto::PrivateKey>(std::move(*parsed));
    }
    return std::unique_ptr<const OpenedMaterial>{std::move(opened)};
}

bool was_removed(const Credential& one) noexcept { return one.facts.hold == CredentialHold::removed; }

}  // namespace

// Parts in the order of their making: the storage thread ends first and the backend closes last.
struct KeyStore::Parts {
    Parts(std::unique_ptr<Backend> opened, RecordKinds kinds) : backend(std::move(opened)), index(std::move(kinds)) {}

    std::unique_ptr<Backend> backend;
    Index index;
    Installation installation;
    std::optional<StorageThread> storage;
};

KeyStore::KeyStore(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
KeyStore::~KeyStore() = default;

std::unique_ptr<KeyStore> KeyStore::open(std::unique_ptr<Backend> backend, SecretBytes unseal_key, const Clock& clock,
                                         RecordKinds kinds) {
    check_numbers(kinds);
    if (unseal_key.size() != kUnsealKeyBytes) {
        throw UserError(UserError::configuration, "an unseal key has 32 bytes");
    }
    auto parts = std::make_unique<Parts>(std::move(backend), std::move(kinds));
    parts->installation = load_installation(*parts->backend, unseal_key, clock, parts->index);
    ::malloc_trim(0);  // what the loading alone needed
    parts->storage.emplace(*parts->backend, parts->index, parts->installation);
    return std::unique_ptr<KeyStore>{new KeyStore{std::move(parts)}};
}

ReadGuard KeyStore::read() const noexcept { return ReadGuard{parts_->index.reclaimer()}; }

const Credential* KeyStore::find_credential(std::string_view access_key_id) const noexcept {
    const Credential* found = parts_->index.find_credential(access_key_id);
    return found == nullptr || was_removed(*found) ? nullptr : found;
}
const Credential* KeyStore::find_removed_credential(std::string_view id) const noexcept {
    const Credential* found = parts_->index.find_credential(id);
    return found != nullptr && was_removed(*found) ? found : nullptr;
}
const Tenant* KeyStore::find_tenant(const TenantId& id) const noexcept { return parts_->index.find_tenant(id); }
const Tenant* KeyStore::find_tenant_by_name(std::string_view name) const noexcept {
    return parts_->index.find_tenant_by_name(name);
}
std::vector<const Tenant*> KeyStore::tenants() const { return parts_->index.tenants(); }
const KeySpace* KeyStore::find_key_space(const Tenant& tenant, std::string_view region) const noexcept {
    return parts_->index.find_space(tenant.facts.id, region);
}
const KeySpace* KeyStore::find_key_space(const KeySpaceId& id) const noexcept { return parts_->index.find_space(id); }
std::vector<const KeySpace*> KeyStore::key_spaces() const { return parts_->index.spaces(); }
std::unique_ptr<const KeySpace> KeyStore::unstored_key_space(const Tenant& tenant, std::string_view region) const {
    return std::make_unique<const KeySpace>(
        KeySpacePlace{key_space_id(tenant.facts.name, region), tenant.facts.id, std::string{region}}, tenant,
        parts_->index);
}
std::vector<const Credential*> KeyStore::credentials() const {
    auto all = parts_->index.credentials();
    std::erase_if(all, [](const Credential* one) { return was_removed(*one); });
    return all;
}
std::vector<const Credential*> KeyStore::removed_credentials() const {
    auto all = parts_->index.credentials();
    std::erase_if(all, [](const Credential* one) { return !was_removed(*one); });
    return all;
}

const Key* KeyStore::find_key(const KeySpace& space, const KeyId& id) const noexcept {
    return space.contents().find(id);
}
const Key* KeyStore::find_key(const KeySpace& space, const keys::KeyName& name) const noexcept {
    return space.contents().find(name);
}
const Alias* KeyStore::find_alias(const KeySpace& space, std::string_view name) const noexcept {
    return space.contents().find_alias(name);
}
std::size_t KeyStore::key_count(const KeySpace& space) const noexcept { return space.contents().key_count(); }
std::size_t KeyStore::alias_count(const KeySpace& space) const { return space.contents().aliases().size(); }
std::vector<KeyClassCount> KeyStore::key_classes(const KeySpace& space) const {
    return space.contents().class_counts().list();
}

std::vector<const Key*> KeyStore::keys(const KeySpace& space) const { return space.contents().keys().list(); }
std::vector<const Key*> KeyStore::keys(const KeySpace& space, KeyOrder order, std::size_t offset,
                                       std::size_t limit) const {
    return space.contents().keys().slice(offset, limit, direction_of(order));
}
std::vector<const Alias*> KeyStore::aliases(const KeySpace& space) const { return space.contents().aliases().list(); }
std::vector<const Alias*> KeyStore::aliases(const KeySpace& space, std::size_t offset, std::size_t limit) const {
    return space.contents().aliases().slice(offset, limit);
}
std::vector<const Alias*> KeyStore::aliases_of(const KeySpace& space, const KeyId& key) const {
    return space.contents().aliases_of(key);
}
void KeyStore::visit_keys(const KeySpace& space, KeyOrder order, const std::function<bool(const Key&)>& visit) const {
    space.contents().keys().visit(direction_of(order), visit);
}
void KeyStore::visit_aliases(const KeySpace& space, const std::function<bool(const Alias&)>& visit) const {
    space.contents().aliases().visit(Direction::ascending, visit);
}

std::vector<const KeySpace*> KeyStore::granting_spaces(const KeyId& key) const {
    std::vector<const KeySpace*> spaces;
    for (const KeySpaceId& id : parts_->index.grants().spaces_of(key))
        if (const KeySpace* space = find_key_space(id)) spaces.push_back(space);
    return spaces;
}

std::vector<GrantOfSpace> KeyStore::grants_retirable_by(std::string_view principal) const {
    std::vector<GrantOfSpace> found;
    for (const auto& [space_id, id] : parts_->index.grants().retirable_by(principal)) {
        const KeySpace* space = find_key_space(space_id);
        const Grant* grant = space == nullptr ? nullptr : Objects<Grant>{*space}.find(id);
        if (grant != nullptr && grant->retirer == principal) found.push_back({space, grant});
    }
    std::ranges::sort(found, [](const GrantOfSpace& a, const GrantOfSpace& b) {
        return a.grant->created != b.grant->created ? a.grant->created > b.grant->created : a.grant->id < b.grant->id;
    });
    return found;
}

Result<const OpenedMaterial*> KeyStore::open_material(const KeySpace& space, const Key& key,
                                                      const KeyVersion& version) const {
    if (const auto* opened = version.opened_.load(std::memory_order_acquire)) return opened;
    TANDEM_TRY(auto fresh, open_sealed(space, key, version));
    const OpenedMaterial* winner = nullptr;
    if (!version.opened_.compare_exchange_strong(winner, fresh.get(), std::memory_order_acq_rel)) return winner;
    return fresh.release();
}

Result<SecretBytes> KeyStore::export_material(const KeySpace& space, const Key& key, const KeyVersion& version) const {
    if (!has_material(version)) return SecretBytes{};
    return open_record(space, key, version);
}

std::vector<std::pair<KeySpaceId, KeyId>> KeyStore::due_keys(TimePoint now) const {
    return parts_->index.due_keys(now);
}

const std::array<std::uint8_t, 16>& KeyStore::installation_id() const noexcept { return parts_->installation.id; }
Epoch KeyStore::epoch() const noexcept { return parts_->storage->epoch(); }
bool KeyStore::is_durable() const noexcept { return parts_->backend->is_durable(); }
bool KeyStore::is_writable() const noexcept { return parts_->storage->is_writable(); }

Result<Epoch> KeyStore::commit(const KeySpacePlace& space, std::vector<Change> changes) {
    return parts_->storage->commit(space, std::move(changes));
}
Result<Epoch> KeyStore::commit(const TenantId& tenant, std::vector<Change> changes) {
    return commit(own_space(tenant), std::move(changes));
}

}  // namespace tandem::store
