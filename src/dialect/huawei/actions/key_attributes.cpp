#include "tandem/base/encoding.hpp"
#include "tandem/service/actions/key_lifecycle.hpp"

#include "../../json_writer.hpp"
#include "../key_details.hpp"
#include "../key_reference.hpp"
#include "handlers.hpp"

namespace tandem::dialect::huawei {

namespace {

constexpr std::size_t kMaxDescriptionCharacters = 255;

void write_attribute(OperationCall& call, const KeyId& key, std::string_view name, std::string_view value) {
    JsonWriter json{call.exchange.reply.body};
    json.begin_object().begin_object("key_info");
    write_key_id(json, key);
    json.text(name, value).end_object().end_object();
}

}  // namespace

Result<void> update_key_alias(OperationCall& call) {
    TANDEM_TRY(const KeyId id, read_key_id(call, call.fields.text("key_id")));
    TANDEM_TRY(const std::string alias, read_alias_name(call.fields.text("key_alias")));
    TANDEM_CHECK(service::update_alias(call.service, id, alias));
    write_attribute(call, id, "key_alias", alias);
    return {};
}

// The description may be "", which takes it away, so the field is required but not "absent when empty".
Result<void> update_key_description(OperationCall& call) {
    const std::string_view description = call.fields.text("key_description");
    if (description.empty() && call.given_text("key_description") == nullptr) {
        return fail(ErrorCode::parameter_missing, "key_description");
    }
    TANDEM_TRY(const KeyId id, read_key_id(call, call.fields.text("key_id")));
    if (code_points(description) > kMaxDescriptionCharacters) {
        return fail(ErrorCode::description_too_long, "key_description");
    }
    TANDEM_CHECK(service::update_description(call.service, id, std::string{description}));
    write_attribute(call, id, "key_description", description);
    return {};
}

}  // namespace tandem::dialect::huawei
