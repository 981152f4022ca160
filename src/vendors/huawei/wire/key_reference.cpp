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

Result<service::KeyRef> read_urn(const Request& request, std::string_view text) {
    text.remove_prefix(kUrnPrefix.size());
    const std::string_view region = take_until_colon(text);
    const bool elsewhere = request.settings.key_spaces == KeySpaces::per_region && region != request.caller.region;
    const std::string_view domain = take_until_colon(text);
    if (take_until_colon(text) != "alias" || text.empty()) return fail(ErrorCode::key_id_malformed, "key_id");
    if (elsewhere || domain != request.caller.tenant->facts.domain_id) return fail(ErrorCode::key_not_found, "key_id");
    return service::KeyRef{service::AliasName{text}};
}

Result<void> require_symmetric(const store::Key& key) {
    if (keys::is_symmetric_cipher(key.spec)) return {};
    if (keys::is_mac(key.spec)) return fail(ErrorCode::key_is_for_mac);
    if (!keys::is_rsa(key.spec) && key.spec != keys::KeySpec::sm2) return fail(ErrorCode::key_is_elliptic);
    if (key.usage == keys::KeyUsage::sign_verify) return fail(ErrorCode::key_is_for_signing);
    return fail(ErrorCode::key_is_asymmetric);
}

Result<KeyId> read_key_id(Request& request, std::string_view text) {
    if (!has_the_shape_of_an_id(text)) return fail(ErrorCode::key_id_malformed, "key_id");
    const auto id = KeyId::parse(text);
    if (!id) return fail(ErrorCode::key_not_found, "key_id");
    request.note_key(*id);
    return *id;
}

}  // namespace

Result<void> name_own_key(Request& request, const DeclaredKey& declared, std::string_view text) {
    TANDEM_TRY(const KeyId id, read_key_id(request, text));
    request.name_key(declared, id);
    return {};
}

Result<void> name_key(Request& request, const DeclaredKey& declared, std::string_view text) {
    TANDEM_TRY(const service::KeyRef reference, read_key_reference(request, text));
    request.name_key(declared, reference);
    return {};
}

Result<service::KeyRef> read_key_reference(Request& request, std::string_view text) {
    if (text.starts_with(kAliasReference) && text.size() > kAliasReference.size())
        return service::KeyRef{service::AliasName{text.substr(kAliasReference.size())}};
    if (text.starts_with(kUrnPrefix)) return read_urn(request, text);
    TANDEM_TRY(const KeyId id, read_key_id(request, text));
    return service::KeyRef{id};
}

Result<void> check_symmetric_key(const service::Call& call, const store::Key& key, keys::Operation operation) {
    TANDEM_CHECK(service::check_state(call, operation, key));
    return require_symmetric(key);
}

}  // namespace tandem::api::huawei
