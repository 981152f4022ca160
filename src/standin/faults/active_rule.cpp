#include "active_rule.hpp"

#include <algorithm>
#include <string_view>

namespace tandem::standin {
namespace {

bool fits_text(const std::string& wanted, std::string_view given) { return wanted.empty() || wanted == given; }

service::KeyRef reference(std::string_view text) {
    constexpr std::string_view kAliasPrefix = "alias/";
    if (const auto id = KeyId::parse(text)) return *id;
    if (const auto name = keys::KeyName::parse(text)) return *name;
    if (text.starts_with(kAliasPrefix)) text.remove_prefix(kAliasPrefix.size());
    return service::AliasName{text};
}

}  // namespace

bool ActiveFault::fits(const api::IdentifiedRequest& request) const {
    const FaultMatch& match = rule.match;
    const auto* credential = request.credential;
    const std::string_view id = credential != nullptr ? std::string_view{credential->facts.id} : std::string_view{};
    const std::string_view tenant =
        credential != nullptr ? std::string_view{credential->tenant->facts.name} : std::string_view{};
    const bool action =
        match.actions.empty() || std::ranges::find(match.actions, request.action) != match.actions.end();
    return action && fits_text(match.dialect, request.dialect) && fits_text(match.credential, id) &&
           fits_text(match.tenant, tenant);
}

bool ActiveFault::fits(const service::Call& call, const store::Key& key) const {
    return rule.match.key.empty() || service::names_key(call, reference(rule.match.key), key.id);
}

}  // namespace tandem::standin
