// From the store to a document that reads back as the same.

#include "tandem/app/dates.hpp"
#include "tandem/base/encoding.hpp"
#include "tandem/base/user_error.hpp"

#include "attributes.hpp"
#include "documents/described_json.hpp"
#include "imports.hpp"
#include "objects.hpp"
#include "seed.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <set>
#include <span>

namespace tandem::standin {
namespace {

using nlohmann::ordered_json;

SeedKey capture_key(const store::KeyStore& store, const store::KeySpace& space, const store::Key& key) {
    SeedKey captured;
    captured.tenant = app::SpaceName::of(space).text();
    captured.facts = key;
    captured.has_name = true;
    captured.fingerprints_under = name_of_fingerprint_key(space);
    captured.facts.versions.clear();
    for (std::size_t i = 0; i < key.versions.size(); ++i) {
        const auto& version = key.versions[i];
        auto material = store.export_material(space, key, version);
        if (!material) throw UserError{UserError::damaged, material.error().detail};
        captured.versions.push_back({version.created(), std::move(*material), to_bytes(version.public_key()), false});
    }
    return captured;
}

// Others may be changing the key space: each alias is captured once, and a primary alias only with its key.
void capture_keys(const store::KeyStore& store, const store::KeySpace& space, std::vector<SeedKey>& to) {
    std::map<KeyId, std::size_t> places;
    const auto first = to.size();
    for (const auto* key : store.keys(space))
        if (places.emplace(key->id, to.size()).second) to.push_back(capture_key(store, space, *key));
    for (const auto* alias : store.aliases(space)) {
        const auto place = places.find(alias->key);
        if (place != places.end()) to[place->second].aliases.push_back(*alias);
    }
    for (auto& key : std::span{to}.subspan(first)) {
        auto& primary = key.facts.settings.primary_alias;
        if (std::ranges::none_of(key.aliases, [&](const auto& alias) { return alias.name == primary; }))
            primary.clear();
    }
}

SeedCredential capture_credential(const store::Credential& credential) {
    const auto& facts = credential.facts;
    return {{facts.id,
             credential.secret.clone(),
             credential.tenant->facts.name,
             facts.user_name,
             facts.enabled,
             facts.expires,
             facts.session_token,
             facts.allow,
             facts.login_only,
             {},
             facts.origin},
            {}};
}

// ---- JSON ----

ordered_json seed_json(const SeedTenant& tenant) {
    const store::TenantFacts& facts = tenant.facts;
    ordered_json projects = ordered_json::object();
    for (const auto& project : facts.projects) projects[project.name] = project.id;
    return {{"name", tenant.name()},
            {"id", tenant.place.id.text()},
            {"tencent",
             {{"uin", std::to_string(facts.account_number)}, {"app_id", std::to_string(facts.application_number)}}},
            {"huawei",
             {{"domain_id", facts.domain_id}, {"domain_name", facts.domain_name}, {"projects", std::move(projects)}}}};
}

ordered_json seed_json(const app::CredentialConfig& credential, WithMaterial material) {
    ordered_json out = ordered_json::object();
    if (!credential.login_only) out["id"] = credential.id;
    out["tenant"] = credential.tenant;
    const char* const secret = credential.login_only ? "password" : "secret";
    if (material == WithMaterial::yes) {
        out[secret] = as_text(credential.secret.expose_secret());
        if (!credential.session_token.empty()) out["token"] = credential.session_token;
    } else {
        out[secret] = {{"env", "SECRET_OF_" + (credential.login_only ? credential.user_name : credential.id)}};
    }
    if (!credential.user_name.empty() && credential.user_name != credential.id) out["user"] = credential.user_name;
    for (const auto& rule : credential.allow) out["allow"].push_back(described_json(rule));
    if (!credential.enabled) out["enabled"] = false;
    if (credential.expires) out["expires"] = app::format_date(*credential.expires);
    return out;
}

ordered_json seed_json(const SeedVersion& version, WithMaterial material) {
    if (version.material.empty()) return {{"created", app::format_date(version.created)}, {"removed", true}};
    ordered_json form{{"random", true}};
    if (material == WithMaterial::yes && version.public_key.empty())
        form = {{"hex", hex_encode(version.material.expose_secret())}};
    else if (material == WithMaterial::yes)
        form = {{"base64", base64_encode(version.material.expose_secret())}};
    return {{"created", app::format_date(version.created)}, {"material", std::move(form)}};
}

ordered_json seed_json(const SeedKey& key, WithMaterial material) {
    const auto& facts = key.facts;
    ordered_json out{{"id", facts.id.text()}, {"name", facts.name.text()}, {"tenant", key.tenant}};
    if (!facts.settings.primary_alias.empty()) out["alias"] = facts.settings.primary_alias;
    for (const auto& alias : key.aliases) {
        ordered_json one{{"name", alias.name},
                         {"created", app::format_date(alias.created)},
                         {"updated", app::format_date(alias.updated)}};
        if (alias.prefixed()) one["prefixed"] = true;
        out["aliases"].push_back(std::move(one));
    }
    if (!facts.settings.description.empty()) out["description"] = facts.settings.description;
    out["spec"] = keys::name_of(facts.spec);
    out["usage"] = keys::name_of(facts.usage);
    if (facts.origin == keys::KeyOrigin::external) out["origin"] = "external";
    out["state"] = keys::name_of(facts.settings.state);
    if (facts.settings.deletion_date) out["delete_after"] = app::format_date(*facts.settings.deletion_date);
    out["created"] = app::format_date(facts.created);
    write_attributes(*facts.settings.attributes, out);
    write_imported(key, out);
    if (key.versions.empty() && facts.settings.state != keys::KeyState::pending_import)
        out["versions"] = ordered_json::array();
    for (std::size_t i = 0; i < key.versions.size(); ++i) {
        ordered_json version = seed_json(key.versions[i], material);
        write_end(key, i, version);
        out["versions"].push_back(std::move(version));
    }
    return out;
}

// One item a line: documents of thousands of keys stay readable, and differences small.
void append_list(std::string& text, std::string_view name, const std::vector<ordered_json>& items) {
    text.append(",\n\"").append(name).append("\": [");
    for (std::size_t i = 0; i < items.size(); ++i) {
        std::string line = items[i].dump(-1, ' ', false, ordered_json::error_handler_t::replace);
        text.append(i == 0 ? "\n  " : ",\n  ").append(line);
        wipe(line.data(), line.size());
    }
    text.append("]");
}

template <class Items, class Convert>
std::vector<ordered_json> converted(const Items& items, const Convert& convert) {
    std::vector<ordered_json> all;
    all.reserve(items.size());
    for (const auto& item : items) all.push_back(convert(item));
    return all;
}

}  // namespace

Seed capture_seed(const service::Services& services) {
    const auto& store = services.store;
    const auto guard = store.read();
    Seed seed;
    for (const auto* space : store.key_spaces()) {
        seed.tenants.push_back({space->tenant().facts, {}, {}, *space});
        const auto first = seed.keys.size();
        capture_keys(store, *space, seed.keys);
        std::set<KeyId> captured;
        for (const auto& key : std::span{seed.keys}.subspan(first)) captured.insert(key.facts.id);
        capture_objects(*space, [&](const KeyId& key) { return captured.contains(key); }, seed);
    }
    for (const auto* credential : store.credentials()) seed.credentials.push_back(capture_credential(*credential));
    return seed;
}

std::string write_seed(const Seed& seed, WithMaterial material) {
    std::string text = "{\"version\": 1";
    append_list(text, "tenants", converted(seed.tenants, [](const auto& tenant) { return seed_json(tenant); }));
    append_list(text, "credentials", converted(seed.credentials, [&](const auto& credential) {
                    return seed_json(credential.config, material);
                }));
    append_list(text, "keys", converted(seed.keys, [&](const auto& key) { return seed_json(key, material); }));
    write_objects(seed, material, [&](std::string_view name, const auto& items) {
        if (!items.empty()) append_list(text, name, items);
    });
    return text + "}\n";
}

}  // namespace tandem::standin
