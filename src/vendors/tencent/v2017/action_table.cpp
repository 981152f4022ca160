#include "action_table.hpp"

#include <algorithm>
#include <array>

namespace tandem::api::tencent::v2017 {

namespace {

constexpr FieldRule kKeyId{"keyId", FieldType::text, true};
constexpr FieldRule kContext{"encryptionContext", FieldType::text};

constexpr std::array kKeyIdAlone{kKeyId};
constexpr std::array kCreateKey{FieldRule{"alias", FieldType::text}, FieldRule{"description", FieldType::text},
                                FieldRule{"keyUsage", FieldType::text}, FieldRule{"type", FieldType::integer}};
constexpr std::array kSetKeyAttributes{kKeyId, FieldRule{"alias", FieldType::text}};
constexpr std::array kListKey{FieldRule{"offset", FieldType::integer}, FieldRule{"limit", FieldType::integer}};
constexpr std::array kScheduleKeyDeletion{kKeyId, FieldRule{"pendingWindowInDays", FieldType::integer, true}};
constexpr std::array kGenerateDataKey{kKeyId, FieldRule{"keySpec", FieldType::text},
                                      FieldRule{"numberOfBytes", FieldType::integer}, kContext};
constexpr std::array kEncrypt{kKeyId, FieldRule{"plaintext", FieldType::text, true}, kContext};
constexpr std::array kDecrypt{FieldRule{"ciphertextBlob", FieldType::text, true}, kContext};

constexpr std::array kActions{
    ActionRow{.name = "CreateKey",
              .plane = Plane::control,
              .handle = create_key,
              .fields = kCreateKey,
              .remark = "type 2 (quantum) makes an ordinary key, shown as type 1"},
    ActionRow{"GetKeyAttributes", Plane::control, get_key_attributes, kKeyIdAlone},
    ActionRow{.name = "SetKeyAttributes",
              .plane = Plane::control,
              .handle = set_key_attributes,
              .fields = kSetKeyAttributes,
              .empty_is_absent = false},  // an empty alias removes it
    ActionRow{"ListKey", Plane::control, list_key, kListKey},
    ActionRow{"EnableKey", Plane::control, enable_key, kKeyIdAlone},
    ActionRow{"DisableKey", Plane::control, disable_key, kKeyIdAlone},
    ActionRow{"ScheduleKeyDeletion", Plane::control, schedule_key_deletion, kScheduleKeyDeletion},
    ActionRow{"CancelKeyDeletion", Plane::control, cancel_key_deletion, kKeyIdAlone},
    ActionRow{"GenerateDataKey", Plane::data, generate_data_key, kGenerateDataKey},
    ActionRow{"Encrypt", Plane::data, encrypt, kEncrypt},
    ActionRow{"Decrypt", Plane::data, decrypt, kDecrypt},
};

}  // namespace

std::span<const ActionRow, kActionCount> action_table() noexcept { return kActions; }

std::optional<std::size_t> find_action(std::string_view name) noexcept {
    const auto found = std::ranges::find(kActions, name, &ActionRow::name);
    if (found == kActions.end()) return std::nullopt;
    return static_cast<std::size_t>(found - kActions.begin());
}

}  // namespace tandem::api::tencent::v2017
