// DescribeDataKey (API 3.0 spec section 8).

#include "tencent/v2019/operation.hpp"
#include "tencent/v2019/views/data_key_view.hpp"
#include "tencent/v2019/wire/field_rules.hpp"

namespace tandem::api::tencent::v2019::describe_data_key {

namespace {

constexpr FieldRule kFields[] = {kDataKeyId, kMemberAccount};

Result<void> run(Request& request, const store::ObjectId& id) {
    TANDEM_TRY(const store::HostedDataKey* data_key, service::find_data_key(request.call(), id));
    request.out.begin_object("DataKeyMetadata");
    write_data_key_metadata(request, *data_key);
    request.out.end_object();
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "DescribeDataKey", .fields = kFields, .steps = steps<read_data_key_id, run>()};

}  // namespace tandem::api::tencent::v2019::describe_data_key
