// OverwriteWhiteBoxDeviceFingerprints (API 3.0 spec section 8): the devices that a key's decrypting half is bound to.

#include "tencent/v2019/operation.hpp"
#include "tencent/v2019/views/tags.hpp"
#include "tencent/v2019/views/white_box_view.hpp"
#include "tencent/v2019/wire/error_overrides.hpp"
#include "tencent/v2019/wire/field_rules.hpp"

#include <boost/json/array.hpp>

namespace tandem::api::tencent::v2019::overwrite_white_box_device_fingerprints {

namespace {

namespace json = boost::json;

constexpr FieldLimit kIdentity{.form = "hexadecimal digits in lower case, 8-14-14-14-16, or a UUID",
                               .breach = ErrorCode::parameter_invalid,
                               .pattern = is_device_identity};
constexpr FieldLimit kMost{.breach = ErrorCode::fingerprint_limit_exceeded, .most = 200};
constexpr FieldRule kMemberRules[] = {{"Identity", FieldType::text, kRequired, &kIdentity},
                                      {"Description", FieldType::text, kOptional, &kDescription}};
constexpr FieldMembers kMembers{kMemberRules};
constexpr FieldRule kFields[] = {kKeyId, {"DeviceFingerprints", FieldType::object_list, kOptional, &kMost, &kMembers}};
constexpr ErrorOverride kErrors[] = {kLongDescriptionError, kValueError};

struct Values {
    store::ObjectId id;
    std::vector<store::DeviceFingerprint> fingerprints{};
};

// The forms and the number of them were checked by the fields.
Result<Values> read(Request& request) {
    TANDEM_TRY(const store::ObjectId id, read_white_box_key_id(request));
    Values values{id};
    if (const json::value* given = request.fields.value("DeviceFingerprints")) {
        for (const json::value& element : given->get_array()) {
            const json::object& object = element.get_object();
            values.fingerprints.push_back({member_text(object, "Identity"), member_text(object, "Description")});
        }
    }
    return values;
}

Result<void> run(Request& request, Values& values) {
    return service::set_device_fingerprints(request.call(), values.id, std::move(values.fingerprints));
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "OverwriteWhiteBoxDeviceFingerprints",
    .fields = kFields,
    .errors = kErrors,
    .remark = "the fingerprints are kept and shown; the devices are not this server's to check",
    .place = Place::worker,
    .steps = steps<read, run>(),
};

}  // namespace tandem::api::tencent::v2019::overwrite_white_box_device_fingerprints
