// ListKeyDetail (API 3.0 spec section 8).

#include "tandem/service/actions/list_keys.hpp"

#include "list_errors.hpp"
#include "tencent/v2019/operation.hpp"
#include "tencent/v2019/views/key_usages.hpp"
#include "tencent/v2019/views/key_view.hpp"
#include "tencent/v2019/views/tags.hpp"
#include "tencent/v2019/wire/field_rules.hpp"
#include "tencent/v2019/wire/page.hpp"

#include <array>
#include <optional>

namespace tandem::api::tencent::v2019::list_key_detail {

namespace {

constexpr FieldLimit kStateChoice{.form = "0 all, 1 Enabled, 2 Disabled, 3 PendingDelete, 4 PendingImport, 5 Archived",
                                  .most = 5};
constexpr FieldLimit kUsageFilter{.form = "a KeyUsage or ALL; empty: ENCRYPT_DECRYPT",
                                  .breach = ErrorCode::key_usage_invalid};
constexpr FieldRule kFields[] = {
    kOffset,
    kLimit,
    kRole,
    kOrderType,
    {"KeyState", FieldType::unsigned_integer, kOptional, &kStateChoice},
    {"SearchKeyAlias", FieldType::text},
    {"Origin", FieldType::text, kOptional, &kOriginChoice},
    {"KeyUsage", FieldType::text, kOptional, &kUsageFilter},
    kTagFilters,
    kHsmClusterId,
    kMemberAccounts,
};

// KeyState, from 1 on; 0 is all.
constexpr std::array kStates = {keys::KeyState::enabled, keys::KeyState::disabled, keys::KeyState::pending_deletion,
                                keys::KeyState::pending_import, keys::KeyState::archived};

struct Filter {
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
    // Whether it asks for more than the class of a key tells.
    [[nodiscard]] bool looks_at_keys() const { return !search.empty() || !tags.empty(); }
    [[nodiscard]] bool takes(const store::Key& key) const {
        return is_found_in(key) && service::matches(key.settings.attributes->tags, tags);
    }

  private:
    [[nodiscard]] bool is_found_in(const store::Key& key) const {
        return alias_of(key).find(search) != std::string_view::npos || key.id.text().find(search) != std::string::npos;
    }
};

struct Values {
    Page page;
    bool oldest_first;
    Filter filter;
    service::ListKeysOutput found{};
    bool is_found = false;  // never before the last move
};

// Empty means ENCRYPT_DECRYPT alone (section 6).
Result<std::string_view> read_usage(std::string_view text) {
    if (text.empty()) return kEncryptDecrypt;
    if (text == "ALL") return std::string_view{};
    if (!is_usage(text)) return fail(ErrorCode::key_usage_invalid);
    return text;
}

Result<Filter> read_filter(const Fields& fields) {
    Filter filter;
    const std::int64_t state = fields.integer("KeyState").value_or(0);
    filter.origin = read_origin(fields.text("Origin"));
    TANDEM_TRY(filter.usage, read_usage(fields.text("KeyUsage")));
    if (state != 0) filter.state = kStates[static_cast<std::size_t>(state - 1)];
    filter.search = fields.text("SearchKeyAlias");
    TANDEM_TRY(filter.tags, read_tag_filters(fields));
    filter.nothing = !asks_for_users_own(fields);
    return filter;
}

Result<Values> read(Request& request) {
    TANDEM_TRY(Filter filter, read_filter(request.fields));
    return Values{read_page(request.fields), is_oldest_first(request.fields), std::move(filter)};
}

// False: more keys would have to be looked at than `most`.
bool look(const Request& request, Values& values, std::size_t most) {
    service::ListKeysInput input{
        .offset = values.page.offset, .limit = values.page.limit, .oldest_first = values.oldest_first};
    const Filter& filter = values.filter;
    input.of_class = [&filter](const keys::KeyClass& one) { return filter.takes(one); };
    if (filter.looks_at_keys()) input.matches = [&filter](const store::Key& key) { return filter.takes(key); };
    std::optional<service::ListKeysOutput> found = service::list_keys(request.call(), input, most);
    values.is_found = found.has_value();
    if (found) values.found = std::move(*found);
    return values.is_found;
}

Place place(Request& request, Values& values) {
    return look(request, values, service::kQuickWalk) ? Place::io_thread : Place::calculator;
}

Result<void> run(Request& request, Values& values) {
    if (!values.is_found) look(request, values, service::kEveryKey);
    JsonWriter& out = request.out;
    out.integer("TotalCount", static_cast<std::int64_t>(values.found.total)).begin_array("KeyMetadatas");
    for (const store::Key* key : values.found.page) {
        out.begin_object();
        write_key_metadata(request, *key);
        out.end_object();
    }
    out.end_array();
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "ListKeyDetail", .fields = kFields, .errors = kListErrors, .steps = steps<read, run, place>()};

}  // namespace tandem::api::tencent::v2019::list_key_detail
