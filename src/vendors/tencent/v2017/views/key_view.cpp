#include "key_view.hpp"

#include "tandem/base/encoding.hpp"
#include "tandem/service/key_state.hpp"

#include "tencent/v2017/wire/reply.hpp"

namespace tandem::api::tencent::v2017 {

namespace {

using keys::KeyState;

std::optional<service::KeyRef> parse_reference(std::string_view key_id) {
    if (const auto name = keys::KeyName::parse(key_id)) return service::KeyRef{*name};
    if (const auto id = KeyId::parse(key_id)) return service::KeyRef{*id};
    return std::nullopt;
}

// Only three states can be said here; what cannot be used is disabled.
std::string_view state_text(KeyState state) noexcept {
    switch (state) {
        case KeyState::enabled:
            return "Enabled";
        case KeyState::pending_deletion:
            return "PendingDelete";
        case KeyState::disabled:
        case KeyState::pending_import:
        case KeyState::archived:
            break;
    }
    return "Disabled";
}

std::string_view alias_text(const store::Key& key) noexcept {
    const std::string_view alias = key.settings.primary_alias;
    return code_points(alias) <= kMaxAlias ? alias : std::string_view{};
}

std::int64_t deletion_seconds(const store::Key& key) noexcept {
    return key.settings.deletion_date ? to_seconds(*key.settings.deletion_date) : 0;
}

}  // namespace

bool is_visible(const keys::KeyClass& of_class) noexcept {
    return keys::is_symmetric_cipher(of_class.spec) && of_class.usage == keys::KeyUsage::encrypt_decrypt;
}

Result<void> name_key(Request& request, const DeclaredKey& declared, std::string_view key_id) {
    if (key_id.empty()) return fail(ErrorCode::parameter_missing, declared.field);
    const auto reference = parse_reference(key_id);
    if (!reference) return fail(ErrorCode::key_not_found);
    request.name_key(declared, *reference);
    return {};
}

void write_key_metadata(const Request& request, const store::Key& key) {
    write_reply(request, [&](JsonWriter& json, ReplyName& name) {
        json.begin_object(name("keyMetadata"));
        json.unescaped(name("keyId"), key.name.text());
        json.text(name("alias"), alias_text(key));
        json.integer(name("createTime"), to_seconds(key.created));
        json.text(name("description"), key.settings.description);
        json.unescaped(name("keyState"), state_text(service::state_of(key, request.services.clock)));
        json.unescaped(name("keyUsage"), "ENCRYPT/DECRYPT");
        json.integer(name("type"), 1);
        json.integer(name("deleteTime"), deletion_seconds(key));
        json.end_object();
    });
}

}  // namespace tandem::api::tencent::v2017
