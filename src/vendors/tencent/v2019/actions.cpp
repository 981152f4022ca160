#include "tandem/vendors/vendors.hpp"

#include "action.hpp"
#include "tencent/v2019/operations/handlers.hpp"
#include "tencent/v2019/wire/errors.hpp"
#include "tencent/v2019/wire/field_tables.hpp"

#include <algorithm>
#include <array>

namespace tandem::api::tencent::v2019 {
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
constexpr ErrorOverride kHsmError =
    instead(parameter_invalid, "InvalidParameterValue.InvalidHsmClusterId", "The HsmClusterId is not valid.");

constexpr ErrorOverride kCreateKeyErrors[] = {kHsmError};

constexpr ErrorOverride kListErrors[] = {
    kHsmError,
    instead(key_usage_invalid, "InvalidParameter", "The KeyUsage is not valid."),
};

// Actions that list InvalidParameterValue, not InvalidParameter, for a value outside its range (section 8).
constexpr std::string_view kInvalidValue = "InvalidParameterValue";
constexpr ErrorOverride kRangeError =
    instead(parameter_out_of_range, kInvalidValue, "The parameter `{}` is outside its range.");
constexpr ErrorOverride kPageLimitError =
    instead(page_limit_invalid, kInvalidValue, "Limit must be between 1 and 200.");
constexpr ErrorOverride kValueErrors[] = {
    kRangeError,
    kPageLimitError,
    instead(tag_key_length_invalid, kInvalidValue, "The length of the tag key is not valid."),
    instead(tag_value_length_invalid, kInvalidValue, "The length of the tag value is not valid."),
    instead(tag_limit_exceeded, kInvalidValue, "There are too many tags."),
    instead(description_too_long, kInvalidValue, "The description is too long."),
    instead(algorithm_invalid, kInvalidValue, "The algorithm is not valid."),
    instead(parameter_invalid, kInvalidValue, "The value of the parameter `{}` is not valid."),
};
constexpr ErrorOverride kListDataKeysErrors[] = {
    kRangeError,
    kPageLimitError,
    kHsmError,
};
constexpr ErrorOverride kListDataKeyDetailErrors[] = {kHsmError};
constexpr ErrorOverride kFingerprintErrors[] = {
    instead(description_too_long, kInvalidValue, "The description is too long."),
    instead(parameter_invalid, kInvalidValue, "The value of the parameter `{}` is not valid."),
};

constexpr std::array kStateErrors{
    instead(key_disabled, kStateNotSupport, kStateText),
    instead(key_pending_deletion, kStateNotSupport, kStateText),
    instead(key_pending_import, kStateNotSupport, kStateText),
};
constexpr ErrorOverride kArchivedError = instead(key_archived, kStateNotSupport, kStateText);
// Section 6: EnableKey(s), DisableKey(s), GetPublicKey, SignByAsymmetricKey.
constexpr auto kAnyStateErrors = joined(kStateErrors, std::array{kArchivedError});
constexpr std::array kNotForEncryptionErrors{
    instead(key_is_for_signing, kInvalidKeyUsage, kUsageText),
    instead(key_is_elliptic, kInvalidKeyUsage, kUsageText),
};

constexpr std::array kOtherUsageErrors{
    instead(key_is_symmetric, kInvalidKeyUsage, kUsageText),
    instead(algorithm_not_for_asymmetric_key, kInvalidKeyUsage, kUsageText),
};
constexpr auto kAsymmetricErrors = joined(kAnyStateErrors, kNotForEncryptionErrors, kOtherUsageErrors);

// Verifying lists a code of its own for a value that is not allowed.
constexpr std::array kVerifyValueErrors{
    kRangeError,
    instead(algorithm_invalid, kInvalidValue, "The algorithm is not valid."),
    instead(digest_length_mismatch, kInvalidValue, "The length of the digest is not valid."),
};
constexpr auto kVerifyErrors = joined(kAnyStateErrors, kVerifyValueErrors);
constexpr std::string_view kSigningRemark =
    "the Algorithm of ECDSA384 keys is in no source: ECC_P384_R1 and ECDSA384 are taken, with digests of 48 bytes too";

constexpr auto kEnableRotationErrors = joined(kAnyStateErrors, std::array{kRangeError});

// Section 8, RotateKey: one code for every key that cannot be rotated.
constexpr std::string_view kRotateNotSupported = "UnsupportedOperation.RotateNotSupported";
constexpr std::string_view kRotateText = "The CMK does not support rotation.";
constexpr std::array kNotRotatedErrors{
    instead(key_is_external, kRotateNotSupported, kRotateText),
    instead(rotation_not_for_asymmetric_key, kRotateNotSupported, kRotateText),
};
constexpr auto kRotateErrors = joined(kAnyStateErrors, kNotRotatedErrors);

constexpr ErrorOverride kScheduleErrors[] = {kArchivedError};

constexpr ErrorOverride kUpdateErrors[] = {
    instead(key_pending_deletion, "InvalidParameter", "The CMK is waiting for its deletion."),
};

constexpr ErrorOverride kReEncryptErrors[] = {instead(key_archived, kDisabled, "The CMK is archived.")};

// Wrapping the answer: an RSA key takes only so much.
constexpr ErrorOverride kTooLongToWrap =
    instead(plaintext_too_long, "FailedOperation.EncryptionError", "The plaintext is too long for the public key.");

constexpr ErrorOverride kDecryptErrors[] = {kTooLongToWrap};

// Data keys are for symmetric keys alone.
constexpr ErrorOverride kAsymmetricKeyError = instead(key_is_asymmetric, kInvalidKeyUsage, kUsageText);
constexpr ErrorOverride kPendingDeleteError =
    instead(key_pending_deletion, "ResourceUnavailable.KeyPendingDelete", "The CMK is waiting for its deletion.");
constexpr std::array kMakingDataKeyErrors{
    kTooLongToWrap, instead(key_archived, kDisabled, "The CMK is archived."), kPendingDeleteError, kAsymmetricKeyError,
    kHsmError,
};
constexpr auto kGenerateDataKeyErrors = joined(kMakingDataKeyErrors, kNotForEncryptionErrors);

// ---- hosted data keys (section 8's lists of codes) ----

constexpr std::string_view kDataKeyStateNotSupport = "ResourceUnavailable.DataKeyStateNotSupport";
constexpr std::string_view kDataKeyStateText = "The state of the data key does not allow this operation.";
constexpr ErrorOverride kDataKeyStateErrors[] = {
    instead(data_key_disabled, kDataKeyStateNotSupport, kDataKeyStateText),
    instead(data_key_pending_deletion, kDataKeyStateNotSupport, kDataKeyStateText),
};
constexpr std::array kDataKeysStateErrors{
    instead(data_key_pending_deletion, kDataKeyStateNotSupport, kDataKeyStateText),
    kRangeError,
};
// One of them lists a code for the state of the CMK alone, which then stands for that of the data key too.
constexpr auto kDataKeyEnablingErrors =
    joined(std::array{instead(data_key_pending_deletion, kStateNotSupport, kDataKeyStateText)}, kStateErrors);
constexpr auto kEnableDataKeysErrors = joined(kDataKeysStateErrors, kStateErrors);
constexpr std::string_view kNotItsOwnText = "The data key does not open under its CMK.";
constexpr ErrorOverride kGetDataKeyPlaintextErrors[] = {
    kTooLongToWrap,
    instead(key_pending_deletion, kStateNotSupport, kStateText),
    instead(key_pending_import, kStateNotSupport, kStateText),
    instead(ciphertext_malformed, "FailedOperation", kNotItsOwnText),
    instead(ciphertext_rejected, "FailedOperation", kNotItsOwnText),
    instead(algorithm_invalid, kInvalidValue, "The algorithm is not valid."),
    instead(public_key_invalid, kInvalidValue, "The EncryptionPublicKey cannot be used."),
};
constexpr std::string_view kTakenNameText = "The DataKeyName already exists.";
constexpr std::array kHostingDataKeyErrors{
    instead(data_key_name_exists, "InvalidParameterValue.InvalidDataKeyName", kTakenNameText),
    instead(plaintext_too_long, "InvalidParameterValue.InvalidPlaintext", "The plaintext is longer than 1024 bytes."),
    kPendingDeleteError,
    instead(key_pending_import, kStateNotSupport, kStateText),
    kAsymmetricKeyError,
};
constexpr auto kImportDataKeyErrors = joined(kHostingDataKeyErrors, kNotForEncryptionErrors);
constexpr ErrorOverride kUpdateDataKeyNameErrors[] = {
    instead(data_key_name_exists, kInvalidValue, kTakenNameText),
    instead(data_key_name_malformed, kInvalidValue, "The DataKeyName is not valid."),
};

// ---- white-box keys ----

constexpr std::string_view kWhiteBoxRemark =
    "the vendor's forms of EncryptKey and DecryptKey are not public: see white-box.md for these";
constexpr ErrorOverride kWhiteBoxEncryptErrors[] = {
    instead(plaintext_malformed, kInvalidValue, "The PlainText is not valid base64."),
    instead(plaintext_empty, kInvalidValue, "The PlainText is empty."),
    instead(plaintext_too_long, kInvalidValue, "The PlainText is longer than 4096 bytes."),
    instead(parameter_invalid, kInvalidValue, "The value of the parameter `{}` is not valid."),
};

// ---- the tag service: its own list of codes ----

constexpr std::string_view kResourceText = "The resource is not valid.";
constexpr ErrorOverride kDescribeResourceTagsErrors[] = {
    instead(action_not_emulated, "InvalidParameterValue.ServiceTypeInvalid", "The ServiceType is not kms."),
    instead(parameter_invalid, "InvalidParameterValue.ResourcePrefixInvalid", "The ResourcePrefix is not key."),
    instead(key_id_malformed, "InvalidParameterValue.ResourceIdInvalid", "The ResourceIds are not valid."),
    instead(region_unsupported, "InvalidParameterValue.RegionInvalid", "The region is not valid."),
};
constexpr std::string_view kResourceDescriptionError = "InvalidParameterValue.ResourceDescriptionError";
constexpr ErrorOverride kModifyResourceTagsErrors[] = {
    instead(parameter_invalid, kResourceDescriptionError, kResourceText),
    instead(key_id_malformed, kResourceDescriptionError, kResourceText),
    instead(key_not_found, kResourceDescriptionError, kResourceText),
    instead(white_box_key_not_found, kResourceDescriptionError, kResourceText),
    instead(region_unsupported, kResourceDescriptionError, kResourceText),
    instead(parameters_missing, "MissingParameter", "One of the parameters {} is required."),
    instead(tag_list_malformed, "InvalidParameter.Tag", "The tags are not valid."),
    instead(tag_key_duplicate, "InvalidParameter.Tag", "The tags are not valid."),
    instead(tag_action_invalid, "InvalidParameterValue.DeleteTagsParamError",
            "DeleteTags has a key that ReplaceTags has too."),
    instead(tag_key_invalid, "InvalidParameter.ReservedTagKey", "The tag key is reserved."),
    instead(parameter_out_of_range, "InvalidParameterValue.TagKeyEmpty", "The tag key is empty."),
    instead(tag_key_length_invalid, "InvalidParameterValue.TagKeyLengthExceeded", "The tag key is too long."),
    instead(tag_value_length_invalid, "InvalidParameterValue.TagValueLengthExceeded", "The tag value is too long."),
    instead(tag_limit_exceeded, "LimitExceeded.ResourceAttachedTags", "The resource has too many tags."),
};
constexpr std::string_view kTagServiceRemark =
    "of the tag service, version 2018-08-13, for keys and white-box keys alone";

// ---- the actions ----

constexpr std::string_view kNotPublic = "the vendor's post-quantum algorithms are not public";

constexpr Action not_emulated(std::string_view name, std::uint32_t per_second, std::span<const FieldRule> fields,
                              std::span<const ErrorOverride> errors = {}, std::string_view remark = {}) {
    return {name, per_second, io_thread, nullptr, fields, errors, remark};
}

constexpr auto kActions = std::to_array<Action>({
    {"ArchiveKey", 100, worker, archive_key, kKeyAndMemberFields, kAnyStateErrors},
    {"AsymmetricRsaDecrypt", 200, by_input, asymmetric_rsa_decrypt, kAsymmetricRsaDecryptFields, kAsymmetricErrors},
    {"AsymmetricSm2Decrypt", 200, by_input, asymmetric_sm2_decrypt, kAsymmetricSm2DecryptFields, kAsymmetricErrors},
    {"BindCloudResource", 100, worker, bind_cloud_resource, kCloudResourceFields, kAnyStateErrors},
    {"CancelDataKeyDeletion", 20, worker, cancel_data_key_deletion, kDataKeyAndMemberFields, kDataKeyEnablingErrors},
    {"CancelKeyArchive", 100, worker, cancel_key_archive, kKeyAndMemberFields, {}},
    {"CancelKeyDeletion", 100, worker, cancel_key_deletion, kKeyAndMemberFields, {}},
    {"CreateKey", 100, worker, create_key, kCreateKeyFields, kCreateKeyErrors},
    {"CreateWhiteBoxKey", 100, worker, create_white_box_key, kCreateWhiteBoxKeyFields, kValueErrors, kWhiteBoxRemark},
    {"Decrypt", 300, by_input, decrypt, kDecryptFields, kDecryptErrors},
    {"DeleteImportedKeyMaterial", 100, worker, delete_imported_key_material, kKeyFields, kAnyStateErrors},
    {"DeleteWhiteBoxKey", 200, worker, delete_white_box_key, kKeyFields, {}},
    {"DescribeDataKey", 100, io_thread, describe_data_key, kDataKeyAndMemberFields, {}},
    {"DescribeDataKeys", 100, io_thread, describe_data_keys, kDataKeysAndMemberFields, kValueErrors},
    {"DescribeKey", 100, io_thread, describe_key, kKeyAndMemberFields, {}},
    {"DescribeKeys", 100, io_thread, describe_keys, kKeysAndMemberFields, {}},
    {"DescribeResourceTagsByResourceIds", 100, io_thread, describe_resource_tags_by_resource_ids,
     kDescribeResourceTagsFields, kDescribeResourceTagsErrors, kTagServiceRemark, kTagApiVersion, region_of_resources},
    {"DescribeWhiteBoxDecryptKey", 200, io_thread, describe_white_box_decrypt_key, kKeyFields, {}, kWhiteBoxRemark},
    {"DescribeWhiteBoxDeviceFingerprints", 100, io_thread, describe_white_box_device_fingerprints, kKeyFields, {}},
    {"DescribeWhiteBoxKey", 200, io_thread, describe_white_box_key, kKeyFields, {}, kWhiteBoxRemark},
    {"DescribeWhiteBoxKeyDetails", 100, io_thread, describe_white_box_key_details, kDescribeWhiteBoxKeyDetailsFields,
     kValueErrors, kWhiteBoxRemark},
    {"DescribeWhiteBoxServiceStatus", 200, io_thread, describe_white_box_service_status, {}, {}},
    {"DisableDataKey", 100, worker, disable_data_key, kDataKeyAndMemberFields, kDataKeyStateErrors},
    {"DisableDataKeys", 100, worker, disable_data_keys, kDataKeysAndMemberFields, kDataKeysStateErrors},
    {"DisableKey", 100, worker, disable_key, kKeyAndMemberFields, kAnyStateErrors},
    {"DisableKeyRotation", 100, worker, disable_key_rotation, kKeyAndMemberFields, {}},
    {"DisableKeys", 100, worker, disable_keys, kKeysAndMemberFields, kAnyStateErrors},
    {"DisableWhiteBoxKey", 200, worker, disable_white_box_key, kKeyFields, {}},
    {"DisableWhiteBoxKeys", 200, worker, disable_white_box_keys, kKeysFields, {}},
    {"EnableDataKey", 100, worker, enable_data_key, kDataKeyAndMemberFields, kDataKeyEnablingErrors},
    {"EnableDataKeys", 100, worker, enable_data_keys, kDataKeysAndMemberFields, kEnableDataKeysErrors},
    {"EnableKey", 100, worker, enable_key, kKeyAndMemberFields, kAnyStateErrors},
    {"EnableKeyRotation", 100, worker, enable_key_rotation, kEnableKeyRotationFields, kEnableRotationErrors},
    {"EnableKeys", 100, worker, enable_keys, kKeysAndMemberFields, kAnyStateErrors},
    {"EnableWhiteBoxKey", 200, worker, enable_white_box_key, kKeyFields, {}},
    {"EnableWhiteBoxKeys", 200, worker, enable_white_box_keys, kKeysFields, {}},
    {"Encrypt", 300, io_thread, encrypt, kEncryptFields, {}},
    {"EncryptByWhiteBox", 100, io_thread, encrypt_by_white_box, kEncryptByWhiteBoxFields, kWhiteBoxEncryptErrors},
    {"GenerateDataKey", 150, by_input, generate_data_key, kGenerateDataKeyFields, kGenerateDataKeyErrors},
    {"GenerateRandom", 150, io_thread, generate_random, kGenerateRandomFields, {}},
    {"GetDataKeyCiphertextBlob", 100, io_thread, get_data_key_ciphertext_blob, kDataKeyAndMemberFields,
     kDataKeyStateErrors},
    {"GetDataKeyPlaintext", 300, by_input, get_data_key_plaintext, kGetDataKeyPlaintextFields,
     kGetDataKeyPlaintextErrors},
    {"GetKeyRotationStatus", 100, io_thread, get_key_rotation_status, kKeyAndMemberFields, {}},
    {"GetParametersForImport", 100, worker, get_parameters_for_import, kGetParametersForImportFields, {}},
    {"GetPublicKey", 100, io_thread, get_public_key, kKeyFields, kAnyStateErrors},
    {"GetRegions", 100, io_thread, get_regions, {}, {}},
    {"GetServiceStatus", 100, io_thread, get_service_status, {}, {}},
    {"ImportDataKey", 100, worker, import_data_key, kImportDataKeyFields, kImportDataKeyErrors},
    {"ImportKeyMaterial", 100, worker, import_key_material, kImportKeyMaterialFields, kAnyStateErrors},
    {"ListAlgorithms", 100, io_thread, list_algorithms, {}, {}},
    {"ListDataKeyDetail", 100, by_input, list_data_key_detail, kListDataKeyDetailFields, kListDataKeyDetailErrors},
    {"ListDataKeys", 100, io_thread, list_data_keys, kPageFields, kListDataKeysErrors},
    {"ListKeyDetail", 100, by_input, list_key_detail, kListKeyDetailFields, kListErrors},
    {"ListKeys", 100, by_input, list_keys, kPageFields, kListErrors},
    {"ModifyResourceTags", 100, worker, modify_resource_tags, kModifyResourceTagsFields, kModifyResourceTagsErrors,
     kTagServiceRemark, kTagApiVersion, region_of_resource},
    {"OverwriteWhiteBoxDeviceFingerprints", 100, worker, overwrite_white_box_device_fingerprints,
     kOverwriteWhiteBoxDeviceFingerprintsFields, kFingerprintErrors,
     "the fingerprints are kept and shown; the devices are not this server's to check"},
    not_emulated("PostQuantumCryptoDecrypt", 100, kPostQuantumCryptoDecryptFields, {}, kNotPublic),
    not_emulated("PostQuantumCryptoEncrypt", 20, kPostQuantumCryptoEncryptFields, {}, kNotPublic),
    not_emulated("PostQuantumCryptoSign", 20, kPostQuantumCryptoSignFields, {}, kNotPublic),
    not_emulated("PostQuantumCryptoVerify", 20, kPostQuantumCryptoVerifyFields, {}, kNotPublic),
    {"ReEncrypt", 100, io_thread, re_encrypt, kReEncryptFields, kReEncryptErrors},
    {"RotateKey", 20, worker, rotate_key, kKeyAndMemberFields, kRotateErrors},
    {"ScheduleDataKeyDeletion", 20, worker, schedule_data_key_deletion, kScheduleDataKeyDeletionFields,
     kDataKeyStateErrors},
    {"ScheduleKeyDeletion", 100, worker, schedule_key_deletion, kScheduleKeyDeletionFields, kScheduleErrors},
    {"SignByAsymmetricKey", 100, by_input, sign_by_asymmetric_key, kSignByAsymmetricKeyFields, kAnyStateErrors,
     kSigningRemark},
    {"UnbindCloudResource", 100, worker, unbind_cloud_resource, kCloudResourceFields, {}},
    {"UpdateAlias", 100, worker, update_alias, kUpdateAliasFields, kUpdateErrors},
    {"UpdateDataKeyDescription", 100, worker, update_data_key_description, kUpdateDataKeyDescriptionFields, {}},
    {"UpdateDataKeyName", 20, worker, update_data_key_name, kUpdateDataKeyNameFields, kUpdateDataKeyNameErrors},
    {"UpdateKeyDescription", 100, worker, update_key_description, kUpdateKeyDescriptionFields, kUpdateErrors},
    {"VerifyByAsymmetricKey", 100, by_input, verify_by_asymmetric_key, kVerifyByAsymmetricKeyFields, kVerifyErrors,
     kSigningRemark},
});
static_assert(kActions.size() == 71);
static_assert(std::ranges::is_sorted(kActions, {}, &Action::name));
static_assert(std::ranges::all_of(kActions, [](const Action& action) { return action.fields.size() <= kMaxFields; }));

}  // namespace

std::span<const Action> actions() noexcept { return kActions; }

bool is_version(std::string_view version) noexcept { return version == kApiVersion || version == kTagApiVersion; }

std::optional<std::size_t> find_action(std::string_view name) noexcept {
    const auto row = std::ranges::lower_bound(kActions, name, {}, &Action::name);
    if (row == kActions.end() || row->name != name) return std::nullopt;
    return static_cast<std::size_t>(row - kActions.begin());
}

}  // namespace tandem::api::tencent::v2019
