#include "tandem/standin/checks.hpp"

#include "tandem/base/user_error.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tandem::standin {
namespace {

using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;

TEST(CheckFaults, gives_the_document_as_json) {
    const auto check = check_faults("rules:\n- do: {http_status: 503}\n- do: {api_error: throttled}\n", "f.yaml");
    EXPECT_EQ(check.rules, 2u);
    EXPECT_EQ(check.json, R"({"rules":[{"do":{"http_status":503}},{"do":{"api_error":"throttled"}}]})");
}

TEST(CheckFaults, names_the_place_of_a_mistake) {
    try {
        check_faults("rules:\n- do: {http_status: often}\n", "f.yaml");
        ADD_FAILURE() << "was well";
    } catch (const UserError& error) {
        EXPECT_THAT(error.what(), HasSubstr("f.yaml:2:"));
    }
}

TEST(CheckSeeds, counts_what_all_have_and_names_each_absent_tenant_once) {
    const auto check = check_seeds({{"one", "tenants: [{name: here}]\nkeys: [{alias: a, tenant: here}]\n"},
                                    {"two", "keys: [{alias: b, tenant: away}, {alias: c, tenant: away}]\n"}},
                                   {});
    EXPECT_EQ(check.keys, 3u);
    EXPECT_EQ(check.tenants, 1u);
    EXPECT_EQ(check.credentials, 0u);
    EXPECT_THAT(check.absent_tenants, ElementsAre(Field(&SeedCheck::AbsentTenant::name, "away")));
}

}  // namespace
}  // namespace tandem::standin
