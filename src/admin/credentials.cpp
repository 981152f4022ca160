// Credentials in the server's own API. Those of a path are percent-encoded: users have '/' in their ids.

#include "tandem/service/actions/credentials.hpp"

#include "answer.hpp"
#include "bodies.hpp"

#include <array>
#include <utility>

namespace tandem::api::admin {
namespace {

using nlohmann::json;
using store::CredentialHold;

constexpr std::array<std::string_view, 4> kOrigins{"unknown", "run time", "configuration", "seed"};
constexpr std::array<std::string_view, 4> kHolds{"", "disabled", "older state", "removed"};

std::string place_of(const AdminOptions& options, std::string_view id) {
    return options.place_of_credential ? options.place_of_credential(id) : std::string{};
}

json describe_credential(const store::Credential& credential, const AdminOptions& options) {
    const auto& facts = credential.facts;
    json out{{"id", facts.id},
             {"tenant", credential.tenant ? credential.tenant->facts.name : ""},
             {"enabled", facts.is_usable()},
             {"origin", kOrigins.at(static_cast<std::size_t>(facts.origin))}};
    if (const auto place = place_of(options, facts.id); !place.empty()) out["place"] = place;
    if (facts.hold == CredentialHold::none) return out;
    out["hold"] = kHolds.at(static_cast<std::size_t>(facts.hold));
    if (facts.held_since) out["held_since"] = to_milliseconds(*facts.held_since) / 1000;
    return out;
}

// Finds also those that are out for good.
const store::Credential* find(const service::Services& services, std::string_view id) {
    const auto* found = services.store.find_credential(id);
    return found ? found : services.store.find_removed_credential(id);
}

}  // namespace

Result<void> list_credentials(const Request& request) {
    const auto& store = request.services.store;
    const auto guard = store.read();
    json credentials = json::array();
    for (const auto& part : {store.credentials(), store.removed_credentials()})
        for (const auto* credential : part) credentials.push_back(describe_credential(*credential, request.options));
    answer_json(request.exchange, 200, {{"credentials", std::move(credentials)}});
    return {};
}

Result<void> show_credential(const Request& request) {
    const auto id = decoded_segment(request.tail);
    const auto guard = request.services.store.read();
    const auto* credential = find(request.services, id);
    if (!credential) return fail(ErrorCode::credential_unknown, id);
    answer_json(request.exchange, 200, describe_credential(*credential, request.options));
    return {};
}

Result<void> create_credential(const Request& request) {
    TANDEM_TRY(const auto body, read_body(request, {"tenant"}));
    const auto tenant = body.find("tenant");
    if (tenant == body.end()) return fail(ErrorCode::parameter_missing, "tenant");
    const auto credential = service::random_credential();
    TANDEM_CHECK(service::create_credential(request.services, tenant->second, credential));

    json answer = with_secret(credential);
    const WipeSecret wipe_secret{answer};
    answer_json(request.exchange, 200, answer);
    return {};
}

Result<void> delete_credential(const Request& request) {
    const auto id = decoded_segment(request.tail);
    TANDEM_TRY(const auto left, service::remove_credential(request.services, id));
    json answer{{"removed", id}, {"mark", left == service::Removed::a_mark}};
    if (const auto place = place_of(request.options, id); !place.empty()) answer["place"] = place;
    answer_json(request.exchange, 200, answer);
    return {};
}

Result<void> disable_credential(const Request& request) {
    const auto id = decoded_segment(request.tail);
    TANDEM_CHECK(service::disable_credential(request.services, id));
    answer_json(request.exchange, 200, {{"disabled", id}});
    return {};
}

Result<void> enable_credential(const Request& request) {
    const auto id = decoded_segment(request.tail);
    const auto enabled = service::enable_credential(request.services, id);
    const auto place = place_of(request.options, id);
    if (enabled.has_error() && enabled.error().code == ErrorCode::conflict) {
        answer_error(request.exchange, 409,
                     "it is disabled by " + (place.empty() ? std::string{"what gave it"} : place) +
                         ", which alone can enable it",
                     enabled.error());
        return {};
    }
    TANDEM_CHECK(enabled);
    const bool now = *enabled == service::Enabled::now;
    json answer{{"enabled", id}, {"from", now ? "now" : "next start"}};
    if (!place.empty()) answer["place"] = place;
    answer_json(request.exchange, 200, answer);
    return {};
}

}  // namespace tandem::api::admin
