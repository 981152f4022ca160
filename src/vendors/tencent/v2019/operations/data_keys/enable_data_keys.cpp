// EnableDataKeys (API 3.0 spec section 8).

#include "moves.hpp"
#include "state_errors.hpp"
#include "tencent/v2019/operation.hpp"
#include "tencent/v2019/wire/field_rules.hpp"

namespace tandem::api::tencent::v2019::enable_data_keys {

namespace {

constexpr FieldRule kFields[] = {kDataKeyIds, kMemberAccount};
constexpr DeclaredKey kKeys[] = {{.field = "DataKeyIds", .of_object = true, .may_be_absent = true}};
constexpr auto kErrors = joined(kDataKeysStateErrors, kStateErrors);

Result<std::vector<store::ObjectId>> read(Request& request) {
    TANDEM_TRY(std::vector<store::ObjectId> ids, read_data_key_ids(request));
    name_keys_of(request, kKeys[0], ids, Leaves::enabled_or_disabled);
    return ids;
}

}  // namespace

extern constexpr Operation kOperation{.name = "EnableDataKeys",
                                      .fields = kFields,
                                      .keys = kKeys,
                                      .errors = kErrors,
                                      .place = Place::worker,
                                      .steps = steps<read, move_data_keys<service::enable_data_keys>>()};

}  // namespace tandem::api::tencent::v2019::enable_data_keys
