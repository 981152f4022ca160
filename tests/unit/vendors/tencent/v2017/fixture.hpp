#pragma once
// What the tests of this dialect share.

#include "tandem/vendors/vendors.hpp"

#include "support/dialect_test.hpp"
#include "support/tencent_2017_client.hpp"
#include "tencent/common/settings.hpp"

#include <nlohmann/json.hpp>

#include <string>

namespace tandem::api::tencent::v2017 {

using nlohmann::json;
using test::FormParameters;
using test::RequestText;
using test::Succeeds;

class Tencent2017Test : public test::DialectTest {
  protected:
    Tencent2017Test() : DialectTest(make_tencent_2017({}, {}), tenant_facts("ours"), tenant_facts("neighbours")) {
        add_credential(ours_, credential(client_.secret_id), client_.secret_key);
        add_credential(neighbours_, credential(neighbour_.secret_id), neighbour_.secret_key);
    }

    // Settings are read when a dialect is made.
    template <class Edit>
    void use(Edit edit) {
        AllSettings settings;
        edit(settings);
        dialect_ = make_tencent_2017(settings, settings);
    }

    // The answer's body, which has code, message and requestId whatever happens.
    json send(const RequestText& request) {
        begin();
        EXPECT_EQ(run(request, last_), Disposition::answered);
        EXPECT_EQ(last_.reply.status, 200u);
        EXPECT_EQ(last_.reply.content_type, "application/json");
        json body = json::parse(last_.reply.body);
        EXPECT_TRUE(body.at("code").is_number_integer());
        EXPECT_TRUE(body.at("message").is_string());
        EXPECT_THAT(body.at("requestId").get<std::string>(), testing::MatchesRegex("[0-9]{11}"));
        EXPECT_EQ(last_.facts.failed, body.at("code") != 0);
        return body;
    }
    // "4530/10630", "4500" when there is no module code, "0" on success.
    static std::string code_in(const json& body) {
        std::string code = std::to_string(body.at("code").get<int>());
        const std::string message = body.at("message");
        if (message.starts_with('(')) code += "/" + message.substr(1, message.find(')') - 1);
        return code;
    }
    std::string code_of(const RequestText& request) { return code_in(send(request)); }

    // One signed call of our tenant: the answer, or only its code.
    json call(std::string_view action, const FormParameters& own = {}) {
        return send(client_.post(action, own, now()));
    }
    std::string error(std::string_view action, const FormParameters& own = {}) { return code_in(call(action, own)); }
    std::string neighbours_error(std::string_view action, const FormParameters& own) {
        return code_of(neighbour_.post(action, own, now()));
    }

    std::string create_key(const FormParameters& own = {}) {
        return call("CreateKey", own).at("keyMetadata").at("keyId");
    }
    json metadata(const std::string& key) { return call("GetKeyAttributes", {{"keyId", key}}).at("keyMetadata"); }
    std::string encrypt(const std::string& key, std::string_view plaintext, const std::string& context = {}) {
        return call("Encrypt", {{"keyId", key}, {"plaintext", base64(plaintext)}, {"encryptionContext", context}})
            .at("ciphertextBlob");
    }

    store::ReadGuard guard_ = store_->read();  // keeps what make_key returned
    test::Tencent2017Client client_{"AKIDours", "our-secret"};
    test::Tencent2017Client neighbour_{"AKIDneighbours", "their-secret"};
};

}  // namespace tandem::api::tencent::v2017
