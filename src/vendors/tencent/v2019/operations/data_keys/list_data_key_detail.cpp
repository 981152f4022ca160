// ListDataKeyDetail (API 3.0 spec section 8).

#include "tencent/v2019/operation.hpp"
#include "tencent/v2019/views/data_key_view.hpp"
#include "tencent/v2019/views/key_view.hpp"
#include "tencent/v2019/views/tags.hpp"
#include "tencent/v2019/wire/error_overrides.hpp"
#include "tencent/v2019/wire/field_rules.hpp"
#include "tencent/v2019/wire/page.hpp"

#include <array>
#include <optional>

namespace tandem::api::tencent::v2019::list_data_key_detail {

namespace {

constexpr FieldLimit kStateChoice{.form = "0 all, 1 Enabled, 2 Disabled, 3 PendingDelete", .most = 3};
constexpr FieldRule kFields[] = {
    kOffset,
    kLimit,
    kRole,
    kOrderType,
    {"KeyState", FieldType::unsigned_integer, kOptional, &kStateChoice},
    {"SearchKeyAlias", FieldType::text},
    {"Origin", FieldType::text, kOptional, &kOriginChoice},
    kHsmClusterId,
    {"KeyId", FieldType::text, kOptional, &kUuidOrEmpty},
    {"DataKeyLen", FieldType::unsigned_integer},
    kTagFilters,
    kMemberAccounts,
};
constexpr DeclaredKey kKeys[] = {{.field = "KeyId"}};
constexpr ErrorOverride kErrors[] = {kHsmError};

// KeyState, from 1 on; 0 is all.
constexpr std::array kStates = {keys::KeyState::enabled, keys::KeyState::disabled, keys::KeyState::pending_deletion};

struct Filter {
    bool nothing = false;
    std::optional<keys::KeyState> state{};
    std::optional<keys::KeyOrigin> origin{};
    std::optional<KeyId> key{};
    std::optional<std::int64_t> bytes{};
    std::string_view search{};
    std::vector<service::TagFilter> tags{};

    [[nodiscard]] bool takes_all() const noexcept {
        return !nothing && !state && !origin && !key && !bytes && search.empty() && tags.empty();
    }
    [[nodiscard]] bool takes(const store::HostedDataKey& one) const {
        if (nothing) return false;
        if (state && one.state != *state) return false;
        if (origin && one.origin != *origin) return false;
        if (key && one.key != *key) return false;
        if (bytes && one.bytes != *bytes) return false;
        if (!service::matches(one.tags, tags)) return false;
        return one.name.find(search) != std::string::npos || one.id.text().find(search) != std::string::npos;
    }
};

Result<Filter> read(Request& request) {
    const Fields& fields = request.fields;
    Filter filter{.nothing = !asks_for_users_own(fields),
                  .origin = read_origin(fields.text("Origin")),
                  .search = fields.text("SearchKeyAlias")};
    TANDEM_TRY(filter.tags, read_tag_filters(fields));
    if (const auto bytes = fields.integer("DataKeyLen").value_or(0); bytes != 0) filter.bytes = bytes;
    const std::int64_t state = fields.integer("KeyState").value_or(0);
    if (state != 0) filter.state = kStates[static_cast<std::size_t>(state - 1)];
    if (!fields.text("KeyId").empty()) {
        TANDEM_CHECK(name_key(request, kKeys[0], fields.text("KeyId")));
        filter.key = KeyId::parse(fields.text("KeyId"));
    }
    return filter;
}

// A filter has every data key looked at.
Place place(Request&, const Filter& filter) { return filter.takes_all() ? Place::io_thread : Place::calculator; }

Result<void> run(Request& request, const Filter& filter) {
    const Page page = read_page(request.fields);
    service::ListDataKeysInput input{
        .offset = page.offset, .limit = page.limit, .oldest_first = is_oldest_first(request.fields)};
    if (!filter.takes_all()) input.matches = [&filter](const store::HostedDataKey& one) { return filter.takes(one); };
    const service::ListDataKeysOutput found = service::list_data_keys(request.call(), input);
    JsonWriter& out = request.out;
    out.begin_array("DataKeyMetadatas");
    for (const store::HostedDataKey* data_key : found.page) {
        out.begin_object();
        write_data_key_metadata(request, *data_key);
        out.end_object();
    }
    out.end_array().integer("TotalCount", static_cast<std::int64_t>(found.total));
    return {};
}

}  // namespace

extern constexpr Operation kOperation{.name = "ListDataKeyDetail",
                                      .fields = kFields,
                                      .keys = kKeys,
                                      .errors = kErrors,
                                      .steps = steps<read, run, place>()};

}  // namespace tandem::api::tencent::v2019::list_data_key_detail
