// The table of section 5.3 for the operations that exist: what each answers in states 2, 3, 4 and 5. Four keys share
// the new alias of update-key-alias, so only the first can have it: KMS.1104 there says that the state was no
// hindrance.

#include "fixture.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

namespace tandem::api::huawei {

namespace {

struct Row {
    const char* operation;
    json fields;
    std::array<const char*, 4> answers;  // in states 2, 3, 4, 5; "" is success
};

void PrintTo(const Row& row, std::ostream* out) { *out << row.operation; }

class HuaweiStates : public HuaweiTest, public testing::WithParamInterface<Row> {};

TEST_P(HuaweiStates, decide) {
    const Row& row = GetParam();
    for (std::size_t i = 0; i < row.answers.size(); ++i) {
        const char state = static_cast<char>('2' + i);
        json fields = row.fields;
        fields["key_id"] = create_key_in(state);
        EXPECT_EQ(error(row.operation, fields), row.answers[i]) << "in state " << state;
    }
}

std::string data_key_with_digest() {
    const Bytes zeros(16);
    return hex_encode(zeros) + hex_encode(crypto::sha256(zeros));
}

INSTANTIATE_TEST_SUITE_P(
    Table, HuaweiStates,
    testing::Values(Row{"enable-key", {}, {"400 KMS.1201", "", "400 KMS.0210", "400 KMS.1201"}},
                    Row{"disable-key", {}, {"", "400 KMS.1301", "400 KMS.0210", "400 KMS.1301"}},
                    Row{"schedule-key-deletion", {{"pending_days", "7"}}, {"", "", "400 KMS.1402", ""}},
                    Row{"cancel-key-deletion", {}, {"400 KMS.1501", "400 KMS.1501", "", "400 KMS.1501"}},
                    Row{"encrypt-data", {{"plain_text", "x"}}, {"", "400 KMS.0209", "400 KMS.0210", "400 KMS.1301"}},
                    Row{"create-datakey", {}, {"", "400 KMS.0209", "400 KMS.0210", "400 KMS.1301"}},
                    Row{"create-datakey-without-plaintext", {}, {"", "400 KMS.0209", "400 KMS.0210", "400 KMS.1301"}},
                    Row{"encrypt-datakey",
                        {{"plain_text", data_key_with_digest()}, {"datakey_plain_length", "16"}},
                        {"", "400 KMS.0209", "400 KMS.0210", "400 KMS.1301"}},
                    Row{"describe-key", {}, {"", "", "", ""}},
                    Row{"update-key-alias", {{"key_alias", "a"}}, {"", "400 KMS.1104", "400 KMS.0210", "400 KMS.1104"}},
                    Row{"update-key-description", {{"key_description", "d"}}, {"", "", "400 KMS.0210", ""}}),
    [](const auto& parameter) {
        std::string name = parameter.param.operation;
        std::replace(name.begin(), name.end(), '-', '_');
        return name;
    });

class HuaweiStateChanges : public HuaweiTest {};

TEST_F(HuaweiStateChanges, answer_in_the_vendors_two_shapes) {
    const std::string key = create_key();
    EXPECT_EQ(call("disable-key", {{"key_id", key}}), (json{{"key_info", {{"key_id", key}, {"key_state", "3"}}}}));
    EXPECT_EQ(call("enable-key", {{"key_id", key}}), (json{{"key_info", {{"key_id", key}, {"key_state", "2"}}}}));
    EXPECT_EQ(call("schedule-key-deletion", {{"key_id", key}, {"pending_days", 1096}}),
              (json{{"key_id", key}, {"key_state", "4"}}));
    EXPECT_EQ(call("cancel-key-deletion", {{"key_id", key}}), (json{{"key_id", key}, {"key_state", "3"}}));
}

TEST_F(HuaweiStateChanges, bring_a_key_without_material_back_to_pending_import) {
    const std::string key = create_key_in('5');
    EXPECT_EQ(details(key)["key_state"], "5");
    EXPECT_EQ(details(key)["origin"], "external");
    call("schedule-key-deletion", {{"key_id", key}, {"pending_days", "7"}});
    EXPECT_EQ(call("cancel-key-deletion", {{"key_id", key}})["key_state"], "5");
}

TEST_F(HuaweiStateChanges, hold_the_pending_days_to_their_range) {
    const std::string key = create_key();
    for (const json& days : {json("6"), json("1097"), json("x"), json("-7"), json(" 7"), json::array()}) {
        EXPECT_EQ(error("schedule-key-deletion", {{"key_id", key}, {"pending_days", days}}), "400 KMS.1401") << days;
    }
    EXPECT_EQ(error("schedule-key-deletion", {{"key_id", key}}), "400 KMS.0204");
    EXPECT_EQ(error("schedule-key-deletion", {{"key_id", key}, {"pending_days", "7"}}), "");
}

TEST_F(HuaweiStateChanges, do_not_hide_a_public_key) {
    for (const char state : {'3', '4'}) {
        const std::string key = create_key_of("EC_P256");
        if (state == '3') call("disable-key", {{"key_id", key}});
        if (state == '4') call("schedule-key-deletion", {{"key_id", key}, {"pending_days", "7"}});
        EXPECT_EQ(error("get-publickey", {{"key_id", key}}), "") << state;
    }
    const std::string waiting = create_key({{"key_spec", "RSA_2048"}, {"origin", "external"}});
    EXPECT_EQ(error("get-publickey", {{"key_id", waiting}}), "400 KMS.1301");
}

TEST_F(HuaweiStateChanges, keep_a_disabled_key_from_opening_what_it_sealed) {
    const std::string key = create_key();
    const json sealed = call("encrypt-data", {{"key_id", key}, {"plain_text", "x"}});
    const json data_key = call("create-datakey", {{"key_id", key}});
    call("disable-key", {{"key_id", key}});
    EXPECT_EQ(error("decrypt-data", {{"cipher_text", sealed["cipher_text"]}}), "400 KMS.0209");
    EXPECT_EQ(error("decrypt-datakey",
                    {{"key_id", key}, {"cipher_text", data_key["cipher_text"]}, {"datakey_cipher_length", "32"}}),
              "400 KMS.0209");
    call("schedule-key-deletion", {{"key_id", key}, {"pending_days", "7"}});
    EXPECT_EQ(error("decrypt-data", {{"cipher_text", sealed["cipher_text"]}}), "400 KMS.0210");
}

}  // namespace

}  // namespace tandem::api::huawei
