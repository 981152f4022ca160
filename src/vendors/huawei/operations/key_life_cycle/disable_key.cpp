// DisableKey (sections 5.3 and 7, Key life cycle).

#include "tandem/service/actions/key_lifecycle.hpp"

#include "huawei/request.hpp"
#include "huawei/wire/field_rules.hpp"
#include "huawei/wire/key_reference.hpp"
#include "state_answers.hpp"

#include <array>

namespace tandem::api::huawei::disable_key {

namespace {

constexpr FieldRule kFields[] = {rules::kOwnKey};
constexpr DeclaredKey kKeys[] = {{.field = "key_id"}};

Result<void> read(Request& request) { return name_own_key(request, kKeys[0], request.fields.text("key_id")); }

Result<void> run(Request& request) {
    const KeyId id = request.key().id;
    TANDEM_CHECK(service::disable_keys(request.call(), std::array{&request.key()}, service::Repeat::refused));
    write_nested_state(request, id, keys::KeyState::disabled);
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "DisableKey",
    .details = post("/v1.0/{project_id}/kms/disable-key"),
    .fields = kFields,
    .keys = kKeys,

    .place = Place::worker,
    .steps = steps<read, run>(),
};

}  // namespace tandem::api::huawei::disable_key
