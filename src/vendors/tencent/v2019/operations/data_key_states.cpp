#include "handlers.hpp"
#include "tencent/v2019/views/data_key_view.hpp"

#include <array>

namespace tandem::api::tencent::v2019 {
namespace {

using MoveDataKeys = Result<void> (*)(const service::Call&, std::span<const store::ObjectId>);

Result<void> move_data_key(ActionCall& action, MoveDataKeys move) {
    TANDEM_TRY(const store::ObjectId id, read_data_key_id(action));
    return move(action.call, {&id, 1});
}

Result<void> move_data_keys(ActionCall& action, MoveDataKeys move) {
    TANDEM_TRY(const std::vector<store::ObjectId> ids, read_data_key_ids(action));
    return move(action.call, ids);
}

}  // namespace

Result<void> enable_data_key(ActionCall& action) { return move_data_key(action, service::enable_data_keys); }
Result<void> enable_data_keys(ActionCall& action) { return move_data_keys(action, service::enable_data_keys); }
Result<void> disable_data_key(ActionCall& action) { return move_data_key(action, service::disable_data_keys); }
Result<void> disable_data_keys(ActionCall& action) { return move_data_keys(action, service::disable_data_keys); }

Result<void> schedule_data_key_deletion(ActionCall& action) {
    TANDEM_TRY(const store::ObjectId id, read_data_key_id(action));
    const auto days = static_cast<std::uint32_t>(action.fields.integer("PendingWindowInDays").value_or(0));
    TANDEM_TRY(const store::HostedDataKey* data_key, service::schedule_data_key_deletion(action.call, id, days));
    action.out.integer("DeletionDate", to_seconds(*data_key->deletion_date));
    write_data_key_id(action.out, id);
    return {};
}

Result<void> cancel_data_key_deletion(ActionCall& action) {
    TANDEM_TRY(const store::ObjectId id, read_data_key_id(action));
    TANDEM_CHECK(service::cancel_data_key_deletion(action.call, id));
    write_data_key_id(action.out, id);
    return {};
}

Result<void> update_data_key_name(ActionCall& action) {
    TANDEM_TRY(const store::ObjectId id, read_data_key_id(action));
    TANDEM_TRY(std::string name, read_data_key_name(action.fields));
    return service::rename_data_key(action.call, id, std::move(name));
}

Result<void> update_data_key_description(ActionCall& action) {
    TANDEM_TRY(const store::ObjectId id, read_data_key_id(action));
    return service::describe_data_key(action.call, id, std::string{action.fields.text("Description")});
}

}  // namespace tandem::api::tencent::v2019
