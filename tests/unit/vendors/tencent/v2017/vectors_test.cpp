// The recorded requests of real SDKs, through the dispatcher as the HTTP layer would hand them over.

#include "tandem/api/dispatch.hpp"
#include "tandem/vendors/vendors.hpp"

#include "fixture.hpp"

#include <gmock/gmock.h>

#include <fstream>

namespace tandem::api::tencent::v2017 {
namespace {

class Tencent2017Vectors : public Tencent2017Test {
  protected:
    static json vectors() {
        std::ifstream file{TANDEM_TEST_DATA "/tencent-2017-vectors.json"};
        return json::parse(file);
    }

    static RequestText request_of(const json& vector) {
        std::string raw = vector.at("request_line").get<std::string>() + "\r\n";
        for (const auto& header : vector.at("headers")) {
            raw += header.at(0).get<std::string>() + ": " + header.at(1).get<std::string>() + "\r\n";
        }
        RequestText request = test::parse_request(raw + "\r\n" + vector.value("body", ""));
        // An absolute-form target reaches a dialect without scheme and authority.
        if (const std::size_t scheme = request.path.find("://"); scheme != std::string::npos) {
            request.path = request.path.substr(request.path.find('/', scheme + 3));
        }
        return request;
    }

    // The Timestamp of the request, which is also when it arrives.
    static TimePoint signed_time(const RequestText& request) {
        for (const std::string& text : {request.query, request.body}) {
            std::size_t at = text.find("Timestamp");
            if (at == std::string::npos) continue;
            at = text.find_first_of("0123456789", at);
            return from_milliseconds(std::stoll(text.substr(at)) * 1000);
        }
        ADD_FAILURE() << "no Timestamp";
        return {};
    }

    json handle(const json& vector) {
        SCOPED_TRACE(vector.at("id").get<std::string>());
        add_credential(ours_, {.id = vector.value("secret_id", "AKIDEXAMPLE00000000000000000000000001")},
                       vector.value("secret_key", "EXAMPLESECRETKEY000000000000001"));
        const RequestText text = request_of(vector);
        const test::RequestView view{text, signed_time(text)};
        last_ = {};
        last_.request = view.request();
        last_.place = Place::generator;
        EXPECT_EQ(dispatcher_->handle(last_), Disposition::answered);
        EXPECT_EQ(last_.facts.dialect, "tencent-2017");
        last_.request = {};
        return json::parse(last_.reply.body);
    }

    static std::unique_ptr<Dispatcher> dispatcher(service::Services& services) {
        std::vector<std::shared_ptr<const Dialect>> dialects;
        dialects.push_back(make_tencent_2017({.rate = RateMode::off}, {}));
        return std::make_unique<Dispatcher>(services, std::move(dialects));
    }
    std::unique_ptr<Dispatcher> dispatcher_ = dispatcher(services_);
};

TEST_F(Tencent2017Vectors, accepts_the_signature_of_every_valid_one) {
    const json all = vectors();
    ASSERT_GE(all.at("vectors").size(), 26u);
    for (const auto& vector : all.at("vectors")) {
        ASSERT_EQ(vector.at("expect"), "valid");
        const json body = handle(vector);
        EXPECT_TRUE(last_.facts.has_tenant) << vector.at("id") << " " << body;
        // Keys and blobs of the recordings are not in this store.
        EXPECT_THAT(code_in(body), testing::AnyOf("0", "4530/10630", "4580/10680")) << vector.at("id");
    }
}

TEST_F(Tencent2017Vectors, refuses_every_invalid_one_with_the_error_it_names) {
    const json all = vectors();
    ASSERT_GE(all.at("negative").size(), 6u);
    for (const auto& vector : all.at("negative")) {
        const json body = handle(vector);
        EXPECT_EQ(body.at("code"), vector.at("expect_error").at("code")) << vector.at("id");
        EXPECT_EQ(body.at("message"), vector.at("expect_error").at("message")) << vector.at("id");
    }
}

TEST_F(Tencent2017Vectors, refuses_what_a_broken_sdk_sends) {
    const json all = vectors();
    for (const auto& vector : all.at("captured_quirks")) {
        EXPECT_EQ(code_in(handle(vector)), "4100/10030") << vector.at("id");
    }
}

}  // namespace
}  // namespace tandem::api::tencent::v2017
