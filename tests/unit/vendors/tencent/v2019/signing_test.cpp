// The parts of signature v3 that need no store.

#include "support/result.hpp"
#include "tencent/v2019/auth/signature_v3.hpp"
#include "tencent/v2019/auth/signing_keys.hpp"
#include "tencent/v2019/diagnosis/host_candidates.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace tandem::api::tencent::v2019 {
namespace {

using test::FailsWith;
using testing::ElementsAre;

const std::string kHex(64, 'a');

std::string header(const std::string& credential, const std::string& signed_headers, const std::string& signature) {
    return "TC3-HMAC-SHA256 Credential=" + credential + ", SignedHeaders=" + signed_headers +
           ", Signature=" + signature;
}

std::vector<std::string_view> texts_of(const HostCandidates& made) {
    return {made.names().begin(), made.names().end()};
}

TEST(AuthorizationV3, is_taken_apart) {
    const std::string text = header("AKID/2025-11-21/kms/tc3_request", "content-type;host", kHex);
    const auto parsed = parse_authorization_v3(text);
    ASSERT_TRUE(parsed.has_value());
    EXPECT_EQ(parsed->secret_id, "AKID");
    EXPECT_EQ(parsed->date, "2025-11-21");
    EXPECT_EQ(parsed->service, "kms");
    EXPECT_EQ(parsed->scope, "2025-11-21/kms/tc3_request");
    EXPECT_EQ(parsed->signed_headers, "content-type;host");
    EXPECT_EQ(parsed->signature[0], 0xaa);
}

TEST(AuthorizationV3, needs_no_blanks_after_its_commas) {
    const std::string text =
        "TC3-HMAC-SHA256 Credential=AKID/2025-11-21/kms/tc3_request,SignedHeaders=content-type;host,Signature=" + kHex;
    EXPECT_TRUE(parse_authorization_v3(text).has_value());
}

TEST(AuthorizationV3, takes_whatever_stands_for_the_service) {
    const std::string text = header("AKID/2025-11-21/localhost:80/v1/tc3_request", "content-type;host", kHex);
    EXPECT_EQ(parse_authorization_v3(text)->service, "localhost:80/v1");
}

TEST(AuthorizationV3, refuses_every_other_form) {
    const std::string scope = "AKID/2025-11-21/kms/tc3_request";
    const std::string names = "content-type;host";
    for (const std::string& text : {
             std::string{},
             std::string{"SKIP"},
             std::string{"TC3-HMAC-SHA256"},
             std::string{"TC3-HMAC-SHA256 "},
             std::string{"TC3-HMAC-SHA256 nonsense"},
             "TC3-HMAC-SHA256Credential=" + scope,
             header("AKID", names, kHex),
             header("AKID/2025-11-21/tc3_request", names, kHex),
             header("AKID/2025-11-21/kms/other", names, kHex),
             header("AKID/2025-1-21/kms/tc3_request", names, kHex),
             header("AKID/2025-11-2x/kms/tc3_request", names, kHex),
             header("/2025-11-21/kms/tc3_request", names, kHex),
             header(scope, "", kHex),
             header(scope, "host", kHex),
             header(scope, "content-type", kHex),
             header(scope, names, ""),
             header(scope, names, kHex.substr(1)),
             header(scope, names, kHex + "a"),
             header(scope, names, kHex.substr(1) + "g"),
             header(scope, names, kHex) + ", Signature=" + kHex,
             header(scope, names, kHex) + ", Other=1",
         })
        EXPECT_THAT(parse_authorization_v3(text), FailsWith(ErrorCode::authorization_malformed)) << text;
}

TEST(AuthorizationV3, bounds_the_number_of_signed_headers) {
    std::string names = "content-type;host";
    for (std::size_t i = 2; i < kMaxSignedHeaders; ++i) names += ";x";
    const std::string scope = "AKID/2025-11-21/kms/tc3_request";
    EXPECT_TRUE(parse_authorization_v3(header(scope, names, kHex)).has_value());
    EXPECT_FALSE(parse_authorization_v3(header(scope, names + ";x", kHex)).has_value());
}

TEST(SigningKey, is_the_published_derivation) {
    // API 3.0 spec section 10, worked example.
    const auto key = derive_signing_key(as_bytes("EXAMPLEKEYEXAMPLEKEYEXAMPLEKEY00"), "2025-11-21", "127");
    const std::string_view text =
        "TC3-HMAC-SHA256\n1763683200\n2025-11-21/127/tc3_request\n"
        "a8464849c08037cb44d1792da59ad6957965df5804de794c8c96ebe4721dc562";
    const auto expected =
        parse_authorization_v3(header("AKID/2025-11-21/127/tc3_request", "content-type;host",
                                      "0d5843c452bc8ba32de8a60f1cfdc9c0aee7632a3132e1838882fb8edcd8b005"));
    EXPECT_EQ(key.sign(as_bytes(text)), expected->signature);
}

TEST(HostCandidates, are_the_spellings_that_sdks_sign) {
    const HostCandidates made{"Name.Local:8080"};
    EXPECT_THAT(texts_of(made), ElementsAre("Name.Local:8080", "Name.Local", "name.local:8080", "name.local"));
}

TEST(HostCandidates, hold_each_text_once) {
    const HostCandidates plain{"name.local"};
    EXPECT_THAT(texts_of(plain), ElementsAre("name.local"));
    const HostCandidates with_port{"127.0.0.1:80"};
    EXPECT_THAT(texts_of(with_port), ElementsAre("127.0.0.1:80", "127.0.0.1"));
    const HostCandidates url{"http://127.0.0.1:80"};
    EXPECT_THAT(texts_of(url), ElementsAre("http://127.0.0.1:80", "http://127.0.0.1"));
    const HostCandidates empty{""};
    EXPECT_THAT(texts_of(empty), ElementsAre(""));
}

TEST(HostCandidates, take_long_hosts_without_lower_case_ones) {
    const std::string host(300, 'A');
    const HostCandidates made{host};
    EXPECT_THAT(texts_of(made), ElementsAre(host));
}

TEST(WithoutPort, takes_only_a_port_away) {
    EXPECT_EQ(without_port("name"), "name");
    EXPECT_EQ(without_port("name:1"), "name");
    EXPECT_EQ(without_port("name:"), "name:");
    EXPECT_EQ(without_port("name:x"), "name:x");
    EXPECT_EQ(without_port("[::1]"), "[::1]");
    EXPECT_EQ(without_port("[::1]:80"), "[::1]");
}

// ---- the cache ----

SigningKeyName name_with(std::uint64_t serial, std::string_view service = "kms") {
    return {1, nullptr, serial, "2025-11-21", service};
}
const crypto::HmacSha256Key kKey{as_bytes("key")};

TEST(SigningKeyCache, finds_what_was_inserted) {
    SigningKeyCache cache;
    EXPECT_EQ(cache.find(name_with(1)), nullptr);
    cache.insert(name_with(1), kKey);
    ASSERT_NE(cache.find(name_with(1)), nullptr);
    EXPECT_EQ(cache.find(name_with(1))->sign(as_bytes("x")), kKey.sign(as_bytes("x")));
}

TEST(SigningKeyCache, tells_every_part_of_the_name_apart) {
    SigningKeyCache cache;
    cache.insert(name_with(1), kKey);
    int other_store = 0;
    EXPECT_EQ(cache.find({2, nullptr, 1, "2025-11-21", "kms"}), nullptr);
    EXPECT_EQ(cache.find({1, &other_store, 1, "2025-11-21", "kms"}), nullptr);
    EXPECT_EQ(cache.find({1, nullptr, 2, "2025-11-21", "kms"}), nullptr);
    EXPECT_EQ(cache.find({1, nullptr, 1, "2025-11-22", "kms"}), nullptr);
    EXPECT_EQ(cache.find({1, nullptr, 1, "2025-11-21", "km"}), nullptr);
}

TEST(SigningKeyCache, gives_up_the_oldest_use) {
    SigningKeyCache cache;
    for (std::uint64_t i = 0; i < SigningKeyCache::kEntries; ++i) cache.insert(name_with(i), kKey);
    EXPECT_NE(cache.find(name_with(0)), nullptr);  // now 1 is the oldest
    cache.insert(name_with(1000), kKey);
    EXPECT_NE(cache.find(name_with(0)), nullptr);
    EXPECT_EQ(cache.find(name_with(1)), nullptr);
    EXPECT_NE(cache.find(name_with(1000)), nullptr);
}

TEST(SigningKeyCache, keeps_no_overlong_service) {
    SigningKeyCache cache;
    const std::string longest(SigningKeyCache::kMaxServiceBytes, 's');
    cache.insert(name_with(1, longest), kKey);
    EXPECT_NE(cache.find(name_with(1, longest)), nullptr);
    cache.insert(name_with(1, longest + "s"), kKey);
    EXPECT_EQ(cache.find(name_with(1, longest + "s")), nullptr);
}

}  // namespace
}  // namespace tandem::api::tencent::v2019
