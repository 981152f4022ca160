#include "telemetry/request_record.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace tandem::app {
namespace {

using nlohmann::json;

class RequestLines : public testing::Test {
  protected:
    RequestLines() {
        record_.arrived = from_milliseconds(1'750'000'000'123);  // 2025-06-15T15:06:40.123Z
        record_.took = std::chrono::microseconds{42};
        record_.request_id = "r-1";
        record_.dialect = "a-dialect";
        record_.action = "Encrypt";
        record_.tenant = &tenant_;
        record_.key = &key_;
        record_.status = 200;
    }
    std::string text() const {
        std::string line;
        append_text_line(line, record_);
        return line;
    }
    json parsed() const {
        std::string line;
        append_json_line(line, record_);
        EXPECT_TRUE(line.ends_with("}\n"));
        return json::parse(line);
    }
    void fail_with(std::string_view vendor_code, std::string_view diagnosis) {
        record_.failed = true;
        record_.error = ErrorCode::key_not_found;
        record_.vendor_code = vendor_code;
        record_.diagnosis = diagnosis;
    }

    TenantId tenant_{{1}};
    KeyId key_{{2}};
    RequestRecord record_;
};

TEST_F(RequestLines, text_is_one_line_for_people) {
    EXPECT_EQ(text(),
              "15:06:40.123 a-dialect Encrypt 200 ok 42us tenant=01000000-0000-0000-0000-000000000000 "
              "key=02000000-0000-0000-0000-000000000000 id=r-1\n");
}

TEST_F(RequestLines, text_of_a_failure_says_why) {
    fail_with("KMS.0207", "the alias is unknown");
    EXPECT_NE(text().find(" KMS.0207 "), std::string::npos);
    EXPECT_NE(text().find("error=key_not_found\n    why: the alias is unknown\n"), std::string::npos);
}

TEST_F(RequestLines, json_has_exactly_the_allowed_members) {
    EXPECT_EQ(parsed(), json({{"time", "2025-06-15T15:06:40.123Z"},
                              {"request_id", "r-1"},
                              {"tenant", tenant_.text()},
                              {"dialect", "a-dialect"},
                              {"action", "Encrypt"},
                              {"key", key_.text()},
                              {"status", 200},
                              {"code", "ok"},
                              {"microseconds", 42}}));
}

TEST_F(RequestLines, json_of_a_failure_adds_the_vendors_code) {
    fail_with("KMS.0207", "");
    EXPECT_EQ(parsed()["code"], "key_not_found");
    EXPECT_EQ(parsed()["vendor_code"], "KMS.0207");
    EXPECT_FALSE(parsed().contains("diagnosis"));
}

TEST_F(RequestLines, what_is_not_known_is_left_out) {
    record_.tenant = nullptr;
    record_.key = nullptr;
    record_.dialect = record_.action = {};
    EXPECT_FALSE(parsed().contains("tenant"));
    EXPECT_FALSE(parsed().contains("key"));
    EXPECT_FALSE(parsed().contains("action"));
    EXPECT_EQ(text(), "15:06:40.123 - - 200 ok 42us id=r-1\n");
}

TEST_F(RequestLines, both_forms_name_the_credential_and_the_fault) {
    record_.access_key_id = "tandemdev";
    record_.fault = "slow-decrypt";
    EXPECT_NE(text().find(" ok 42us credential=tandemdev tenant="), std::string::npos) << text();
    EXPECT_TRUE(text().ends_with(" id=r-1 fault=slow-decrypt\n")) << text();
    EXPECT_EQ(parsed()["access_key_id"], "tandemdev");
    EXPECT_EQ(parsed()["fault"], "slow-decrypt");
}

TEST_F(RequestLines, an_id_with_blanks_is_one_word) {
    record_.access_key_id = "x tenant=\n";
    EXPECT_NE(text().find(" credential=x_tenant=\\u000a tenant=01"), std::string::npos) << text();
    EXPECT_EQ(parsed()["access_key_id"], "x tenant=\n");
}

TEST_F(RequestLines, a_client_cannot_forge_a_line) {
    fail_with("x\n15:06:41 a-dialect Decrypt 200 ok", "\"}\n{\"time\":\"never\"\x01\xff\\");
    const auto lines = text();
    EXPECT_EQ(std::ranges::count(lines, '\n'), 2);
    EXPECT_EQ(parsed()["vendor_code"], "x\n15:06:41 a-dialect Decrypt 200 ok");
}

}  // namespace
}  // namespace tandem::app
