#include "page_guard.hpp"

#include "support/result.hpp"
#include "support/wire_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tandem::api {
namespace {

using test::FailsWith;
using test::Succeeds;

using Headers = std::vector<std::pair<std::string, std::string>>;

struct Asked {
    std::string path = "/";
    Headers headers;
    std::string authority{};
    bool tls = false;
};

Result<void> check(const PageRules& rules, const Asked& asked) {
    const test::RequestText text{.method = "POST", .path = asked.path, .headers = asked.headers};
    const test::RequestView view{text, {}};
    WireRequest request = view.request();
    request.authority = asked.authority;
    request.tls = asked.tls;
    return PageGuard{rules}.check(request);
}

PageRules development() { return {.guards_private_paths = true, .own_hosts = {"KMS.example.com:8443"}}; }
PageRules server() { return {.guards_private_paths = false, .own_hosts = {"kms.example.com"}}; }

auto refused() { return FailsWith(ErrorCode::foreign_page); }

// ---- where a request comes from, on every path and in both modes ----

struct PageGuardOfEvery : testing::TestWithParam<PageRules> {
    [[nodiscard]] static Result<void> from(const Headers& headers, bool tls = false) {
        for (const char* path : {"/", "/v1.0/x/kms/list-keys", "/_tandem/seed", "/nothing"}) {
            if (auto result = check(GetParam(), {.path = path, .headers = headers, .tls = tls}); result.has_error())
                return result;
        }
        return {};
    }
};

INSTANTIATE_TEST_SUITE_P(modes, PageGuardOfEvery, testing::Values(development(), server()));

TEST_P(PageGuardOfEvery, lets_other_clients_than_browsers_pass) {
    EXPECT_THAT(from({{"Host", "127.0.0.1:8990"}}), Succeeds());
    EXPECT_THAT(from({}), Succeeds());
}

TEST_P(PageGuardOfEvery, lets_its_own_pages_pass) {
    EXPECT_THAT(from({{"Host", "localhost:8990"}, {"Origin", "http://localhost:8990"}}), Succeeds());
    EXPECT_THAT(from({{"Host", "LocalHost:8990"}, {"Origin", "http://localhost:8990"}}), Succeeds());
    EXPECT_THAT(from({{"Host", "[::1]:8990"}, {"Origin", "http://[::1]:8990"}}), Succeeds());
    EXPECT_THAT(from({{"Host", "localhost"}, {"Origin", "http://localhost"}}), Succeeds());
    EXPECT_THAT(from({{"Host", "localhost:80"}, {"Origin", "http://localhost"}}), Succeeds());
    EXPECT_THAT(from({{"Host", "localhost"}, {"Origin", "https://localhost"}}, true), Succeeds());
    EXPECT_THAT(from({{"Host", "localhost:443"}, {"Origin", "https://localhost"}}, true), Succeeds());
    EXPECT_THAT(from({{"Host", "localhost"}, {"Sec-Fetch-Site", "same-origin"}}), Succeeds());
}

TEST_P(PageGuardOfEvery, lets_a_person_pass_who_typed_the_address) {
    EXPECT_THAT(from({{"Host", "localhost"}, {"Sec-Fetch-Site", "none"}}), Succeeds());
}

TEST_P(PageGuardOfEvery, refuses_pages_of_another_origin) {
    for (const char* origin :
         {"http://elsewhere.example", "http://localhost:3000", "http://localhost", "https://localhost:8990",
          "http://127.0.0.1:8990", "http://localhost.elsewhere.example:8990", "http://localhost:8990.elsewhere.example",
          "http://localhost:8990@elsewhere.example", "null", "", "localhost:8990", "file://", "http://",
          "chrome-extension://localhost:8990"}) {
        EXPECT_THAT(from({{"Host", "localhost:8990"}, {"Origin", origin}}), refused()) << origin;
        EXPECT_THAT(from({{"Host", "localhost:8990"}, {"origin", origin}}), refused()) << origin;
    }
}

TEST_P(PageGuardOfEvery, refuses_the_other_scheme_of_the_same_name) {
    EXPECT_THAT(from({{"Host", "localhost:8990"}, {"Origin", "http://localhost:8990"}}, true), refused());
}

TEST_P(PageGuardOfEvery, refuses_when_one_of_several_origins_is_foreign) {
    EXPECT_THAT(from({{"Host", "localhost"}, {"Origin", "http://localhost"}, {"Origin", "http://elsewhere.example"}}),
                refused());
}

TEST_P(PageGuardOfEvery, refuses_an_origin_without_a_host_to_compare) {
    EXPECT_THAT(from({{"Origin", "http://localhost"}}), refused());
    EXPECT_THAT(from({{"Host", ""}, {"Origin", "http://"}}), refused());
}

TEST_P(PageGuardOfEvery, refuses_what_other_sites_caused) {
    for (const char* site : {"cross-site", "same-site", "Cross-Site", "", "none, cross-site", "new-word"}) {
        EXPECT_THAT(from({{"Host", "localhost"}, {"Sec-Fetch-Site", site}}), refused()) << site;
        EXPECT_THAT(from({{"Host", "localhost"}, {"SEC-FETCH-SITE", site}}), refused()) << site;
    }
}

TEST_P(PageGuardOfEvery, takes_a_configured_name_in_either_scheme_since_a_proxy_may_end_tls) {
    EXPECT_THAT(from({{"Host", "kms.example.com"}, {"Origin", "https://kms.example.com"}}), Succeeds());
    EXPECT_THAT(from({{"Host", "kms.example.com"}, {"Origin", "http://kms.example.com"}}), Succeeds());
    EXPECT_THAT(from({{"Host", "kms.example.com"}, {"Origin", "https://kms.example.com:8443"}}), refused());
}

// ---- whom the private paths answer ----

Result<void> privately(const std::string& host, const std::string& authority = {}) {
    return check(development(), {.path = "/_tandem/seed", .headers = {{"Host", host}}, .authority = authority});
}

TEST(PageGuard, private_paths_answer_to_names_that_no_stranger_can_own) {
    for (const char* host : {"localhost",
                             "localhost:8990",
                             "LOCALHOST:8990",
                             "localhost.",
                             "kms.localhost:8990",
                             "a.b.localhost",
                             "127.0.0.1",
                             "127.0.0.1:8990",
                             "192.168.1.7:8990",
                             "0.0.0.0:8990",
                             "[::1]",
                             "[::1]:8990",
                             "[fe80::1]:8990",
                             "[::ffff:127.0.0.1]:8990",
                             "tandem",
                             "kms:8990",
                             "my_service:8990",
                             "host.docker.internal:8990",
                             "host.testcontainers.internal:8990",
                             "kms.example.com",
                             "Kms.Example.Com:8990",
                             "kms.example.com.",
                             ""}) {
        EXPECT_THAT(privately(host), Succeeds()) << host;
    }
}

TEST(PageGuard, private_paths_answer_to_no_other_name) {
    for (const char* host : {"rebind.example",
                             "rebind.example:8990",
                             "rebind.example.",
                             "localhost.rebind.example",
                             "notlocalhost.example",
                             "127.0.0.1.rebind.example",
                             "a.127.0.0.1",
                             "::1",
                             "[::1",
                             "[::1]x",
                             "[rebind.example]",
                             "[kms.example.com]",
                             "[localhost]",
                             "localhost:8990:1",
                             "localhost:x",
                             "localhost:999999",
                             "user@localhost",
                             "localhost rebind.example",
                             "localhost,rebind.example",
                             "http://localhost:8990",
                             ".",
                             ".localhost.example",
                             "more.kms.example.com",
                             "kms.cn-north-4.myhuaweicloud.com"}) {
        EXPECT_THAT(privately(host), refused()) << host;
    }
}

TEST(PageGuard, an_absolute_target_counts_beside_host) {
    EXPECT_THAT(privately("localhost:8990", "localhost:8990"), Succeeds());
    EXPECT_THAT(privately("localhost:8990", "rebind.example:8990"), refused());
    EXPECT_THAT(privately("rebind.example:8990", "localhost:8990"), refused());
}

TEST(PageGuard, private_are_the_paths_that_ask_for_no_credential) {
    const auto rebound = [](const char* path) {
        return check(development(), {.path = path, .headers = {{"Host", "rebind.example"}}});
    };
    for (const char* path : {"/_tandem/", "/_tandem/seed", "/_tandem/health", "/_tandem/x/y", "/metrics"})
        EXPECT_THAT(rebound(path), refused()) << path;
    for (const char* path : {"/", "/healthz", "/readyz", "/v1.0/x/kms/list-keys", "/v2/index.php", "/metricsx"})
        EXPECT_THAT(rebound(path), Succeeds()) << path;
}

TEST(PageGuard, a_page_under_a_name_of_its_own_is_not_the_servers) {
    EXPECT_THAT(check(development(), {.headers = {{"Host", "rebind.example"}, {"Origin", "http://rebind.example"}}}),
                refused());
}

TEST(PageGuard, says_what_to_do_about_a_name) {
    const auto result = privately("kms.corp.example:8990");
    ASSERT_TRUE(result.has_error());
    EXPECT_NE(result.error().detail.find("\"kms.corp.example:8990\""), std::string::npos);
    EXPECT_NE(result.error().detail.find("--public-host"), std::string::npos);
    EXPECT_EQ(result.error().subject, "");
    EXPECT_EQ(privately("a\"b.example").error().detail.find("a\"b"), std::string::npos);
}

TEST(PageGuard, a_real_server_has_no_private_paths_there) {
    EXPECT_THAT(check(server(), {.path = "/_tandem/health", .headers = {{"Host", "lb.example"}}}), Succeeds());
}

}  // namespace
}  // namespace tandem::api
