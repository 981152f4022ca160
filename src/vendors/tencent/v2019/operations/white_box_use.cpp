// Encrypting with white-box keys, their decrypting halves, and the devices that these are bound to.

#include "handlers.hpp"
#include "tencent/v2019/views/messages.hpp"
#include "tencent/v2019/views/tags.hpp"
#include "tencent/v2019/views/white_box_view.hpp"

#include <boost/json/array.hpp>

#include <algorithm>

namespace tandem::api::tencent::v2019 {
namespace {

namespace json = boost::json;

Result<std::optional<service::InitializationVector>> read_iv(ActionCall& action) {
    using Given = std::optional<service::InitializationVector>;
    if (action.fields.text("InitializationVector").empty()) return Given{};
    TANDEM_TRY(const ByteView given,
               decode_base64(action, "InitializationVector",
                             {crypto::kCbcIvBytes, ErrorCode::parameter_invalid, ErrorCode::parameter_invalid}));
    service::InitializationVector iv;
    if (given.size() != iv.size()) return fail(ErrorCode::parameter_invalid, "InitializationVector");
    std::ranges::copy(given, iv.begin());
    return Given{iv};
}

}  // namespace

Result<void> encrypt_by_white_box(ActionCall& action) {
    TANDEM_TRY(const store::ObjectId id, read_white_box_key_id(action));
    TANDEM_TRY(const ByteView plaintext, decode_base64(action, "PlainText",
                                                       {keys::kMaxPlaintextBytes, ErrorCode::plaintext_malformed,
                                                        ErrorCode::plaintext_too_long}));
    TANDEM_TRY(const auto iv, read_iv(action));
    TANDEM_TRY(const service::WhiteBoxCiphertext sealed, service::encrypt_by_white_box(action.call, id, plaintext, iv));
    write_base64(action.out, "InitializationVector", sealed.iv);
    write_base64(action.out, "CipherText", sealed.ciphertext);
    return {};
}

Result<void> describe_white_box_decrypt_key(ActionCall& action) {
    TANDEM_TRY(const store::ObjectId id, read_white_box_key_id(action));
    TANDEM_TRY(const store::WhiteBoxKey* key, service::find_white_box_key(action.call, id));
    TANDEM_TRY(const SecretBytes raw, service::raw_white_box_key(action.call, *key));
    write_decrypt_key(action.out, raw.expose_secret());
    return {};
}

Result<void> describe_white_box_device_fingerprints(ActionCall& action) {
    TANDEM_TRY(const store::ObjectId id, read_white_box_key_id(action));
    TANDEM_TRY(const store::WhiteBoxKey* key, service::find_white_box_key(action.call, id));
    action.out.begin_array("DeviceFingerprints");
    for (const store::DeviceFingerprint& fingerprint : key->fingerprints) {
        action.out.begin_object().text("Identity", fingerprint.identity);
        action.out.text("Description", fingerprint.description).end_object();
    }
    action.out.end_array();
    return {};
}

// The forms and the number of them were checked by the table of fields.
Result<void> overwrite_white_box_device_fingerprints(ActionCall& action) {
    TANDEM_TRY(const store::ObjectId id, read_white_box_key_id(action));
    std::vector<store::DeviceFingerprint> fingerprints;
    if (const json::value* given = action.fields.value("DeviceFingerprints")) {
        for (const json::value& element : given->get_array()) {
            const json::object& object = element.get_object();
            fingerprints.push_back({member_text(object, "Identity"), member_text(object, "Description")});
        }
    }
    return service::set_device_fingerprints(action.call, id, std::move(fingerprints));
}

}  // namespace tandem::api::tencent::v2019
