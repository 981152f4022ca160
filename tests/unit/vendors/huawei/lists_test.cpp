// Lists of many keys: markers pass over each key once, whatever the page.

#include "fixture.hpp"

#include <gtest/gtest.h>

#include <set>

namespace tandem::api::huawei {

namespace {

constexpr std::size_t kMany = 100'000;

class HuaweiLists : public HuaweiTest {
  protected:
    std::set<std::string> make_keys(std::size_t count) {
        const store::ReadGuard guard = store_->read();
        const service::Call made{services_, *store_->find_tenant(ours_.id)};
        std::set<std::string> ids;
        while (ids.size() < count) ids.insert((*service::create_key(made, {}))->id.text());
        return ids;
    }
    // A page without its key_details, which take long to parse.
    json ids_of(const json& fields) {
        constexpr std::string_view kDetails = R"("key_details":[)";
        ticks_ += 1'000'000'000;
        last_ = {};
        EXPECT_EQ(run(client_.post("list-keys", fields.dump()), last_), Disposition::answered);
        std::string& body = last_.reply.body;
        const std::size_t begin = body.find(kDetails) + kDetails.size();
        body.erase(begin, body.find(R"(],"next_marker")") - begin);
        return json::parse(body);
    }
    // From an empty marker to an empty marker.
    std::vector<std::string> all_by_pages_of(std::size_t limit) {
        std::vector<std::string> ids;
        std::string marker;
        do {
            const json page = ids_of({{"limit", std::to_string(limit)}, {"marker", marker}});
            for (const json& id : page["keys"]) ids.push_back(id);
            marker = page["next_marker"];
            EXPECT_EQ(page["truncated"], marker.empty() ? "false" : "true");
            EXPECT_EQ(page["total"], kMany);
        } while (!marker.empty());
        return ids;
    }
    std::size_t size_from(const json& marker) {
        const json page = call("list-keys", {{"limit", 10}, {"marker", marker}});
        EXPECT_EQ(page["key_details"].size(), page["keys"].size());
        return page["keys"].size();
    }
};

TEST_F(HuaweiLists, of_a_hundred_thousand_keys_have_each_once_and_end_where_the_keys_do) {
    const std::set<std::string> made = make_keys(kMany);
    const std::vector<std::string> listed = all_by_pages_of(4999);
    EXPECT_EQ(listed.size(), kMany);
    EXPECT_EQ(std::set<std::string>(listed.begin(), listed.end()), made);
    EXPECT_EQ(size_from(kMany - 10), 10u);
    EXPECT_EQ(size_from(kMany - 9), 9u);
    EXPECT_EQ(size_from(std::to_string(kMany - 1)), 1u);
    EXPECT_EQ(size_from(kMany), 0u);
    EXPECT_EQ(size_from(kMany + 1), 0u);
    EXPECT_EQ(size_from("9223372036854775807"), 0u);
    EXPECT_EQ(ids_of({{"limit", "5001"}})["keys"].size(), 5000u);
    EXPECT_EQ(error("list-keys", {{"marker", "9223372036854775808"}}), "400 KMS.1602");
}

}  // namespace

}  // namespace tandem::api::huawei
