#pragma once
// The dangers in a configuration and in the files that it names: one table of what a server refuses, what it warns
// of, and what development mode lets pass (docs/configuration.md, "What is not safe").

#include "tandem/app/config.hpp"
#include "tandem/base/user_error.hpp"

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <sys/stat.h>

namespace tandem::app {

enum class Danger : std::uint8_t {
    published_credential,
    short_secret,
    inline_secret,
    exposed_secret_file,
    exposed_unseal_key,
    open_data_directory,
    admin_on_network,
    plain_http,
    tls_without_certificate,
    exposed_tls_key,
    certificate_expired,
    certificate_not_yet_valid,
    certificate_ends_soon,
    impersonation,
};
enum class Verdict : std::uint8_t { passed, warned, refused };

struct SafetyRule {
    Danger danger;
    std::string_view what;  // as the documents say it
    Verdict server;
    Verdict development;
};
// One a danger, in their order.
std::span<const SafetyRule> safety_rules() noexcept;

// Throws UserError(unsafe) with the sentence, gives it to `warn` as a line, or does nothing, as the rule says.
using Warn = std::function<void(const std::string& line)>;
void judge(Mode mode, Danger danger, UserError::Sentence sentence, const Warn& warn = {});

// Judges what needs no look at a file: listeners and credentials.
void judge_settings(const Config& config);
// The certificate and the key that tls names, as of `now`.
void judge_tls_files(const Config& config, TimePoint now, const Warn& warn);
// A file with secrets. `advice` ends the line.
void judge_private_file(Mode mode, Danger danger, const std::string& named, const struct stat& facts,
                        const Warn& warn = {}, const std::string& advice = {});

}  // namespace tandem::app
