#include "key_usages.hpp"

#include <algorithm>
#include <array>

namespace tandem::api::tencent::v2019 {
namespace {

using keys::KeySpec;
using keys::KeyUsage;
using enum UsageGroup;

constexpr std::array<UsageRow, 8> kUsages = {{
    {kEncryptDecrypt, "AES_256", symmetric, KeySpec::aes_256, KeyUsage::encrypt_decrypt, RegionKind::fips},
    {kEncryptDecrypt, "SM4", symmetric, KeySpec::sm4, KeyUsage::encrypt_decrypt, RegionKind::sm},
    {"ASYMMETRIC_DECRYPT_RSA_2048", "RSA_2048", asymmetric_cipher, KeySpec::rsa_2048, KeyUsage::encrypt_decrypt},
    {"ASYMMETRIC_DECRYPT_SM2", "SM2", asymmetric_cipher, KeySpec::sm2, KeyUsage::encrypt_decrypt},
    {"ASYMMETRIC_SIGN_VERIFY_SM2", "SM2", sign_verify, KeySpec::sm2, KeyUsage::sign_verify},
    {"ASYMMETRIC_SIGN_VERIFY_ECC", "ECC", sign_verify, KeySpec::ec_p256, KeyUsage::sign_verify},
    {"ASYMMETRIC_SIGN_VERIFY_RSA_2048", "RSA_2048", sign_verify, KeySpec::rsa_2048, KeyUsage::sign_verify},
    {"ASYMMETRIC_SIGN_VERIFY_ECDSA384", "ECDSA384", sign_verify, KeySpec::ec_p384, KeyUsage::sign_verify},
}};

}  // namespace

std::span<const UsageRow> usages() noexcept { return kUsages; }

bool is_usage(std::string_view name) noexcept {
    return std::ranges::find(kUsages, name, &UsageRow::name) != kUsages.end();
}

const UsageRow* find_usage(std::string_view name, RegionKind region) noexcept {
    const auto row =
        std::ranges::find_if(kUsages, [&](const UsageRow& one) { return one.name == name && is_offered(one, region); });
    return row == kUsages.end() ? nullptr : &*row;
}

const UsageRow* usage_row_of(const keys::KeyClass& of_class) noexcept {
    for (const UsageRow& row : kUsages)
        if (row.spec == of_class.spec && row.usage == of_class.usage) return &row;
    return nullptr;
}

std::string_view usage_of(const keys::KeyClass& of_class) noexcept {
    const UsageRow* row = usage_row_of(of_class);
    return row == nullptr ? std::string_view{} : row->name;
}

}  // namespace tandem::api::tencent::v2019
