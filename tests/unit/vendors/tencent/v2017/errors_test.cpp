#include "tencent/v2017/wire/errors.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tandem::api::tencent::v2017 {
namespace {

TEST(Tencent2017Errors, map_every_neutral_code) {
    for (std::size_t i = 0; i < kErrorCodeCount; ++i) {
        const auto code = static_cast<ErrorCode>(i);
        SCOPED_TRACE(name_of(code));
        const VendorError& error = vendor_error(code);
        EXPECT_EQ(error.code, code);
        EXPECT_EQ(error.http_status, 200u);
        EXPECT_THAT(std::string{error.vendor_code}, testing::MatchesRegex("[456][0-9]{3}(/10[0-9]{3})?"));
        EXPECT_FALSE(error.text.empty());
    }
}

TEST(Tencent2017Errors, put_the_module_code_in_front_of_the_text) {
    const WireError error = wire_error(vendor_error(ErrorCode::key_not_found), {});
    EXPECT_EQ(error.code, 4530);
    EXPECT_EQ(error.message, "(10630)key is not existed");
}

TEST(Tencent2017Errors, have_no_module_code_when_the_gateway_answers) {
    const WireError error = wire_error(vendor_error(ErrorCode::signature_expired), {});
    EXPECT_EQ(error.code, 4500);
    EXPECT_FALSE(error.message.starts_with('('));
}

TEST(Tencent2017Errors, carry_the_vendors_texts_verbatim) {
    const auto message = [](ErrorCode code) { return wire_error(vendor_error(code), {}).message; };
    EXPECT_EQ(message(ErrorCode::parameter_duplicate), "(10330)parameter is NOT a repeatable parameter");
    EXPECT_EQ(message(ErrorCode::credential_malformed), "(10450)secret id doesn't begin with AKID account");
    EXPECT_EQ(message(ErrorCode::alias_exists),
              "(10480)alias is already existed in your account, please input another unique one");
    EXPECT_EQ(message(ErrorCode::key_limit_exceeded), "(10610)number of CMK in your account has reached the limit");
    EXPECT_EQ(message(ErrorCode::ciphertext_rejected), "(10670)decryption failed, please check input parameters");
    EXPECT_EQ(message(ErrorCode::throttled_control), "(10460)exceed interface frequency limit, please slow down");
}

}  // namespace
}  // namespace tandem::api::tencent::v2017
