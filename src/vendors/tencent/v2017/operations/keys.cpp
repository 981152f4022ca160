// CreateKey, GetKeyAttributes, SetKeyAttributes, ListKey (2017 API, sections 6.1 to 6.5).

#include "tandem/base/encoding.hpp"
#include "tandem/service/actions/key_lifecycle.hpp"
#include "tandem/service/actions/list_keys.hpp"

#include "tencent/v2017/action_table.hpp"
#include "tencent/v2017/views/key_view.hpp"

namespace tandem::api::tencent::v2017 {

namespace {

constexpr std::int64_t kDefaultLimit = 10;
constexpr std::int64_t kMaxLimit = 200;

Result<void> check_alias(std::string_view alias) {
    if (code_points(alias) > kMaxAlias) return fail(ErrorCode::parameter_out_of_range, "alias");
    return {};
}

Result<void> check_creation(const Fields& fields) {
    TANDEM_CHECK(check_alias(fields.text("alias")));
    if (fields.text("description").size() > kMaxDescription) {
        return fail(ErrorCode::parameter_out_of_range, "description");
    }
    const std::int64_t type = fields.integer("type").value_or(1);
    if (type != 1 && type != 2) return fail(ErrorCode::parameter_out_of_range, "type");
    if (fields.has("keyUsage") && fields.text("keyUsage") != "ENCRYPT/DECRYPT") {
        return fail(ErrorCode::key_usage_invalid, "keyUsage");
    }
    return {};
}

}  // namespace

Result<void> create_key(const Handling& handling) {
    const Fields& fields = handling.fields;
    TANDEM_CHECK(check_creation(fields));
    TANDEM_TRY(const store::Key* key,
               service::create_key(handling.call, {.alias = std::string{fields.text("alias")},
                                                   .description = std::string{fields.text("description")}}));
    handling.exchange.facts.key = key->id;
    handling.exchange.facts.has_key = true;
    write_key_metadata(handling, *key);
    return {};
}

Result<void> get_key_attributes(const Handling& handling) {
    TANDEM_TRY(const store::Key* key, find_visible_key(handling, handling.fields.text("keyId")));
    write_key_metadata(handling, *key);
    return {};
}

Result<void> set_key_attributes(const Handling& handling) {
    const Fields& fields = handling.fields;
    TANDEM_CHECK(check_alias(fields.text("alias")));
    TANDEM_TRY(const store::Key* key, find_visible_key(handling, fields.text("keyId")));
    if (fields.has("alias")) {
        TANDEM_CHECK(service::update_alias(handling.call, *key, std::string{fields.text("alias")}));
    }
    write_reply(handling, [](JsonWriter&, ReplyName&) {});
    return {};
}

Result<void> list_key(const Handling& handling) {
    const std::int64_t offset = handling.fields.integer("offset").value_or(0);
    const std::int64_t limit = handling.fields.integer("limit").value_or(kDefaultLimit);
    if (offset < 0) return fail(ErrorCode::page_offset_invalid, "offset");
    if (limit < 1 || limit > kMaxLimit) return fail(ErrorCode::page_limit_invalid, "limit");

    TANDEM_TRY(const service::ListKeysOutput keys,
               service::list_keys(handling.call, {.offset = static_cast<std::size_t>(offset),
                                                  .limit = static_cast<std::size_t>(limit),
                                                  .of_class = is_visible}));
    write_reply(handling, [&](JsonWriter& json, ReplyName& name) {
        json.begin_array(name("keys"));
        for (const store::Key* key : keys.page) {
            json.begin_object().plain(name("keyId"), key->name.text()).end_object();
        }
        json.end_array().integer(name("totalCount"), static_cast<std::int64_t>(keys.total));
    });
    return {};
}

}  // namespace tandem::api::tencent::v2017
