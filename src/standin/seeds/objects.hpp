#pragma once
// A tenant's objects beside keys and aliases in seeds: all kinds in one form (documents/described_json.hpp).

#include "tandem/app/section_reader.hpp"

#include "seed.hpp"

#include <nlohmann/json.hpp>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace tandem::standin {

// The name of a kind's list in a document, and of one of it in messages.
struct KindNames {
    std::string_view list;
    std::string_view one;
};
template <class T>
inline constexpr KindNames kObjectNames{};
#define TANDEM_SEED_KIND(type, list, one) \
    template <>                           \
    inline constexpr KindNames kObjectNames<type>{list, one};
#include "kinds.def"
#undef TANDEM_SEED_KIND

// The name of an object that is called by one beside its id; else "".
template <class T>
std::string name_of_object(const T& object) {
    if constexpr (T::kNamed) return object.name;
    return {};
}

// Reads every list of objects that the document has. Throws UserError.
void read_seed_objects(app::SectionReader& root, const SeedSources& sources, const std::string& tenant, Seed& seed);

// Takes the key space's objects, of the kinds that go with a key only those of a key that `has_key` finds. A guard of
// the store must live. Throws UserError when a secret does not open.
void capture_objects(const store::KeySpace& space, const std::function<bool(const KeyId&)>& has_key, Seed& seed);

// Calls `write` with each kind's list. Without material secrets are left out, and import tokens, which are of no use
// then.
using WriteList = std::function<void(std::string_view name, const std::vector<nlohmann::ordered_json>& items)>;
void write_objects(const Seed& seed, WithMaterial material, const WriteList& write);

// Names what differs, separated by commas; not the secret.
template <class T>
std::string difference(const T& stored, const T& wanted);

}  // namespace tandem::standin
