// Moving hosted data keys through their states, renaming and removing them.

#include "tandem/service/actions/data_keys.hpp"
#include "tandem/service/change_object.hpp"
#include "tandem/service/key_state.hpp"

#include "sweep_objects.hpp"
#include "sweepers.hpp"

#include <chrono>

namespace tandem::service {

namespace {

using keys::KeyState;

// The key must be there and in a state in which it could open the data key; else the data key would be of no use.
Result<void> check_key_of(const Call& call, const HostedDataKey& data_key) {
    TANDEM_TRY(const store::Key* key, find_key(call, data_key.key));
    return check_state(call, keys::Operation::decrypt, *key);
}

Result<Edit> move_data_key_to(HostedDataKey& data_key, KeyState state) {
    if (data_key.state == KeyState::pending_deletion) return fail(ErrorCode::data_key_pending_deletion);
    if (data_key.state == state) return Edit::none;
    data_key.state = state;
    return Edit::commit;
}

}  // namespace

Result<void> enable_data_keys(const Call& call, std::span<const ObjectId> ids) {
    return change_objects<HostedDataKey>(call, ids, [&](HostedDataKey& data_key) -> Result<Edit> {
        TANDEM_TRY(const Edit decision, move_data_key_to(data_key, KeyState::enabled));
        TANDEM_CHECK(check_key_of(call, data_key));
        return decision;
    });
}

Result<void> disable_data_keys(const Call& call, std::span<const ObjectId> ids) {
    return change_objects<HostedDataKey>(
        call, ids, [](HostedDataKey& data_key) { return move_data_key_to(data_key, KeyState::disabled); });
}

Result<const HostedDataKey*> schedule_data_key_deletion(const Call& call, const ObjectId& id, std::uint32_t days) {
    return change_object<HostedDataKey>(call, id, [&](HostedDataKey& data_key) -> Result<Edit> {
        TANDEM_CHECK(move_data_key_to(data_key, KeyState::pending_deletion));
        data_key.deletion_date = call.services.clock.now() + std::chrono::days{days};
        return Edit::commit;
    });
}

Result<void> cancel_data_key_deletion(const Call& call, const ObjectId& id) {
    return change_objects<HostedDataKey>(call, {&id, 1}, [&](HostedDataKey& data_key) -> Result<Edit> {
        if (data_key.state != KeyState::pending_deletion) return fail(ErrorCode::data_key_not_pending_deletion);
        TANDEM_CHECK(check_key_of(call, data_key));
        data_key.state = KeyState::disabled;
        data_key.deletion_date.reset();
        return Edit::commit;
    });
}

Result<void> rename_data_key(const Call& call, const ObjectId& id, std::string name) {
    return retry_on_conflict([&]() -> Result<void> {
        TANDEM_TRY(const HostedDataKey* data_key, find_data_key(call, id));
        if (data_key->name == name) return {};
        TANDEM_CHECK(check_name_is_free<HostedDataKey>(call, name, id, ErrorCode::data_key_name_exists));
        HostedDataKey renamed = *data_key;
        renamed.name = name;
        Changes changes;
        changes.emplace_back(store::PutObject<HostedDataKey>{std::move(renamed), data_key->revision});
        TANDEM_CHECK(call.services.store.commit(call.space, std::move(changes)));
        return {};
    });
}

Result<void> describe_data_key(const Call& call, const ObjectId& id, std::string description) {
    return change_objects<HostedDataKey>(call, {&id, 1}, [&](HostedDataKey& data_key) -> Result<Edit> {
        if (data_key.description == description) return Edit::none;
        data_key.description = description;
        return Edit::commit;
    });
}

std::size_t sweep_data_keys(Services& services, DestructionGate& gate) {
    return remove_due<HostedDataKey>(services, gate, [](const HostedDataKey&) { return EndedByTime::What::data_key; });
}

}  // namespace tandem::service
