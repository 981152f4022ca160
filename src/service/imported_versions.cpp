#include "imported_versions.hpp"

#include "tandem/store/imported_memory.hpp"

#include "imported_material.hpp"

#include <algorithm>

namespace tandem::service {

namespace {

void settle_state(store::KeySettings& settings, const ImportedVersion& newest) {
    if (!newest.is_there()) {
        settings.state = keys::KeyState::pending_import;
    } else if (settings.state == keys::KeyState::pending_import) {
        settings.state = keys::KeyState::enabled;
    }
}

// Fingerprints are kept while one of the materials is away, and of each material that is there its end.
void remember(store::KeyAttributes& attributes, const ImportedVersions& versions) {
    // Material that something outside relies on never ends by itself.
    const bool may_end = attributes.bound_resources.empty();
    attributes.material_expires = may_end ? versions.all[versions.newest].ends : OptionalTime{};
    const bool is_whole = std::ranges::all_of(versions.all, &ImportedVersion::is_there);
    auto& memories = attributes.imported_fingerprints;
    memories.clear();
    for (const ImportedVersion& one : versions.all) {
        store::ImportedMemory memory;
        if (!is_whole) memory.fingerprint = one.fingerprint;
        if (one.is_there() && may_end && one.ends != attributes.material_expires) memory.ends = one.ends;
        memories.push_back(store::write_memory(memory));
    }
    while (!memories.empty() && memories.back().empty()) memories.pop_back();
}

}  // namespace

Result<ImportedVersions> imported_versions(const store::KeyStore& store, const store::KeySpace& space,
                                           const store::Key& key) {
    const std::vector<Bytes>& memories = key.settings.attributes->imported_fingerprints;
    ImportedVersions versions;
    versions.all.resize(std::max(key.versions.size(), memories.size()));
    for (std::uint32_t number = 0; number < versions.all.size(); ++number) {
        ImportedVersion& one = versions.all[number];
        one.created = number < key.versions.size() ? key.versions[number].created() : key.created;
        if (number < memories.size()) one.fingerprint = store::read_memory(memories[number]).fingerprint;
        const store::KeyVersion* version = key.version(number);
        if (version == nullptr) continue;
        TANDEM_TRY(one.material, store.export_material(space, key, *version));
        one.public_key = to_bytes(version->public_key());
        one.fingerprint = fingerprint_of(space, key, one.material);
        one.ends = store::material_end(key, number);
    }
    const std::size_t standing = key.versions.empty() ? versions.all.size() : key.versions.size();
    versions.newest = static_cast<std::uint32_t>(standing == 0 ? 0 : standing - 1);
    return versions;
}

std::vector<std::uint32_t> versions_of(const ImportedVersions& versions, ByteView fingerprint) {
    if (versions.all.empty()) return {versions.newest};
    std::vector<std::uint32_t> numbers;
    for (std::uint32_t number = 0; number < versions.all.size(); ++number)
        if (constant_time_equal(versions.all[number].fingerprint, fingerprint)) numbers.push_back(number);
    const ImportedVersion& newest = versions.all[versions.newest];
    if (numbers.empty() && !newest.is_there() && newest.fingerprint.empty()) numbers.push_back(versions.newest);
    return numbers;
}

Changes put_imported(const store::Key& key, store::KeySettings settings, ImportedVersions versions) {
    settle_state(settings, versions.all[versions.newest]);
    settings.attributes.edit([&](store::KeyAttributes& attributes) { remember(attributes, versions); });
    store::PutKey put{.key = key, .versions = {}};
    put.key.settings = settings;
    for (std::uint32_t number = 0; number <= versions.newest; ++number) {
        ImportedVersion& one = versions.all[number];
        put.versions.push_back({one.created, std::move(one.material), std::move(one.public_key)});
    }
    Changes changes;
    changes.emplace_back(settings_change(key, std::move(settings)));  // the condition
    changes.emplace_back(std::move(put));
    return changes;
}

}  // namespace tandem::service
