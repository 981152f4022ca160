#include "key_details.hpp"

#include "tandem/base/encoding.hpp"
#include "tandem/service/key_state.hpp"

#include "huawei/wire/field_patterns.hpp"
#include "huawei/wire/key_specs.hpp"
#include "huawei/wire/keystore_id.hpp"
#include "huawei/wire/timestamps.hpp"

#include <array>

namespace tandem::api::huawei {

std::string_view state_digit(keys::KeyState state) noexcept {
    switch (state) {
        case keys::KeyState::enabled:
            return "2";
        case keys::KeyState::disabled:
            return "3";
        case keys::KeyState::pending_deletion:
            return "4";
        case keys::KeyState::pending_import:
            return "5";
        case keys::KeyState::archived:
            return "3";
    }
    return "3";
}

std::string shown_alias(const Request& request, const store::Key& key) {
    const std::string_view name = key.settings.primary_alias;
    if (!is_alias(name)) return {};
    const store::Alias* alias = request.services.store.find_alias(request.call().space, name);
    return written_alias(name, alias != nullptr && alias->prefixed());
}

void write_key_id(JsonWriter& json, const KeyId& key) {
    std::array<char, kUuidLength> text;
    format_uuid_to(text.data(), key.bytes);
    json.unescaped("key_id", {text.data(), text.size()});
}

void write_key_details(JsonWriter& json, const Request& request, const store::Key& key) {
    const store::KeyAttributes& attributes = *key.settings.attributes;
    write_key_id(json, key.id);
    json.unescaped("domain_id", request.call().space.tenant().facts.domain_id)
        .unescaped("key_alias", shown_alias(request, key))
        .text("realm", request.caller.region)
        .text("key_description", key.settings.description)
        .unescaped("key_spec", key_spec_name(key.spec))
        .unescaped("key_usage", keys::name_of(key.usage))
        .unescaped("creation_date", milliseconds_text(key.created))
        .unescaped("scheduled_deletion_date", milliseconds_or_empty(key.settings.deletion_date))
        .unescaped("key_state", state_digit(service::state_of(key, request.services.clock)))
        .unescaped("default_key_flag", "0")
        .unescaped("key_type", "1")
        .unescaped("expiration_time", milliseconds_or_empty(attributes.material_expires))
        .unescaped("origin", key.origin == keys::KeyOrigin::external ? "external" : "kms")
        .unescaped("key_rotation_enabled", attributes.rotation.enabled ? "true" : "false")
        .unescaped("sys_enterprise_project_id", "0")
        .unescaped("keystore_id", keystore_id_text(attributes.keystore));
}

void write_tags(JsonWriter& json, std::span<const store::Tag> tags) {
    json.begin_array("tags");
    for (const store::Tag& tag : tags) json.begin_object().text("key", tag.key).text("value", tag.value).end_object();
    json.end_array();
}

void write_upper_hex(JsonWriter& json, std::string_view name, ByteView bytes) {
    char* const begin = json.fill(name, 2 * bytes.size());
    char* const end = hex_encode_to(begin, bytes);
    for (char* at = begin; at != end; ++at) {
        if (*at >= 'a') *at = static_cast<char>(*at - ('a' - 'A'));
    }
}

void write_base64(JsonWriter& json, std::string_view name, ByteView bytes) {
    base64_encode_to(json.fill(name, base64_length(bytes.size())), bytes);
}

}  // namespace tandem::api::huawei
