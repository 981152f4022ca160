#pragma once
// Using keys of other domains by their grants (sections 2.4 and 7, Grants). The caller's own keys come first; only when
// his tenant has no key of the id that he gave, the grants of all tenants are asked.

#include "tandem/service/actions/grants.hpp"

#include "operation.hpp"

#include <optional>
#include <string_view>
#include <utility>

namespace tandem::api::huawei {

// The words that a grant may hold, and whose operations a grantee may call.
bool is_grantable(std::string_view operation) noexcept;
// Holds the ids that it views.
struct CallerIds {
    explicit CallerIds(const Caller& caller);
    [[nodiscard]] service::Principal principal() const noexcept { return {user, domain}; }
    std::string user;
    std::string domain;
};

// Of another tenant's keys only this one is there.
class GrantedKey final : public service::KeyObserver {
  public:
    GrantedKey(service::KeyObserver* next, const KeyId& id) noexcept : next_(next), id_(id) {}
    Result<void> found(const service::Call& call, const store::Key& key) override;

  private:
    service::KeyObserver* next_;
    KeyId id_;
};

// The tenant whose key the caller may use: by a word of grants, or by the operation as a whole, which has the word that
// its path ends in. Errors: as of service::find_grantor.
Result<const store::Tenant*> find_grantor(const OperationCall& call, const KeyId& key, std::string_view word);
Result<const store::Tenant*> find_grantor(const OperationCall& call, const KeyId& key, const Operation& operation);

// Runs `step(call)`, and when the key is none of the caller's own, again in the name of the tenant that granted it for
// `use`, a word or an operation. Nothing is looked up before that.
template <class Use, class Step>
auto with_grant(OperationCall& call, const Use& use, Step step) -> decltype(step(call)) {
    std::optional<KeyId> missed;
    call.service.missed_key = &missed;
    auto outcome = step(call);
    call.service.missed_key = nullptr;
    if (outcome.has_value() || outcome.error().code != ErrorCode::key_not_found || !missed) return outcome;
    TANDEM_TRY(const store::Tenant* grantor, find_grantor(call, *missed, use));
    GrantedKey only{call.service.key_observer, *missed};
    OperationCall granted{
        service::Call{call.service.services, *grantor, call.service.place, &only, nullptr, call.service.stop},
        call.settings,
        call.caller,
        call.body,
        call.fields,
        call.arena,
        call.exchange,
        call.path_parameters};
    return step(granted);
}

}  // namespace tandem::api::huawei
