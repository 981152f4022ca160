// DescribeWhiteBoxDeviceFingerprints (API 3.0 spec section 8).

#include "tencent/v2019/operation.hpp"
#include "tencent/v2019/views/white_box_view.hpp"
#include "tencent/v2019/wire/field_rules.hpp"

namespace tandem::api::tencent::v2019::describe_white_box_device_fingerprints {

namespace {

constexpr FieldRule kFields[] = {kKeyId};

Result<void> run(Request& request, const store::ObjectId& id) {
    TANDEM_TRY(const store::WhiteBoxKey* key, service::find_white_box_key(request.call(), id));
    request.out.begin_array("DeviceFingerprints");
    for (const store::DeviceFingerprint& fingerprint : key->fingerprints) {
        request.out.begin_object().text("Identity", fingerprint.identity);
        request.out.text("Description", fingerprint.description).end_object();
    }
    request.out.end_array();
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "DescribeWhiteBoxDeviceFingerprints", .fields = kFields, .steps = steps<read_white_box_key_id, run>()};

}  // namespace tandem::api::tencent::v2019::describe_white_box_device_fingerprints
