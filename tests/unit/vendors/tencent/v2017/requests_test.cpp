// How requests are written down and how the dialect answers them as a whole.

#include "fixture.hpp"

#include <gmock/gmock.h>

namespace tandem::api::tencent::v2017 {
namespace {

class Tencent2017Requests : public Tencent2017Test {
  protected:
    // The signed parameters as the generic Java SDK sends them.
    RequestText multipart(std::string_view action, const FormParameters& own) {
        RequestText request;
        request.path = client_.path;
        request.body = "\r\n";
        for (const auto& [name, value] : client_.signed_parameters("POST", action, own, now())) {
            request.body += "--B\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
        }
        request.body += "--B--\r\n";
        request.set("Host", client_.host).set("Content-Type", "multipart/form-data; boundary=B");
        return request;
    }
};

TEST_F(Tencent2017Requests, may_come_without_a_content_type) {
    EXPECT_EQ(code_of(client_.post("ListKey", {}, now()).remove("Content-Type")), "0");
}

TEST_F(Tencent2017Requests, may_be_multipart) {
    const json body = send(multipart("CreateKey", {{"description", "a+b %20"}}));
    EXPECT_EQ(body.at("keyMetadata").at("description"), "a+b %20");
}

TEST_F(Tencent2017Requests, may_be_split_between_query_and_body) {
    const FormParameters parameters = client_.signed_parameters("POST", "ListKey", {}, now());
    RequestText request = client_.post("ListKey", {}, now());
    request.query = test::form_encode(FormParameters{parameters.begin(), parameters.begin() + 2});
    request.body = test::form_encode(FormParameters{parameters.begin() + 2, parameters.end()});
    EXPECT_EQ(code_of(request), "0");
}

TEST_F(Tencent2017Requests, may_use_the_root_path) {
    client_.path = "/";
    EXPECT_EQ(error("ListKey"), "0");
}

TEST_F(Tencent2017Requests, may_carry_unknown_parameters) {
    EXPECT_EQ(error("ListKey", {{"Region", ""}, {"RequestClient", "x"}, {"my_extra", "1"}, {"", "empty"}}), "0");
}

TEST_F(Tencent2017Requests, must_not_repeat_a_parameter) {
    EXPECT_EQ(error("ListKey", {{"limit", "1"}, {"limit", "1"}}), "4000/10330");
    EXPECT_EQ(error("ListKey", {{"limit", "1"}, {"Limit", "1"}}), "4000/10330");
}

TEST_F(Tencent2017Requests, must_be_utf8) {
    RequestText request = client_.post("ListKey", {}, now());
    request.body += "&x=%ff";
    EXPECT_EQ(code_of(request), "4000/10420");
}

TEST_F(Tencent2017Requests, do_not_interpret_dotted_names) {
    const std::string key = create_key();
    const json sealed = call("Encrypt", {{"keyId", key}, {"plaintext", "YQ=="}, {"encryptionContext.a", "b"}});
    EXPECT_EQ(error("Decrypt", {{"ciphertextBlob", sealed.at("ciphertextBlob")}}), "0");
}

TEST_F(Tencent2017Requests, are_noted_in_the_facts) {
    const std::string key = create_key();
    call("GetKeyAttributes", {{"keyId", key}});
    EXPECT_EQ(last_.facts.action, "GetKeyAttributes");
    EXPECT_EQ(last_.facts.tenant, ours_.id);
    EXPECT_TRUE(last_.facts.has_key);
    call("GetKeyAttributes", {{"keyId", "kms-00000000"}});
    EXPECT_TRUE(last_.facts.failed);
    EXPECT_EQ(last_.facts.error, ErrorCode::key_not_found);
    EXPECT_EQ(last_.facts.vendor_code, "4530/10630");
}

TEST_F(Tencent2017Requests, name_the_faulty_parameter_in_the_diagnosis) {
    call("ListKey", {{"limit", "many"}});
    EXPECT_EQ(last_.facts.diagnosis, "limit");
}

TEST_F(Tencent2017Requests, go_to_a_worker_when_they_change_the_store) {
    const std::string key = create_key();
    const FormParameters of_key{{"keyId", key}};
    const auto disposition = [&](std::string_view action, FormParameters own) {
        last_ = {};
        const Disposition result = run(client_.post(action, own, now()), last_, Place::io_thread);
        EXPECT_EQ(last_.reply.body.empty(), result == Disposition::moves) << action;
        return result;
    };
    for (const char* action : {"EnableKey", "DisableKey", "CancelKeyDeletion", "CreateKey"}) {
        EXPECT_EQ(disposition(action, of_key), Disposition::moves) << action;
    }
    EXPECT_EQ(disposition("SetKeyAttributes", {{"keyId", key}, {"alias", "a"}}), Disposition::moves);
    EXPECT_EQ(disposition("ScheduleKeyDeletion", {{"keyId", key}, {"pendingWindowInDays", "7"}}), Disposition::moves);
    for (const char* action : {"GetKeyAttributes", "ListKey", "Decrypt"}) {
        EXPECT_EQ(disposition(action, of_key), Disposition::answered) << action;
    }
    EXPECT_EQ(disposition("Encrypt", {{"keyId", key}, {"plaintext", "YQ=="}}), Disposition::answered);
    EXPECT_EQ(disposition("GenerateDataKey", {{"keyId", key}, {"keySpec", "AES_128"}}), Disposition::answered);
}

TEST_F(Tencent2017Requests, keep_their_id_and_pay_once_on_the_way_to_a_worker) {
    use([](AllSettings& s) {
        s.rate = RateMode::map;
        s.rates = {{"tencent-2017", "CreateKey", 1}};
    });
    const RequestText request = client_.post("CreateKey", {}, now());
    Exchange exchange;
    ASSERT_EQ(run(request, exchange, Place::io_thread), Disposition::moves);
    const std::string id{exchange.facts.request_id()};
    ASSERT_EQ(run(request, exchange, Place::worker), Disposition::answered);
    const json body = json::parse(exchange.reply.body);
    EXPECT_EQ(body.at("requestId"), id);
    EXPECT_EQ(code_in(body), "0");
}

TEST_F(Tencent2017Requests, are_limited_by_the_vendors_rates) {
    const std::string key = create_key();
    const auto accepted = [&](const RequestText& request) {
        std::string code = "0";
        int count = -1;
        ticks_ += 10'000'000'000;
        for (; code == "0"; ++count) {
            Exchange exchange;
            EXPECT_EQ(run(request, exchange), Disposition::answered);
            code = code_in(json::parse(exchange.reply.body));
        }
        return std::pair{count, code};
    };
    EXPECT_EQ(accepted(client_.post("Encrypt", {{"keyId", key}, {"plaintext", "YQ=="}}, now())),
              std::pair(300, std::string{"4420/10250"}));
    EXPECT_EQ(accepted(client_.post("ListKey", {}, now())), std::pair(100, std::string{"4480/10460"}));
    // The neighbour and other actions have buckets of their own.
    Exchange exchange;
    EXPECT_EQ(run(neighbour_.post("ListKey", {}, now()), exchange), Disposition::answered);
    EXPECT_EQ(code_in(json::parse(exchange.reply.body)), "0");
}

TEST_F(Tencent2017Requests, refused_by_the_http_layer_get_this_apis_form) {
    Exchange exchange;
    dialect_->refuse(exchange, fail(ErrorCode::request_too_large));
    const json body = json::parse(exchange.reply.body);
    EXPECT_EQ(exchange.reply.status, 200u);
    EXPECT_EQ(code_in(body), "4000/10350");
    EXPECT_THAT(body.at("requestId").get<std::string>(), testing::MatchesRegex("[0-9]{11}"));
}

TEST_F(Tencent2017Requests, have_eleven_actions) {
    EXPECT_EQ(dialect_->name(), "tencent-2017");
    EXPECT_EQ(dialect_->actions().size(), 11u);
    for (const ActionStatus& action : dialect_->actions()) EXPECT_TRUE(action.emulated) << action.action;
}

TEST_F(Tencent2017Requests, with_names_of_the_older_page_get_them_back_too) {
    client_.path = "/";
    const std::string key = create_key();
    const json sealed = call("Encrypt", {{"KeyId", key}, {"Plaintext", "YWJj"}});
    EXPECT_EQ(sealed.at("KeyId"), key);
    EXPECT_EQ(sealed.at("keyId"), key);
    EXPECT_EQ(sealed.at("CiphertextBlob"), sealed.at("ciphertextBlob"));
    const json opened = call("Decrypt", {{"CiphertextBlob", sealed.at("CiphertextBlob")}});
    EXPECT_EQ(opened.at("Plaintext"), "YWJj");
    EXPECT_EQ(opened.at("plaintext"), "YWJj");
    const json data_key = call("GenerateDataKey", {{"KeyId", key}, {"KeySpec", "AES_256"}});
    EXPECT_EQ(data_key.at("Plaintext"), data_key.at("plaintext"));
    EXPECT_EQ(call("GetKeyAttributes", {{"KeyId", key}}).at("KeyMetadata").at("KeyState"), "Enabled");
}

TEST_F(Tencent2017Requests, with_usual_names_get_only_those_back) {
    const json body = call("GetKeyAttributes", {{"keyId", create_key()}});
    EXPECT_FALSE(body.contains("KeyMetadata"));
    EXPECT_EQ(body.size(), 4u);
}

}  // namespace
}  // namespace tandem::api::tencent::v2017
