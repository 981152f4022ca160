// Description of a request's fields, as a journal for people may show it.

#include "tandem/api/fields.hpp"
#include "tandem/api/json_writer.hpp"
#include "tandem/base/encoding.hpp"

#include <algorithm>
#include <array>

namespace tandem::api {
namespace {

// Names, numbers and choices. Whatever is not here may be plaintext, material, a context or a blob, and is counted.
constexpr auto kShown = std::to_array<std::string_view>({"Algorithm",
                                                         "Alias",
                                                         "DataKeyId",
                                                         "DataKeyName",
                                                         "Description",
                                                         "DestinationKeyId",
                                                         "EncryptionAlgorithm",
                                                         "HsmClusterId",
                                                         "IsHostedByKms",
                                                         "KeyId",
                                                         "KeyIds",
                                                         "KeySpec",
                                                         "KeyState",
                                                         "KeyStatus",
                                                         "KeyUsage",
                                                         "Limit",
                                                         "NumberOfBytes",
                                                         "Offset",
                                                         "OrderType",
                                                         "Origin",
                                                         "PendingWindowInDays",
                                                         "ProductId",
                                                         "ResourceId",
                                                         "Role",
                                                         "RotateDays",
                                                         "SearchKeyAlias",
                                                         "Type",
                                                         "WrappingAlgorithm",
                                                         "WrappingKeySpec",
                                                         "action",
                                                         "alias",
                                                         "aliases",
                                                         "datakey_cipher_length",
                                                         "datakey_length",
                                                         "datakey_plain_length",
                                                         "description",
                                                         "destination_encryption_algorithm",
                                                         "destination_key_id",
                                                         "encryption_algorithm",
                                                         "grant_id",
                                                         "grantee_principal",
                                                         "grantee_principal_type",
                                                         "keyId",
                                                         "keySpec",
                                                         "keyState",
                                                         "keyUsage",
                                                         "key_agreement_algorithm",
                                                         "key_alias",
                                                         "key_description",
                                                         "key_id",
                                                         "key_ids",
                                                         "key_spec",
                                                         "key_state",
                                                         "key_usage",
                                                         "keystore_id",
                                                         "limit",
                                                         "mac_algorithm",
                                                         "marker",
                                                         "message_type",
                                                         "numberOfBytes",
                                                         "offset",
                                                         "operations",
                                                         "orderType",
                                                         "origin",
                                                         "pendingWindowInDays",
                                                         "pending_days",
                                                         "random_data_length",
                                                         "retiring_principal",
                                                         "signing_algorithm",
                                                         "source_encryption_algorithm",
                                                         "source_key_id",
                                                         "target_key_id",
                                                         "wrapping_algorithm"});
static_assert(std::ranges::is_sorted(kShown));

constexpr std::size_t kLongestShown = 256;  // bytes
constexpr std::size_t kMostShown = 16;      // elements of a list

// Short enough for the string's own memory: this is on the way of every request in development.
std::string counted(std::size_t bytes) { return "(" + std::to_string(bytes) + " bytes)"; }

// The start of `text` that fits, not ending within a character.
std::string_view cut(std::string_view text) noexcept {
    if (text.size() <= kLongestShown) return text;
    std::size_t end = kLongestShown;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
    return text.substr(0, end);
}

// Appends one value as a JSON text.
void append_value(std::string& out, std::string_view text, bool shown) {
    out += '"';
    if (!shown || !is_valid_utf8(text)) {
        out += counted(text.size());
    } else {
        append_json_escaped(out, cut(text));
        if (text.size() > kLongestShown) out += "...";
    }
    out += '"';
}

void append_list(std::string& out, std::span<const std::string_view> list, bool shown) {
    out += '[';
    for (std::size_t i = 0; i < std::min(list.size(), kMostShown); ++i) {
        if (i != 0) out += ',';
        append_value(out, list[i], shown);
    }
    if (list.size() > kMostShown)
        out.append(",\"(").append(std::to_string(list.size() - kMostShown)).append(" more)\"");
    out += ']';
}

}  // namespace

void Fields::describe(std::string& out) const {
    out += '{';
    bool first = true;
    for (std::size_t i = 0; i < rules_.size(); ++i) {
        const Slot& slot = slots_[i];
        const FieldRule& rule = rules_[i];
        if (!slot.present) continue;
        if (!first) out += ',';
        first = false;
        out.append("\"").append(rule.name).append("\":");
        const bool shown = std::ranges::binary_search(kShown, rule.name);
        switch (rule.type) {
            case FieldType::integer:
            case FieldType::unsigned_integer:
            case FieldType::decimal:
                out += std::to_string(slot.number);
                break;
            case FieldType::boolean:
                out += slot.number != 0 ? "true" : "false";
                break;
            case FieldType::text:
                append_value(out, slot.text, shown);
                break;
            case FieldType::text_list:
                append_list(out, slot.list, shown);
                break;
            case FieldType::object:
            case FieldType::object_list:
                out += "\"(an object)\"";
                break;
        }
    }
    out += '}';
}

}  // namespace tandem::api
