#include "tandem/api/json_writer.hpp"
#include "tandem/service/actions/key_lifecycle.hpp"
#include "tandem/service/key_state.hpp"

#include "handlers.hpp"
#include "huawei/views/key_details.hpp"
#include "huawei/wire/key_reference.hpp"

#include <span>

namespace tandem::api::huawei {

namespace {

void write_state(JsonWriter& json, const KeyId& key, keys::KeyState state) {
    write_key_id(json, key);
    json.plain("key_state", state_digit(state));
}

// Answers of enable and disable are nested, those of schedule and cancel flat (section 5.3).
void write_nested(OperationCall& call, const KeyId& key, keys::KeyState state) {
    JsonWriter json{call.exchange.reply.body};
    json.begin_object().begin_object("key_info");
    write_state(json, key, state);
    json.end_object().end_object();
}

void write_flat(OperationCall& call, const store::Key& key) {
    JsonWriter json{call.exchange.reply.body};
    json.begin_object();
    write_state(json, key.id, service::state_of(key, call.service.services.clock));
    json.end_object();
}

}  // namespace

Result<void> enable_key(OperationCall& call) {
    TANDEM_TRY(const store::Key* key, find_named_key(call, "key_id"));
    TANDEM_CHECK(service::enable_keys(call.service, std::span{&key, 1}, service::Repeat::refused));
    write_nested(call, key->id, keys::KeyState::enabled);
    return {};
}

Result<void> disable_key(OperationCall& call) {
    TANDEM_TRY(const store::Key* key, find_named_key(call, "key_id"));
    TANDEM_CHECK(service::disable_keys(call.service, std::span{&key, 1}, service::Repeat::refused));
    write_nested(call, key->id, keys::KeyState::disabled);
    return {};
}

Result<void> schedule_key_deletion(OperationCall& call) {
    TANDEM_TRY(const store::Key* key, find_named_key(call, "key_id"));
    const auto days = static_cast<std::uint32_t>(call.fields.integer("pending_days").value_or(0));
    const service::ScheduleDeletionInput input{.key = *key, .days = days, .must_be_disabled = false};
    TANDEM_TRY(const store::Key* scheduled, service::schedule_key_deletion(call.service, input));
    write_flat(call, *scheduled);
    return {};
}

Result<void> cancel_key_deletion(OperationCall& call) {
    TANDEM_TRY(const store::Key* key, find_named_key(call, "key_id"));
    TANDEM_TRY(const store::Key* cancelled, service::cancel_key_deletion(call.service, *key));
    write_flat(call, *cancelled);
    return {};
}

}  // namespace tandem::api::huawei
