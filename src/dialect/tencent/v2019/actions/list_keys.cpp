#include "tandem/service/actions/list_keys.hpp"

#include "tencent/v2019/actions/handlers.hpp"
#include "tencent/v2019/key_usages.hpp"
#include "tencent/v2019/key_view.hpp"

#include <array>
#include <optional>
#include <string_view>

namespace tandem::dialect::tencent::v2019 {
namespace {

constexpr std::int64_t kDefaultLimit = 10;
constexpr std::int64_t kMaxLimit = 200;
constexpr std::int64_t kMadeByUser = 0;  // Role

// ListKeyDetail.KeyState, from 1 on; 0 is all.
constexpr std::array<keys::KeyState, 5> kStates = {keys::KeyState::enabled, keys::KeyState::disabled,
                                                   keys::KeyState::pending_deletion, keys::KeyState::pending_import,
                                                   keys::KeyState::archived};

// A number from 0 to `last`; 0 when absent. Error: parameter_out_of_range.
Result<std::int64_t> read_choice(const Fields& fields, std::string_view name, std::int64_t last) {
    const std::int64_t choice = fields.integer(name).value_or(0);
    if (choice < 0 || choice > last) return fail(ErrorCode::parameter_out_of_range, name);
    return choice;
}

Result<service::ListKeysInput> read_page(const Fields& fields) {
    const std::int64_t offset = fields.integer("Offset").value_or(0);
    const std::int64_t limit = fields.integer("Limit").value_or(kDefaultLimit);
    if (offset < 0) return fail(ErrorCode::page_offset_invalid);
    if (limit < 1 || limit > kMaxLimit) return fail(ErrorCode::page_limit_invalid);
    TANDEM_CHECK(check_hsm_cluster(fields));
    service::ListKeysInput input;
    input.offset = static_cast<std::size_t>(offset);
    input.limit = static_cast<std::size_t>(limit);
    return input;
}

// What ListKeyDetail filters by. No cloud product makes keys here and no key has tags, so either filter leaves nothing.
struct Filter {
    bool nothing = false;
    std::optional<keys::KeyState> state;
    std::optional<keys::KeyOrigin> origin;
    std::string_view usage;  // "" = any
    std::string_view search;

    [[nodiscard]] bool takes(const keys::KeyClass& one) const {
        const std::string_view key_usage = usage_of(one);
        if (nothing || key_usage.empty()) return false;
        if (state && one.state != *state) return false;
        if (origin && one.origin != *origin) return false;
        return usage.empty() || key_usage == usage;
    }
    [[nodiscard]] bool is_found_in(const store::Key& key) const {
        return alias_of(key).find(search) != std::string_view::npos || key.id.text().find(search) != std::string::npos;
    }
};

Result<std::optional<keys::KeyOrigin>> read_origin(std::string_view text) {
    using Origin = std::optional<keys::KeyOrigin>;
    if (text.empty() || text == "ALL") return Origin{};
    if (text == "TENCENT_KMS") return Origin{keys::KeyOrigin::generated};
    if (text == "EXTERNAL") return Origin{keys::KeyOrigin::external};
    return fail(ErrorCode::key_origin_invalid);
}

// Empty means ENCRYPT_DECRYPT alone (section 6).
Result<std::string_view> read_usage(std::string_view text) {
    if (text.empty()) return kEncryptDecrypt;
    if (text == "ALL") return std::string_view{};
    if (find_usage(text) == nullptr) return fail(ErrorCode::key_usage_invalid);
    return text;
}

Result<Filter> read_filter(const Fields& fields) {
    Filter filter;
    TANDEM_TRY(const std::int64_t role, read_choice(fields, "Role", 1));
    TANDEM_TRY(const std::int64_t state, read_choice(fields, "KeyState", kStates.size()));
    TANDEM_TRY(filter.origin, read_origin(fields.text("Origin")));
    TANDEM_TRY(filter.usage, read_usage(fields.text("KeyUsage")));
    if (state != 0) filter.state = kStates[static_cast<std::size_t>(state - 1)];
    filter.search = fields.text("SearchKeyAlias");
    const boost::json::value* tags = fields.value("TagFilters");
    filter.nothing = role != kMadeByUser || (tags != nullptr && !tags->get_array().empty());
    return filter;
}

}  // namespace

Result<void> list_keys(ActionCall& action) {
    TANDEM_TRY(service::ListKeysInput input, read_page(action.fields));
    TANDEM_TRY(const std::int64_t role, read_choice(action.fields, "Role", 1));
    input.of_class = [role](const keys::KeyClass& one) {
        const bool listed = one.state != keys::KeyState::pending_deletion && one.state != keys::KeyState::archived;
        return role == kMadeByUser && listed && !usage_of(one).empty();
    };
    const service::ListKeysOutput found = service::list_keys(action.call, input);
    action.out.begin_array("Keys");
    for (const store::Key* key : found.page) {
        action.out.begin_object();
        write_key_id(action.out, "KeyId", key->id);
        action.out.end_object();
    }
    action.out.end_array().integer("TotalCount", static_cast<std::int64_t>(found.total));
    return {};
}

Result<void> list_key_detail(ActionCall& action) {
    TANDEM_TRY(service::ListKeysInput input, read_page(action.fields));
    TANDEM_TRY(const std::int64_t order, read_choice(action.fields, "OrderType", 1));
    TANDEM_TRY(const Filter filter, read_filter(action.fields));
    input.oldest_first = order == 1;
    input.of_class = [&filter](const keys::KeyClass& one) { return filter.takes(one); };
    if (!filter.search.empty()) input.matches = [&filter](const store::Key& key) { return filter.is_found_in(key); };
    const service::ListKeysOutput found = service::list_keys(action.call, input);
    action.out.integer("TotalCount", static_cast<std::int64_t>(found.total)).begin_array("KeyMetadatas");
    for (const store::Key* key : found.page) {
        action.out.begin_object();
        write_key_metadata(action.out, action.call.tenant, *key);
        action.out.end_object();
    }
    action.out.end_array();
    return {};
}

}  // namespace tandem::dialect::tencent::v2019
