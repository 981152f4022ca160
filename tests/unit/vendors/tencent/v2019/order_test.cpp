// The order of checks (API 3.0 spec section 5.1), the frame of a reply, and the fields.

#include "fixture.hpp"
#include "tencent/v2019/operation.hpp"

#include <gmock/gmock.h>

namespace tandem::api::tencent::v2019 {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class Tencent2019Order : public Tencent2019Test {
  protected:
    // A request with everything wrong at once; each test mends what comes before the check that it is about.
    RequestText all_wrong() {
        client_.version = "2017-01-01";
        RequestText request = client_.post("NoSuchAction", R"({"Unknown":1)", now() - 1000);
        request.method = "PUT";
        request.set("Authorization", "TC3-HMAC-SHA256 nonsense");
        request.remove("X-TC-Timestamp");
        return request;
    }
};

TEST_F(Tencent2019Order, method_comes_first) {
    EXPECT_EQ(code_of(all_wrong()), "UnsupportedProtocol");
    RequestText request = all_wrong();
    request.method = "post";
    EXPECT_EQ(code_of(request), "UnsupportedProtocol");
}

TEST_F(Tencent2019Order, then_size) {
    RequestText request = all_wrong();
    request.method = "GET";
    request.query.resize(32 * 1024 + 1, 'a');
    EXPECT_EQ(code_of(request), "RequestSizeLimitExceeded");
    request.query.resize(32 * 1024);
    EXPECT_NE(code_of(request), "RequestSizeLimitExceeded");
}

TEST_F(Tencent2019Order, then_parsing) {
    RequestText request = all_wrong();
    request.method = "POST";
    EXPECT_EQ(code_of(request), "InvalidParameter");
    request.body = "[]";
    EXPECT_EQ(code_of(request), "InvalidParameter");
    request.set("Content-Type", "multipart/form-data; boundary=b");
    request.body = "no parts";
    EXPECT_EQ(code_of(request), "InvalidRequest");
}

TEST_F(Tencent2019Order, then_presence_of_action_version_timestamp) {
    RequestText request = all_wrong();
    request.method = "POST";
    request.body = "{}";
    RequestText no_action = request;
    no_action.remove("X-TC-Action").remove("X-TC-Version");
    EXPECT_THAT(message_in(send(no_action)), HasSubstr("`Action`"));
    RequestText no_version = request;
    no_version.remove("X-TC-Version");
    EXPECT_THAT(message_in(send(no_version)), HasSubstr("`Version`"));
    const json response = send(request);
    EXPECT_EQ(code_in(response), "MissingParameter");
    EXPECT_EQ(message_in(response), "The request is missing a required parameter `Timestamp`.");
    request.set("X-TC-Timestamp", "12x");
    EXPECT_EQ(code_of(request), "InvalidParameter");
    request.set("X-TC-Timestamp", "253402300800");
    EXPECT_EQ(code_of(request), "InvalidParameter");
}

TEST_F(Tencent2019Order, then_the_authorization_from_form_to_token) {
    client_.version = "2017-01-01";
    const std::string body = R"({"Unknown":1})";
    RequestText request = client_.post("NoSuchAction", body, now());
    request.set("Authorization", "TC3-HMAC-SHA256 nonsense");
    EXPECT_EQ(code_of(request), "AuthFailure.InvalidAuthorization");

    test::TencentClient stranger = client_;
    stranger.secret_id = "AKIDnobody";
    EXPECT_EQ(code_of(stranger.post("NoSuchAction", body, now() - 1000)), "AuthFailure.SecretIdNotFound");
    stranger = client_;
    stranger.secret_key = "wrong";
    EXPECT_EQ(code_of(stranger.post("NoSuchAction", body, now() - 1000)), "AuthFailure.SignatureExpire");
    stranger.token = "unknown";
    EXPECT_EQ(code_of(stranger.post("NoSuchAction", body, now())), "AuthFailure.SignatureFailure");
    client_.token = "unknown";
    EXPECT_EQ(code_of(client_.post("NoSuchAction", body, now())), "AuthFailure.TokenFailure");
}

TEST_F(Tencent2019Order, then_version_and_action) {
    client_.version = "2017-01-01";
    EXPECT_EQ(error("NoSuchAction", {{"Unknown", 1}}), "NoSuchVersion");
    client_.version = "2019-01-18";
    EXPECT_EQ(error("NoSuchAction", {{"Unknown", 1}}), "InvalidAction");
    EXPECT_EQ(error("encrypt", {{"Unknown", 1}}), "InvalidAction");
}

TEST_F(Tencent2019Order, then_the_rate_limit) {
    Exchange exchange;
    const auto encrypt_once = [&] {
        exchange = {};
        run(client_.post("Encrypt", R"({"Unknown":1})", now()), exchange);
        return exchange.facts.vendor_code;
    };
    for (int i = 0; i < 300; ++i) ASSERT_EQ(encrypt_once(), "UnknownParameter");
    EXPECT_EQ(encrypt_once(), "RequestLimitExceeded");
    EXPECT_EQ(neighbours_error("Encrypt", {{"Unknown", 1}}), "UnknownParameter");
    EXPECT_EQ(error("Decrypt", {{"Unknown", 1}}), "UnknownParameter");
}

TEST_F(Tencent2019Order, has_no_rate_limit_when_it_is_off) {
    use([](AllSettings& s) { s.rate = RateMode::off; });
    Exchange exchange;
    for (int i = 0; i < 400; ++i) {
        exchange = {};
        run(client_.post("GetRegions", "{}", now()), exchange);
        ASSERT_FALSE(exchange.facts.failed);
    }
}

TEST_F(Tencent2019Order, then_unknown_missing_and_badly_typed_fields) {
    const json response = call("Encrypt", {{"Unknown", 1}, {"Plaintext", 5}});
    EXPECT_EQ(code_in(response), "UnknownParameter");
    EXPECT_EQ(message_in(response), "The parameter `Unknown` is not recognized.");
    const json missing = call("Encrypt", {{"Plaintext", 5}});
    EXPECT_EQ(code_in(missing), "MissingParameter");
    EXPECT_EQ(message_in(missing), "The request is missing a required parameter `KeyId`.");
    EXPECT_EQ(error("Encrypt", {{"Plaintext", 5}, {"KeyId", "x"}}), "InvalidParameter");
    EXPECT_EQ(error("Encrypt", {{"Plaintext", "dGVzdA=="}, {"KeyId", "x"}}), "InvalidParameterValue.InvalidKeyId");
}

TEST_F(Tencent2019Order, lets_unknown_fields_pass_when_told_so) {
    use([](AllSettings& s) { s.v2019_strict_fields = false; });
    EXPECT_EQ(error("GetRegions", {{"Unknown", 1}}), "");
}

// ---- fields ----

using Tencent2019Fields = Tencent2019Test;

TEST_F(Tencent2019Fields, treat_null_as_absent) {
    EXPECT_EQ(error("ListKeys", {{"Limit", nullptr}}), "");
    EXPECT_EQ(error("DescribeKey", {{"KeyId", nullptr}}), "MissingParameter");
}

TEST_F(Tencent2019Fields, are_strict_in_json) {
    EXPECT_EQ(error("ListKeys", {{"Limit", "10"}}), "InvalidParameter");
    EXPECT_EQ(error("ListKeys", {{"Limit", -1}}), "InvalidParameter");
    EXPECT_EQ(error("ListKeys", {{"Limit", 1.5}}), "InvalidParameter");
    EXPECT_EQ(error("ListKeys", {{"limit", 1}}), "UnknownParameter");
}

TEST_F(Tencent2019Fields, come_from_the_query_of_a_get) {
    const std::string first = create_key();
    const std::string second = create_key();
    const std::string query = "KeyIds.0=" + first + "&KeyIds.1=" + second + "&MemberAccount.MemberUin=1";
    EXPECT_EQ(send(client_.get("DescribeKeys", query, now())).at("KeyMetadatas").size(), 2u);
    EXPECT_EQ(code_of(client_.get("ListKeys", "Limit=10&Offset=0", now())), "");
    EXPECT_EQ(code_of(client_.get("ListKeys", "Limit=x", now())), "InvalidParameter");
    EXPECT_EQ(code_of(client_.get("ListKeys", "Action=ListKeys", now())), "UnknownParameter");
}

TEST_F(Tencent2019Fields, come_from_a_multipart_body) {
    const std::string key = create_key();
    client_.content_type = "multipart/form-data; boundary=b";
    const std::string body = "--b\r\nContent-Disposition: form-data; name=\"KeyId\"\r\n\r\n" + key + "\r\n--b--\r\n";
    EXPECT_EQ(code_of(client_.post("DescribeKey", body, now())), "");
}

TEST_F(Tencent2019Fields, may_be_no_body_at_all) { EXPECT_EQ(code_of(client_.post("GetRegions", "", now())), ""); }

TEST_F(Tencent2019Fields, need_no_region) {
    client_.region = "";
    EXPECT_EQ(error("ListKeys"), "");
    client_.region = "mars-1";
    EXPECT_EQ(error("ListKeys"), "");
}

// ---- the frame of a reply ----

using Tencent2019Reply = Tencent2019Test;

TEST_F(Tencent2019Reply, echoes_the_trace_id) {
    RequestText request = client_.post("GetRegions", "{}", now());
    request.set("X-TC-TraceId", "11111111-2222-4333-8444-555555555555");
    send(request);
    ASSERT_EQ(last_.reply.headers.size(), 1u);
    EXPECT_EQ(last_.reply.headers[0].name, "X-TC-TraceId");
    EXPECT_EQ(last_.reply.headers[0].value, "11111111-2222-4333-8444-555555555555");
}

TEST_F(Tencent2019Reply, echoes_no_trace_id_that_is_unfit_for_a_header) {
    RequestText request = client_.post("GetRegions", "{}", now());
    for (const std::string& value : {std::string{"a\r\nX: y"}, std::string(129, 'a'), std::string{"\xff"}}) {
        request.set("X-TC-TraceId", value);
        send(request);
        EXPECT_THAT(last_.reply.headers, IsEmpty());
    }
}

TEST_F(Tencent2019Reply, is_valid_json_whatever_the_client_sent) {
    client_.version = "\xff\"\\" + std::string(500, 'v');
    EXPECT_EQ(error("GetRegions"), "NoSuchVersion");
    client_.version = "2019-01-18";
    EXPECT_EQ(error("\xc3\"x"), "InvalidAction");
}

TEST_F(Tencent2019Reply, has_a_request_id_of_its_own) {
    EXPECT_NE(call("GetRegions").at("RequestId"), call("GetRegions").at("RequestId"));
    EXPECT_EQ(last_.facts.request_id().size(), 36u);
}

TEST_F(Tencent2019Reply, tells_the_log_who_did_what) {
    const std::string key = create_key();
    call("DescribeKey", {{"KeyId", key}});
    EXPECT_EQ(last_.facts.action, "DescribeKey");
    EXPECT_EQ(last_.facts.tenant, ours_.id);
    EXPECT_TRUE(last_.facts.has_tenant);
    EXPECT_EQ(last_.facts.key.text(), key);
    EXPECT_FALSE(last_.facts.failed);

    call("DescribeKey", {{"KeyId", kUnknownKey}});
    EXPECT_TRUE(last_.facts.failed);
    EXPECT_EQ(last_.facts.error, ErrorCode::key_not_found);
    EXPECT_EQ(last_.facts.vendor_code, "ResourceUnavailable.CmkNotFound");
}

TEST_F(Tencent2019Reply, refuses_on_behalf_of_the_http_layer_in_its_own_form) {
    Exchange exchange;
    dialect_->refuse(exchange, fail(ErrorCode::request_too_large));
    const json response = json::parse(exchange.reply.body).at("Response");
    EXPECT_EQ(code_in(response), "RequestSizeLimitExceeded");
    EXPECT_EQ(response.at("RequestId"), std::string{exchange.facts.request_id()});
    EXPECT_EQ(exchange.reply.status, 200u);
}

// ---- the language of messages ----

class Tencent2019Language : public Tencent2019Test {
  protected:
    std::string message(const RequestText& request) { return message_in(send(request)); }
    std::string message_in_language(const char* language) {
        RequestText request = client_.post("DescribeKey", "{}", now());
        request.set("X-TC-Language", language);
        return message(request);
    }
    const std::string english_ = "The request is missing a required parameter `KeyId`.";
    const std::string chinese_ = "请求缺少必要参数 `KeyId`。";
};

TEST_F(Tencent2019Language, is_english_unless_asked_otherwise) {
    EXPECT_EQ(message(client_.post("DescribeKey", "{}", now())), english_);
    EXPECT_EQ(message_in_language("en-US"), english_);
    EXPECT_EQ(message_in_language("fr-FR"), english_);
    EXPECT_EQ(message_in_language(""), english_);
}

TEST_F(Tencent2019Language, is_chinese_when_the_header_says_so) {
    EXPECT_EQ(message_in_language("zh-CN"), chinese_);
    EXPECT_EQ(message_in_language("zh-cn"), chinese_);
}

TEST_F(Tencent2019Language, holds_for_overrides_and_for_what_fails_early) {
    RequestText request = client_.post("ListKeys", R"({"HsmClusterId":"cls"})", now());
    request.set("X-TC-Language", "zh-CN");
    EXPECT_EQ(message(request), "HsmClusterId 无效。");
    request.body = "[]";
    EXPECT_EQ(message(request), "请求体或查询字符串无法解析。");
}

TEST_F(Tencent2019Language, is_a_parameter_of_signature_v1) {
    const auto call_v1 = [&](const std::string& language) {
        RequestText request;
        request.method = "GET";
        request.query = "Action=ListKeys&Version=2019-01-18&Language=" + language;
        return message(request);
    };
    EXPECT_EQ(call_v1("zh-CN"), "请求缺少必要参数 `Timestamp`。");
    EXPECT_EQ(call_v1("en-US"), "The request is missing a required parameter `Timestamp`.");
}

// ---- where actions run ----

using Tencent2019Places = Tencent2019Test;

TEST_F(Tencent2019Places, changes_ask_for_a_worker_before_anything_is_done) {
    const RequestText request = client_.post("CreateKey", R"({"Alias":"one"})", now());
    Exchange exchange;
    EXPECT_EQ(run(request, exchange, Place::io_thread), Disposition::moves);
    EXPECT_TRUE(exchange.reply.body.empty());
    EXPECT_TRUE(exchange.admitted);
    EXPECT_EQ(run(request, exchange, Place::worker), Disposition::answered);
    EXPECT_FALSE(exchange.facts.failed);
}

TEST_F(Tencent2019Places, bad_calls_never_reach_a_worker) {
    test::TencentClient stranger = client_;
    stranger.secret_key = "wrong";
    Exchange exchange;
    EXPECT_EQ(run(stranger.post("CreateKey", R"({"Alias":"one"})", now()), exchange, Place::io_thread),
              Disposition::answered);
    exchange = {};
    EXPECT_EQ(run(client_.post("CreateKey", "{}", now()), exchange, Place::io_thread), Disposition::answered);
    EXPECT_EQ(exchange.facts.vendor_code, "MissingParameter");
}

TEST_F(Tencent2019Places, messages_stay_on_the_io_thread) {
    const std::string key = create_key();
    const json fields = {{"KeyId", key}, {"Plaintext", "dGVzdA=="}};
    Exchange exchange;
    EXPECT_EQ(run(client_.post("Encrypt", fields.dump(), now()), exchange, Place::io_thread), Disposition::answered);
    EXPECT_FALSE(exchange.facts.failed);
}

TEST_F(Tencent2019Places, a_wrapped_answer_asks_for_a_worker) {
    const json fields = {{"KeyId", create_key()}, {"KeySpec", "AES_256"}, {"EncryptionPublicKey", "pem"}};
    Exchange exchange;
    EXPECT_EQ(run(client_.post("GenerateDataKey", fields.dump(), now()), exchange, Place::io_thread),
              Disposition::moves);
}

// ---- what is not emulated ----

using Tencent2019NotEmulated = Tencent2019Test;

TEST_F(Tencent2019NotEmulated, actions_say_so_after_their_other_checks) {
    EXPECT_EQ(error("PostQuantumCryptoSign", {{"KeyId", kUnknownKey}, {"Message", "AA=="}}), "UnsupportedOperation");
    EXPECT_EQ(error("PostQuantumCryptoSign"), "MissingParameter");
    EXPECT_EQ(error("PostQuantumCryptoSign", {{"KeyId", kUnknownKey}, {"Message", "AA=="}, {"Other", 1}}),
              "UnknownParameter");
    client_.secret_key = "wrong";
    EXPECT_EQ(error("PostQuantumCryptoSign", {{"KeyId", kUnknownKey}, {"Message", "AA=="}}),
              "AuthFailure.SignatureFailure");
}

// A text that the rule takes, or "text".
std::string fitting_text(const FieldRule& rule) {
    if (rule.limit != nullptr && !rule.limit->choices.empty()) return std::string{rule.limit->choices.front()};
    for (const char* text : {"text", "", "AES_256", "RSA_2048", "RSAES_OAEP_SHA_1"})
        if (rule.limit == nullptr || rule.limit->pattern == nullptr || rule.limit->pattern(text)) return text;
    return "text";
}

json value_of(const FieldRule& rule) {
    switch (rule.type) {
        case FieldType::text:
            return fitting_text(rule);
        case FieldType::integer:
        case FieldType::unsigned_integer:
        case FieldType::decimal:
            return rule.limit == nullptr ? 0 : rule.limit->least;
        case FieldType::boolean:
            return true;
        case FieldType::text_list:
            return json::array({"text"});
        case FieldType::object:
            return json::object();
        case FieldType::object_list:
            return json::array();
    }
    return nullptr;
}

TEST_F(Tencent2019NotEmulated, every_action_takes_all_of_its_fields) {
    for (const Operation* operation : operations()) {
        json fields = json::object();
        for (const FieldRule& rule : operation->fields) fields[std::string{rule.name}] = value_of(rule);
        const std::string code = error(operation->name, fields);
        EXPECT_NE(code, "UnknownParameter") << operation->name;
        EXPECT_NE(code, "InternalError") << operation->name;
        EXPECT_EQ(code != "UnsupportedOperation", operation->is_emulated()) << operation->name << " " << code;
    }
}

}  // namespace
}  // namespace tandem::api::tencent::v2019
