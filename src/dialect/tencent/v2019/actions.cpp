#include "tencent/v2019/action.hpp"
#include "tencent/v2019/actions/handlers.hpp"
#include "tencent/v2019/errors.hpp"
#include "tencent/v2019/field_tables.hpp"

#include <algorithm>
#include <array>

namespace tandem::dialect::tencent::v2019 {
namespace {

using namespace field_tables;  // NOLINT: one table, written in two files
using enum Runs;
using enum ErrorCode;

// ---- where an action answers otherwise than errors.def ----

constexpr std::string_view kDisabled = "ResourceUnavailable.CmkDisabled";
constexpr std::string_view kStateNotSupport = "ResourceUnavailable.CmkStateNotSupport";
constexpr std::string_view kStateText = "The state of the CMK does not allow this operation.";
constexpr std::string_view kInvalidKeyUsage = "InvalidParameterValue.InvalidKeyUsage";
constexpr std::string_view kUsageText = "The usage of the CMK does not allow this operation.";
constexpr std::string_view kInvalidHsmClusterId = "InvalidParameterValue.InvalidHsmClusterId";
constexpr std::string_view kHsmText = "The HsmClusterId is not valid.";

constexpr ErrorOverride kCreateKeyErrors[] = {instead(parameter_invalid, kInvalidHsmClusterId, kHsmText)};

constexpr ErrorOverride kListErrors[] = {
    instead(parameter_invalid, kInvalidHsmClusterId, kHsmText),
    instead(key_usage_invalid, "InvalidParameter", "The KeyUsage is not valid."),
};

// Actions that list InvalidParameterValue, not InvalidParameter, for a value outside its range (section 8).
constexpr std::string_view kInvalidValue = "InvalidParameterValue";
constexpr std::string_view kRangeText = "The parameter `{}` is outside its range.";
constexpr ErrorOverride kValueErrors[] = {
    instead(parameter_out_of_range, kInvalidValue, kRangeText),
    instead(page_limit_invalid, kInvalidValue, "Limit must be between 1 and 200."),
    instead(description_too_long, kInvalidValue, "The description is too long."),
    instead(algorithm_invalid, kInvalidValue, "The algorithm is not valid."),
    instead(parameter_invalid, kInvalidValue, "The value of the parameter `{}` is not valid."),
};
constexpr ErrorOverride kListDataKeysErrors[] = {
    instead(parameter_out_of_range, kInvalidValue, kRangeText),
    instead(page_limit_invalid, kInvalidValue, "Limit must be between 1 and 200."),
    instead(parameter_invalid, kInvalidHsmClusterId, kHsmText),
};
constexpr ErrorOverride kListDataKeyDetailErrors[] = {instead(parameter_invalid, kInvalidHsmClusterId, kHsmText)};
constexpr ErrorOverride kFingerprintErrors[] = {
    instead(parameter_out_of_range, "LimitExceeded.FingerprintsLimitExceeded", kRangeText),
    instead(description_too_long, kInvalidValue, "The description is too long."),
    instead(parameter_invalid, kInvalidValue, "The value of the parameter `{}` is not valid."),
};

// Section 6: EnableKey(s), DisableKey(s), GetPublicKey, SignByAsymmetricKey.
constexpr ErrorOverride kAnyStateErrors[] = {
    instead(key_disabled, kStateNotSupport, kStateText),
    instead(key_archived, kStateNotSupport, kStateText),
    instead(key_pending_deletion, kStateNotSupport, kStateText),
    instead(key_pending_import, kStateNotSupport, kStateText),
};

constexpr ErrorOverride kAsymmetricErrors[] = {
    instead(key_disabled, kStateNotSupport, kStateText),
    instead(key_archived, kStateNotSupport, kStateText),
    instead(key_pending_deletion, kStateNotSupport, kStateText),
    instead(key_pending_import, kStateNotSupport, kStateText),
    instead(key_is_symmetric, kInvalidKeyUsage, kUsageText),
    instead(key_is_for_signing, kInvalidKeyUsage, kUsageText),
    instead(key_is_elliptic, kInvalidKeyUsage, kUsageText),
    instead(algorithm_not_for_asymmetric_key, kInvalidKeyUsage, kUsageText),
};

// Verifying lists a code of its own for a value that is not allowed.
constexpr ErrorOverride kVerifyErrors[] = {
    instead(key_disabled, kStateNotSupport, kStateText),
    instead(key_archived, kStateNotSupport, kStateText),
    instead(key_pending_deletion, kStateNotSupport, kStateText),
    instead(key_pending_import, kStateNotSupport, kStateText),
    instead(parameter_out_of_range, "InvalidParameterValue", "The parameter `{}` is outside its range."),
    instead(algorithm_invalid, "InvalidParameterValue", "The algorithm is not valid."),
    instead(digest_length_mismatch, "InvalidParameterValue", "The length of the digest is not valid."),
};
constexpr std::string_view kSigningRemark =
    "the Algorithm of ECDSA384 keys is in no source: ECC_P384_R1 and ECDSA384 are taken, with digests of 48 bytes too";

constexpr ErrorOverride kScheduleErrors[] = {instead(key_archived, kStateNotSupport, kStateText)};

constexpr ErrorOverride kUpdateErrors[] = {
    instead(key_pending_deletion, "InvalidParameter", "The CMK is waiting for its deletion."),
};

constexpr ErrorOverride kReEncryptErrors[] = {instead(key_archived, kDisabled, "The CMK is archived.")};

// Wrapping the answer: an RSA key takes only so much.
constexpr ErrorOverride kTooLongToWrap =
    instead(plaintext_too_long, "FailedOperation.EncryptionError", "The plaintext is too long for the public key.");

constexpr ErrorOverride kDecryptErrors[] = {kTooLongToWrap};

constexpr ErrorOverride kGenerateDataKeyErrors[] = {
    kTooLongToWrap,
    instead(key_archived, kDisabled, "The CMK is archived."),
    instead(key_pending_deletion, "ResourceUnavailable.KeyPendingDelete", "The CMK is waiting for its deletion."),
    instead(key_is_asymmetric, kInvalidKeyUsage, kUsageText),
    instead(key_is_for_signing, kInvalidKeyUsage, kUsageText),
    instead(key_is_elliptic, kInvalidKeyUsage, kUsageText),
    instead(parameter_invalid, kInvalidHsmClusterId, kHsmText),
};

// ---- the actions ----

constexpr std::string_view kNotPublic = "the vendor's post-quantum algorithms are not public";

constexpr Action not_emulated(std::string_view name, std::uint32_t per_second, std::span<const FieldRule> fields,
                              std::span<const ErrorOverride> errors = {}, std::string_view remark = {}) {
    return {name, per_second, io_thread, nullptr, fields, errors, remark};
}

constexpr auto kActions = std::to_array<Action>({
    not_emulated("ArchiveKey", 100, kKeyAndMemberFields),
    {"AsymmetricRsaDecrypt", 200, worker, asymmetric_rsa_decrypt, kAsymmetricRsaDecryptFields, kAsymmetricErrors},
    {"AsymmetricSm2Decrypt", 200, worker, asymmetric_sm2_decrypt, kAsymmetricSm2DecryptFields, kAsymmetricErrors},
    not_emulated("BindCloudResource", 100, kCloudResourceFields),
    not_emulated("CancelDataKeyDeletion", 20, kDataKeyAndMemberFields),
    not_emulated("CancelKeyArchive", 100, kKeyAndMemberFields),
    {"CancelKeyDeletion", 100, worker, cancel_key_deletion, kKeyAndMemberFields, {}},
    {"CreateKey", 100, worker, create_key, kCreateKeyFields, kCreateKeyErrors,
     "tags are not stored: TagCode 2 when some are given"},
    not_emulated("CreateWhiteBoxKey", 100, kCreateWhiteBoxKeyFields, kValueErrors),
    {"Decrypt", 300, by_input, decrypt, kDecryptFields, kDecryptErrors},
    not_emulated("DeleteImportedKeyMaterial", 100, kKeyFields),
    not_emulated("DeleteWhiteBoxKey", 200, kKeyFields),
    not_emulated("DescribeDataKey", 100, kDataKeyAndMemberFields),
    not_emulated("DescribeDataKeys", 100, kDataKeysAndMemberFields, kValueErrors),
    {"DescribeKey", 100, io_thread, describe_key, kKeyAndMemberFields, {}},
    {"DescribeKeys", 100, io_thread, describe_keys, kKeysAndMemberFields, {}},
    not_emulated("DescribeWhiteBoxDecryptKey", 200, kKeyFields),
    not_emulated("DescribeWhiteBoxDeviceFingerprints", 100, kKeyFields),
    not_emulated("DescribeWhiteBoxKey", 200, kKeyFields),
    not_emulated("DescribeWhiteBoxKeyDetails", 100, kDescribeWhiteBoxKeyDetailsFields, kValueErrors),
    not_emulated("DescribeWhiteBoxServiceStatus", 200, {}),
    not_emulated("DisableDataKey", 100, kDataKeyAndMemberFields),
    not_emulated("DisableDataKeys", 100, kDataKeysAndMemberFields, kValueErrors),
    {"DisableKey", 100, worker, disable_key, kKeyAndMemberFields, kAnyStateErrors},
    not_emulated("DisableKeyRotation", 100, kKeyAndMemberFields),
    {"DisableKeys", 100, worker, disable_keys, kKeysAndMemberFields, kAnyStateErrors},
    not_emulated("DisableWhiteBoxKey", 200, kKeyFields),
    not_emulated("DisableWhiteBoxKeys", 200, kKeysFields),
    not_emulated("EnableDataKey", 100, kDataKeyAndMemberFields),
    not_emulated("EnableDataKeys", 100, kDataKeysAndMemberFields, kValueErrors),
    {"EnableKey", 100, worker, enable_key, kKeyAndMemberFields, kAnyStateErrors},
    not_emulated("EnableKeyRotation", 100, kEnableKeyRotationFields, kValueErrors),
    {"EnableKeys", 100, worker, enable_keys, kKeysAndMemberFields, kAnyStateErrors},
    not_emulated("EnableWhiteBoxKey", 200, kKeyFields),
    not_emulated("EnableWhiteBoxKeys", 200, kKeysFields),
    {"Encrypt", 300, io_thread, encrypt, kEncryptFields, {}},
    not_emulated("EncryptByWhiteBox", 100, kEncryptByWhiteBoxFields, kValueErrors),
    {"GenerateDataKey", 150, by_input, generate_data_key, kGenerateDataKeyFields, kGenerateDataKeyErrors,
     "IsHostedByKms=1 is refused"},
    {"GenerateRandom", 150, io_thread, generate_random, kGenerateRandomFields, {}},
    not_emulated("GetDataKeyCiphertextBlob", 100, kDataKeyAndMemberFields),
    not_emulated("GetDataKeyPlaintext", 300, kGetDataKeyPlaintextFields),
    not_emulated("GetKeyRotationStatus", 100, kKeyAndMemberFields),
    not_emulated("GetParametersForImport", 100, kGetParametersForImportFields),
    {"GetPublicKey", 100, io_thread, get_public_key, kKeyFields, kAnyStateErrors},
    {"GetRegions", 100, io_thread, get_regions, {}, {}},
    {"GetServiceStatus", 100, io_thread, get_service_status, {}, {}},
    not_emulated("ImportDataKey", 100, kImportDataKeyFields),
    not_emulated("ImportKeyMaterial", 100, kImportKeyMaterialFields),
    {"ListAlgorithms", 100, io_thread, list_algorithms, {}, {}},
    not_emulated("ListDataKeyDetail", 100, kListDataKeyDetailFields, kListDataKeyDetailErrors),
    not_emulated("ListDataKeys", 100, kPageFields, kListDataKeysErrors),
    {"ListKeyDetail", 100, io_thread, list_key_detail, kListKeyDetailFields, kListErrors,
     "a tag filter matches nothing"},
    {"ListKeys", 100, io_thread, list_keys, kPageFields, kListErrors},
    not_emulated("OverwriteWhiteBoxDeviceFingerprints", 100, kOverwriteWhiteBoxDeviceFingerprintsFields,
                 kFingerprintErrors),
    not_emulated("PostQuantumCryptoDecrypt", 100, kPostQuantumCryptoDecryptFields, {}, kNotPublic),
    not_emulated("PostQuantumCryptoEncrypt", 20, kPostQuantumCryptoEncryptFields, {}, kNotPublic),
    not_emulated("PostQuantumCryptoSign", 20, kPostQuantumCryptoSignFields, {}, kNotPublic),
    not_emulated("PostQuantumCryptoVerify", 20, kPostQuantumCryptoVerifyFields, {}, kNotPublic),
    {"ReEncrypt", 100, io_thread, re_encrypt, kReEncryptFields, kReEncryptErrors},
    not_emulated("RotateKey", 20, kKeyAndMemberFields),
    not_emulated("ScheduleDataKeyDeletion", 20, kScheduleDataKeyDeletionFields),
    {"ScheduleKeyDeletion", 100, worker, schedule_key_deletion, kScheduleKeyDeletionFields, kScheduleErrors},
    {"SignByAsymmetricKey", 100, worker, sign_by_asymmetric_key, kSignByAsymmetricKeyFields, kAnyStateErrors,
     kSigningRemark},
    not_emulated("UnbindCloudResource", 100, kCloudResourceFields),
    {"UpdateAlias", 100, worker, update_alias, kUpdateAliasFields, kUpdateErrors},
    not_emulated("UpdateDataKeyDescription", 100, kUpdateDataKeyDescriptionFields),
    not_emulated("UpdateDataKeyName", 20, kUpdateDataKeyNameFields),
    {"UpdateKeyDescription", 100, worker, update_key_description, kUpdateKeyDescriptionFields, kUpdateErrors},
    {"VerifyByAsymmetricKey", 100, worker, verify_by_asymmetric_key, kVerifyByAsymmetricKeyFields, kVerifyErrors,
     kSigningRemark},
});
static_assert(kActions.size() == 69 && kActions.size() <= kTencent2019Slots);
static_assert(std::ranges::is_sorted(kActions, {}, &Action::name));
static_assert(std::ranges::all_of(kActions, [](const Action& action) { return action.fields.size() <= kMaxFields; }));

}  // namespace

std::span<const Action> actions() noexcept { return kActions; }

std::optional<std::size_t> find_action(std::string_view name) noexcept {
    const auto row = std::ranges::lower_bound(kActions, name, {}, &Action::name);
    if (row == kActions.end() || row->name != name) return std::nullopt;
    return static_cast<std::size_t>(row - kActions.begin());
}

}  // namespace tandem::dialect::tencent::v2019
