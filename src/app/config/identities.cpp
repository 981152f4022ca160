#include "tandem/app/identities.hpp"

#include "tandem/app/dates.hpp"
#include "tandem/app/space_name.hpp"
#include "tandem/base/encoding.hpp"
#include "tandem/service/actions/tenants.hpp"

#include "open_file.hpp"
#include "safety.hpp"

#include <algorithm>

namespace tandem::app {
namespace {

bool is_hexadecimal_id(std::string_view id) {
    return id.size() == 32 && id.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

constexpr std::size_t kLongestName = 64;

bool read_display_name(SectionReader& section, std::string_view key, std::string& to) {
    const auto* value = section.take(key);
    if (!value) return false;
    const auto& text = section.scalar_of(key, *value);
    if (text.empty() || text.size() > kLongestName || !is_valid_utf8(text))
        section.refuse(key, *value, "1 to 64 bytes of UTF-8 are needed");
    to = text;
    return true;
}

void read_projects(SectionReader& huawei, TenantConfig& facts) {
    const auto* projects = huawei.take("projects");
    if (!projects) return;
    if (projects->kind != ConfigNode::Kind::mapping || projects->members.empty())
        huawei.refuse("projects", *projects, "names with their ids are needed");
    facts.stated.projects = true;
    facts.projects.clear();
    for (const auto& [name, origin, value] : projects->members) {
        const auto& id = huawei.scalar_of("projects." + name, value);
        if (!is_hexadecimal_id(id))
            huawei.refuse("projects." + name, value, "32 lower-case hexadecimal digits are needed");
        if (name.empty() || name.size() > kLongestName || !is_valid_utf8(name))
            refuse_configuration(origin, huawei.path_of("projects") + ": a name has 1 to 64 bytes of UTF-8");
        facts.projects.push_back({name, id});
    }
}

}  // namespace

TenantConfig read_tenant(SectionReader& section, const std::string& project_name, TenantNames names) {
    constexpr std::uint64_t kMostDigits = 9'999'999'999'999'999;
    std::string name;
    section.require("name", section.text("name", name));
    if (!service::check_tenant_name(names == TenantNames::own ? name : SpaceName::parse(name).tenant))
        section.refuse("name", section.node(), "\"" + name + "\" is not 1 to 64 letters, digits, '.', '_' or '-'");
    TenantConfig facts{service::derived_tenant(name, project_name), StatedIds::none(), section.node().origin.text()};
    auto& stated = facts.stated;

    auto tencent = section.section("tencent");
    stated.account = tencent.number("uin", facts.account_number, 1, kMostDigits);
    stated.application = tencent.number("app_id", facts.application_number, 1, kMostDigits);
    tencent.finish();

    auto huawei = section.section("huawei");
    stated.domain_id = huawei.text("domain_id", facts.domain_id);
    if (stated.domain_id && !is_hexadecimal_id(facts.domain_id))
        huawei.refuse("domain_id", huawei.node(), "32 lower-case hexadecimal digits are needed");
    stated.domain_name = read_display_name(huawei, "domain_name", facts.domain_name);
    read_projects(huawei, facts);
    huawei.finish();
    return facts;
}

namespace {

void check_access_key_id(SectionReader& section, const std::string& id) {
    constexpr std::size_t kLongestId = 128;
    const bool printable = std::ranges::all_of(id, [](char c) { return c > ' ' && c < 0x7f && c != '/' && c != ','; });
    if (id.empty() || id.size() > kLongestId || !printable)
        section.refuse("id", section.node(), "1 to 128 printable characters but blank, '/' and ',' are needed");
}

std::string read_secret_file(SectionReader& reference, const std::string& file, const CredentialSources& sources) {
    constexpr std::size_t kMostBytes = 4096;
    if (!sources.folder)
        reference.refuse("file", reference.node(), "what did not come from a file cannot name files; write it inline");
    const auto path = *sources.folder / file;
    const OpenFile opened{path};
    if (opened)
        judge_private_file(sources.mode, Danger::exposed_secret_file, "secret file " + path.string(), opened.facts());
    auto secret = opened.read(kMostBytes + 1);
    if (secret.empty() || secret.size() > kMostBytes)
        reference.refuse("file", reference.node(), "cannot read " + path.string() + " (1 byte to 4 KiB)");
    while (secret.ends_with('\n') || secret.ends_with('\r')) secret.pop_back();
    return secret;
}

// Text, {file: PATH} or {env: NAME}.
SecretBytes read_credential_secret(SectionReader& section, std::string_view key, const CredentialSources& sources) {
    const auto* value = section.take(key);
    section.require(key, value);
    std::string secret;
    if (value->kind == ConfigNode::Kind::scalar) {
        secret = value->scalar;
    } else {
        SectionReader reference{*value, section.path_of(key)};
        std::string file, variable;
        const bool from_file = reference.text("file", file);
        const bool from_variable = reference.text("env", variable);
        reference.finish();
        if (from_file == from_variable) section.refuse(key, *value, "a text, {file: PATH} or {env: NAME} is needed");
        if (from_file) {
            secret = read_secret_file(reference, file, sources);
        } else {
            const auto found = sources.environment.find(variable);
            if (found == sources.environment.end())
                reference.refuse("env", *value, "the variable " + variable + " is not set or empty");
            secret = found->second;
        }
    }
    const WipeOnExit wipe_secret{{reinterpret_cast<std::uint8_t*>(secret.data()), secret.size()}};
    if (secret.empty()) section.refuse(key, *value, "it is empty");
    return SecretBytes::copy_of(as_bytes(secret));
}

}  // namespace

// An access key; or, with `user` and `password` alone, a user who has none. No access key can have such an id.
CredentialConfig read_credential(SectionReader& section, const CredentialSources& sources) {
    CredentialConfig credential;
    credential.tenant = sources.tenant;
    credential.place = section.node().origin.text();
    section.text("tenant", credential.tenant);
    read_display_name(section, "user", credential.user_name);
    credential.login_only = section.node().find("password") != nullptr;
    if (credential.login_only) {
        section.require("user", !credential.user_name.empty());
        for (const auto* const key : {"id", "secret", "token"})
            if (const auto* member = section.node().find(key))
                section.refuse(key, member->value, "who has a password of his own has no access key in the same item");
        credential.id = "user/" + credential.tenant + "/" + credential.user_name;
    } else {
        section.require("id", section.text("id", credential.id));
        check_access_key_id(section, credential.id);
    }
    const auto* const place = credential.login_only ? "password" : "secret";
    credential.secret = read_credential_secret(section, place, sources);
    const auto& written = section.node().find(place)->value;
    credential.inline_secret = written.kind == ConfigNode::Kind::scalar && written.origin.kind == Origin::Kind::file;
    read_allow(section, credential.allow);
    section.boolean("enabled", credential.enabled);
    if (const auto* expires = section.take("expires")) {
        const auto& text = section.scalar_of("expires", *expires);
        credential.expires = sources.now ? parse_date_from(text, *sources.now) : parse_date(text);
        if (!credential.expires)
            section.refuse(
                "expires", *expires,
                (sources.now ? std::string{kDateForms} : "2027-12-31 or 2027-12-31T23:59:59Z") + " is needed");
    }
    return credential;
}

}  // namespace tandem::app
