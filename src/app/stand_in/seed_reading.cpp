#include "tandem/base/encoding.hpp"
#include "tandem/base/startup.hpp"
#include "tandem/base/suggestion.hpp"
#include "tandem/crypto/digest.hpp"
#include "tandem/crypto/random.hpp"

#include "../config/sections.hpp"
#include "../dates.hpp"
#include "seed.hpp"
#include "seed_material.hpp"

#include <algorithm>
#include <fstream>
#include <functional>

namespace tandem::app {
namespace {

constexpr std::size_t kMostVersions = 100'000;
constexpr std::size_t kLongestAlias = 255;
constexpr std::size_t kLongestDescription = 8'192;

// ---- single values ----

// One of the words that `parse` knows; `all` for the suggestion.
template <class Parse>
auto read_word(SectionReader& section, std::string_view key, const Parse& parse, const std::vector<std::string>& all,
               decltype(*parse(std::string_view{})) otherwise) {
    const auto* value = section.take(key);
    if (!value) return otherwise;
    const auto& text = section.scalar_of(key, *value);
    if (const auto found = parse(text)) return *found;
    const auto nearest = nearest_name(text, all);
    std::string list;
    for (const auto& each : all) list += (list.empty() ? "" : ", ") + each;
    section.refuse(
        key, *value,
        "\"" + text + "\" is not one of " + list + (nearest.empty() ? "" : "; did you mean \"" + nearest + "\"?"));
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
KeyId derived_id(const std::string& tenant, const std::string& alias) {
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
    KeyReader(SectionReader& section, const SeedSources& sources, const std::string& tenant)
        : section_(section), sources_(sources) {
        key_.tenant = tenant;
        key_.origin = section.node().origin.text();
    }

    SeedKey read() {
        refuse_unknown();
        section_.text("tenant", key_.tenant);
        section_.text("alias", key_.facts.settings.primary_alias);
        read_identity();
        read_kind();
        key_.facts.created = date("created").value_or(sources_.now);
        read_state();
        read_description();
        read_versions();
        read_aliases();
        return std::move(key_);
    }

  private:
    // Before anything is missed that is only mistyped.
    void refuse_unknown() {
        for (const auto name : {"id", "name", "tenant", "alias", "aliases", "description", "spec", "usage", "origin",
                                "state", "created", "delete_after", "material", "versions"})
            section_.take(name);
        section_.finish();
    }

    std::optional<TimePoint> date(SectionReader& section, std::string_view name) {
        const auto* value = section.take(name);
        if (!value) {
            key_.relative_dates |= name == "created";
            return std::nullopt;
        }
        const auto& text = section.scalar_of(name, *value);
        key_.relative_dates |= text.starts_with('-') || text.starts_with('+');
        const auto time = parse_date_from(text, sources_.now);
        if (!time) section.refuse(name, *value, "\"" + text + "\" is not a date such as " + std::string{kDateForms});
        return time;
    }
    std::optional<TimePoint> date(std::string_view name) { return date(section_, name); }

    void read_identity() {
        const auto& alias = key_.facts.settings.primary_alias;
        if (!alias.empty()) check_alias("alias", section_.node(), alias);
        if (const auto* value = section_.take("id")) {
            const auto id = KeyId::parse(section_.scalar_of("id", *value));
            if (!id) section_.refuse("id", *value, "a UUID in lower case is needed");
            key_.facts.id = *id;
        } else {
            if (alias.empty()) section_.require("id", false);
            key_.facts.id = derived_id(key_.tenant, alias);
        }
        key_.facts.name = derived_name(key_.facts.id);
        if (const auto* value = section_.take("name")) {
            const auto name = keys::KeyName::parse(section_.scalar_of("name", *value));
            if (!name) section_.refuse("name", *value, "\"kms-\" and eight of a-z and 0-9 are needed");
            key_.facts.name = *name;
        }
    }

    void read_kind() {
        auto& facts = key_.facts;
        facts.spec = read_word(section_, "spec", keys::key_spec_from, names_up_to(keys::KeySpec::hmac_sm3),
                               keys::KeySpec::aes_256);
        facts.usage = read_word(section_, "usage", keys::key_usage_from,
                                names_up_to(keys::KeyUsage::generate_verify_mac), usual_usage(facts.spec));
        if (!keys::usage_fits(facts.spec, facts.usage))
            refuse_configuration(section_.node().origin, std::string{keys::name_of(facts.spec)} + " keys are not for " +
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
            section_.refuse("delete_after", section_.node(), "only a key whose state is PendingDelete has it");
        if (leaves) {
            constexpr std::chrono::days kUsual{7};
            key_.relative_dates |= !when;
            settings.deletion_date = when.value_or(sources_.now + kUsual);
        }
        if (settings.state == keys::KeyState::pending_import) key_.facts.origin = keys::KeyOrigin::external;
    }

    void read_description() {
        auto& description = key_.facts.settings.description;
        section_.text("description", description);
        if (description.size() > kLongestDescription || !is_valid_utf8(description))
            section_.refuse("description", section_.node(), "at most 8,192 bytes of UTF-8 are needed");
    }

    void read_versions() {
        const auto* versions = section_.take("versions");
        const auto* material = section_.take("material");
        const bool waits = key_.facts.settings.state == keys::KeyState::pending_import;
        if (versions && material) section_.refuse("material", *material, "\"versions\" has it already");
        if (waits && (versions || material))
            refuse_configuration(section_.node().origin, "a key whose state is PendingImport has no material");
        if (waits) return;
        if (!versions) {
            add_version(material
                            ? read_seed_material(*material, section_.path_of("material"), key_.facts.spec, sources_)
                            : random_seed_material(key_.facts.spec),
                        std::nullopt);
            return;
        }
        if (versions->kind != ConfigNode::Kind::sequence || versions->items.empty() ||
            versions->items.size() > kMostVersions)
            section_.refuse("versions", *versions, "a list of 1 to 100,000 versions is needed, the oldest first");
        for (std::size_t i = 0; i < versions->items.size(); ++i) {
            SectionReader item{versions->items[i], section_.path_of("versions") + "[" + std::to_string(i) + "]"};
            const auto* own = item.take("material");
            const auto created = date(item, "created");
            item.finish();
            add_version(own ? read_seed_material(*own, item.path_of("material"), key_.facts.spec, sources_)
                            : random_seed_material(key_.facts.spec),
                        created);
        }
    }

    void add_version(SeedVersion version, std::optional<TimePoint> created) {
        const auto before = key_.versions.empty() ? key_.facts.created : key_.versions.back().created;
        version.created = created.value_or(before);
        key_.versions.push_back(std::move(version));
    }

    void check_alias(std::string_view key, const ConfigNode& value, const std::string& name) {
        const bool plain = std::ranges::all_of(
            name, [](unsigned char c) { return std::isalnum(c) || c == '_' || c == '-' || c == '/' || c == ':'; });
        if (name.empty() || name.size() > kLongestAlias || !plain)
            section_.refuse(key, value, "1 to 255 of A-Z, a-z, 0-9, '_', '-', '/' and ':' are needed");
    }

    void add_alias(const std::string& name, TimePoint created, TimePoint updated) {
        const auto same = [&](const store::Alias& alias) { return alias.name == name; };
        if (std::ranges::any_of(key_.aliases, same))
            refuse_configuration(section_.node().origin, "the alias \"" + name + "\" is there twice");
        key_.aliases.push_back({name, key_.facts.id, created, updated});
    }

    void read_aliases() {
        const auto created = key_.facts.created;
        if (const auto* list = section_.take("aliases")) {
            if (list->kind != ConfigNode::Kind::sequence) section_.refuse("aliases", *list, "a list is needed");
            for (const auto& node : list->items) {
                if (node.kind == ConfigNode::Kind::scalar) {
                    check_alias("aliases", node, node.scalar);
                    add_alias(node.scalar, created, created);
                    continue;
                }
                SectionReader item{node, section_.path_of("aliases")};
                std::string name;
                item.require("name", item.text("name", name));
                check_alias("aliases", node, name);
                const auto made = date(item, "created").value_or(created);
                const auto updated = date(item, "updated").value_or(made);
                item.finish();
                add_alias(name, made, updated);
            }
        }
        const auto& primary = key_.facts.settings.primary_alias;
        const auto is_primary = [&](const store::Alias& alias) { return alias.name == primary; };
        if (!primary.empty() && std::ranges::none_of(key_.aliases, is_primary)) add_alias(primary, created, created);
    }

    SectionReader& section_;
    const SeedSources& sources_;
    SeedKey key_;
};

// ---- documents ----

void for_each_item(SectionReader& root, std::string_view key, const std::function<void(SectionReader&)>& read) {
    const auto* list = root.take(key);
    if (!list) return;
    if (list->kind != ConfigNode::Kind::sequence) root.refuse(key, *list, "a list is needed");
    for (std::size_t i = 0; i < list->items.size(); ++i) {
        SectionReader item{list->items[i], std::string{key} + "[" + std::to_string(i) + "]"};
        read(item);
        item.finish();
    }
}

SeedTenant read_seed_tenant(SectionReader& section, const SeedSources& sources) {
    SeedTenant tenant{read_tenant(section, sources.project_name), section.node().origin.text()};
    if (const auto* value = section.take("id")) {
        const auto id = TenantId::parse(section.scalar_of("id", *value));
        if (!id) section.refuse("id", *value, "a UUID in lower case is needed");
        tenant.facts.id = *id;
    }
    return tenant;
}

SeedCredential read_seed_credential(SectionReader& section, const SeedSources& sources, const std::string& tenant) {
    SeedCredential credential{read_credential(section, sources.environment, tenant, sources.now),
                              section.node().origin.text()};
    section.text("token", credential.config.session_token);
    return credential;
}

Seed read_document(const ConfigNode& tree, const SeedSources& sources) {
    SectionReader root{tree, ""};
    std::uint32_t version = 1;
    root.number("version", version, 1, 1);
    std::string tenant{kDevelopmentTenant}, schema;
    root.text("$schema", schema);
    auto defaults = root.section("defaults");
    defaults.text("tenant", tenant);
    defaults.finish();

    Seed seed;
    for_each_item(root, "tenants",
                  [&](SectionReader& item) { seed.tenants.push_back(read_seed_tenant(item, sources)); });
    for_each_item(root, "credentials", [&](SectionReader& item) {
        seed.credentials.push_back(read_seed_credential(item, sources, tenant));
    });
    for_each_item(root, "keys",
                  [&](SectionReader& item) { seed.keys.push_back(KeyReader{item, sources, tenant}.read()); });
    root.finish();
    return seed;
}

std::string read_seed_file(const std::filesystem::path& file) {
    std::ifstream stream{file, std::ios::binary};
    std::string text{std::istreambuf_iterator<char>{stream}, {}};
    if (!stream) throw StartupError{ExitCode::bad_configuration, "cannot read the seed " + file.string()};
    return text;
}

}  // namespace

Seed read_seed(const std::string& text, const std::string& name, const SeedSources& sources) {
    constexpr TreeLimits kLimits{kMaxSeedBytes, 5'000'000};
    Seed seed;
    merge_seed(seed, read_document(parse_yaml(text, {Origin::Kind::file, name, 0, 0}, kLimits), sources));
    return seed;
}

Seed read_seed_path(const std::filesystem::path& path, const SeedSources& sources) {
    namespace fs = std::filesystem;
    std::vector<fs::path> files;
    std::error_code error;
    if (fs::is_directory(path, error)) {
        for (const auto& entry : fs::directory_iterator{path}) {
            const auto extension = entry.path().extension();
            if (extension == ".yaml" || extension == ".yml" || extension == ".json") files.push_back(entry.path());
        }
        std::ranges::sort(files);
    } else {
        files.push_back(path);
    }
    Seed seed;
    for (const auto& file : files) {
        auto own = sources;
        own.folder = file.has_parent_path() ? file.parent_path() : fs::path{"."};
        merge_seed(seed, read_seed(read_seed_file(file), file.string(), own));
    }
    return seed;
}

}  // namespace tandem::app
