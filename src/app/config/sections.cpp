#include "sections.hpp"

#include "tandem/app/dialects.hpp"
#include "tandem/app/identities.hpp"

#include "host/available_memory.hpp"

namespace tandem::app {
namespace {

// The items of a list of sections, each read by `read(SectionReader&)`.
template <class Read>
void read_list(SectionReader& root, std::string_view key, const Read& read) {
    const auto* list = root.take(key);
    if (!list) return;
    if (list->kind != ConfigNode::Kind::sequence) root.refuse(key, *list, "a list is needed");
    for (std::size_t i = 0; i < list->items.size(); ++i) {
        SectionReader item{list->items[i], std::string{key} + "[" + std::to_string(i) + "]"};
        read(item);
        item.finish();
    }
}

// ---- listeners and limits ----

ListenerConfig read_listener(SectionReader& section, bool allow_plain_http) {
    ListenerConfig listener;
    listener.allow_plain_http = allow_plain_http;
    section.require("address", section.text("address", listener.address));
    listener.name = listener.address;
    section.text("name", listener.name);
    section.texts("serve", listener.serve);
    if (const auto tls = section.word("tls", {"off", "optional", "required"})) listener.tls = http::TlsMode(*tls);
    section.boolean("allow_plain_http", listener.allow_plain_http);
    return listener;
}

void read_rate_map(SectionReader& rates, api::Settings& settings) {
    settings.rate = api::RateMode::map;
    for (const auto& name : vendor_dialects()) {
        const auto* actions = rates.take(name);
        if (!actions) continue;
        SectionReader section{*actions, rates.path_of(name)};
        for (const auto& [action, origin, value] : actions->members) {
            constexpr std::uint32_t kMost = 1'000'000'000;
            std::uint32_t per_second = 0;
            if (section.scalar_of(action, value) != "off") section.number(action, per_second, 0, kMost);
            settings.rates.push_back({name, action, per_second});
        }
    }
    rates.finish();
}

// The memory that connections may hold.
void read_memory(SectionReader& limits, std::size_t& bytes) {
    const auto* given = limits.take("memory");
    if (!limits.size("memory", bytes)) {
        bytes = default_connection_memory();
    } else if (bytes < kLeastConnectionMemory) {
        limits.refuse("memory", *given, "\"" + given->scalar + "\" is less than 8MiB");
    }
}

void read_limits(SectionReader limits, Config& config) {
    auto& sessions = config.sessions;
    limits.size("target", sessions.target_bytes);
    limits.size("header", sessions.header_bytes);
    limits.number("header_fields", sessions.header_fields, 8, 1'000);
    sessions.body_bytes = 0;  // the vendors' own
    limits.size("body", sessions.body_bytes);
    read_memory(limits, sessions.memory_bytes);
    limits.duration("handshake_timeout", sessions.handshake);
    limits.duration("header_timeout", sessions.header);
    limits.duration("body_timeout", sessions.body);
    limits.duration("idle_timeout", sessions.idle);
    limits.duration("write_timeout", sessions.write);
    limits.number("connections", sessions.connections, 1, 1'000'000);
    limits.number("connections_per_address", sessions.connections_per_address, 1, 1'000'000);
    limits.number("requests_per_connection", sessions.requests_per_connection, 1, 1'000'000'000);
    limits.duration("connection_age", sessions.connection_age);
    limits.number("worker_queue", sessions.worker_queue, 1, 1'000'000);
    std::uint32_t failures = 0;
    if (limits.number("failed_authentication", failures, 0, 1'000'000)) config.failed_authentications = failures;
    limits.number("keys_per_tenant", config.limits.max_keys_per_tenant, 1, 100'000'000);
    limits.number("aliases_per_key", config.limits.max_aliases_per_key, 1, 1'000);

    const auto* rate = limits.take("rate");
    if (rate && rate->kind == ConfigNode::Kind::mapping) {
        SectionReader rates{*rate, limits.path_of("rate")};
        read_rate_map(rates, config.dialects);
    } else if (rate) {
        const auto mode = limits.word("rate", {"vendor", "off"});
        config.dialects.rate = *mode == 0 ? api::RateMode::vendor : api::RateMode::off;
    }
    limits.finish();
}

// ---- the rest ----

void read_storage(SectionReader& root, StorageConfig& storage) {
    constexpr std::string_view kSqlite = "sqlite:";
    auto section = root.section("storage");
    if (const auto* url = section.take("url")) {
        const auto& text = section.scalar_of("url", *url);
        if (!text.starts_with(kSqlite) || text.size() == kSqlite.size())
            section.refuse("url", *url, "sqlite:/path/to/tandem.db is needed");
        storage.database = text.substr(kSqlite.size());
    }
    section.path("anchor", storage.anchor);
    section.finish();

    auto root_key = root.section("root_key");
    root_key.word("provider", {"file"});
    root_key.path("file", storage.unseal_key);
    root_key.finish();
}

void read_tls(SectionReader tls, Config& config) {
    tls.path("cert", config.tls.certificate);
    tls.path("key", config.tls.key);
    tls.texts("extra_sans", config.certificate_names);
    tls.boolean("impersonate", config.stand_in.impersonate);
    tls.number("impersonate_port", config.stand_in.impersonate_port, 0, 65'535);
    if (config.tls.certificate.empty() != config.tls.key.empty())
        refuse_configuration(tls.node().origin, "tls.cert and tls.key go together");
    tls.finish();
}

void read_logging(SectionReader& root, Config& config) {
    auto logging = root.section("logging");
    if (const auto level = logging.word("level", {"error", "warn", "info", "debug"}))
        config.logging.level = LogLevel(*level);
    if (const auto format = logging.word("format", {"text", "json"})) config.logging.format = LogFormat(*format);
    logging.boolean("access", config.logging.requests);
    logging.finish();

    auto audit = root.section("audit");
    audit.path("file", config.audit_file);
    audit.finish();
}

}  // namespace

void read_sections(const ConfigNode& tree, const Environment& environment, Config& config) {
    SectionReader root{tree, ""};
    read_dialects(root, config);
    if (const auto spaces = root.word("key_spaces", {"shared", "per_region"}))
        config.dialects.key_spaces = api::KeySpaces(*spaces);
    read_list(root, "tenants", [&](SectionReader& section) {
        config.tenants.push_back(read_tenant(section, config.vendors.huawei.region));
    });
    const CredentialSources sources{.environment = environment, .mode = config.mode};
    read_list(root, "credentials",
              [&](SectionReader& section) { config.credentials.push_back(read_credential(section, sources)); });
    read_list(root, "agencies", [&](SectionReader& section) { config.agencies.push_back(read_agency(section)); });
    read_storage(root, config.storage);
    read_stand_in(root, environment, config);
    bool allow_plain_http = false;
    root.boolean("allow_plain_http", allow_plain_http);
    read_list(root, "listeners",
              [&](SectionReader& section) { config.listeners.push_back(read_listener(section, allow_plain_http)); });
    read_tls(root.section("tls"), config);
    read_limits(root.section("limits"), config);
    read_logging(root, config);

    auto threads = root.section("threads");
    threads.number("io", config.io_threads, 1, 1024);
    threads.number("workers", config.worker_threads, 1, 1024);
    threads.finish();
    root.finish();
}

}  // namespace tandem::app
