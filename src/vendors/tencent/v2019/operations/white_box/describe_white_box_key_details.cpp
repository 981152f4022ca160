// DescribeWhiteBoxKeyDetails (API 3.0 spec section 8).

#include "remark.hpp"
#include "tencent/v2019/operation.hpp"
#include "tencent/v2019/views/tags.hpp"
#include "tencent/v2019/views/white_box_view.hpp"
#include "tencent/v2019/wire/error_overrides.hpp"
#include "tencent/v2019/wire/field_rules.hpp"

namespace tandem::api::tencent::v2019::describe_white_box_key_details {

namespace {

constexpr FieldLimit kStateChoice{.form = "0 Disabled, 1 Enabled", .most = 1};
constexpr FieldRule kFields[] = {{"KeyStatus", FieldType::integer, kOptional, &kStateChoice},
                                 kOffset,
                                 {"Limit", FieldType::unsigned_integer},  // 0, the default, is no paging
                                 kTagFilters};
constexpr std::int64_t kEnabled = 1;  // KeyStatus; 0 is Disabled

using Filters = std::vector<service::TagFilter>;

Result<Filters> read(Request& request) { return read_tag_filters(request.fields); }

service::ListWhiteBoxKeysInput list_input(const Fields& fields, const Filters& tags) {
    service::ListWhiteBoxKeysInput input;
    input.offset = static_cast<std::size_t>(fields.integer("Offset").value_or(0));
    const auto limit = static_cast<std::size_t>(fields.integer("Limit").value_or(0));
    if (limit != 0) input.limit = limit;
    const std::optional<std::int64_t> status = fields.integer("KeyStatus");
    if (!status && tags.empty()) return input;
    input.matches = [status, &tags](const store::WhiteBoxKey& key) {
        const bool enabled = key.state == keys::KeyState::enabled;
        return (!status || enabled == (*status == kEnabled)) && service::matches(key.tags, tags);
    };
    return input;
}

Result<void> run(Request& request, const Filters& tags) {
    const service::Call call = request.call();
    const service::ListWhiteBoxKeysOutput found = service::list_white_box_keys(call, list_input(request.fields, tags));
    std::vector<SecretBytes> raw_keys;
    for (const store::WhiteBoxKey* key : found.page) {
        TANDEM_TRY(SecretBytes raw, service::raw_white_box_key(call, *key));
        raw_keys.push_back(std::move(raw));
    }
    JsonWriter& out = request.out;
    out.begin_array("KeyInfos");
    for (std::size_t i = 0; i < found.page.size(); ++i) {
        out.begin_object();
        write_white_box_key_info(request, *found.page[i], raw_keys[i].expose_secret());
        out.end_object();
    }
    out.end_array().integer("TotalCount", static_cast<std::int64_t>(found.total));
    return {};
}

}  // namespace

extern constexpr Operation kOperation{.name = "DescribeWhiteBoxKeyDetails",
                                      .fields = kFields,
                                      .errors = kValueErrors,
                                      .remark = kWhiteBoxRemark,
                                      .steps = steps<read, run>()};

}  // namespace tandem::api::tencent::v2019::describe_white_box_key_details
