#include "handlers.hpp"
#include "listing.hpp"
#include "tencent/v2019/views/data_key_view.hpp"
#include "tencent/v2019/views/key_view.hpp"
#include "tencent/v2019/views/tags.hpp"

#include <array>
#include <optional>
#include <string_view>

namespace tandem::api::tencent::v2019 {
namespace {

// ListDataKeyDetail.KeyState, from 1 on; 0 is all.
constexpr std::array<keys::KeyState, 3> kDataKeyStates = {keys::KeyState::enabled, keys::KeyState::disabled,
                                                          keys::KeyState::pending_deletion};

service::ListDataKeysInput read_data_key_page(const Fields& fields) {
    service::ListDataKeysInput input;
    input.offset = static_cast<std::size_t>(fields.integer("Offset").value_or(0));
    input.limit = static_cast<std::size_t>(fields.integer("Limit").value_or(kDefaultLimit));
    return input;
}

bool nothing(const store::HostedDataKey&) { return false; }

// What ListDataKeyDetail filters by.
struct DataKeyFilter {
    std::optional<keys::KeyState> state{};
    std::optional<keys::KeyOrigin> origin{};
    std::optional<KeyId> key{};
    std::optional<std::int64_t> bytes{};
    std::string_view search{};
    std::vector<service::TagFilter> tags{};

    [[nodiscard]] bool takes_all() const noexcept {
        return !state && !origin && !key && !bytes && search.empty() && tags.empty();
    }
    [[nodiscard]] bool takes(const store::HostedDataKey& one) const {
        if (state && one.state != *state) return false;
        if (origin && one.origin != *origin) return false;
        if (key && one.key != *key) return false;
        if (bytes && one.bytes != *bytes) return false;
        if (!service::matches(one.tags, tags)) return false;
        return one.name.find(search) != std::string::npos || one.id.text().find(search) != std::string::npos;
    }
};

Result<DataKeyFilter> read_data_key_filter(ActionCall& action) {
    const Fields& fields = action.fields;
    DataKeyFilter filter{.origin = read_origin(fields.text("Origin")), .search = fields.text("SearchKeyAlias")};
    TANDEM_TRY(filter.tags, read_tag_filters(fields));
    if (const auto bytes = fields.integer("DataKeyLen").value_or(0); bytes != 0) filter.bytes = bytes;
    const std::int64_t state = fields.integer("KeyState").value_or(0);
    if (state != 0) filter.state = kDataKeyStates[static_cast<std::size_t>(state - 1)];
    if (!fields.text("KeyId").empty()) {
        TANDEM_TRY(const store::Key* key, find_key(action, "KeyId"));
        filter.key = key->id;
    }
    return filter;
}

}  // namespace

Result<void> list_data_keys(ActionCall& action) {
    service::ListDataKeysInput input = read_data_key_page(action.fields);
    if (action.fields.integer("Role").value_or(kMadeByUser) != kMadeByUser) input.matches = nothing;
    const service::ListDataKeysOutput found = service::list_data_keys(action.call, input);
    action.out.begin_array("DataKeys");
    for (const store::HostedDataKey* data_key : found.page) {
        action.out.begin_object();
        write_data_key_id(action.out, data_key->id);
        action.out.end_object();
    }
    action.out.end_array().integer("TotalCount", static_cast<std::int64_t>(found.total));
    return {};
}

Result<void> list_data_key_detail(ActionCall& action) {
    service::ListDataKeysInput input = read_data_key_page(action.fields);
    TANDEM_TRY(const DataKeyFilter filter, read_data_key_filter(action));
    input.oldest_first = action.fields.integer("OrderType") == kOldestFirst;
    if (!filter.takes_all()) input.matches = [&](const store::HostedDataKey& one) { return filter.takes(one); };
    if (action.fields.integer("Role").value_or(kMadeByUser) != kMadeByUser) input.matches = nothing;
    // Every data key is looked at.
    if (input.matches) TANDEM_CHECK(service::require_place(action.call, service::Place::calculator));
    const service::ListDataKeysOutput found = service::list_data_keys(action.call, input);
    action.out.begin_array("DataKeyMetadatas");
    for (const store::HostedDataKey* data_key : found.page) {
        action.out.begin_object();
        write_data_key_metadata(action, *data_key);
        action.out.end_object();
    }
    action.out.end_array().integer("TotalCount", static_cast<std::int64_t>(found.total));
    return {};
}

}  // namespace tandem::api::tencent::v2019
