#include "key.hpp"

#include "tandem/app/dates.hpp"
#include "tandem/base/encoding.hpp"
#include "tandem/base/suggestion.hpp"
#include "tandem/base/user_error.hpp"
#include "tandem/crypto/digest.hpp"

#include "attributes.hpp"
#include "imports.hpp"
#include "material.hpp"

#include <algorithm>
#include <cctype>

namespace tandem::standin {
namespace {

constexpr std::size_t kMostVersions = 100'000;
constexpr std::size_t kLongestAlias = 255;
constexpr std::size_t kLongestDescription = 8'192;

// ---- single values ----

// One of the words that `parse` knows; `all` for the suggestion.
template <class Parse>
auto read_word(app::SectionReader& section, std::string_view key, const Parse& parse,
               const std::vector<std::string>& all, decltype(*parse(std::string_view{})) otherwise) {
    const auto* value = section.take(key);
    if (!value) return otherwise;
    const auto& text = section.scalar_of(key, *value);
    if (const auto found = parse(text)) return *found;
    const auto nearest = nearest_name(text, all);
    std::string list;
    for (const auto& each : all) list += (list.empty() ? "" : ", ") + each;
    section.refuse(key, *value, in_quotes(text) + " is not one of " + list, did_you_mean(nearest));
}

template <class Enumeration>
std::vector<std::string> names_up_to(Enumeration last) {
    std::vector<std::string> names;
    for (unsigned i = 0; i <= static_cast<unsigned>(last); ++i)
        names.emplace_back(keys::name_of(static_cast<Enumeration>(i)));
    return names;
}

std::optional<keys::KeyState> key_state_from(std::string_view name) {
    for (unsigned i = 0; i <= static_cast<unsigned>(keys::KeyState::archived); ++i)
        if (keys::name_of(static_cast<keys::KeyState>(i)) == name) return static_cast<keys::KeyState>(i);
    return std::nullopt;
}

keys::KeyUsage usual_usage(keys::KeySpec spec) {
    using keys::KeySpec;
    if (keys::is_mac(spec)) return keys::KeyUsage::generate_verify_mac;
    const bool signs =
        spec == KeySpec::ec_p256 || spec == KeySpec::ec_p384 || spec == KeySpec::secp256k1 || spec == KeySpec::ed25519;
    return signs ? keys::KeyUsage::sign_verify : keys::KeyUsage::encrypt_decrypt;
}

// The id of a key that is named by its alias alone, so that a seed read twice means the same key.
KeyId derived_key_id(const std::string& tenant, const std::string& alias) {
    const auto digest = crypto::sha256(as_bytes("tandem/seed/key/" + tenant + "/" + alias));
    KeyId id;
    std::copy_n(digest.begin(), id.bytes.size(), id.bytes.begin());
    id.bytes[6] = static_cast<std::uint8_t>((id.bytes[6] & 0x0f) | 0x40);
    id.bytes[8] = static_cast<std::uint8_t>((id.bytes[8] & 0x3f) | 0x80);
    return id;
}

keys::KeyName derived_name(const KeyId& id) {
    const auto digest = crypto::sha256(as_bytes("tandem/seed/name/" + id.text()));
    return keys::KeyName::from_random(load_u64_be(digest.data()));
}

// ---- one key ----

class KeyReader {
  public:
    KeyReader(app::SectionReader& section, const SeedSources& sources, const std::string& tenant)
        : section_(section), sources_(sources) {
        key_.tenant = tenant;
        key_.origin = section.node().origin.text();
    }

    SeedKey read() {
        refuse_unknown(section_, {"id",
                                  "name",
                                  "tenant",
                                  "alias",
                                  "aliases",
                                  "description",
                                  "spec",
                                  "usage",
                                  "origin",
                                  "state",
                                  "created",
                                  "delete_after",
                                  "material",
                                  "versions",
                                  "tags",
                                  "rotation",
                                  "resources",
                                  "material_expires",
                                  "imported_fingerprints",
                                  "keystore",
                                  "region_role",
                                  "home"});
        section_.text("tenant", key_.tenant);
        std::string alias;
        section_.text("alias", alias);
        key_.facts.settings.primary_alias = alias;
        read_identity();
        read_kind();
        key_.facts.created = date("created").value_or(sources_.now);
        read_state();
        read_description();
        read_versions();
        read_attributes(
            section_, [this](app::SectionReader& section, std::string_view name) { return date(section, name); },
            sources_.now, key_.facts);
        read_imported(section_, key_);
        place_ends();
        read_aliases();
        return std::move(key_);
    }

  private:
    std::optional<TimePoint> date(app::SectionReader& section, std::string_view name) {
        const auto* value = section.take(name);
        if (!value) {
            key_.relative_dates |= name == "created" || name == "next";
            return std::nullopt;
        }
        const auto& text = section.scalar_of(name, *value);
        key_.relative_dates |= text.starts_with('-') || text.starts_with('+');
        const auto time = app::parse_date_from(text, sources_.now);
        if (!time)
            section.refuse(name, *value, "\"" + text + "\" is not a date such as " + std::string{app::kDateForms});
        return time;
    }
    std::optional<TimePoint> date(std::string_view name) { return date(section_, name); }

