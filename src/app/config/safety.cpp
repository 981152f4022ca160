#include "safety.hpp"

#include "tandem/app/dates.hpp"
#include "tandem/base/private_file.hpp"
#include "tandem/base/user_error.hpp"
#include "tandem/http/certificate_file.hpp"

#include <boost/asio/ip/address.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace tandem::app {
namespace {

constexpr std::size_t kShortestServerSecret = 16;
constexpr std::chrono::days kEndsSoon{30};

using enum Verdict;
constexpr std::array<SafetyRule, 14> kRules{{
    {Danger::published_credential, "the credential `tandemdev`, or its secret", refused, passed},
    {Danger::short_secret, "a secret of less than 16 characters", refused, passed},
    {Danger::inline_secret, "a secret written in a configuration file that is not private", refused, passed},
    {Danger::exposed_secret_file, "a `{file: PATH}` of a secret that is not private", refused, passed},
    {Danger::exposed_unseal_key, "an unseal key whose file is not private", refused, refused},
    {Danger::open_data_directory, "a data directory that others may write", refused, passed},
    {Danger::admin_on_network, "`admin` on anything but a unix socket", refused, passed},
    {Danger::plain_http, "plain HTTP on an address that other machines reach, without `allow_plain_http: true`",
     refused, passed},
    {Danger::tls_without_certificate, "`tls` without certificate files", refused, passed},
    {Danger::exposed_tls_key, "a `tls.key` that is not private", refused, passed},
    {Danger::certificate_expired, "a certificate that has expired", refused, warned},
    {Danger::certificate_not_yet_valid, "a certificate that is not valid yet", refused, warned},
    {Danger::certificate_ends_soon, "a certificate that expires within 30 days", warned, passed},
    {Danger::impersonation, "`tls.impersonate`", refused, passed},
}};

bool is_on_network(const std::string& address) {
    if (address.starts_with("unix:")) return false;
    auto host = address.substr(0, address.rfind(':'));
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    boost::system::error_code error;
    const auto parsed = boost::asio::ip::make_address(host, error);
    if (error) return false;  // binding it says so
    const bool mapped = parsed.is_v6() && parsed.to_v6().is_v4_mapped();
    return mapped ? !boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, parsed.to_v6()).is_loopback()
                  : !parsed.is_loopback();
}

// State words are no secret.
bool serves_more_than_health(const ListenerConfig& listener) {
    return std::ranges::any_of(listener.serve, [](const auto& each) { return each != "health"; });
}

void judge_listener(const Config& config, const ListenerConfig& listener) {
    const std::string named = "listener " + listener.name;
    const bool local = listener.address.starts_with("unix:");
    if (!local && std::ranges::find(listener.serve, "admin") != listener.serve.end())
        judge(config.mode, Danger::admin_on_network,
              {.place = named, .text = "admin is served on a unix socket only (address: unix:/path)"});
    if (listener.tls != http::TlsMode::off && config.tls.certificate.empty())
        judge(config.mode, Danger::tls_without_certificate, {.place = named, .text = "tls needs tls.cert and tls.key"});
    if (listener.tls != http::TlsMode::required && !listener.allow_plain_http && is_on_network(listener.address) &&
        serves_more_than_health(listener))
        judge(config.mode, Danger::plain_http,
              {.place = named,
               .text = "other machines reach " + listener.address +
                       ", and plain HTTP shows them keys and plaintexts on the way",
               .remedy = "give it tls: required with tls.cert and tls.key, or allow_plain_http: true where TLS ends in "
                         "front of it"});
}

void judge_credential(const Config& config, const CredentialConfig& credential) {
    const std::string named = "credential " + credential.id;
    const auto secret = as_text(credential.secret.expose_secret());
    if (credential.id == kDevelopmentId || secret == kDevelopmentSecret)
        judge(config.mode, Danger::published_credential,
              {.place = named, .text = "the published development credential has no place in a server"});
    if (secret.size() < kShortestServerSecret)
        judge(config.mode, Danger::short_secret,
              {.place = named,
               .text = "the secret is shorter than " + std::to_string(kShortestServerSecret) + " characters"});
}

}  // namespace

std::span<const SafetyRule> safety_rules() noexcept { return kRules; }

void judge(Mode mode, Danger danger, UserError::Sentence sentence, const Warn& warn) {
    const SafetyRule& rule = kRules[static_cast<std::size_t>(danger)];
    const Verdict verdict = mode == Mode::server ? rule.server : rule.development;
    if (verdict == passed) return;
    const UserError error{UserError::unsafe, std::move(sentence)};
    if (verdict == refused) throw error;
    if (warn) warn(error.what());
}

void judge_settings(const Config& config) {
    if (config.stand_in.impersonate)
        judge(config.mode, Danger::impersonation,
              {.text = "tls.impersonate is for tests: `tandem dev` has it, a server never"});
    for (const auto& listener : config.listeners) judge_listener(config, listener);
    for (const auto& credential : config.credentials) judge_credential(config, credential);
}

void judge_tls_files(const Config& config, TimePoint now, const Warn& warn) {
    const auto& tls = config.tls;
    if (tls.certificate.empty()) return;
    struct stat facts{};
    if (::stat(tls.key.c_str(), &facts) == 0)
        judge_private_file(config.mode, Danger::exposed_tls_key, "the TLS key " + tls.key.string(), facts, warn);

    for (const auto& [subject, not_before, not_after] : http::certificate_times(tls.certificate)) {
        const std::string named = "the TLS certificate " + tls.certificate.string() + " (" + subject + ") ";
        if (now < not_before)
            judge(config.mode, Danger::certificate_not_yet_valid,
                  {.text = named + "is not valid before " + format_date(not_before) + "; it is " + format_date(now) +
                           " here"},
                  warn);
        else if (now > not_after + std::chrono::milliseconds{999})
            judge(config.mode, Danger::certificate_expired, {.text = named + "expired at " + format_date(not_after)},
                  warn);
        else if (now > not_after - kEndsSoon)
            judge(config.mode, Danger::certificate_ends_soon, {.text = named + "expires at " + format_date(not_after)},
                  warn);
    }
}

void judge_private_file(Mode mode, Danger danger, const std::string& named, const struct stat& facts, const Warn& warn,
                        const std::string& advice) {
    const auto exposure = exposure_of(facts, ProcessIdentity::current());
    if (!exposure.empty()) judge(mode, danger, {.text = named + " " + exposure + advice}, warn);
}

}  // namespace tandem::app
