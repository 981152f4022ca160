// Every recorded request of the vendor's SDKs is taken or refused as its file says.

#include "fixture.hpp"

#include <gmock/gmock.h>

#include <fstream>

namespace tandem::api::huawei {

namespace {

const json& file() {
    static const json parsed = json::parse(std::ifstream{TANDEM_TEST_DATA "/huawei-kms-vectors.json"});
    return parsed;
}

std::vector<std::string> names() {
    std::vector<std::string> out;
    for (const json& vector : file()["vectors"]) out.push_back(vector["name"]);
    return out;
}

const json& vector_named(const std::string& name) {
    for (const json& vector : file()["vectors"]) {
        if (vector["name"] == name) return vector;
    }
    throw std::out_of_range(name);
}

class HuaweiVectors : public HuaweiTest, public testing::WithParamInterface<std::string> {
  protected:
    // 2024-06-01T12:00:00Z
    HuaweiVectors() { clock_.advance_real(TimePoint{std::chrono::seconds{1'717'243'200}} - clock_.real_now()); }

    void SetUp() override {
        HuaweiTest::SetUp();
        add_credential(ours_, credential(file()["access_key"]), file()["secret_key"].get<std::string>());
    }
};

TEST_P(HuaweiVectors, are_taken_or_refused) {
    const json& vector = vector_named(GetParam());
    const RequestText request = test::parse_request(vector["raw_request"].get<std::string>());
    const std::string expect = vector["expect"];

    const json body = send(request);

    if (expect.starts_with("accept")) {
        EXPECT_NE(last_.reply.status, 401u) << last_.reply.body;
        EXPECT_NE(last_.reply.status, 403u) << last_.reply.body;
    } else {
        EXPECT_EQ(last_.reply.status, 401u);
        EXPECT_EQ(body["error_code"], "APIGW.0301");
        EXPECT_THAT(body["error_msg"].get<std::string>(),
                    testing::HasSubstr(expect.ends_with("exist") ? "not exist" : "verify aksk signature fail"));
    }
}

TEST_P(HuaweiVectors, are_refused_when_a_byte_of_the_signature_changes) {
    RequestText request = test::parse_request(vector_named(GetParam())["raw_request"].get<std::string>());
    if (request.path == "/") return;  // the version list needs no signature
    std::string authorization = request.get("Authorization");
    authorization.back() = authorization.back() == '0' ? '1' : '0';
    request.set("Authorization", authorization);

    EXPECT_EQ(error_of(request), "401 APIGW.0301");
}

INSTANTIATE_TEST_SUITE_P(File, HuaweiVectors, testing::ValuesIn(names()), [](const auto& parameter) {
    std::string name = parameter.param;
    for (char& c : name) {
        if (c == '-') c = '_';
    }
    return name;
});

}  // namespace

}  // namespace tandem::api::huawei
