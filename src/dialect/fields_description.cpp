// What a journal for people may show of a request's fields.

#include "fields.hpp"
#include "json_writer.hpp"

#include <algorithm>

namespace tandem::dialect {
namespace {

// Names, numbers and choices. Whatever is not here may be plaintext, material, a context or a blob, and is counted.
constexpr std::array<std::string_view, 56> kShown{"Algorithm",
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
                                                  "alias",
                                                  "aliases",
                                                  "datakey_cipher_length",
                                                  "datakey_length",
                                                  "datakey_plain_length",
                                                  "description",
                                                  "encryption_algorithm",
                                                  "keyId",
                                                  "keySpec",
                                                  "keyState",
                                                  "keyUsage",
                                                  "key_alias",
                                                  "key_description",
                                                  "key_id",
                                                  "key_ids",
                                                  "key_spec",
                                                  "key_state",
                                                  "key_usage",
                                                  "limit",
                                                  "marker",
                                                  "numberOfBytes",
                                                  "offset",
                                                  "orderType",
                                                  "origin",
                                                  "pendingWindowInDays",
                                                  "pending_days",
                                                  "random_data_length"};
static_assert(std::ranges::is_sorted(kShown));

std::string counted(std::size_t bytes) { return "(" + std::to_string(bytes) + " bytes)"; }

}  // namespace

void Fields::describe(std::string& out) const {
    JsonWriter writer{out};
    writer.begin_object();
    for (std::size_t i = 0; i < rules_.size(); ++i) {
        const Slot& slot = slots_[i];
        const FieldRule& rule = rules_[i];
        if (!slot.present) continue;
        const bool shown = std::ranges::binary_search(kShown, rule.name);
        switch (rule.type) {
            case FieldType::integer:
            case FieldType::unsigned_integer:
                writer.integer(rule.name, slot.number);
                break;
            case FieldType::boolean:
                writer.boolean(rule.name, slot.number != 0);
                break;
            case FieldType::text:
                writer.text(rule.name, shown ? slot.text : counted(slot.text.size()));
                break;
            case FieldType::text_list:
                writer.begin_array(rule.name);
                for (const auto item : slot.list) writer.text_element(shown ? item : counted(item.size()));
                writer.end_array();
                break;
            case FieldType::object:
            case FieldType::object_list:
                writer.text(rule.name, "(an object)");
                break;
        }
    }
    writer.end_object();
}

}  // namespace tandem::dialect
