#pragma once
// The contents of a stand-in server: tenants, credentials, keys with their material, and other objects. One form for
// seeds, savepoints, snapshots and the state that a reset goes back to. docs/seeds.md describes the document.

#include "tandem/app/config.hpp"
#include "tandem/app/environment.hpp"
#include "tandem/app/space_name.hpp"
#include "tandem/base/clock.hpp"
#include "tandem/store/key_store.hpp"
#include "tandem/vendors/records.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace tandem::standin {

struct SeedVersion {
    TimePoint created;
    SecretBytes material;  // raw symmetric key or DER PKCS#8; empty: it was imported and removed
    Bytes public_key;      // DER SubjectPublicKeyInfo; empty for symmetric keys
    bool random = false;   // made when the seed was read: a stored key keeps its own

    [[nodiscard]] SeedVersion clone() const { return {created, material.clone(), public_key, random}; }
};

struct SeedKey {
    std::string tenant;  // a name
    store::Key facts;    // without versions
    std::vector<SeedVersion> versions;
    std::vector<store::Alias> aliases;  // all of them, the primary one included
    bool has_name = false;              // it was written; else a stored key keeps its own
    bool relative_dates = false;        // a stored key keeps its own
    std::string origin;                 // where it was written, for messages
    std::string fingerprints_under;     // the key of imported_fingerprints, by name (imports.hpp); may be empty

    [[nodiscard]] SeedKey clone() const;
    // The key with the name and the dates of the stored one where the seed leaves them open.
    [[nodiscard]] SeedKey resolved_by(const store::Key& stored) const;
};

struct SeedCredential {
    app::CredentialConfig config;
    std::string origin;
};

// A tenant, or the keys that a tenant has in a region.
struct SeedTenant {
    store::TenantFacts facts;  // the tenant's, also for a region
    std::string origin;
    app::StatedIds stated{};  // the others become what is stored
    store::KeySpacePlace place{};

    [[nodiscard]] std::string name() const { return app::SpaceName{facts.name, place.region}.text(); }
    [[nodiscard]] bool is_region() const noexcept { return !place.region.empty(); }
};

// Every kind that a tenant has beside keys and aliases, as in kinds.def.
using SeedTypes = store::JoinedTypes<store::ObjectTypes, api::RecordTypes>;

// Something of one of them.
template <class T>
struct SeedObject {
    std::string tenant{};  // a name
    T object{};
    SecretBytes secret{};
    bool relative_dates = false;  // a stored object keeps its own
    bool random_secret = false;   // made when the seed was read: a stored object keeps its own
    std::string origin{};

    // The object with the dates of the stored one where the seed leaves them open.
    [[nodiscard]] T resolved_by(const T& stored) const {
        T resolved = object;
        if (!relative_dates) return resolved;
        resolved.created = stored.created;
        if constexpr (requires { resolved.deletion_date; }) {
            if (resolved.deletion_date && stored.deletion_date) resolved.deletion_date = stored.deletion_date;
        }
        if constexpr (requires { resolved.expires; }) resolved.expires = stored.expires;
        if constexpr (requires { resolved.changed; }) resolved.changed = stored.changed;
        return resolved;
    }
};
template <class T>
using SeedObjects = std::vector<SeedObject<T>>;

struct Seed {
    std::vector<SeedTenant> tenants;
    std::vector<SeedCredential> credentials;
    std::vector<SeedKey> keys;
    SeedTypes::TupleOf<SeedObjects> objects;

    [[nodiscard]] bool empty() const noexcept {
        const bool no_objects = std::apply([](const auto&... lists) { return (lists.empty() && ...); }, objects);
        return tenants.empty() && credentials.empty() && keys.empty() && no_objects;
    }
    template <class T>
    [[nodiscard]] SeedObjects<T>& of() noexcept {
        return std::get<SeedObjects<T>>(objects);
    }
    template <class T>
    [[nodiscard]] const SeedObjects<T>& of() const noexcept {
        return std::get<SeedObjects<T>>(objects);
    }
};

inline constexpr std::size_t kMaxSeedBytes = 64 * 1024 * 1024;

// Where a seed may refer to.
struct SeedSources {
    const app::Environment& environment;          // of {env: NAME}
    std::optional<std::filesystem::path> folder;  // of {file: PATH}; none: files are refused
    TimePoint now;                                // of relative dates
    std::string project_name;                     // of the first project of a tenant that names none
};

// Reads one document, YAML or JSON. Throws UserError(configuration) with the place of what is wrong.
Seed read_seed(const std::string& text, const std::string& name, const SeedSources& sources);
// A file, or the *.yaml, *.yml and *.json of a directory in the order of their names.
Seed read_seed_path(const std::filesystem::path& path, const SeedSources& sources);

// Adds `more`. Throws UserError when it has what `seed` has already, naming both places.
void merge_seed(Seed& seed, Seed more);
// The same, but what is there already is replaced. The result stands alone: what is for keys that it has not is
// dropped.
void replace_in_seed(Seed& seed, Seed more);

// Everything that the store holds. A guard of the store must not be held.
Seed capture_seed(const service::Services& services);
// The JSON document that read_seed reads. Without material, keys have {"random": true} in its place.
enum class WithMaterial : bool { no, yes };
std::string write_seed(const Seed& seed, WithMaterial material);

}  // namespace tandem::standin
