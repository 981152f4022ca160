#include "tandem/vendors/vendors.hpp"

#include "fixture.hpp"

#include <gmock/gmock.h>

namespace tandem::api::tencent::v2019 {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr const char* kMismatch = "AuthFailure.SignatureFailure";
constexpr const char* kExpired = "AuthFailure.SignatureExpire";
constexpr const char* kToken = "AuthFailure.TokenFailure";
constexpr const char* kNotFound = "AuthFailure.SecretIdNotFound";

class Tencent2019Authentication : public Tencent2019Test {
  protected:
    std::string code_at(std::int64_t offset) { return code_of(client_.post("GetRegions", "{}", now() + offset)); }
    std::string code() { return code_at(0); }
};

TEST_F(Tencent2019Authentication, accepts_a_signed_call) { EXPECT_EQ(code(), ""); }

TEST_F(Tencent2019Authentication, holds_the_window_of_five_minutes_on_both_sides) {
    EXPECT_EQ(code_at(-300), "");
    EXPECT_EQ(code_at(-301), kExpired);
    EXPECT_EQ(code_at(300), "");
    EXPECT_EQ(code_at(301), kExpired);
}

TEST_F(Tencent2019Authentication, takes_any_time_with_a_tolerance_of_zero) {
    use([](AllSettings& s) { s.v2019_skew_seconds = 0; });
    EXPECT_EQ(code_at(-1'000'000'000), "");
    EXPECT_EQ(code_at(100'000'000'000), "");
}

TEST_F(Tencent2019Authentication, looks_at_the_real_clock_for_the_window) {
    clock_.advance(std::chrono::hours{24 * 400});
    EXPECT_EQ(code(), "");
}

TEST_F(Tencent2019Authentication, signs_around_midnight) {
    clock_.advance_real(std::chrono::hours{12} - std::chrono::seconds{1});
    EXPECT_EQ(code_at(0), "");
    EXPECT_EQ(code_at(1), "");
}

TEST_F(Tencent2019Authentication, refuses_an_unknown_secret_id) {
    client_.secret_id = "AKIDnobody";
    EXPECT_EQ(code(), kNotFound);
}

TEST_F(Tencent2019Authentication, refuses_a_secret_id_that_is_none) {
    client_.secret_id = "with blank";
    EXPECT_EQ(code(), "AuthFailure.InvalidSecretId");
    client_.secret_id = std::string(129, 'a');
    EXPECT_EQ(code(), "AuthFailure.InvalidSecretId");
}

TEST_F(Tencent2019Authentication, refuses_a_disabled_secret_id) {
    EXPECT_EQ(code(), "");
    change_credential([&](store::CredentialFacts& facts) { facts.enabled = false; });
    EXPECT_EQ(code(), kNotFound);
}

TEST_F(Tencent2019Authentication, forgets_the_signing_key_of_a_replaced_secret) {
    EXPECT_EQ(code(), "");
    add_credential(ours_, credential(client_.secret_id), "new-secret");
    EXPECT_EQ(code(), kMismatch);
    client_.secret_key = "new-secret";
    EXPECT_EQ(code(), "");
}

TEST_F(Tencent2019Authentication, does_not_use_signing_keys_of_another_server_in_the_process) {
    EXPECT_EQ(code(), "");
    store_ = store::KeyStore::open(store::make_memory_backend(), SecretBytes{32}, clock_);
    service::Services services{*store_, clock_, {}};
    commit(ours_.id, store::CreateTenant{ours_});
    add_credential(ours_, credential(client_.secret_id), "their-own-secret");
    const auto dialect = make_tencent_2019({}, {});
    const store::ReadGuard guard = store_->read();
    const RequestText request = client_.post("GetRegions", "{}", now());
    const test::RequestView view{request, clock_.real_now()};
    Exchange exchange;
    exchange.request = view.request();
    dialect->handle(services, exchange);
    EXPECT_EQ(exchange.facts.vendor_code, kMismatch);
}

TEST_F(Tencent2019Authentication, needs_the_token_of_a_temporary_secret_id) {
    change_credential([&](store::CredentialFacts& facts) { facts.session_token = "right"; });
    EXPECT_EQ(code(), kToken);
    client_.token = "wrong";
    EXPECT_EQ(code(), kToken);
    client_.token = "right";
    EXPECT_EQ(code(), "");
}

TEST_F(Tencent2019Authentication, refuses_a_token_with_a_permanent_secret_id) {
    client_.token = "any";
    EXPECT_EQ(code(), kToken);
}

TEST_F(Tencent2019Authentication, refuses_an_expired_token) {
    client_.token = "right";
    const TimePoint expires = clock_.now() + std::chrono::hours{1};
    change_credential([&](store::CredentialFacts& facts) {
        facts.session_token = "right";
        facts.expires = expires;
    });
    clock_.advance(std::chrono::hours{1} - Milliseconds{1});
    EXPECT_EQ(code(), "");
    clock_.advance(Milliseconds{1});
    EXPECT_EQ(code(), kToken);
}

TEST_F(Tencent2019Authentication, accepts_further_signed_headers) {
    RequestText request = client_.post("GetRegions", "{}", now());
    client_.sign(request, "content-type;host;x-tc-action");
    EXPECT_EQ(code_of(request), "GetRegions" == request.get("X-TC-Action") ? "" : "?");
    request.set("X-TC-Action", "ListKeys");
    EXPECT_EQ(code_of(request), kMismatch);
}

TEST_F(Tencent2019Authentication, accepts_values_that_were_signed_in_lower_case) {
    RequestText request = client_.post("GetRegions", "{}", now());
    request.set("Content-Type", "application/json; charset=utf-8");
    client_.sign(request);
    request.set("Content-Type", "Application/JSON; charset=UTF-8");
    EXPECT_EQ(code_of(request), "");
}

TEST_F(Tencent2019Authentication, accepts_a_host_that_was_signed_without_port_or_in_lower_case) {
    for (const char* sent : {"kms.local", "kms.local:8990", "KMS.Local:8990"}) {
        client_.host = "kms.local";
        RequestText request = client_.post("GetRegions", "{}", now());
        request.set("Host", sent);
        EXPECT_EQ(code_of(request), "") << sent;
    }
}

TEST_F(Tencent2019Authentication, accepts_a_public_name_only_when_it_is_configured) {
    client_.host = "kms.tencentcloudapi.com";
    RequestText request = client_.post("GetRegions", "{}", now());
    request.set("Host", "10.0.0.1:8990");
    EXPECT_EQ(code_of(request), kMismatch);
    use([](AllSettings& s) { s.public_hosts = {"other", "kms.tencentcloudapi.com"}; });
    EXPECT_EQ(code_of(request), "");
}

TEST_F(Tencent2019Authentication, refuses_other_schemes_and_none) {
    RequestText request = client_.post("GetRegions", "{}", now());
    request.set("Authorization", "SKIP");
    EXPECT_EQ(code_of(request), "AuthFailure.InvalidAuthorization");
    request.remove("Authorization");
    const json response = send(request);
    EXPECT_EQ(code_in(response), "MissingParameter");
    EXPECT_THAT(message_in(response), HasSubstr("`Authorization`"));
}

TEST_F(Tencent2019Authentication, explains_a_mismatch_in_development_alone) {
    RequestText request = client_.post("Encrypt", R"({"KeyId":"secret-field"})", now());
    request.body += ' ';
    EXPECT_EQ(code_of(request), kMismatch);
    EXPECT_EQ(last_.facts.diagnosis, "");
    EXPECT_EQ(last_.facts.explanation, nullptr);

    use([](AllSettings& s) { s.development = true; });
    EXPECT_EQ(code_of(request), kMismatch);
    EXPECT_THAT(last_.facts.diagnosis, StartsWith("body: The body that came ends in blanks"));
    ASSERT_NE(last_.facts.explanation, nullptr);
    const SignatureExplanation& said = *last_.facts.explanation;
    EXPECT_EQ(said.hypothesis, "body");
    EXPECT_EQ(last_.facts.diagnosis, said.hypothesis + ": " + said.sentence);
    const std::string head = "POST\n/\n\ncontent-type:application/json\nhost:kms.localhost:8990\n\ncontent-type;host\n";
    EXPECT_THAT(said.server_canonical_request, StartsWith(head));
    EXPECT_THAT(said.client_canonical_request, StartsWith(head));
    EXPECT_NE(said.server_canonical_request, said.client_canonical_request);
    EXPECT_THAT(said.server_string_to_sign, StartsWith("TC3-HMAC-SHA256\n"));
    EXPECT_NE(said.server_string_to_sign, said.client_string_to_sign);
}

TEST_F(Tencent2019Authentication, explains_without_fields_and_tokens) {
    use([](AllSettings& s) { s.development = true; });
    RequestText request = client_.get("Encrypt", "Plaintext=c2VjcmV0", now());
    request.set("X-TC-Token", "hidden-token");
    client_.sign(request, "content-type;host;x-tc-token");
    request.query += '0';
    EXPECT_EQ(code_of(request), kMismatch);
    const std::string& shown = last_.facts.explanation->server_canonical_request;
    EXPECT_THAT(shown, HasSubstr("\nPlaintext=(9 bytes)\n"));
    EXPECT_THAT(shown, HasSubstr("\nx-tc-token:(12 bytes)\n"));
    EXPECT_THAT(shown + last_.facts.diagnosis, Not(HasSubstr("c2VjcmV0")));
    EXPECT_THAT(shown + last_.facts.diagnosis, Not(HasSubstr("hidden-token")));
}

TEST_F(Tencent2019Authentication, keeps_the_vendors_answer_whatever_it_explains) {
    RequestText request = client_.post("GetRegions", "{}", now());
    request.body += ' ';
    const json plain = send(request).at("Error");
    use([](AllSettings& s) { s.development = true; });
    EXPECT_EQ(send(request).at("Error"), plain);
    request.set("Authorization", "SKIP");
    EXPECT_EQ(code_of(request), "AuthFailure.InvalidAuthorization");
    EXPECT_THAT(last_.facts.diagnosis, StartsWith("unsigned: "));
}

TEST_F(Tencent2019Authentication, notes_the_id_that_a_request_names) {
    EXPECT_EQ(code(), "");
    EXPECT_EQ(last_.facts.access_key_id, "AKIDours");
    use([](AllSettings& s) { s.development = true; });
    client_.secret_id = "AKIDnobody";
    EXPECT_EQ(code(), kNotFound);
    EXPECT_EQ(last_.facts.access_key_id, "AKIDnobody");
}

TEST_F(Tencent2019Authentication, notes_no_unknown_id_where_it_cannot_tell_that_it_is_no_secret) {
    client_.secret_id = "AKIDnobody";
    EXPECT_EQ(code(), kNotFound);
    EXPECT_EQ(last_.facts.access_key_id, "");
    client_.secret_id = "AKIDours";
    client_.secret_key = "another";
    EXPECT_NE(code(), "");
    EXPECT_EQ(last_.facts.access_key_id, "AKIDours");
}

TEST_F(Tencent2019Authentication, never_repeats_a_secret_that_came_as_an_id) {
    use([](AllSettings& s) { s.development = true; });
    client_.secret_id = client_.secret_key;
    EXPECT_EQ(code(), kNotFound);
    EXPECT_EQ(last_.facts.access_key_id, "");
    EXPECT_THAT(last_.facts.diagnosis, StartsWith("id: The request names a secret"));
}

TEST_F(Tencent2019Authentication, never_repeats_a_secret_with_what_a_shell_left_around_it) {
    use([](AllSettings& s) { s.development = true; });
    const std::string secret = client_.secret_key;
    for (const std::string& id : {secret + " ", "\"" + secret + "\"", "'" + secret + "'"}) {
        client_.secret_id = id;
        EXPECT_NE(code(), "");
        EXPECT_EQ(last_.facts.access_key_id, "");
        EXPECT_THAT(last_.facts.diagnosis, testing::Not(testing::HasSubstr(secret)));
    }
}

TEST_F(Tencent2019Authentication, tells_a_disabled_id_and_a_wrong_token_from_a_wrong_signature) {
    use([](AllSettings& s) { s.development = true; });
    client_.token = "any";
    EXPECT_EQ(code(), kToken);
    EXPECT_THAT(last_.facts.diagnosis, StartsWith("token: "));
    change_credential([](store::CredentialFacts& facts) { facts.enabled = false; });
    EXPECT_EQ(code(), kNotFound);
    EXPECT_THAT(last_.facts.diagnosis, StartsWith("disabled: "));
}

// ---- signature v1 ----

class Tencent2019SignatureV1 : public Tencent2019Authentication {
  protected:
    RequestText form(std::string body) {
        RequestText request;
        request.set("Host", "kms.local:8990").set("Content-Type", "application/x-www-form-urlencoded");
        request.body = std::move(body);
        return request;
    }
    std::string common() { return "Action=GetRegions&Version=2019-01-18&Timestamp=" + std::to_string(now()); }
};

TEST_F(Tencent2019SignatureV1, wants_a_signature_a_secret_id_and_a_nonce) {
    const json response = send(form(common()));
    EXPECT_EQ(code_in(response), "MissingParameter");
    EXPECT_THAT(message_in(response), HasSubstr("`Signature`"));
    EXPECT_THAT(message_in(send(form(common() + "&Signature=x"))), HasSubstr("`SecretId`"));
    EXPECT_THAT(message_in(send(form(common() + "&Signature=x&SecretId=AKIDours"))), HasSubstr("`Nonce`"));
    EXPECT_EQ(code_of(form(common() + "&Signature=x&SecretId=AKIDours&Nonce=-1")), "InvalidParameter");
    EXPECT_EQ(code_of(form(common() + "&Signature=x&SecretId=AKIDours&Nonce=1")), kMismatch);
}

TEST_F(Tencent2019SignatureV1, explains_a_mismatch_without_fields) {
    use([](AllSettings& s) { s.development = true; });
    EXPECT_EQ(code_of(form(common() + "&Plaintext=c2VjcmV0&Signature=x&SecretId=AKIDours&Nonce=1&Token=hidden")),
              kMismatch);
    EXPECT_THAT(last_.facts.diagnosis, StartsWith("secret: "));
    EXPECT_EQ(last_.facts.access_key_id, "AKIDours");
    const SignatureExplanation& said = *last_.facts.explanation;
    EXPECT_THAT(said.server_string_to_sign, StartsWith("POSTkms.local:8990/?Action=GetRegions&Nonce=1"));
    EXPECT_THAT(said.server_string_to_sign, HasSubstr("Plaintext=(8 bytes)"));
    EXPECT_THAT(said.server_string_to_sign, Not(HasSubstr("c2VjcmV0")));
    EXPECT_THAT(said.server_string_to_sign, Not(HasSubstr("hidden")));
    EXPECT_EQ(said.client_string_to_sign, "");
}

}  // namespace
}  // namespace tandem::api::tencent::v2019
