#include "tandem/api/json_writer.hpp"
#include "tandem/service/actions/key_lifecycle.hpp"

#include "handlers.hpp"
#include "huawei/views/key_details.hpp"
#include "huawei/wire/field_patterns.hpp"
#include "huawei/wire/key_reference.hpp"

namespace tandem::api::huawei {

namespace {

void write_attribute(OperationCall& call, const KeyId& key, std::string_view name, std::string_view value) {
    JsonWriter json{call.exchange.reply.body};
    json.begin_object().begin_object("key_info");
    write_key_id(json, key);
    json.text(name, value).end_object().end_object();
}

}  // namespace

Result<void> update_key_alias(OperationCall& call) {
    TANDEM_TRY(const store::Key* key, find_named_key(call, "key_id"));
    const std::string_view alias = call.fields.text("key_alias");
    TANDEM_CHECK(service::update_alias(call.service, *key, given_alias(alias)));
    write_attribute(call, key->id, "key_alias", alias);
    return {};
}

// "" takes it away.
Result<void> update_key_description(OperationCall& call) {
    const std::string_view description = call.fields.text("key_description");
    TANDEM_TRY(const store::Key* key, find_named_key(call, "key_id"));
    TANDEM_CHECK(service::update_description(call.service, *key, std::string{description}));
    write_attribute(call, key->id, "key_description", description);
    return {};
}

}  // namespace tandem::api::huawei
