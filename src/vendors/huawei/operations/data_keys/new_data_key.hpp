#pragma once
// CreateDatakey and CreateDatakeyWithoutPlaintext (section 6.4), which differ in their answers.

#include "tandem/base/secret.hpp"

#include "huawei/request.hpp"
#include "huawei/wire/field_rules.hpp"

namespace tandem::api::huawei {

inline constexpr FieldLimit kWholeDataKeyBytes{.breach = ErrorCode::data_key_length_not_bytes, .step = 8};
inline constexpr FieldLimit kDataKeyBits{.form = "8 to 8192 bits",
                                         .breach = ErrorCode::data_key_length_invalid,
                                         .least = 8,
                                         .most = 8192,
                                         .also = &kWholeDataKeyBytes};
inline constexpr FieldLimit kDataKeySpec{
    .form = "AES_256, AES_128, SM4, HMAC_256, HMAC_384, HMAC_512, HMAC_SM3; not read with datakey_length",
    .breach = ErrorCode::data_key_spec_invalid};
inline constexpr FieldRule kNewDataKeyFields[] = {
    rules::kAnyKey,
    {"key_spec", FieldType::text, false, &kDataKeySpec},
    {"datakey_length", FieldType::decimal, false, &kDataKeyBits},
    rules::kAdditional,
    rules::kEncryptionContext,
};

struct NewDataKey {
    std::uint32_t bytes;
    ByteView context;
};
Result<NewDataKey> read_new_data_key(Request& request, const DeclaredKey& declared);

enum class Plaintext : bool { left_out, given };
// Makes it, and answers.
Result<void> create_data_key(Request& request, const NewDataKey& wanted, Plaintext plaintext);

}  // namespace tandem::api::huawei
