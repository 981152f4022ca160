#include "change_key.hpp"

namespace tandem::service {

Result<void> check_alias_is_free(const Call& call, std::string_view name) {
    if (call.services.store.find_alias(call.space, name) != nullptr) return fail(ErrorCode::alias_exists, name);
    return {};
}

store::Change new_alias(const Call& call, const GivenAlias& alias, const KeyId& key) {
    const TimePoint now = call.services.clock.now();
    return store::PutAlias{.alias = {.name = alias.name, .key = key, .created = now, .updated = {now, alias.prefixed}}};
}

}  // namespace tandem::service
