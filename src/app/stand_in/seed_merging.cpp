// Putting seeds together: several documents are one seed, in which nothing may be twice.

#include "tandem/base/startup.hpp"

#include "seed.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace tandem::app {
namespace {

const std::string& identity(const SeedTenant& tenant) { return tenant.facts.name; }
const std::string& identity(const SeedCredential& credential) { return credential.config.id; }
std::string identity(const SeedKey& key) { return key.tenant + "/" + key.facts.id.text(); }

[[noreturn]] void refuse_twice(const std::string& what, const std::string& first, const std::string& second) {
    throw StartupError{ExitCode::bad_configuration,
                       second + ": " + what + " is there twice" + (first.empty() ? "" : ", first at " + first)};
}

template <class Item>
void append(std::vector<Item>& to, std::vector<Item> more, const std::string& what) {
    std::map<std::string, std::string> known;
    for (const auto& item : to) known.emplace(identity(item), item.origin);
    for (auto& item : more) {
        const auto [found, fresh] = known.emplace(identity(item), item.origin);
        if (!fresh) refuse_twice(what + " " + identity(item), found->second, item.origin);
        to.push_back(std::move(item));
    }
}

template <class Item>
void replace(std::vector<Item>& in, std::vector<Item> more) {
    std::set<std::string> fresh;
    for (const auto& item : more) fresh.insert(identity(item));
    std::erase_if(in, [&](const Item& item) { return fresh.contains(identity(item)); });
    std::ranges::move(more, std::back_inserter(in));
}

// Names that only one key of a tenant can have.
void check_names(const Seed& seed) {
    std::map<std::string, std::string> aliases, names;
    for (const auto& key : seed.keys) {
        for (const auto& alias : key.aliases) {
            const auto [found, fresh] = aliases.emplace(key.tenant + "/" + alias.name, key.origin);
            if (!fresh) refuse_twice("the alias " + alias.name, found->second, key.origin);
        }
        const auto name = key.facts.name.text();
        const auto [found, fresh] = names.emplace(key.tenant + "/" + name, key.origin);
        if (!fresh) refuse_twice("the name " + name, found->second, key.origin);
    }
}

}  // namespace

void merge_seed(Seed& seed, Seed more) {
    append(seed.tenants, std::move(more.tenants), "tenant");
    append(seed.credentials, std::move(more.credentials), "credential");
    append(seed.keys, std::move(more.keys), "key");
    check_names(seed);
}

void replace_in_seed(Seed& seed, Seed more) {
    replace(seed.tenants, std::move(more.tenants));
    replace(seed.credentials, std::move(more.credentials));
    replace(seed.keys, std::move(more.keys));
}

}  // namespace tandem::app
