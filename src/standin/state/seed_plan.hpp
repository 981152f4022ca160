#pragma once
// Bringing the store in line with a seed: first what would change, then the changes.

#include "seeds/seed.hpp"

#include <string>
#include <vector>

namespace tandem::standin {

// The fate of a key or credential that is stored already.
enum class Existing : std::uint8_t {
    keep,     // it stays as it is
    update,   // its facts become the seed's; other material or another secret is a conflict
    replace,  // everything becomes the seed's
};
// The fate of all that the seed does not have.
enum class Others : std::uint8_t { stay, go };

struct SeedStep {
    enum class Kind : std::uint8_t { create, change, same, remove } kind;
    std::string what;    // "key", "credential", "tenant"
    std::string tenant;  // a name
    std::string id;
    std::string name;    // the alias of a key; may be empty
    std::string detail;  // what changes; may be empty
};

// The steps that apply_seed would take, without taking them. Throws UserError(conflict) as it does.
std::vector<SeedStep> plan_seed(const service::Services& services, const Seed& seed, Existing existing, Others others);
// At most two commits a tenant: what goes, then what comes. Returns what was done. Throws UserError: conflict (other
// material, a credential of another tenant, a tenant with other identities, an alias or name that another key has),
// failed (the store cannot be changed). Where others go, a tenant with other identities and a credential of another
// tenant are replaced.
std::vector<SeedStep> apply_seed(service::Services& services, const Seed& seed, Existing existing, Others others);
// After applying: what the seed leaves open (random material, relative dates, names) becomes what is stored, so that a
// later reset comes back to exactly that.
void resolve_seed(const service::Services& services, Seed& seed);

// Aliases of a key with relative dates keep those that they have in the store. A guard of it must live.
void resolve_aliases(const store::KeyStore& store, const store::KeySpace& space, SeedKey& key);

}  // namespace tandem::standin
