// Where keys are found for a request: own or granted, then the rules, then the fault hook.

#include "tandem/api/request.hpp"

#include "tandem/api/interference.hpp"

#include "unit/service/service_test.hpp"

namespace tandem::api {
namespace {

using service::AliasName;
using test::FailsWith;
using test::Succeeds;

// Counts the keys that it hears of, and refuses each with the error that it was given.
class CountingInterference final : public Interference {
  public:
    Result<void> identified(const IdentifiedRequest&) override { return {}; }
    Result<void> found(const service::Call&, const store::Key&) override {
        ++count;
        if (refusal) return fail(*refusal);
        return {};
    }
    std::optional<Error> instead_of_answer() override { return std::nullopt; }
    void alter(Exchange&) override {}

    int count = 0;
    std::optional<ErrorCode> refusal{};
};

class RequestTest : public service::ServiceTest {
  protected:
    static constexpr DeclaredKey kOwn{.field = "KeyId"};
    static constexpr DeclaredKey kGranted{.field = "KeyId", .grant = "use"};
    static constexpr DeclaredKey kPerhaps{.field = "KeyId", .may_be_absent = true};

    Request request() {
        Request made{services_, exchange_, settings_, key_rules_};
        made.space = &tenant_;
        return made;
    }
    // How it goes with one key that is named.
    Result<void> find(const DeclaredKey& declared, const service::KeyRef& reference) {
        Request made = request();
        made.rules = rules_;
        made.name_key(declared, reference);
        TANDEM_CHECK(made.find_keys());
        found_ = made.found();
        return {};
    }
    void allow(const std::vector<store::AccessRule>& rules) {
        rules_ = {rules, tenant_.facts.id, "api", "Encrypt"};
        ASSERT_THAT(rules_.check_operation(), Succeeds());
    }
    // The neighbour lets the word "use" be used, of every key.
    void grant() {
        grantor_ = &neighbour_;
        key_rules_.find_grantor = [](const Request&, const KeyId&,
                                     std::string_view word) -> Result<const store::KeySpace*> {
            if (word == "use") return grantor_;
            return fail(ErrorCode::not_authorized);
        };
    }

