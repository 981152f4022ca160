#include "granted_access.hpp"

#include "huawei/iam/user_id.hpp"

#include <algorithm>
#include <array>

namespace tandem::api::huawei {

namespace {

// The first nine are the documented ones. Retiring and re-encrypting are allowed by their own rules.
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

Result<void> GrantedKey::found(const service::Call& call, const store::Key& key) {
    if (key.id != id_) return fail(ErrorCode::key_not_found);
    return next_ == nullptr ? Result<void>{} : next_->found(call, key);
}

Result<const store::Tenant*> find_grantor(const OperationCall& call, const KeyId& key, std::string_view word) {
    return service::find_grantor(call.service.services, call.service.tenant, CallerIds{call.caller}.principal(), key,
                                 word);
}

Result<const store::Tenant*> find_grantor(const OperationCall& call, const KeyId& key, const Operation& operation) {
    const std::string_view word = operation.path.substr(operation.path.rfind('/') + 1);
    // What is no word of grants needs a key of one's own; retiring has rules of its own (actions/grants.cpp).
    if (!is_grantable(word) || word == "retire-grant") return fail(ErrorCode::key_not_found);
    return find_grantor(call, key, word);
}

}  // namespace tandem::api::huawei
