// ListKey (2017 API, section 6.5).

#include "tandem/service/actions/list_keys.hpp"

#include "tencent/v2017/operation.hpp"
#include "tencent/v2017/views/key_view.hpp"
#include "tencent/v2017/wire/reply.hpp"

#include <optional>

namespace tandem::api::tencent::v2017::list_key {

namespace {

constexpr FieldRule kFields[] = {{"offset", FieldType::integer}, {"limit", FieldType::integer}};
constexpr std::int64_t kDefaultLimit = 10;
constexpr std::int64_t kMaxLimit = 200;

struct Values {
    service::ListKeysInput input;
    std::optional<service::ListKeysOutput> found{};
};

Result<Values> read(Request& request) {
    const std::int64_t offset = request.fields.integer("offset").value_or(0);
    const std::int64_t limit = request.fields.integer("limit").value_or(kDefaultLimit);
    if (offset < 0) return fail(ErrorCode::page_offset_invalid, "offset");
    if (limit < 1 || limit > kMaxLimit) return fail(ErrorCode::page_limit_invalid, "limit");
    return Values{
        {.offset = static_cast<std::size_t>(offset), .limit = static_cast<std::size_t>(limit), .of_class = is_visible}};
}

Place place(const Request& request, Values& values) {
    values.found = service::list_keys(request.call(), values.input, service::kQuickWalk);
    return values.found ? Place::io_thread : Place::calculator;
}

Result<void> run(Request& request, Values& values) {
    if (!values.found) values.found = service::list_keys(request.call(), values.input, service::kEveryKey);
    const service::ListKeysOutput& keys = *values.found;
    write_reply(request, [&](JsonWriter& json, ReplyName& name) {
        json.begin_array(name("keys"));
        for (const store::Key* key : keys.page)
            json.begin_object().unescaped(name("keyId"), key->name.text()).end_object();
        json.end_array().integer(name("totalCount"), static_cast<std::int64_t>(keys.total));
    });
    return {};
}

}  // namespace

extern constexpr Operation kOperation{.name = "ListKey", .fields = kFields, .steps = steps<read, run, place>()};

}  // namespace tandem::api::tencent::v2017::list_key
