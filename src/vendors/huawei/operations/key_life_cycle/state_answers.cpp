#include "state_answers.hpp"

#include "tandem/api/json_writer.hpp"
#include "tandem/service/key_state.hpp"

#include "huawei/views/key_details.hpp"

namespace tandem::api::huawei {

namespace {

void write_state(JsonWriter& json, const KeyId& key, keys::KeyState state) {
    write_key_id(json, key);
    json.unescaped("key_state", state_digit(state));
}

}  // namespace

void write_nested_state(const Request& request, const KeyId& key, keys::KeyState state) {
    JsonWriter json{request.exchange.reply.body};
    json.begin_object().begin_object("key_info");
    write_state(json, key, state);
    json.end_object().end_object();
}

void write_flat_state(const Request& request, const store::Key& key) {
    JsonWriter json{request.exchange.reply.body};
    json.begin_object();
    write_state(json, key.id, service::state_of(key, request.services.clock));
    json.end_object();
}

}  // namespace tandem::api::huawei
