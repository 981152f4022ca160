// DescribeWhiteBoxDecryptKey (API 3.0 spec section 8).

#include "remark.hpp"
#include "tencent/v2019/operation.hpp"
#include "tencent/v2019/views/white_box_view.hpp"
#include "tencent/v2019/wire/field_rules.hpp"

namespace tandem::api::tencent::v2019::describe_white_box_decrypt_key {

namespace {

constexpr FieldRule kFields[] = {kKeyId};

Result<void> run(Request& request, const store::ObjectId& id) {
    TANDEM_TRY(const store::WhiteBoxKey* key, service::find_white_box_key(request.call(), id));
    TANDEM_TRY(const SecretBytes raw, service::raw_white_box_key(request.call(), *key));
    write_decrypt_key(request.out, raw.expose_secret());
    return {};
}

}  // namespace

extern constexpr Operation kOperation{.name = "DescribeWhiteBoxDecryptKey",
                                      .details = {.per_second = 200},
                                      .fields = kFields,
                                      .remark = kWhiteBoxRemark,
                                      .steps = steps<read_white_box_key_id, run>()};

}  // namespace tandem::api::tencent::v2019::describe_white_box_decrypt_key