    void read_identity() {
        const auto alias = key_.facts.settings.primary_alias.str();
        if (const auto* value = section_.take("alias")) check_alias("alias", *value, alias);
        if (const auto* value = section_.take("id")) {
            const auto id = KeyId::parse(section_.scalar_of("id", *value));
            if (!id) section_.refuse("id", *value, "a UUID in lower case is needed");
            key_.facts.id = *id;
        } else {
            if (alias.empty()) app::refuse_configuration(section_.node().origin, "a key needs an id or an alias");
            key_.facts.id = derived_key_id(key_.tenant, alias);
        }
        key_.facts.name = derived_name(key_.facts.id);
        if (const auto* value = section_.take("name")) {
            const auto name = keys::KeyName::parse(section_.scalar_of("name", *value));
            if (!name) section_.refuse("name", *value, "\"kms-\" and eight of a-z and 0-9 are needed");
            key_.facts.name = *name;
            key_.has_name = true;
        }
    }

    void read_kind() {
        auto& facts = key_.facts;
        facts.spec = read_word(section_, "spec", keys::key_spec_from, names_up_to(keys::KeySpec::hmac_sm3),
                               keys::KeySpec::aes_256);
        facts.usage = read_word(section_, "usage", keys::key_usage_from,
                                names_up_to(keys::KeyUsage::generate_verify_mac), usual_usage(facts.spec));
        if (!keys::usage_fits(facts.spec, facts.usage))
            app::refuse_configuration(section_.node().origin, std::string{keys::name_of(facts.spec)} +
                                                                  " keys are not for " +
                                                                  std::string{keys::name_of(facts.usage)});
        if (const auto origin = section_.word("origin", {"generated", "external"}))
            facts.origin = keys::KeyOrigin(*origin);
    }

    void read_state() {
        auto& settings = key_.facts.settings;
        settings.state = read_word(section_, "state", key_state_from, names_up_to(keys::KeyState::archived),
                                   keys::KeyState::enabled);
        const bool leaves = settings.state == keys::KeyState::pending_deletion;
        const auto when = date("delete_after");
        if (when && !leaves)
            section_.refuse("delete_after", *section_.take("delete_after"),
                            "only a key whose state is PendingDelete has it");
        if (leaves) {
            constexpr std::chrono::days kUsual{7};
            key_.relative_dates |= !when;
            settings.deletion_date = when.value_or(sources_.now + kUsual);
        }
        if (settings.state == keys::KeyState::pending_import) key_.facts.origin = keys::KeyOrigin::external;
    }

    void read_description() {
        std::string description;
        if (section_.text("description", description) && description.size() > kLongestDescription)
            section_.refuse("description", *section_.take("description"), "at most 8,192 bytes are allowed");
        key_.facts.settings.description = description;
    }

    void read_versions() {
        const auto* versions = section_.take("versions");
        const auto* material = section_.take("material");
        const auto state = key_.facts.settings.state;
        const bool waits = state == keys::KeyState::pending_import;
        if (versions && material) section_.refuse("material", *material, "\"versions\" has it already");
        const bool none = versions && versions->kind == app::ConfigNode::Kind::sequence && versions->items.empty();
        if (waits && material)
            app::refuse_configuration(section_.node().origin, "a key whose state is PendingImport has no material");
        // Its deletion was scheduled before its material was imported.
        const bool never_came = none && state == keys::KeyState::pending_deletion;
        if (never_came) key_.facts.origin = keys::KeyOrigin::external;
        if ((waits && (!versions || none)) || never_came) return;
        if (!versions) {
            add_version(material
                            ? read_seed_material(*material, section_.path_of("material"), key_.facts.spec, sources_)
                            : random_seed_material(key_.facts.spec),
                        std::nullopt);
            return;
        }
        if (versions->kind != app::ConfigNode::Kind::sequence || versions->items.empty() ||
            versions->items.size() > kMostVersions)
            section_.refuse("versions", *versions, "a list of 1 to 100,000 versions is needed, the oldest first");
        for (std::size_t i = 0; i < versions->items.size(); ++i) {
            app::SectionReader item{versions->items[i], section_.path_of("versions") + "[" + std::to_string(i) + "]"};
            const auto created = date(item, "created");
            const auto end =
                read_end(item, [this](app::SectionReader& of, std::string_view name) { return date(of, name); });
            if (end) ends_.push_back({i, *end});
            add_version(read_version(item), created);
            item.finish();
        }
        check_removed();
    }

