// UpdateDataKeyName (API 3.0 spec section 8).

#include "state_errors.hpp"
#include "tencent/v2019/operation.hpp"
#include "tencent/v2019/views/data_key_view.hpp"
#include "tencent/v2019/wire/field_rules.hpp"

namespace tandem::api::tencent::v2019::update_data_key_name {

namespace {

constexpr FieldRule kFields[] = {
    kDataKeyId, {"DataKeyName", FieldType::text, kRequired, &kDataKeyName}, kMemberAccount};
constexpr ErrorOverride kErrors[] = {
    instead(ErrorCode::data_key_name_exists, kInvalidValue, kTakenNameText),
    instead(ErrorCode::data_key_name_malformed, kInvalidValue, "The DataKeyName is not valid."),
};

struct Values {
    store::ObjectId id;
    std::string name;
};

Result<Values> read(Request& request) {
    TANDEM_TRY(const store::ObjectId id, read_data_key_id(request));
    TANDEM_TRY(std::string name, read_data_key_name(request.fields));
    return Values{id, std::move(name)};
}

Result<void> run(Request& request, const Values& values) {
    return service::rename_data_key(request.call(), values.id, values.name);
}

}  // namespace

extern constexpr Operation kOperation{.name = "UpdateDataKeyName",
                                      .details = {.per_second = 20},
                                      .fields = kFields,
                                      .errors = kErrors,
                                      .place = Place::worker,
                                      .steps = steps<read, run>()};

}  // namespace tandem::api::tencent::v2019::update_data_key_name
