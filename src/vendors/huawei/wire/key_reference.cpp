#include "key_reference.hpp"

#include "tandem/service/key_state.hpp"

#include <algorithm>

namespace tandem::api::huawei {

namespace {

constexpr std::string_view kAliasReference = "alias/";
constexpr std::string_view kUrnPrefix = "kms:";

bool is_lower_alphanumeric(char c) noexcept { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z'); }

// The documented pattern is wider than hexadecimal.
bool has_the_shape_of_an_id(std::string_view text) noexcept {
    if (text.size() != kUuidLength) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        if (dash ? text[i] != '-' : !is_lower_alphanumeric(text[i])) return false;
    }
    return true;
}

std::string_view take_until_colon(std::string_view& text) noexcept {
    const std::string_view part = text.substr(0, text.find(':'));
    text.remove_prefix(std::min(part.size() + 1, text.size()));
    return part;
}

Result<service::KeyRef> read_urn(const OperationCall& call, std::string_view text) {
    text.remove_prefix(kUrnPrefix.size());
    const std::string_view region = take_until_colon(text);
    const bool elsewhere = call.settings.key_spaces == KeySpaces::per_region && region != call.caller.region;
    const std::string_view domain = take_until_colon(text);
    if (take_until_colon(text) != "alias" || text.empty()) return fail(ErrorCode::key_id_malformed, "key_id");
    if (elsewhere || domain != call.caller.tenant->facts.domain_id) return fail(ErrorCode::key_not_found, "key_id");
    return service::KeyRef{service::AliasName{text}};
}

Result<void> require_symmetric(const store::Key& key) {
    if (keys::is_symmetric_cipher(key.spec)) return {};
    if (keys::is_mac(key.spec)) return fail(ErrorCode::key_is_for_mac);
    if (!keys::is_rsa(key.spec) && key.spec != keys::KeySpec::sm2) return fail(ErrorCode::key_is_elliptic);
    if (key.usage == keys::KeyUsage::sign_verify) return fail(ErrorCode::key_is_for_signing);
    return fail(ErrorCode::key_is_asymmetric);
}

}  // namespace

Result<KeyId> read_key_id(const OperationCall& call, std::string_view text) {
    if (!has_the_shape_of_an_id(text)) return fail(ErrorCode::key_id_malformed, "key_id");
    const auto id = KeyId::parse(text);
    if (!id) return fail(ErrorCode::key_not_found, "key_id");
    note_key(call.exchange, *id);
    return *id;
}

Result<service::KeyRef> read_key_reference(const OperationCall& call, std::string_view text) {
    if (text.starts_with(kAliasReference) && text.size() > kAliasReference.size()) {
        return service::KeyRef{service::AliasName{text.substr(kAliasReference.size())}};
    }
    if (text.starts_with(kUrnPrefix)) return read_urn(call, text);
    TANDEM_TRY(const KeyId id, read_key_id(call, text));
    return service::KeyRef{id};
}

Result<const store::Key*> find_referenced_key(const OperationCall& call, const service::KeyRef& reference) {
    TANDEM_TRY(const store::Key* key, service::find_key(call.service, reference));
    note_key(call.exchange, key->id);
    return key;
}

Result<const store::Key*> find_named_key(const OperationCall& call, std::string_view field) {
    TANDEM_TRY(const KeyId id, read_key_id(call, call.fields.text(field)));
    return service::find_key(call.service, id);
}

Result<const store::Key*> find_symmetric_key(const OperationCall& call, std::string_view text,
                                             keys::Operation operation) {
    TANDEM_TRY(const service::KeyRef reference, read_key_reference(call, text));
    TANDEM_TRY(const store::Key* key, find_referenced_key(call, reference));
    TANDEM_CHECK(service::check_state(call.service, operation, *key));
    TANDEM_CHECK(require_symmetric(*key));
    return key;
}

void note_key(Exchange& exchange, const KeyId& key) noexcept {
    exchange.facts.key = key;
    exchange.facts.has_key = true;
}

}  // namespace tandem::api::huawei
