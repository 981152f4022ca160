#include "tandem/app/read_config.hpp"

#include "tandem/base/user_error.hpp"
#include "tandem/http/listen_address.hpp"
#include "tandem/service/actions/tenants.hpp"

#include "open_file.hpp"
#include "overlays.hpp"
#include "safety.hpp"
#include "sections.hpp"

#include <algorithm>
#include <iterator>

namespace tandem::app {
namespace {

// The same on every machine.
TenantConfig development_tenant(const std::string& project_name) {
    // None of its ids is stated: a data directory that a server made keeps its own.
    TenantConfig facts{service::derived_tenant(kDevelopmentTenant, project_name), StatedIds::none(), "tandem dev"};
    facts.account_number = 100'000'000'001;
    facts.application_number = 1'250'000'000;
    facts.domain_name = kDevelopmentId;
    facts.projects = {{project_name, std::string{kDevelopmentProject}}};
    return facts;
}

constexpr std::size_t kMaxDocumentBytes = 64 * 1024 * 1024;  // seeds and snapshots over HTTP

std::vector<std::string> every_vendor_dialect() { return {"tencent-2019", "tencent-2017", "huawei"}; }

std::string read_file(const std::filesystem::path& file, const OpenFile& opened) {
    if (!opened) throw UserError{UserError::configuration, "cannot read the configuration file " + file.string()};
    return opened.read(kMaxConfigBytes + 1);
}

// Whether the tenants that they name are there is known once the store is open (provision.cpp).
void check_identities(const Config& config, const std::string& source) {
    const auto refuse = [&](const std::string& message) {
        throw UserError{UserError::configuration, {.place = source, .text = message}};
    };
    for (const auto& tenant : config.tenants)
        if (std::ranges::count(config.tenants, tenant.name, [](const auto& each) { return each.name; }) > 1)
            refuse("tenants: \"" + tenant.name + "\" is there twice");
    for (const auto& credential : config.credentials)
        if (std::ranges::count(config.credentials, credential.id, &CredentialConfig::id) > 1)
            refuse("credentials: \"" + credential.id + "\" is there twice");
    for (const auto& agency : config.agencies) {
        const auto same = [&](const auto& each) { return each.name == agency.name && each.tenant == agency.tenant; };
        if (std::ranges::count_if(config.agencies, same) > 1)
            refuse("agencies: \"" + agency.name + "\" of \"" + agency.tenant + "\" is there twice");
    }
}

std::filesystem::path anchor_beside(std::filesystem::path database) { return database += "-anchor"; }

// ---- server mode ----

void add_server_defaults(Config& config, const std::string& source) {
    if (config.storage.database.empty())
        throw UserError{UserError::configuration,
                        {.place = source, .text = "storage.url is missing (sqlite:/path/to/tandem.db)"}};
    const auto data = config.storage.database.parent_path();
    if (config.storage.unseal_key.empty()) config.storage.unseal_key = data / "unseal.key";
    if (config.storage.anchor.empty()) config.storage.anchor = anchor_beside(config.storage.database);

    const bool has_certificate = !config.tls.certificate.empty();
    if (config.listeners.empty()) {
        const auto tls = has_certificate ? http::TlsMode::required : http::TlsMode::off;
        const auto port = std::to_string(kDefaultPort);
        config.listeners.push_back({.name = "api", .address = "127.0.0.1:" + port, .serve = {}, .tls = tls});
        config.listeners.push_back(
            {.name = "api", .address = "[::1]:" + port, .serve = {}, .tls = tls, .may_be_missing = true});
    }
    const auto serves_admin = [](const auto& listener) { return listener.address.starts_with("unix:"); };
    for (auto& listener : config.listeners) {
        if (!listener.serve.empty()) continue;
        listener.serve = serves_admin(listener) ? std::vector<std::string>{"admin"} : every_vendor_dialect();
        if (!serves_admin(listener)) listener.serve.emplace_back("health");
    }
    if (std::ranges::none_of(config.listeners, serves_admin))
        config.listeners.push_back(
            {.name = "admin", .address = "unix:" + (data / "admin.sock").string(), .serve = {"admin"}});
}

// ---- development mode ----

// Settings that flags give in development mode; in a variable they would be silently half in force.
void refuse_what_flags_give(const ConfigNode& tree) {
    constexpr std::pair<std::string_view, std::string_view> kFlags[] = {
        {"storage", "--data DIR"}, {"root_key", "--data DIR"}, {"listeners", "--host and --port"}};
    for (const auto& [section, flags] : kFlags)
        if (const auto* member = tree.find(section))
            refuse_configuration(member->origin, "in development mode this is said with " + std::string{flags});
}

// The vendors' names on the same addresses, at the port where their clients look for them.
void add_impersonation(Config& config, const DevelopmentChoices& choices) {
    auto& stand_in = config.stand_in;
    stand_in.impersonate = stand_in.impersonate || choices.impersonate;
    stand_in.impersonate_port = choices.impersonate_port.value_or(stand_in.impersonate_port);
    if (!stand_in.impersonate) return;
    if (!config.tls.certificate.empty())
        throw UserError{UserError::configuration,
                        "tls.impersonate needs certificates that the server makes itself: leave tls.cert out"};
    const auto ordinary = config.listeners;
    for (const auto& listener : ordinary) {
        const auto address =
            listener.address.substr(0, listener.address.rfind(':') + 1) + std::to_string(stand_in.impersonate_port);
        config.listeners.push_back({.name = "impersonate",
                                    .address = address,
                                    .serve = every_vendor_dialect(),
                                    .tls = http::TlsMode::required,
                                    .may_be_missing = listener.may_be_missing,
                                    .impersonates = true});
    }
}

void add_development_defaults(Config& config, const DevelopmentChoices& choices) {
    const auto port = std::to_string(choices.port);
    auto serve = every_vendor_dialect();
    serve.emplace_back("admin");
    const auto listen = [&](const std::string& address, bool may_be_missing) {
        config.listeners.push_back({.name = "api",
                                    .address = address,
                                    .serve = serve,
                                    .tls = http::TlsMode::optional,
                                    .may_be_missing = may_be_missing});
    };
    if (choices.host.empty()) {
        listen("127.0.0.1:" + port, false);
        // Port 0 gives each listener a port of its own, and one is what a harness can use.
        if (choices.port != 0) listen("[::1]:" + port, true);
    } else {
        const bool bare_ipv6 = choices.host.find(':') != std::string::npos && !choices.host.starts_with('[');
        listen((bare_ipv6 ? "[" + choices.host + "]" : choices.host) + ":" + port, false);
    }
    add_impersonation(config, choices);
    if (!choices.data.empty()) {
        const auto database = choices.data / "tandem.db";
        config.storage = {database, choices.data / "unseal.key", true, anchor_beside(database), {}};
    }
    config.sessions.admin_body_bytes = kMaxDocumentBytes;
    if (choices.threads != 0) config.io_threads = choices.threads;
    std::ranges::copy(choices.faults, std::back_inserter(config.stand_in.faults));
}

}  // namespace

Config read_server_config_text(const std::string& text, const std::string& source, const Environment& environment,
                               const std::vector<std::string>& overrides) {
    auto tree = parse_yaml(text, {Origin::Kind::file, source, 0, 0});
    auto passed_over = apply_environment(tree, environment);
    apply_overrides(tree, overrides);

    Config config;
    config.passed_over = std::move(passed_over);
    config.mode = Mode::server;
    config.logging.format = LogFormat::json;
    read_sections(tree, environment, config);
    add_server_defaults(config, source);
    for (const auto& listener : config.listeners) http::check_listen_address(listener.address);
    check_identities(config, source);
    judge_settings(config);
    return config;
}

Config read_server_config(const std::filesystem::path& file, const Environment& environment,
                          const std::vector<std::string>& overrides) {
    const OpenFile opened{file};
    auto config = read_server_config_text(read_file(file, opened), file.string(), environment, overrides);
    const auto with_secret = std::ranges::find(config.credentials, true, &CredentialConfig::inline_secret);
    if (with_secret != config.credentials.end())
        judge_private_file(
            config.mode, Danger::inline_secret, "configuration file " + file.string(), opened.facts(), {},
            ", since it holds the secret of " + with_secret->id + " ({file: PATH} and {env: NAME} do not)");
    return config;
}

Config read_development_config(const DevelopmentChoices& choices, const Environment& environment,
                               const std::vector<std::string>& overrides) {
    ConfigNode tree;
    if (!choices.file.empty())
        tree = parse_yaml(read_file(choices.file, OpenFile{choices.file}),
                          {Origin::Kind::file, choices.file.string(), 0, 0});
    auto passed_over = apply_environment(tree, environment);
    apply_overrides(tree, overrides);
    refuse_what_flags_give(tree);

    Config config;
    config.passed_over = std::move(passed_over);
    config.mode = Mode::development;
    config.dialects.development = true;
    read_sections(tree, environment, config);
    add_development_defaults(config, choices);

    const auto is_default = [](const auto& tenant) { return tenant.name == kDevelopmentTenant; };
    if (std::ranges::none_of(config.tenants, is_default))
        config.tenants.push_back(development_tenant(config.vendors.huawei.region));
    config.credentials.push_back({std::string{kDevelopmentId}, SecretBytes::copy_of(as_bytes(kDevelopmentSecret)),
                                  std::string{kDevelopmentTenant}, std::string{kDevelopmentId}, true, std::nullopt});
    config.credentials.back().place = "tandem dev";
    check_identities(config, choices.file.empty() ? "the environment" : choices.file.string());
    return config;
}

}  // namespace tandem::app