    SeedVersion read_version(app::SectionReader& item) {
        bool removed = false;
        item.boolean("removed", removed);
        const auto* own = item.take("material");
        if (own && removed) item.refuse("material", *own, "a version that was removed has none");
        if (removed) return {};
        if (own) return read_seed_material(*own, item.path_of("material"), key_.facts.spec, sources_);
        return random_seed_material(key_.facts.spec);
    }

    // Only what was imported is removed, and without its newest material a key waits for it.
    void check_removed() {
        const auto& settings = key_.facts.settings;
        const auto was_removed = [](const SeedVersion& version) { return version.material.empty(); };
        const bool newest = was_removed(key_.versions.back());
        const bool waits = settings.state == keys::KeyState::pending_import;
        if (newest && settings.state == keys::KeyState::pending_deletion) key_.facts.origin = keys::KeyOrigin::external;
        if (newest != waits && settings.state != keys::KeyState::pending_deletion)
            app::refuse_configuration(section_.node().origin,
                                      "the state of a key is PendingImport exactly while its last version is removed");
        const bool imported = std::ranges::any_of(key_.versions, was_removed) || !ends_.empty();
        if (imported && key_.facts.origin != keys::KeyOrigin::external)
            app::refuse_configuration(section_.node().origin,
                                      "only versions of a key whose origin is external are removed, or expire");
    }

    // The newest version ends by material_expires, and so do others that do not say.
    void place_ends() {
        if (ends_.empty()) return;
        key_.facts.settings.attributes.edit([&](store::KeyAttributes& attributes) {
            if (ends_.back().version + 1 == key_.versions.size()) {
                attributes.material_expires = ends_.back().time;
                ends_.pop_back();
            }
            std::erase_if(ends_, [&](const SeedEnd& end) {
                return end.time == attributes.material_expires || key_.versions[end.version].material.empty();
            });
            set_ends(attributes, ends_);
        });
    }

    void add_version(SeedVersion version, std::optional<TimePoint> created) {
        const auto before = key_.versions.empty() ? key_.facts.created : key_.versions.back().created;
        version.created = created.value_or(before);
        key_.versions.push_back(std::move(version));
    }

    void check_alias(std::string_view key, const app::ConfigNode& value, const std::string& name) {
        const bool plain = std::ranges::all_of(
            name, [](unsigned char c) { return std::isalnum(c) || c == '_' || c == '-' || c == '/' || c == ':'; });
        if (name.starts_with("alias/")) section_.refuse(key, value, "write it without \"alias/\"");
        if (name.empty() || name.size() > kLongestAlias || !plain)
            section_.refuse(key, value, "1 to 255 of A-Z, a-z, 0-9, '_', '-', '/' and ':' are needed");
    }

    void add_alias(const std::string& name, TimePoint created, TimePoint updated, bool prefixed = false) {
        const auto same = [&](const store::Alias& alias) { return alias.name == name; };
        if (std::ranges::any_of(key_.aliases, same))
            app::refuse_configuration(section_.node().origin, "the alias \"" + name + "\" is there twice");
        key_.aliases.push_back({name, key_.facts.id, created, {updated, prefixed}});
    }

    void read_aliases() {
        const auto created = key_.facts.created;
        if (const auto* list = section_.take("aliases")) {
            if (list->kind != app::ConfigNode::Kind::sequence) section_.refuse("aliases", *list, "a list is needed");
            for (std::size_t i = 0; i < list->items.size(); ++i) {
                const auto& node = list->items[i];
                if (node.kind == app::ConfigNode::Kind::scalar) {
                    check_alias("aliases", node, node.scalar);
                    add_alias(node.scalar, created, created);
                    continue;
                }
                app::SectionReader item{node, section_.path_of("aliases") + "[" + std::to_string(i) + "]"};
                std::string name;
                refuse_unknown(item, {"name", "created", "updated", "prefixed"});
                item.require("name", item.text("name", name));
                check_alias("aliases", node, name);
                const auto made = date(item, "created").value_or(created);
                const auto updated = date(item, "updated").value_or(made);
                bool prefixed = false;
                item.boolean("prefixed", prefixed);
                item.finish();
                add_alias(name, made, updated, prefixed);
            }
        }
        const auto primary = key_.facts.settings.primary_alias.str();
        const auto is_primary = [&](const store::Alias& alias) { return alias.name == primary; };
        if (!primary.empty() && std::ranges::none_of(key_.aliases, is_primary)) add_alias(primary, created, created);
    }

    app::SectionReader& section_;
    const SeedSources& sources_;
    SeedKey key_;
    std::vector<SeedEnd> ends_;  // those that versions tell
};

}  // namespace

void refuse_unknown(app::SectionReader& section, std::initializer_list<std::string_view> known) {
    for (const auto name : known) section.take(name);
    section.finish();
}

SeedKey read_seed_key(app::SectionReader& section, const SeedSources& sources, const std::string& tenant) {
    return KeyReader{section, sources, tenant}.read();
}

}  // namespace tandem::standin
