// CancelDataKeyDeletion (API 3.0 spec section 8).

#include "moves.hpp"
#include "state_errors.hpp"
#include "tencent/v2019/operation.hpp"
#include "tencent/v2019/wire/field_rules.hpp"

namespace tandem::api::tencent::v2019::cancel_data_key_deletion {

namespace {

constexpr FieldRule kFields[] = {kDataKeyId, kMemberAccount};
constexpr DeclaredKey kKeys[] = {{.field = "DataKeyId", .of_object = true, .may_be_absent = true}};

Result<store::ObjectId> read(Request& request) {
    TANDEM_TRY(const store::ObjectId id, read_data_key_id(request));
    name_keys_of(request, kKeys[0], {&id, 1}, Leaves::pending_deletion);
    return id;
}

Result<void> run(Request& request, const store::ObjectId& id) {
    TANDEM_CHECK(service::cancel_data_key_deletion(request.call(), id));
    write_data_key_id(request.out, id);
    return {};
}

}  // namespace

extern constexpr Operation kOperation{.name = "CancelDataKeyDeletion",
                                      .details = {.per_second = 20},
                                      .fields = kFields,
                                      .keys = kKeys,
                                      .errors = kDataKeyEnablingErrors,
                                      .place = Place::worker,
                                      .steps = steps<read, run>()};

}  // namespace tandem::api::tencent::v2019::cancel_data_key_deletion
