#include "tandem/api/request.hpp"

#include "tandem/api/interference.hpp"

#include <algorithm>
#include <new>

namespace tandem::api {

void Request::name_key(const DeclaredKey& declared, const service::KeyRef& reference) {
    if (count_ == capacity_) {
        const std::size_t capacity = 8 * capacity_;
        auto* const more = static_cast<Named*>(arena.allocate(capacity * sizeof(Named), alignof(Named)));
        std::ranges::uninitialized_copy(named(), std::span{more, count_});
        more_ = more;
        capacity_ = capacity;
    }
    Named* const begin = more_ != nullptr ? more_ : inline_.data();
    new (begin + count_++) Named{&declared, reference};
}

Result<const store::KeySpace*> Request::find_grantor(const DeclaredKey& declared, const KeyId& key) const {
    if (declared.find_grantor != nullptr) return declared.find_grantor(*this, key);
    const bool may_be_granted = !declared.grant.empty() && key_rules_->find_grantor != nullptr;
    if (!may_be_granted) return fail(ErrorCode::key_not_found);
    return key_rules_->find_grantor(*this, key, declared.grant);
}

Result<FoundKey> Request::look_up(const DeclaredKey& declared, const service::KeyRef& reference) const {
    const auto own = service::find_key(call_of(space), reference);
    if (own.has_value()) return FoundKey{*own, space};
    const KeyId* id = std::get_if<KeyId>(&reference);
    if (id == nullptr) return own.error();
    TANDEM_TRY(const store::KeySpace* grantor, find_grantor(declared, *id));
    TANDEM_TRY(const store::Key* key, service::find_key(call_of(grantor), reference));
    return FoundKey{key, grantor};
}

Result<FoundKey> Request::find(const DeclaredKey& declared, const service::KeyRef& reference) const {
    Result<FoundKey> found = look_up(declared, reference);
    if (found.has_value()) {
        TANDEM_CHECK(rules.check_key(services.store, *found->owner, *found->key));
        if (exchange.interference != nullptr)
            TANDEM_CHECK(exchange.interference->found(call_of(found->owner), *found->key));
        if (key_rules_->check_visible == nullptr) return found;
        const Result<void> visible = key_rules_->check_visible(*found->key);
        if (visible.has_value()) return found;
        found = visible.error();
    }
    const bool goes_on = declared.may_be_absent && found.error().code == ErrorCode::key_not_found;
    return goes_on ? FoundKey{} : std::move(found);
}

Result<FoundKey> Request::find_late(const DeclaredKey& declared, const service::KeyRef& reference) {
    return find(declared, reference);
}

bool Request::has_found_keys() const noexcept {
    return std::ranges::any_of(named(), [](const Named& one) { return one.found.key != nullptr; });
}

Result<void> Request::find_keys() {
    Named* const begin = more_ != nullptr ? more_ : inline_.data();
    for (Named& one : std::span{begin, count_}) {
        TANDEM_TRY(one.found, find(*one.declared, one.reference));
    }
    if (count_ > 0 && found().key != nullptr) note_key(found().key->id);
    if (after_keys_) return *after_keys_;
    return {};
}

}  // namespace tandem::api
