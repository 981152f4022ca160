#pragma once
// Configuration of a server, after files, environment and flags were put together. docs/configuration.md names each
// setting as people write it.

#include "tandem/api/dialect.hpp"
#include "tandem/base/clock.hpp"
#include "tandem/base/secret.hpp"
#include "tandem/http/server.hpp"
#include "tandem/service/call.hpp"
#include "tandem/store/objects.hpp"
#include "tandem/store/records.hpp"
#include "tandem/vendors/vendors.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tandem::app {

// The published credential of development mode, valid for every API.
inline constexpr std::string_view kDevelopmentId = "tandemdev";
inline constexpr std::string_view kDevelopmentSecret = "tandemdevsecret";
inline constexpr std::string_view kDevelopmentTenant = "default";
inline constexpr std::string_view kDevelopmentProject = "00000000000000000000000000000000";
inline constexpr std::uint16_t kDefaultPort = 8990;

enum class Mode : std::uint8_t {
    development,  // published credential, admin on the API port, keys in memory unless asked otherwise
    server,       // nothing unsafe possible
};

// Which of a tenant's ids a document states. The others follow from the name when the tenant is made, and are as stored
// from then on.
struct StatedIds {
    bool id = true, account = true, application = true, domain_id = true, domain_name = true, projects = true;
    static constexpr StatedIds none() { return {false, false, false, false, false, false}; }
};

struct TenantConfig : store::TenantFacts {
    StatedIds stated{};
    std::string place{};  // where it is written, for messages
};

struct CredentialConfig {
    std::string id;
    SecretBytes secret;
    std::string tenant;     // a name
    std::string user_name;  // for logins with a password, which is the secret; empty: the id
    bool enabled = true;
    std::optional<TimePoint> expires;
    std::string session_token{};             // not empty: temporary, and this must come along
    std::vector<store::AccessRule> allow{};  // none: everything
    bool login_only = false;                 // a user without an access key; the id follows from tenant and name
    std::string place{};                     // where it is written, for messages
    store::CredentialOrigin origin = store::CredentialOrigin::configuration;
    bool inline_secret = false;  // it is written in the configuration file itself
};

// A role in a tenant that users of other tenants may take on.
struct AgencyConfig {
    store::ObjectId id;  // follows from tenant and name
    std::string name;
    std::string tenant;  // a name
    std::vector<std::string> trusted;
    std::vector<store::AccessRule> allow;
    std::string place{};  // where it is written, for messages
};

struct ListenerConfig {
    std::string name;                // for messages
    std::string address;             // as in http::ListenerOptions
    std::vector<std::string> serve;  // dialect names, "health", "admin"
    http::TlsMode tls = http::TlsMode::off;
    bool allow_plain_http = false;  // although other machines reach it
    bool may_be_missing = false;    // skipped in silence when the machine does not have the address
    bool impersonates = false;      // for clients that believe to be at a vendor's
};

struct StorageConfig {
    std::filesystem::path database;    // empty: in memory
    std::filesystem::path unseal_key;  // empty: "unseal.key" beside the database
    bool make_unseal_key = false;      // beside a database that does not exist yet; server mode never does
    std::filesystem::path anchor{};    // the state anchor; empty: the database's name and "-anchor", beside it
    std::optional<std::uint64_t> accept_rollback{};  // the epoch of a state to go on with although it is not the last
};

enum class LogFormat : std::uint8_t { text, json };
enum class LogLevel : std::uint8_t { error, warning, info, debug };

struct LoggingConfig {
    LogLevel level = LogLevel::info;
    LogFormat format = LogFormat::text;  // of request lines
    bool requests = true;                // a line a request on stderr
};

// Settings that make a server a stand-in for tests. Development mode alone; `tandem serve` refuses these settings.
struct StandInConfig {
    std::vector<std::filesystem::path> seeds;  // files and directories, in their order
    struct Text {
        std::string name;  // for messages: TANDEM_SEED, standard input
        std::string text;
    };
    std::vector<Text> seed_texts;                                 // documents themselves
    std::map<std::string, std::string, std::less<>> environment;  // that seeds may refer to
    std::vector<std::filesystem::path> faults;                    // files
    std::vector<std::string> fault_texts;                         // documents themselves: TANDEM_FAULTS
    std::string clock;                     // as of the start: "+400d" or a date; empty: real time
    std::size_t journal_requests = 1'000;  // how many are remembered; 0: none
    bool impersonate = false;              // certificates for the vendors' host names, on a port of their own
    std::uint16_t impersonate_port = 443;  // where their clients, which cannot be told another, look for them
};

inline constexpr std::uint32_t kFailedAuthentications = 20;

struct Config {
    Mode mode = Mode::server;
    std::vector<ListenerConfig> listeners;
    std::vector<TenantConfig> tenants;
    std::vector<CredentialConfig> credentials;
    std::vector<AgencyConfig> agencies;
    StorageConfig storage;
    http::TlsFiles tls;
    std::vector<std::string> certificate_names;  // of the certificates that development mode makes for itself
    http::SessionLimits sessions;
    service::Limits limits;
    // A second and address, after five times as many; 0: any number. Nothing: kFailedAuthentications, in development
    // mode any number.
    std::optional<std::uint32_t> failed_authentications;
    api::Settings dialects;
    api::VendorSettings vendors;
    LoggingConfig logging;
    std::filesystem::path audit_file;  // empty: none
    StandInConfig stand_in;
    std::vector<std::string> passed_over;  // variables that others set for purposes of theirs
    unsigned io_threads = 0;               // 0: one a processor
    unsigned worker_threads = 64;
};

}  // namespace tandem::app
