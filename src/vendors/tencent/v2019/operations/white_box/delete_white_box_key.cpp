// DeleteWhiteBoxKey (API 3.0 spec section 8).

#include "tencent/v2019/operation.hpp"
#include "tencent/v2019/views/white_box_view.hpp"
#include "tencent/v2019/wire/field_rules.hpp"

namespace tandem::api::tencent::v2019::delete_white_box_key {

namespace {

constexpr FieldRule kFields[] = {kKeyId};

Result<void> run(Request& request, const store::ObjectId& id) {
    return service::delete_white_box_key(request.call(), id);
}

}  // namespace

extern constexpr Operation kOperation{.name = "DeleteWhiteBoxKey",
                                      .details = {.per_second = 200},
                                      .fields = kFields,
                                      .place = Place::worker,
                                      .steps = steps<read_white_box_key_id, run>()};

}  // namespace tandem::api::tencent::v2019::delete_white_box_key
