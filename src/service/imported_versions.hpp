#pragma once
// The materials that a key was given from outside, one a version. Each comes, ends and comes back by itself; the key is
// usable while the newest version has its own.

#include "change_key.hpp"

namespace tandem::service {

struct ImportedVersion {
    TimePoint created{};
    SecretBytes material{};  // empty: it was removed, or never came back
    Bytes public_key{};      // DER SubjectPublicKeyInfo; empty for symmetric keys
    Bytes fingerprint{};     // empty: not known (a key of another installation)
    OptionalTime ends{};     // past it, material that is there counts as removed

    [[nodiscard]] bool is_there() const noexcept { return !material.empty(); }
    void remove() {
        material = {};
        public_key.clear();
        ends.reset();
    }
};
struct ImportedVersions {
    std::vector<ImportedVersion> all;  // by number
    // The one that encrypts. A key of an earlier program may remember materials of versions beyond it.
    std::uint32_t newest = 0;
};

// All that the key ever had. Error: internal.
Result<ImportedVersions> imported_versions(const store::KeyStore& store, const store::KeySpace& space,
                                           const store::Key& key);

// The versions whose material this may be: those that it was, or else the newest when nothing is known of it or there
// is none yet. None: it is new to the key.
std::vector<std::uint32_t> versions_of(const ImportedVersions& versions, ByteView fingerprint);

// The key with its versions as told, under the condition that nobody changed it meanwhile. It waits for its newest
// material, or is in the state of `settings`, enabled in the place of pending import.
Changes put_imported(const store::Key& key, store::KeySettings settings, ImportedVersions versions);

}  // namespace tandem::service
