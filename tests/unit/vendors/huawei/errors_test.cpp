#include "huawei/wire/errors.hpp"

#include "fixture.hpp"
#include "huawei/wire/unraised_codes.hpp"

#include <gmock/gmock.h>

#include <map>
#include <set>

namespace tandem::api::huawei {

namespace {

TEST(HuaweiErrors, every_neutral_code_has_a_row) {
    ASSERT_EQ(error_table().size(), kErrorCodeCount);
    for (std::size_t i = 0; i < kErrorCodeCount; ++i) {
        const HuaweiError& row = error_table()[i];
        EXPECT_EQ(row.vendor.code, static_cast<ErrorCode>(i));
        EXPECT_GE(row.vendor.http_status, 400u) << row.vendor.vendor_code;
        EXPECT_FALSE(row.vendor.text.empty()) << row.vendor.vendor_code;
        EXPECT_EQ(row.vendor.vendor_code.starts_with("APIGW."), row.body == ErrorBody::gateway);
    }
}

TEST(HuaweiErrors, a_code_has_one_text_and_one_status) {
    std::map<std::string_view, std::pair<unsigned, std::string_view>> seen;
    for (const HuaweiError& row : error_table()) {
        if (row.body == ErrorBody::gateway) continue;  // 401 APIGW.0301 has a text for each fault
        const auto [at, added] = seen.try_emplace(row.vendor.vendor_code, row.vendor.http_status, row.vendor.text);
        EXPECT_EQ(at->second, std::pair(row.vendor.http_status, row.vendor.text)) << row.vendor.vendor_code;
    }
}

TEST(HuaweiErrors, are_not_among_the_codes_that_cannot_occur) {
    std::set<std::string_view> raised;
    for (const HuaweiError& row : error_table()) raised.insert(row.vendor.vendor_code);
    for (const Operation* operation : operations())
        for (const ErrorOverride& row : operation->errors) raised.insert(row.becomes.vendor_code);
    for (const auto& [code, reason] : kUnraisedCodes) {
        EXPECT_FALSE(raised.contains(code)) << code;
        EXPECT_FALSE(reason.empty()) << code;
    }
}

class HuaweiErrorBodies : public HuaweiTest {};

TEST_F(HuaweiErrorBodies, of_the_service_are_nested) {
    const json body = call("describe-key", {{"key_id", kUnknownKey}});
    EXPECT_EQ(body, (json{{"error", {{"error_code", "KMS.0207"}, {"error_msg", "The key does not exist."}}}}));
}

TEST_F(HuaweiErrorBodies, of_the_gateway_are_flat_and_name_the_request) {
    RequestText request = client_.post("list-keys", "{}");
    request.remove("Authorization");
    const json body = send(request);
    EXPECT_EQ(last_.reply.status, 401u);
    EXPECT_EQ(body, (json{{"error_msg", "Incorrect IAM authentication information: x-auth-token not found"},
                          {"error_code", "APIGW.0301"},
                          {"request_id", header("X-Request-Id")}}));
}

TEST_F(HuaweiErrorBodies, set_the_facts_of_the_request) {
    call("describe-key", {{"key_id", kUnknownKey}});
    EXPECT_EQ(last_.facts.dialect, "huawei");
    EXPECT_EQ(last_.facts.action, "ListKeyDetail");
    EXPECT_EQ(last_.facts.tenant, ours_.id);
    EXPECT_TRUE(last_.facts.failed);
    EXPECT_EQ(last_.facts.error, ErrorCode::key_not_found);
    EXPECT_EQ(last_.facts.vendor_code, "KMS.0207");
    EXPECT_EQ(last_.facts.key.text(), kUnknownKey);
    EXPECT_EQ(last_.facts.diagnosis, "");
}

TEST_F(HuaweiErrorBodies, of_requests_that_never_came_through_have_the_dialects_form) {
    const RequestText request = client_.post("encrypt-data", "");
    const test::RequestView view{request, clock_.real_now()};
    last_.request = view.request();
    dialect_->refuse(last_, fail(ErrorCode::request_too_large));
    EXPECT_EQ(last_.reply.status, 413u);
    EXPECT_EQ(json::parse(last_.reply.body)["error_code"], "APIGW.0201");
    EXPECT_EQ(header("X-Request-Id").size(), 32u);
}

TEST_F(HuaweiErrorBodies, stay_text_when_they_echo_bytes_that_are_none) {
    RequestText request = client_.post("list-keys", "{}");
    request.set("Authorization",
                "SDK-HMAC-SHA256 Access=\xff\n\", SignedHeaders=x-sdk-date, Signature=" + std::string(64, '0'));
    EXPECT_THAT(send(request)["error_msg"].get<std::string>(), testing::HasSubstr("not exist"));
}

}  // namespace

}  // namespace tandem::api::huawei