    static inline const store::KeySpace* grantor_ = nullptr;
    Exchange exchange_;
    Settings settings_;
    KeyRules key_rules_{nullptr, nullptr};
    service::CallerRules rules_;
    FoundKey found_;
};

TEST_F(RequestTest, finds_a_key_by_id_name_and_alias_with_its_owner) {
    const store::Key& key = create({.alias = "orders"});
    for (const service::KeyRef& reference :
         {service::KeyRef{key.id}, service::KeyRef{key.name}, service::KeyRef{AliasName{"orders"}}}) {
        ASSERT_THAT(find(kOwn, reference), Succeeds());
        EXPECT_EQ(found_.key, &key);
        EXPECT_EQ(found_.owner, &tenant_);
    }
}

TEST_F(RequestTest, a_neighbours_key_is_not_there) {
    const store::Key& foreign = **service::create_key(neighbours_call(), {.alias = "theirs"});
    EXPECT_THAT(find(kOwn, foreign.id), FailsWith(ErrorCode::key_not_found));
    EXPECT_THAT(find(kOwn, foreign.name), FailsWith(ErrorCode::key_not_found));
    EXPECT_THAT(find(kOwn, AliasName{"theirs"}), FailsWith(ErrorCode::key_not_found));
    EXPECT_THAT(find(kGranted, foreign.id), FailsWith(ErrorCode::key_not_found)) << "the API has no grants";
}

TEST_F(RequestTest, a_granted_key_is_found_with_its_owner) {
    const store::Key& foreign = **service::create_key(neighbours_call(), {.alias = "theirs"});
    grant();
    ASSERT_THAT(find(kGranted, foreign.id), Succeeds());
    EXPECT_EQ(found_.key, &foreign);
    EXPECT_EQ(found_.owner, &neighbour_);
    EXPECT_THAT(find(kOwn, foreign.id), FailsWith(ErrorCode::key_not_found)) << "no word was declared";
    EXPECT_THAT(find(kGranted, AliasName{"theirs"}), FailsWith(ErrorCode::key_not_found)) << "grants are of ids";
    static constexpr DeclaredKey kOther{.field = "KeyId", .grant = "other"};
    EXPECT_THAT(find(kOther, foreign.id), FailsWith(ErrorCode::not_authorized));
}

TEST_F(RequestTest, an_own_key_wins_over_a_grant) {
    grant();
    const store::Key& key = create();
    ASSERT_THAT(find(kGranted, key.id), Succeeds());
    EXPECT_EQ(found_.owner, &tenant_);
}

TEST_F(RequestTest, rules_come_before_the_fault_hook) {
    const store::Key& orders = create({.alias = "orders"});
    const store::Key& others = create({.alias = "others"});
    const auto interference = std::make_shared<CountingInterference>();
    exchange_.interference = interference;
    const std::vector<store::AccessRule> rules{{{"Encrypt"}, {"alias/orders"}}};
    allow(rules);
    EXPECT_THAT(find(kOwn, others.id), FailsWith(ErrorCode::key_denied));
    EXPECT_EQ(interference->count, 0);
    EXPECT_THAT(find(kOwn, orders.id), Succeeds());
    EXPECT_EQ(interference->count, 1);
    interference->refusal = ErrorCode::throttled;
    EXPECT_THAT(find(kOwn, orders.id), FailsWith(ErrorCode::throttled));
}

TEST_F(RequestTest, what_an_api_has_no_words_for_is_not_there) {
    key_rules_.check_visible = [](const store::Key& key) -> Result<void> {
        if (keys::is_mac(key.spec)) return fail(ErrorCode::key_not_found);
        return {};
    };
    EXPECT_THAT(find(kOwn, create(keys::KeySpec::hmac_256, keys::KeyUsage::generate_verify_mac).id),
                FailsWith(ErrorCode::key_not_found));
    EXPECT_THAT(find(kOwn, create().id), Succeeds());
}

TEST_F(RequestTest, a_key_that_may_be_absent_may_not_be_denied) {
    ASSERT_THAT(find(kPerhaps, crypto::random_id<KeyId>()), Succeeds());
    EXPECT_EQ(found_.key, nullptr);
    const std::vector<store::AccessRule> rules{{{"Encrypt"}, {"alias/orders"}}};
    allow(rules);
    EXPECT_THAT(find(kPerhaps, create().id), FailsWith(ErrorCode::key_denied));
}

TEST_F(RequestTest, lists_of_keys_keep_their_order_however_long) {
    for (const std::size_t count : {1u, 2u, 3u, 16u, 17u, 130u}) {
        Request made = request();
        std::vector<KeyId> ids;
        for (std::size_t i = 0; i < count; ++i) {
            ids.push_back(create().id);
            made.name_key(kOwn, ids.back());
        }
        Request moved{std::move(made)};
        ASSERT_THAT(moved.find_keys(), Succeeds());
        ASSERT_EQ(moved.key_count(), count);
        for (std::size_t i = 0; i < count; ++i) EXPECT_EQ(moved.key(i).id, ids[i]);
    }
}

TEST_F(RequestTest, errors_of_a_list_are_told_in_its_order) {
    Request absent_first = request();
    absent_first.name_key(kOwn, crypto::random_id<KeyId>());
    absent_first.fail_after_keys(fail(ErrorCode::key_id_malformed));
    EXPECT_THAT(absent_first.find_keys(), FailsWith(ErrorCode::key_not_found));
    Request malformed_behind = request();
    malformed_behind.name_key(kOwn, create().id);
    malformed_behind.fail_after_keys(fail(ErrorCode::key_id_malformed));
    EXPECT_THAT(malformed_behind.find_keys(), FailsWith(ErrorCode::key_id_malformed));
}

TEST_F(RequestTest, values_are_destroyed_with_it_wherever_it_moved) {
    const auto counted = std::make_shared<int>(0);
    {
        Request made = request();
        made.values.put(made.arena, counted);
        const Request moved{std::move(made)};
        EXPECT_EQ(counted.use_count(), 2);
    }
    EXPECT_EQ(counted.use_count(), 1);
}

}  // namespace
}  // namespace tandem::api
