#include "fixture.hpp"

#include <gmock/gmock.h>

namespace tandem::api::tencent::v2017 {
namespace {

class Tencent2017Authentication : public Tencent2017Test {
  protected:
    // ListKey as a POST, after `change` had its way with the signed parameters.
    template <class Change>
    std::string error_after(Change change) {
        FormParameters parameters = client_.signed_parameters("POST", "ListKey", {}, now());
        change(parameters);
        return code_of(unsigned_post(parameters));
    }
    RequestText unsigned_post(const FormParameters& parameters) const {
        RequestText request;
        request.path = client_.path;
        request.body = test::form_encode(parameters);
        request.set("Host", client_.host);
        return request;
    }
    static void erase(FormParameters& parameters, std::string_view name) {
        std::erase_if(parameters, [&](const auto& p) { return p.first == name; });
    }
    static void replace(FormParameters& parameters, std::string_view name, std::string value) {
        for (auto& [own, text] : parameters)
            if (own == name) text = value;
    }
};

TEST_F(Tencent2017Authentication, accepts_both_methods_and_both_digests) {
    for (const char* digest : {"HmacSHA1", "HmacSHA256", "anything"}) {
        client_.signature_method = digest;
        EXPECT_EQ(code_of(client_.post("ListKey", {}, now())), "0") << digest;
        EXPECT_EQ(code_of(client_.get("ListKey", {}, now())), "0") << digest;
    }
}

TEST_F(Tencent2017Authentication, needs_each_common_parameter) {
    for (const char* name : {"SecretId", "Nonce", "Timestamp", "Signature"}) {
        EXPECT_EQ(error_after([&](auto& p) { erase(p, name); }), "4000/10390") << name;
        EXPECT_EQ(error_after([&](auto& p) { replace(p, name, ""); }), "4000/10390") << name;
    }
}

TEST_F(Tencent2017Authentication, needs_numbers_for_nonce_and_timestamp) {
    EXPECT_EQ(error_after([](auto& p) { replace(p, "Nonce", "x"); }), "4000/10360");
    EXPECT_EQ(error_after([](auto& p) { replace(p, "Timestamp", "-1"); }), "4000/10360");
    EXPECT_EQ(error_after([](auto& p) { replace(p, "Timestamp", "1.5"); }), "4000/10360");
}

TEST_F(Tencent2017Authentication, takes_a_nonce_of_any_length) {
    FormParameters parameters = client_.signed_parameters("POST", "ListKey", {}, now());
    replace(parameters, "Nonce", "123456789012345678901234567890");
    replace(parameters, "Signature", client_.signature("POST", parameters));
    EXPECT_EQ(code_of(unsigned_post(parameters)), "0");
}

TEST_F(Tencent2017Authentication, refuses_an_unknown_secret_id) {
    EXPECT_EQ(error_after([](auto& p) { replace(p, "SecretId", "AKIDnobody"); }), "4100/10270");
}

TEST_F(Tencent2017Authentication, refuses_a_disabled_secret_id) {
    add_credential(ours_, {.id = client_.secret_id, .enabled = false}, client_.secret_key);
    EXPECT_EQ(error("ListKey"), "4100/10080");
}

TEST_F(Tencent2017Authentication, demands_the_akid_prefix_only_when_told) {
    add_credential(ours_, {.id = "tandemdev"}, "tandemdevsecret");
    const test::Tencent2017Client development{"tandemdev", "tandemdevsecret"};
    EXPECT_EQ(code_of(development.post("ListKey", {}, now())), "0");
    use([](AllSettings& s) { s.v2017_akid_prefix = true; });
    EXPECT_EQ(code_of(development.post("ListKey", {}, now())), "4000/10450");
    EXPECT_EQ(error("ListKey"), "0");
}

TEST_F(Tencent2017Authentication, refuses_another_secrets_signature) {
    client_.secret_key = "wrong";
    EXPECT_EQ(error("ListKey"), "4100/10030");
}

TEST_F(Tencent2017Authentication, accepts_a_host_signed_with_or_without_a_default_port) {
    for (const char* signed_host : {"kms.local", "kms.local:80", "kms.local:443", "kms.local:8990"}) {
        client_.host = "kms.local:8990";
        client_.signed_host = signed_host;
        EXPECT_EQ(error("ListKey"), "0") << signed_host;
    }
    client_.signed_host = "kms.local:8991";
    EXPECT_EQ(error("ListKey"), "4100/10030");
}

TEST_F(Tencent2017Authentication, accepts_the_operators_public_hosts) {
    client_.host = "127.0.0.1:8990";
    client_.signed_host = "kms.example.com";
    EXPECT_EQ(error("ListKey"), "4100/10030");
    use([](AllSettings& s) { s.public_hosts = {"other.example.com", "kms.example.com"}; });
    EXPECT_EQ(error("ListKey"), "0");
}

TEST_F(Tencent2017Authentication, signs_an_ipv6_host_as_it_is) {
    client_.host = "[::1]:8990";
    EXPECT_EQ(error("ListKey"), "0");
    client_.signed_host = "[::1]";
    EXPECT_EQ(error("ListKey"), "0");
}

TEST_F(Tencent2017Authentication, takes_at_values_of_a_post_signed_or_not) {
    EXPECT_EQ(error("CreateKey", {{"description", "@home"}}), "0");
    client_.sign_at_values = true;
    EXPECT_EQ(error("CreateKey", {{"description", "@home"}}), "0");
}

TEST_F(Tencent2017Authentication, always_signs_at_values_of_a_get) {
    EXPECT_EQ(code_of(client_.get("CreateKey", {{"description", "@home"}}, now())), "0");
}

TEST_F(Tencent2017Authentication, holds_the_timestamp_to_its_window) {
    EXPECT_EQ(code_of(client_.post("ListKey", {}, now() - 300)), "0");
    EXPECT_EQ(code_of(client_.post("ListKey", {}, now() - 301)), "4500");
    EXPECT_EQ(code_of(client_.post("ListKey", {}, now() + 300)), "0");
    EXPECT_EQ(code_of(client_.post("ListKey", {}, now() + 301)), "4500");
}

TEST_F(Tencent2017Authentication, takes_any_time_when_the_window_is_off) {
    use([](AllSettings& s) { s.v2017_skew_seconds = 0; });
    EXPECT_EQ(code_of(client_.post("ListKey", {}, 1)), "0");
}

TEST_F(Tencent2017Authentication, refuses_a_timestamp_beyond_any_integer) {
    FormParameters parameters = client_.signed_parameters("POST", "ListKey", {}, now());
    replace(parameters, "Timestamp", "99999999999999999999");
    replace(parameters, "Signature", client_.signature("POST", parameters));
    EXPECT_EQ(code_of(unsigned_post(parameters)), "4500");
}

TEST_F(Tencent2017Authentication, wants_the_token_of_a_temporary_credential) {
    add_credential(ours_, {.id = client_.secret_id, .session_token = "session"}, client_.secret_key);
    EXPECT_EQ(error("ListKey"), "4105");
    client_.token = "other";
    EXPECT_EQ(error("ListKey"), "4105");
    client_.token = "session";
    EXPECT_EQ(error("ListKey"), "0");
}

TEST_F(Tencent2017Authentication, refuses_an_expired_temporary_credential) {
    client_.token = "session";
    add_credential(ours_,
                   {.id = client_.secret_id, .session_token = "session", .expires = clock_.now() + Milliseconds{1}},
                   client_.secret_key);
    EXPECT_EQ(error("ListKey"), "0");
    clock_.advance(Milliseconds{1});
    EXPECT_EQ(error("ListKey"), "4105");
}

TEST_F(Tencent2017Authentication, ignores_a_token_of_a_permanent_credential) {
    client_.token = "whatever";
    EXPECT_EQ(error("ListKey"), "0");
}

TEST_F(Tencent2017Authentication, explains_a_mismatch_only_in_development) {
    client_.secret_key = "wrong";
    call("Encrypt", {{"plaintext", "c2VjcmV0"}, {"keyId", "kms-12345678"}});
    EXPECT_EQ(last_.facts.diagnosis, "");
    use([](AllSettings& s) { s.development = true; });
    call("Encrypt", {{"plaintext", "c2VjcmV0"}, {"keyId", "kms-12345678\r\nX: y"}});
    EXPECT_THAT(last_.facts.diagnosis, testing::StartsWith("secret: "));
    ASSERT_NE(last_.facts.explanation, nullptr);
    const std::string& shown = last_.facts.explanation->server_string_to_sign;
    EXPECT_THAT(shown, testing::StartsWith("POSTkms-gz.api.qcloud.com/v2/index.php?Action=Encrypt&"));
    EXPECT_THAT(shown, testing::HasSubstr("&keyId=(18 bytes)&plaintext=(8 bytes)"));
    EXPECT_THAT(shown, testing::Not(testing::HasSubstr("c2VjcmV0")));
}

TEST_F(Tencent2017Authentication, explains_nothing_outside_development) {
    client_.secret_key = "wrong";
    EXPECT_EQ(error("ListKey"), "4100/10030");
    EXPECT_EQ(last_.facts.explanation, nullptr);
}

TEST_F(Tencent2017Authentication, speaks_of_the_clock_beside_a_signature_that_does_not_match) {
    use([](AllSettings& s) { s.development = true; });
    client_.secret_key = "wrong";
    EXPECT_EQ(code_of(client_.post("ListKey", {}, now() - 1000)), "4100/10030");
    EXPECT_THAT(last_.facts.diagnosis, testing::HasSubstr("Besides: Timestamp is 1000 s behind"));
}

TEST_F(Tencent2017Authentication, notes_the_id_that_a_request_names) {
    EXPECT_EQ(error("ListKey"), "0");
    EXPECT_EQ(last_.facts.access_key_id, client_.secret_id);
}

TEST_F(Tencent2017Authentication, checks_in_the_documented_order) {
    // Each request has one fault less than the one before, and meets the next check.
    RequestText request = unsigned_post({});
    request.method = "PUT";
    request.body = "%";
    EXPECT_EQ(code_of(request), "4000/10410");
    request.method = "POST";
    EXPECT_EQ(code_of(request), "4000/10420");
    request.body = "x=1&x=2";
    EXPECT_EQ(code_of(request), "4000/10330");
    request.body = "x=1";
    EXPECT_EQ(code_of(request), "4000/10280");
    request.body = "Action=Nothing";
    EXPECT_EQ(code_of(request), "4000/10430");
    request.body = "Action=Encrypt&Nonce=x";
    EXPECT_EQ(code_of(request), "4000/10390");
    request.body = "Action=Encrypt&SecretId=tandem&Nonce=x&Timestamp=1&Signature=x";
    EXPECT_EQ(code_of(request), "4000/10360");
    request.body = "Action=Encrypt&SecretId=tandem&Nonce=1&Timestamp=1&Signature=x";
    EXPECT_EQ(code_of(request), "4100/10270");
    request.body = "Action=Encrypt&SecretId=AKIDours&Nonce=1&Timestamp=1&Signature=x";
    EXPECT_EQ(code_of(request), "4100/10030");
    EXPECT_EQ(code_of(client_.post("Encrypt", {}, 1)), "4500");
    EXPECT_EQ(code_of(client_.post("Encrypt", {}, now())), "4000/10390");
}

}  // namespace
}  // namespace tandem::api::tencent::v2017
