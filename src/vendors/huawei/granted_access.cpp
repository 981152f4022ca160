#include "granted_access.hpp"

#include "huawei/iam/user_id.hpp"

#include <algorithm>
#include <array>

namespace tandem::api::huawei {

namespace {

// The first nine are the documented ones. Retiring is allowed by a rule of its own (cancel_self_grant.cpp).
constexpr auto kWords = std::to_array<std::string_view>({
    "create-datakey",
    "create-datakey-without-plaintext",
    "encrypt-datakey",
    "decrypt-datakey",
    "describe-key",
    "create-grant",
    "retire-grant",
    "encrypt-data",
    "decrypt-data",
    "get-publickey",
    "sign",
    "verify",
    "generate-mac",
    "verify-mac",
    "derive-shared-secret",
    "create-rsa-datakey-pair",
    "create-ec-datakey-pair",
    "re-encrypt-from",
    "re-encrypt-to",
});

}  // namespace

bool is_grantable(std::string_view operation) noexcept { return std::ranges::find(kWords, operation) != kWords.end(); }

CallerIds::CallerIds(const Caller& caller)
    : user(iam::user_id(*caller.credential, caller.agency)), domain(caller.tenant->facts.domain_id) {}

Result<const store::KeySpace*> find_grantor(const api::Request& request, const KeyId& key, std::string_view word) {
    const auto& own = static_cast<const Request&>(request);
    return service::find_grantor(own.services, *own.space, CallerIds{own.caller}.principal(), key, word);
}

}  // namespace tandem::api::huawei
