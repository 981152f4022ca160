// DescribeDataKeys (API 3.0 spec section 8).

#include "tencent/v2019/operation.hpp"
#include "tencent/v2019/views/data_key_view.hpp"
#include "tencent/v2019/wire/error_overrides.hpp"
#include "tencent/v2019/wire/field_rules.hpp"

namespace tandem::api::tencent::v2019::describe_data_keys {

namespace {

constexpr FieldRule kFields[] = {kDataKeyIds, kMemberAccount};

Result<void> run(Request& request, const std::vector<store::ObjectId>& ids) {
    std::vector<const store::HostedDataKey*> found;
    for (const store::ObjectId& id : ids) {
        TANDEM_TRY(const store::HostedDataKey* data_key, service::find_data_key(request.call(), id));
        found.push_back(data_key);
    }
    request.out.begin_array("DataKeyMetadatas");
    for (const store::HostedDataKey* data_key : found) {
        request.out.begin_object();
        write_data_key_metadata(request, *data_key);
        request.out.end_object();
    }
    request.out.end_array();
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "DescribeDataKeys", .fields = kFields, .errors = kValueErrors, .steps = steps<read_data_key_ids, run>()};

}  // namespace tandem::api::tencent::v2019::describe_data_keys
