#include "tandem/app/identities.hpp"
#include "tandem/app/space_name.hpp"
#include "tandem/base/encoding.hpp"
#include "tandem/base/user_error.hpp"

#include "key.hpp"
#include "objects.hpp"
#include "seed.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <functional>

namespace tandem::standin {
namespace {

constexpr std::size_t kLongestToken = 4'096;

// ---- documents ----

bool is_printable(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c > ' ' && c < 0x7f; });
}

SeedTenant read_seed_tenant(app::SectionReader& section, const SeedSources& sources) {
    refuse_unknown(section, {"name", "id", "tencent", "huawei"});
    const auto read = app::read_tenant(section, sources.project_name, app::TenantNames::also_key_spaces);
    SeedTenant tenant{read, read.place, read.stated};
    if (const auto* value = section.take("id")) {
        const auto id = TenantId::parse(section.scalar_of("id", *value));
        if (!id) section.refuse("id", *value, "a UUID in lower case is needed");
        tenant.facts.id = *id;
        tenant.stated.id = true;
    }
    // A region's id is its key space's; whose it is shows when the seed is applied.
    tenant.place = store::own_space(tenant.facts.id);
    app::SpaceName name = app::SpaceName::parse(read.name);
    tenant.facts.name = std::move(name.tenant);
    tenant.place.region = std::move(name.region);
    return tenant;
}

SeedCredential read_seed_credential(app::SectionReader& section, const SeedSources& sources,
                                    const std::string& tenant) {
    refuse_unknown(section, {"id", "secret", "token", "tenant", "user", "password", "enabled", "expires", "allow"});
    SeedCredential credential{app::read_credential(section, {sources.environment, sources.folder, tenant, sources.now}),
                              section.node().origin.text()};
    if (!app::SpaceName::parse(credential.config.tenant).region.empty())
        app::refuse_configuration(section.node().origin, "a credential belongs to a tenant, for all its regions");
    credential.config.origin = store::CredentialOrigin::seed;
    auto& token = credential.config.session_token;
    if (section.text("token", token) && (token.empty() || token.size() > kLongestToken || !is_printable(token)))
        section.refuse("token", *section.take("token"), "1 to 4,096 printable characters are needed");
    return credential;
}

Seed read_document(const app::ConfigNode& tree, const SeedSources& sources) {
    if (tree.kind != app::ConfigNode::Kind::mapping && tree.kind != app::ConfigNode::Kind::null)
        app::refuse_configuration(tree.origin, "a seed itself is needed, with its keys, credentials or tenants");
    app::SectionReader root{tree, ""};
    std::uint32_t version = 1;
    root.number("version", version, 1, 1);
    std::string tenant{app::kDevelopmentTenant}, schema;
    root.text("$schema", schema);
    auto defaults = root.section("defaults");
    defaults.text("tenant", tenant);
    defaults.finish();

    Seed seed;
    for_each_item(root, "tenants",
                  [&](app::SectionReader& item) { seed.tenants.push_back(read_seed_tenant(item, sources)); });
    for_each_item(root, "credentials", [&](app::SectionReader& item) {
        seed.credentials.push_back(read_seed_credential(item, sources, tenant));
    });
    for_each_item(root, "keys",
                  [&](app::SectionReader& item) { seed.keys.push_back(read_seed_key(item, sources, tenant)); });
    read_seed_objects(root, sources, tenant, seed);
    root.finish();
    return seed;
}

std::string read_seed_file(const std::filesystem::path& file) {
    std::error_code error;
    std::ifstream stream{file, std::ios::binary};
    if (!stream || std::filesystem::is_directory(file, error))
        throw UserError{UserError::configuration, "cannot read the seed " + file.string()};
    std::string text;
    std::array<char, 64 * 1024> part;
    while (text.size() <= kMaxSeedBytes && (stream.read(part.data(), part.size()), stream.gcount() > 0))
        text.append(part.data(), static_cast<std::size_t>(stream.gcount()));
    return text;
}

