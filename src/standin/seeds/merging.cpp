// Putting seeds together: several documents are one seed, in which nothing may be twice.

#include "tandem/base/user_error.hpp"

#include "attributes.hpp"
#include "objects.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <utility>

namespace tandem::standin {
namespace {

std::string identity(const SeedTenant& tenant) { return tenant.name(); }
const std::string& identity(const SeedCredential& credential) { return credential.config.id; }
template <class T>
std::string identity(const SeedObject<T>& object) {
    return object.tenant + "/" + object.object.id.text();
}
std::string identity(const SeedKey& key) { return key.tenant + "/" + key.facts.id.text(); }

[[noreturn]] void refuse_twice(const std::string& what, const std::string& first, const std::string& second) {
    throw UserError{UserError::configuration,
                    {.place = second, .text = what + " is there twice" + (first.empty() ? "" : ", first at " + first)}};
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

template <class T>
void check_names(const SeedObjects<T>& objects) {
    std::map<std::string, std::string> names;
    for (const auto& one : objects) {
        const auto [found, fresh] = names.emplace(one.tenant + "/" + name_of_object(one.object), one.origin);
        if (!fresh)
            refuse_twice("the " + std::string{kObjectNames<T>.one} + " " + name_of_object(one.object), found->second,
                         one.origin);
    }
}

// Refuses what two have, where only one tenant, or one key of a tenant, can have it.
void check_names(const Seed& seed) {
    std::map<std::string, std::string> ids, aliases, names;
    for (const auto& tenant : seed.tenants) {
        const auto [found, fresh] = ids.emplace(tenant.facts.id.text(), tenant.origin);
        if (!fresh) refuse_twice("the tenant id " + found->first, found->second, tenant.origin);
    }
    for (const auto& key : seed.keys) {
        for (const auto& alias : key.aliases) {
            const auto [found, fresh] = aliases.emplace(key.tenant + "/" + alias.name, key.origin);
            if (!fresh) refuse_twice("the alias " + alias.name.str(), found->second, key.origin);
        }
        const auto name = key.facts.name.text();
        const auto [found, fresh] = names.emplace(key.tenant + "/" + name, key.origin);
        if (!fresh) refuse_twice("the name " + name, found->second, key.origin);
    }
    SeedTypes::for_each([&]<class T>(T*) {
        if constexpr (T::kNamed) check_names(seed.of<T>());
    });
}

using NamesOfTenants = std::set<std::pair<std::string, std::string>>;  // of a tenant

// Names that newer keys have are no longer the older ones'.
void give_up_names(std::vector<SeedKey>& older, const std::vector<SeedKey>& newer) {
    NamesOfTenants aliases, names;
    for (const auto& key : newer) {
        names.emplace(key.tenant, key.facts.name.text());
        for (const auto& alias : key.aliases) aliases.emplace(key.tenant, alias.name.str());
    }
    std::erase_if(older, [&](const SeedKey& key) { return names.contains({key.tenant, key.facts.name.text()}); });
    for (auto& key : older) {
        std::erase_if(key.aliases, [&](const auto& alias) { return aliases.contains({key.tenant, alias.name.str()}); });
        auto& primary = key.facts.settings.primary_alias;
        if (aliases.contains({key.tenant, primary.str()})) primary.clear();
    }
}

// The same of named objects.
template <class T>
void give_up_names(SeedObjects<T>& older, const SeedObjects<T>& newer) {
    if constexpr (T::kNamed) {
        NamesOfTenants names;
        for (const auto& one : newer) names.emplace(one.tenant, one.object.name);
        std::erase_if(older, [&](const SeedObject<T>& one) { return names.contains({one.tenant, one.object.name}); });
    }
}

// Drops objects of keys that the seed has not: they may be stored, but are nobody's in it.
template <class T>
void drop_without_key(const Seed& seed, SeedObjects<T>& objects) {
    if constexpr (T::kOfKey) {
        std::set<std::pair<std::string, KeyId>> keys;
        for (const auto& key : seed.keys) keys.emplace(key.tenant, key.facts.id);
        std::erase_if(objects, [&](const auto& one) { return !keys.contains({one.tenant, one.object.key}); });
    }
}

}  // namespace

SeedKey SeedKey::clone() const {
    SeedKey copy{tenant, facts, {}, aliases, has_name, relative_dates, origin, fingerprints_under};
    for (const auto& version : versions) copy.versions.push_back(version.clone());
    return copy;
}

SeedKey SeedKey::resolved_by(const store::Key& stored) const {
    SeedKey resolved = clone();
    if (!has_name) resolved.facts.name = stored.name;
    if (!relative_dates) return resolved;
    resolved.facts.created = stored.created;
    for (std::size_t i = 0; i < std::min(resolved.versions.size(), stored.versions.size()); ++i)
        resolved.versions[i].created = stored.versions[i].created();
    const auto& deletion = stored.settings.deletion_date;
    if (deletion && resolved.facts.settings.deletion_date) resolved.facts.settings.deletion_date = deletion;
    resolve_dates(resolved.facts.settings, stored.settings);
    return resolved;
}

void merge_seed(Seed& seed, Seed more) {
    append(seed.tenants, std::move(more.tenants), "tenant");
    append(seed.credentials, std::move(more.credentials), "credential");
    append(seed.keys, std::move(more.keys), "key");
    SeedTypes::for_each(
        [&]<class T>(T*) { append(seed.of<T>(), std::move(more.of<T>()), std::string{kObjectNames<T>.one}); });
    check_names(seed);
}

void replace_in_seed(Seed& seed, Seed more) {
    replace(seed.tenants, std::move(more.tenants));
    replace(seed.credentials, std::move(more.credentials));
    std::set<std::string> ids;
    for (const auto& key : more.keys) ids.insert(identity(key));
    std::erase_if(seed.keys, [&](const SeedKey& key) { return ids.contains(identity(key)); });
    give_up_names(seed.keys, more.keys);
    std::ranges::move(more.keys, std::back_inserter(seed.keys));
    SeedTypes::for_each([&]<class T>(T*) {
        give_up_names(seed.of<T>(), more.of<T>());
        replace(seed.of<T>(), std::move(more.of<T>()));
        drop_without_key(seed, seed.of<T>());
    });
}

}  // namespace tandem::standin
