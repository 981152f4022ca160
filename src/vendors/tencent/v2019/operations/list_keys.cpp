#include "tandem/service/actions/list_keys.hpp"

#include "handlers.hpp"
#include "listing.hpp"
#include "tencent/v2019/views/key_usages.hpp"
#include "tencent/v2019/views/key_view.hpp"
#include "tencent/v2019/views/tags.hpp"

#include <array>
#include <optional>
#include <string_view>
#include <vector>

namespace tandem::api::tencent::v2019 {
namespace {

// ListKeyDetail.KeyState, from 1 on; 0 is all.
constexpr std::array<keys::KeyState, 5> kKeyStates = {keys::KeyState::enabled, keys::KeyState::disabled,
                                                      keys::KeyState::pending_deletion, keys::KeyState::pending_import,
                                                      keys::KeyState::archived};

std::int64_t read_role(const Fields& fields) { return fields.integer("Role").value_or(kMadeByUser); }

service::ListKeysInput read_key_page(const Fields& fields) {
    service::ListKeysInput input;
    input.offset = static_cast<std::size_t>(fields.integer("Offset").value_or(0));
    input.limit = static_cast<std::size_t>(fields.integer("Limit").value_or(kDefaultLimit));
    return input;
}

// What ListKeyDetail filters by. No cloud product makes keys here, so that filter leaves nothing.
struct KeyFilter {
    bool nothing = false;
    std::optional<keys::KeyState> state;
    std::optional<keys::KeyOrigin> origin;
    std::string_view usage;  // "" = any
    std::string_view search;
    std::vector<service::TagFilter> tags;

    [[nodiscard]] bool takes(const keys::KeyClass& one) const {
        const std::string_view key_usage = usage_of(one);
        if (nothing || key_usage.empty()) return false;
        if (state && one.state != *state) return false;
        if (origin && one.origin != *origin) return false;
        return usage.empty() || key_usage == usage;
    }
    // What the class of a key does not tell.
    [[nodiscard]] bool looks_at_keys() const { return !search.empty() || !tags.empty(); }
    [[nodiscard]] bool takes(const store::Key& key) const {
        return is_found_in(key) && service::matches(key.settings.particulars->tags, tags);
    }

  private:
    [[nodiscard]] bool is_found_in(const store::Key& key) const {
        return alias_of(key).find(search) != std::string_view::npos || key.id.text().find(search) != std::string::npos;
    }
};

// Empty means ENCRYPT_DECRYPT alone (section 6).
Result<std::string_view> read_usage(std::string_view text) {
    if (text.empty()) return kEncryptDecrypt;
    if (text == "ALL") return std::string_view{};
    if (!is_usage(text)) return fail(ErrorCode::key_usage_invalid);
    return text;
}

Result<KeyFilter> read_key_filter(const Fields& fields) {
    KeyFilter filter;
    const std::int64_t state = fields.integer("KeyState").value_or(0);
    filter.origin = read_origin(fields.text("Origin"));
    TANDEM_TRY(filter.usage, read_usage(fields.text("KeyUsage")));
    if (state != 0) filter.state = kKeyStates[static_cast<std::size_t>(state - 1)];
    filter.search = fields.text("SearchKeyAlias");
    TANDEM_TRY(filter.tags, read_tag_filters(fields));
    filter.nothing = read_role(fields) != kMadeByUser;
    return filter;
}

}  // namespace

Result<void> list_keys(ActionCall& action) {
    service::ListKeysInput input = read_key_page(action.fields);
    const std::int64_t role = read_role(action.fields);
    input.of_class = [role](const keys::KeyClass& one) {
        const bool listed = one.state != keys::KeyState::pending_deletion && one.state != keys::KeyState::archived;
        return role == kMadeByUser && listed && !usage_of(one).empty();
    };
    TANDEM_TRY(const service::ListKeysOutput found, service::list_keys(action.call, input));
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
    service::ListKeysInput input = read_key_page(action.fields);
    TANDEM_TRY(const KeyFilter filter, read_key_filter(action.fields));
    input.oldest_first = action.fields.integer("OrderType").value_or(0) == kOldestFirst;
    input.of_class = [&filter](const keys::KeyClass& one) { return filter.takes(one); };
    if (filter.looks_at_keys()) input.matches = [&filter](const store::Key& key) { return filter.takes(key); };
    TANDEM_TRY(const service::ListKeysOutput found, service::list_keys(action.call, input));
    action.out.integer("TotalCount", static_cast<std::int64_t>(found.total)).begin_array("KeyMetadatas");
    for (const store::Key* key : found.page) {
        action.out.begin_object();
        write_key_metadata(action, *key);
        action.out.end_object();
    }
    action.out.end_array();
    return {};
}

}  // namespace tandem::api::tencent::v2019
