// EnableDataKey (API 3.0 spec section 8).

#include "moves.hpp"
#include "state_errors.hpp"
#include "tencent/v2019/operation.hpp"
#include "tencent/v2019/wire/field_rules.hpp"

namespace tandem::api::tencent::v2019::enable_data_key {

namespace {

constexpr FieldRule kFields[] = {kDataKeyId, kMemberAccount};
constexpr DeclaredKey kKeys[] = {{.field = "DataKeyId", .of_object = true, .may_be_absent = true}};

Result<store::ObjectId> read(Request& request) {
    TANDEM_TRY(const store::ObjectId id, read_data_key_id(request));
    name_keys_of(request, kKeys[0], {&id, 1}, Leaves::enabled_or_disabled);
    return id;
}

}  // namespace

extern constexpr Operation kOperation{.name = "EnableDataKey",
                                      .fields = kFields,
                                      .keys = kKeys,
                                      .errors = kDataKeyEnablingErrors,
                                      .place = Place::worker,
                                      .steps = steps<read, move_data_key<service::enable_data_keys>>()};

}  // namespace tandem::api::tencent::v2019::enable_data_key
