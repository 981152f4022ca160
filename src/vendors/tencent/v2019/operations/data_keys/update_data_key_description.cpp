// UpdateDataKeyDescription (API 3.0 spec section 8).

#include "tencent/v2019/operation.hpp"
#include "tencent/v2019/views/data_key_view.hpp"
#include "tencent/v2019/wire/field_rules.hpp"

namespace tandem::api::tencent::v2019::update_data_key_description {

namespace {

constexpr FieldRule kFields[] = {
    kDataKeyId, {"Description", FieldType::text, kRequired, &kShortDescription}, kMemberAccount};

Result<void> run(Request& request, const store::ObjectId& id) {
    return service::describe_data_key(request.call(), id, std::string{request.fields.text("Description")});
}

}  // namespace

extern constexpr Operation kOperation{.name = "UpdateDataKeyDescription",
                                      .fields = kFields,
                                      .place = Place::worker,
                                      .steps = steps<read_data_key_id, run>()};

}  // namespace tandem::api::tencent::v2019::update_data_key_description
