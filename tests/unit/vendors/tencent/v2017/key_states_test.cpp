#include "fixture.hpp"

#include <gtest/gtest.h>

namespace tandem::api::tencent::v2017 {
namespace {

class Tencent2017States : public Tencent2017Test {
  protected:
    std::string schedule(const std::string& key, const std::string& days) {
        return error("ScheduleKeyDeletion", {{"keyId", key}, {"pendingWindowInDays", days}});
    }
    std::string state(const std::string& key) { return metadata(key).at("keyState"); }
};

TEST_F(Tencent2017States, a_key_is_disabled_and_enabled_again) {
    const std::string key = create_key();
    EXPECT_EQ(call("DisableKey", {{"keyId", key}}).size(), 3u);
    EXPECT_EQ(state(key), "Disabled");
    EXPECT_EQ(error("EnableKey", {{"keyId", key}}), "0");
    EXPECT_EQ(state(key), "Enabled");
}

TEST_F(Tencent2017States, repeating_is_harmless) {
    const std::string key = create_key();
    EXPECT_EQ(error("EnableKey", {{"keyId", key}}), "0");
    EXPECT_EQ(error("DisableKey", {{"keyId", key}}), "0");
    EXPECT_EQ(error("DisableKey", {{"keyId", key}}), "0");
}

TEST_F(Tencent2017States, a_disabled_key_does_nothing) {
    const std::string key = create_key();
    const std::string blob = encrypt(key, "x");
    call("DisableKey", {{"keyId", key}});
    EXPECT_EQ(error("Encrypt", {{"keyId", key}, {"plaintext", "YQ=="}}), "4550/10650");
    EXPECT_EQ(error("GenerateDataKey", {{"keyId", key}, {"keySpec", "AES_128"}}), "4550/10650");
    EXPECT_EQ(error("Decrypt", {{"ciphertextBlob", blob}}), "4550/10650");
    call("EnableKey", {{"keyId", key}});
    EXPECT_EQ(error("Decrypt", {{"ciphertextBlob", blob}}), "0");
}

TEST_F(Tencent2017States, deletion_is_scheduled_from_enabled_and_from_disabled) {
    const std::string enabled = create_key();
    const std::string disabled = create_key();
    call("DisableKey", {{"keyId", disabled}});
    EXPECT_EQ(schedule(enabled, "7"), "0");
    EXPECT_EQ(schedule(disabled, "30"), "0");
    EXPECT_EQ(state(enabled), "PendingDelete");
    EXPECT_EQ(metadata(enabled).at("deleteTime"), to_seconds(clock_.now()) + 7 * 86400);
    EXPECT_EQ(metadata(disabled).at("deleteTime"), to_seconds(clock_.now()) + 30 * 86400);
}

TEST_F(Tencent2017States, the_window_has_limits) {
    const std::string key = create_key();
    EXPECT_EQ(schedule(key, "6"), "4000/10350");
    EXPECT_EQ(schedule(key, "31"), "4000/10350");
    EXPECT_EQ(schedule(key, "-7"), "4000/10350");
    EXPECT_EQ(schedule(key, "week"), "4000/10360");
    EXPECT_EQ(error("ScheduleKeyDeletion", {{"keyId", key}}), "4000/10390");
    EXPECT_EQ(error("ScheduleKeyDeletion", {{"pendingWindowInDays", "7"}}), "4000/10390");
}

TEST_F(Tencent2017States, a_cancelled_deletion_leaves_the_key_disabled) {
    const std::string key = create_key();
    schedule(key, "7");
    EXPECT_EQ(error("CancelKeyDeletion", {{"keyId", key}}), "0");
    EXPECT_EQ(state(key), "Disabled");
    EXPECT_EQ(metadata(key).at("deleteTime"), 0);
}

TEST_F(Tencent2017States, only_a_scheduled_deletion_can_be_cancelled) {
    EXPECT_EQ(error("CancelKeyDeletion", {{"keyId", create_key()}}), "4000/10110");
}

TEST_F(Tencent2017States, a_key_pending_deletion_cannot_be_used_or_changed) {
    const std::string key = create_key();
    const std::string blob = encrypt(key, "x");
    schedule(key, "7");
    EXPECT_EQ(error("Encrypt", {{"keyId", key}, {"plaintext", "YQ=="}}), "4550/10650");
    EXPECT_EQ(error("Decrypt", {{"ciphertextBlob", blob}}), "4550/10650");
    EXPECT_EQ(error("EnableKey", {{"keyId", key}}), "4550/10650");
    EXPECT_EQ(error("DisableKey", {{"keyId", key}}), "4550/10650");
    EXPECT_EQ(error("SetKeyAttributes", {{"keyId", key}, {"alias", "b"}}), "4550/10650");
    EXPECT_EQ(schedule(key, "7"), "4550/10650");
}

TEST_F(Tencent2017States, a_key_past_its_date_is_gone) {
    const std::string key = create_key();
    const std::string blob = encrypt(key, "x");
    schedule(key, "7");
    clock_.advance(std::chrono::days{7});
    EXPECT_EQ(error("GetKeyAttributes", {{"keyId", key}}), "4530/10630");
    EXPECT_EQ(error("Decrypt", {{"ciphertextBlob", blob}}), "4530/10630");
    EXPECT_EQ(call("ListKey").at("totalCount"), 0);
}

}  // namespace
}  // namespace tandem::api::tencent::v2017