void check_utf8(std::string_view text, const std::string& name) {
    if (is_valid_utf8(text)) return;
    int line = 1;
    for (; !text.empty(); ++line) {
        const auto end = text.find('\n');
        if (!is_valid_utf8(text.substr(0, end)) || end == std::string_view::npos) break;
        text.remove_prefix(end + 1);
    }
    app::refuse_configuration({app::Origin::Kind::file, name, line, 1}, "this line is not UTF-8");
}

// Secrets in a document do not stay in memory longer than needed.
void wipe_texts(app::ConfigNode& node) {
    wipe(node.scalar.data(), node.scalar.size());
    std::ranges::for_each(node.items, wipe_texts);
    for (auto& member : node.members) wipe_texts(member.value);
}

class WipedTree {
  public:
    explicit WipedTree(app::ConfigNode parsed) : tree(std::move(parsed)) {}
    WipedTree(const WipedTree&) = delete;
    WipedTree& operator=(const WipedTree&) = delete;
    ~WipedTree() { wipe_texts(tree); }
    app::ConfigNode tree;
};

}  // namespace

void for_each_item(app::SectionReader& root, std::string_view key,
                   const std::function<void(app::SectionReader&)>& read) {
    const auto* list = root.take(key);
    if (!list) return;
    if (list->kind != app::ConfigNode::Kind::sequence) root.refuse(key, *list, "a list is needed");
    for (std::size_t i = 0; i < list->items.size(); ++i) {
        app::SectionReader item{list->items[i], std::string{key} + "[" + std::to_string(i) + "]"};
        read(item);
        item.finish();
    }
}

Seed read_seed(const std::string& text, const std::string& name, const SeedSources& sources) {
    constexpr app::TreeLimits kLimits{kMaxSeedBytes, 5'000'000};
    check_utf8(text, name);
    const WipedTree document{app::parse_yaml(text, {app::Origin::Kind::file, name, 0, 0}, kLimits)};
    Seed seed;
    merge_seed(seed, read_document(document.tree, sources));
    return seed;
}

// Files that a person did not put there as seeds: hidden ones, and what editors and archivers leave beside a file
// (._x.yaml, .#x.yaml, #x.yaml, x~.yaml).
bool is_left_by_a_program(const std::filesystem::path& file) {
    const std::string name = file.filename().string();
    return name.starts_with('.') || name.starts_with('#') || file.stem().string().ends_with('~');
}

Seed read_seed_path(const std::filesystem::path& path, const SeedSources& sources) {
    namespace fs = std::filesystem;
    std::vector<fs::path> files;
    std::error_code error;
    if (fs::is_directory(path, error)) {
        fs::directory_iterator entries{path, error};
        if (error) throw UserError{UserError::configuration, "cannot read the seeds in " + path.string()};
        for (; entries != fs::directory_iterator{}; entries.increment(error)) {
            const auto& entry = *entries;
            const auto extension = entry.path().extension();
            if (entry.is_directory(error) || is_left_by_a_program(entry.path())) continue;
            if (extension == ".yaml" || extension == ".yml" || extension == ".json") files.push_back(entry.path());
        }
        if (files.empty())
            throw UserError{UserError::configuration,
                            "no seeds in " + path.string() + ": none of its files ends in .yaml, .yml or .json"};
        std::ranges::sort(files);
    } else {
        files.push_back(path);
    }
    Seed seed;
    for (const auto& file : files) {
        auto own = sources;
        own.folder = file.has_parent_path() ? file.parent_path() : fs::path{"."};
        auto text = read_seed_file(file);
        const WipeOnExit wiped{{reinterpret_cast<std::uint8_t*>(text.data()), text.size()}};
        merge_seed(seed, read_seed(text, file.string(), own));
    }
    return seed;
}

}  // namespace tandem::standin
