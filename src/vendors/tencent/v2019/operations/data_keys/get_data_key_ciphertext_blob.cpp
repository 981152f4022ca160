// GetDataKeyCiphertextBlob (API 3.0 spec section 8). Only of one that could be opened too: the vendor lists a state
// code for it (section 6).

#include "state_errors.hpp"
#include "tencent/v2019/operation.hpp"
#include "tencent/v2019/views/data_key_view.hpp"
#include "tencent/v2019/wire/field_rules.hpp"

namespace tandem::api::tencent::v2019::get_data_key_ciphertext_blob {

namespace {

constexpr FieldRule kFields[] = {kDataKeyId, kMemberAccount};

Result<void> run(Request& request, const store::ObjectId& id) {
    TANDEM_TRY(const store::HostedDataKey* data_key, service::find_data_key(request.call(), id));
    TANDEM_CHECK(service::check_openable(*data_key));
    request.out.unescaped("CiphertextBlob", data_key->ciphertext);
    return {};
}

}  // namespace

extern constexpr Operation kOperation{.name = "GetDataKeyCiphertextBlob",
                                      .fields = kFields,
                                      .errors = kDataKeyStateErrors,
                                      .steps = steps<read_data_key_id, run>()};

}  // namespace tandem::api::tencent::v2019::get_data_key_ciphertext_blob
