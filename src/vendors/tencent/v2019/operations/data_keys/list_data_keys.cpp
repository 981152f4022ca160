// ListDataKeys (API 3.0 spec section 8).

#include "tencent/v2019/operation.hpp"
#include "tencent/v2019/views/data_key_view.hpp"
#include "tencent/v2019/wire/error_overrides.hpp"
#include "tencent/v2019/wire/field_rules.hpp"
#include "tencent/v2019/wire/page.hpp"

namespace tandem::api::tencent::v2019::list_data_keys {

namespace {

constexpr FieldRule kFields[] = {kOffset, kLimit, kRole, kHsmClusterId};
constexpr ErrorOverride kErrors[] = {kRangeError, kPageLimitError, kHsmError};

Result<void> run(Request& request) {
    const Page page = read_page(request.fields);
    service::ListDataKeysInput input{.offset = page.offset, .limit = page.limit};
    if (!asks_for_users_own(request.fields)) input.matches = [](const store::HostedDataKey&) { return false; };
    const service::ListDataKeysOutput found = service::list_data_keys(request.call(), input);
    JsonWriter& out = request.out;
    out.begin_array("DataKeys");
    for (const store::HostedDataKey* data_key : found.page) {
        out.begin_object();
        write_data_key_id(out, data_key->id);
        out.end_object();
    }
    out.end_array().integer("TotalCount", static_cast<std::int64_t>(found.total));
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "ListDataKeys", .fields = kFields, .errors = kErrors, .steps = steps(run)};

}  // namespace tandem::api::tencent::v2019::list_data_keys
