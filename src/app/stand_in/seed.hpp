#pragma once
// What a stand-in server is to hold: tenants, credentials and keys with their material. One form for seeds, savepoints,
// snapshots and the state that a reset goes back to. docs/seeds.md describes the document.

#include "tandem/app/config.hpp"
#include "tandem/base/clock.hpp"
#include "tandem/store/key_store.hpp"

#include "../config/environment.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tandem::app {

struct SeedVersion {
    TimePoint created;
    SecretBytes material;  // raw symmetric key or DER PKCS#8
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

    // With the name and the dates of the stored key where the seed leaves them open.
    [[nodiscard]] SeedKey settled_by(const store::Key& stored) const;
};

struct SeedCredential {
    CredentialConfig config;
    std::string origin;
};

struct SeedTenant {
    store::TenantFacts facts;
    std::string origin;
};

struct Seed {
    std::vector<SeedTenant> tenants;
    std::vector<SeedCredential> credentials;
    std::vector<SeedKey> keys;
};

inline constexpr std::size_t kMaxSeedBytes = 64 * 1024 * 1024;

// Where a seed may refer to.
struct SeedSources {
    const Environment& environment;               // of {env: NAME}
    std::optional<std::filesystem::path> folder;  // of {file: PATH}; none: files are refused
    TimePoint now;                                // of relative dates
    std::string project_name;                     // of the first project of a tenant that names none
};

// Reads one document, YAML or JSON. Throws StartupError(bad_configuration) with the place of what is wrong.
Seed read_seed(const std::string& text, const std::string& name, const SeedSources& sources);
// A file, or the *.yaml, *.yml and *.json of a directory in the order of their names.
Seed read_seed_path(const std::filesystem::path& path, const SeedSources& sources);

// Adds `more`. Throws StartupError when it has what `seed` has already, naming both places.
void merge_seed(Seed& seed, Seed more);
// The same, but what is there already is replaced.
void replace_in_seed(Seed& seed, Seed more);

// Everything that the store holds. A guard of the store must not be held.
Seed capture_seed(const service::Services& services);
// As a JSON document that read_seed reads. Without material, keys have {"random": true} in its place.
enum class WithMaterial : bool { no, yes };
std::string write_seed(const Seed& seed, WithMaterial material);

}  // namespace tandem::app
