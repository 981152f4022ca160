// Credentials and tenants that a start makes of the configured ones, of those that are stored, and of what an operator
// did in between.

#include "provisioning/provision.hpp"

#include "tandem/service/actions/credentials.hpp"
#include "tandem/service/actions/tenants.hpp"

#include "running_server.hpp"
#include "storage/storage.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>
#include <spdlog/sinks/ostream_sink.h>

#include <fstream>
#include <sstream>

namespace tandem::cli {
namespace {

using store::CredentialHold;
using store::CredentialOrigin;
using test::development;
using test::has_credential;
using test::refusal;
using test::Running;
using test::ServerFolder;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
namespace fs = std::filesystem;
using nlohmann::json;

const std::string kOne = "credentials:\n- {id: one, secret: 0123456789abcdef, tenant: acme}\n";
const std::string kBoth = kOne + "- {id: two, secret: 0123456789abcdef, tenant: acme}\n";

// A start as far as provisioning goes: the store, and what was logged.
class Start {
  public:
    explicit Start(app::Config config, app::StoredState state = app::StoredState::newest)
        : config_(std::move(config)), log_("test", std::make_shared<spdlog::sinks::ostream_sink_mt>(lines_)) {
        log_.set_pattern("%v");
        store_ = app::open_store(config_, clock_, log_, watch_);
        services_.emplace(*store_, clock_, service::Limits{});
        lines_.str({});
        app::provision(config_, *services_, log_, state);
    }

    [[nodiscard]] std::string log() const { return lines_.str(); }
    service::Services& services() { return *services_; }

    // None: it is not there.
    std::optional<store::CredentialFacts> find(std::string_view id) {
        const auto guard = store_->read();
        const auto* found = store_->find_credential(id);
        return found ? std::optional{found->facts} : std::nullopt;
    }
    bool is_usable(std::string_view id) {
        const auto facts = find(id);
        return facts && facts->is_usable();
    }
    store::TenantFacts tenant(std::string_view name) {
        const auto guard = store_->read();
        const auto* found = store_->find_tenant_by_name(name);
        EXPECT_TRUE(found) << name;
        return found ? found->facts : store::TenantFacts{};
    }
    // Stores it as earlier versions did.
    void store_without_origin(const std::string& id, const std::string& tenant) {
        store::CredentialFacts facts;
        facts.id = id;
        facts.user_name = id;
        facts.tenant = this->tenant(tenant).id;
        std::vector<store::Change> changes;
        changes.emplace_back(store::PutCredential{facts, SecretBytes::copy_of(as_bytes("0123456789abcdef"))});
        ASSERT_TRUE(store_->commit(facts.tenant, std::move(changes)));
    }

  private:
    app::Config config_;
    std::ostringstream lines_;
    spdlog::logger log_;
    SystemClock clock_;
    app::StorageWatch watch_{log_};
    std::unique_ptr<store::KeyStore> store_;
    std::optional<service::Services> services_;
};

std::string refusal_at_start(const ServerFolder& folder, const std::string& document, UserError::Kind expected) {
    return refusal([&] { return folder.document(document); }, expected);
}

// ---- credentials that the configuration gives ----

TEST(Provision, configured_credentials_follow_the_configuration) {
    const ServerFolder folder;
    {
        Running server{folder.config(kBoth)};
        EXPECT_TRUE(has_credential(server.application, "one"));
        EXPECT_TRUE(has_credential(server.application, "two"));
    }
    Running server{folder.config("credentials: [{id: one, secret: another-secret-01, tenant: acme}]\n")};
    EXPECT_FALSE(has_credential(server.application, "two"));
    EXPECT_NO_THROW(server.client("one", "another-secret-01").call("list-keys", json::object()));
}

TEST(Provision, leaves_credentials_of_the_admin_api_alone) {
    const ServerFolder folder;
    const auto credential = service::random_credential();
    {
        Running server{folder.config()};
        ASSERT_TRUE(service::create_credential(server.application.services(), "acme", credential));
    }
    Running server{folder.config()};
    EXPECT_TRUE(has_credential(server.application, credential.id));
}

TEST(Provision, a_database_that_was_copied_elsewhere_ends_what_the_configuration_dropped) {
    const ServerFolder folder;
    const ServerFolder restored;
    {
        const Start start{folder.config(kBoth)};
    }
    for (const auto& entry : fs::directory_iterator{folder.path()})
        if (entry.is_regular_file())
            fs::copy_file(entry.path(), restored / entry.path().filename().string(),
                          fs::copy_options::overwrite_existing);
    fs::remove(restored / "configured-credentials");
    Start start{restored.config(kOne)};
    EXPECT_TRUE(start.is_usable("one"));
    EXPECT_FALSE(start.find("two"));
    EXPECT_THAT(start.log(), HasSubstr("removed the credential two: it is no longer in the configuration"));
}

TEST(Provision, one_that_the_administration_removed_stays_removed_and_the_log_says_where_it_is_named) {
    const ServerFolder folder;
    {
        Start start{folder.config(kBoth)};
        ASSERT_TRUE(service::remove_credential(start.services(), "two"));
    }
    for (int i = 0; i < 2; ++i) {
        Start start{folder.config(kBoth)};
        EXPECT_TRUE(start.is_usable("one"));
        EXPECT_FALSE(start.find("two"));
        EXPECT_THAT(start.log(), HasSubstr("the credential two of t.yaml:6:3 stays removed"));
        EXPECT_THAT(start.log(), HasSubstr("tandem credential enable two"));
    }
}

TEST(Provision, the_mark_of_a_removal_outlives_a_configuration_without_the_credential) {
    const ServerFolder folder;
    {
        Start start{folder.config(kBoth)};
        ASSERT_TRUE(service::remove_credential(start.services(), "two"));
    }
    {
        const Start start{folder.config(kOne)};
        EXPECT_THAT(start.log(), IsEmpty());
    }
    Start start{folder.config(kBoth)};
    EXPECT_FALSE(start.find("two"));
}

TEST(Provision, a_removed_one_comes_back_at_the_start_after_it_was_enabled) {
    const ServerFolder folder;
    {
        Start start{folder.config(kBoth)};
        ASSERT_TRUE(service::remove_credential(start.services(), "two"));
        ASSERT_TRUE(service::enable_credential(start.services(), "two"));
        EXPECT_FALSE(start.find("two"));
    }
    Start start{folder.config(kBoth)};
    EXPECT_TRUE(start.is_usable("two"));
}

TEST(Provision, a_disabled_one_stays_disabled_whatever_the_configuration_changes) {
    const ServerFolder folder;
    {
        Start start{folder.config(kOne)};
        ASSERT_TRUE(service::disable_credential(start.services(), "one"));
    }
    {
        Start start{folder.config("credentials: [{id: one, secret: another-secret-01, tenant: acme}]\n")};
        EXPECT_FALSE(start.is_usable("one"));
        EXPECT_THAT(start.log(), HasSubstr("the credential one stays disabled"));
        ASSERT_TRUE(service::enable_credential(start.services(), "one"));
    }
    Start start{folder.config("credentials: [{id: one, secret: another-secret-01, tenant: acme}]\n")};
    EXPECT_TRUE(start.is_usable("one"));
}

TEST(Provision, users_are_removed_for_good_too) {
    const ServerFolder folder;
    const std::string user = "credentials: [{user: alice, password: 0123456789abcdef, tenant: acme}]\n";
    {
        Start start{folder.config(user)};
        ASSERT_TRUE(service::remove_credential(start.services(), "user/acme/alice"));
    }
    Start start{folder.config(user)};
    EXPECT_FALSE(start.find("user/acme/alice"));
}

TEST(Provision, one_that_is_stored_for_another_tenant_is_a_conflict_that_names_both) {
    const ServerFolder folder;
    {
        const Start start{folder.document("tenants: [{name: acme}, {name: other}]\n" + kOne)};
    }
    const auto text = refusal_at_start(folder,
                                       "tenants: [{name: acme}, {name: other}]\n"
                                       "credentials: [{id: one, secret: 0123456789abcdef, tenant: other}]\n",
                                       UserError::conflict);
    EXPECT_THAT(text, HasSubstr("credential one is the tenant other's in the document and acme's in the database"));
}

// ---- those of seeds and of development mode ----

TEST(Provision, a_server_ends_the_published_credential_and_those_of_seeds) {
    const ServerFolder folder;
    {
        auto config = development(folder.path());
        config.stand_in.seed_texts.push_back({"seed", "credentials: [{id: seeded, secret: s}]"});
        Running server{std::move(config)};
        ASSERT_TRUE(has_credential(server.application, "seeded"));
    }
    Start start{folder.document("tenants: [{name: default}]\n")};
    EXPECT_FALSE(start.find("seeded"));
    EXPECT_FALSE(start.find(app::kDevelopmentId));
    EXPECT_THAT(start.log(), HasSubstr("removed the credential seeded: it is of a seed"));
}

TEST(Provision, a_seeded_one_that_was_removed_is_not_seeded_again_at_the_next_start) {
    const ServerFolder folder;
    const auto config = [&] {
        auto made = development(folder.path());
        made.stand_in.seed_texts.push_back({"seed", "credentials: [{id: seeded, secret: s}]"});
        return made;
    };
    {
        Running server{config()};
        ASSERT_TRUE(service::remove_credential(server.application.services(), "seeded"));
    }
    Running server{config()};
    EXPECT_FALSE(has_credential(server.application, "seeded"));
    call_admin(server.address(), {}, "POST", "/_tandem/seed", {{"credentials", {{{"id", "seeded"}, {"secret", "s"}}}}});
    EXPECT_TRUE(has_credential(server.application, "seeded"));
}

// ---- data directories of earlier versions ----

TEST(Provision, the_file_of_earlier_versions_is_read_for_the_last_time) {
    const ServerFolder folder;
    const auto made = service::random_credential().id;
    {
        Start start{folder.config()};
        for (const auto& id : {std::string{"listed"}, std::string{"kept"}, std::string{"unlisted"}, made})
            start.store_without_origin(id, "acme");
    }
    const auto list = folder / "configured-credentials";
    std::ofstream{list} << "listed\nkept\n";
    const std::string kept = "credentials: [{id: kept, secret: 0123456789abcdef, tenant: acme}]\n";
    {
        Start start{folder.config(kept)};
        EXPECT_FALSE(start.find("listed"));
        EXPECT_EQ(start.find("kept")->origin, CredentialOrigin::configuration);
        EXPECT_EQ(start.find(made)->origin, CredentialOrigin::run_time);
        // No earlier server had such an id but from a configuration, whatever became of the file.
        EXPECT_FALSE(start.find("unlisted"));
        EXPECT_FALSE(fs::exists(list));
    }
    std::ofstream{list} << made << '\n';
    Start start{folder.config()};
    EXPECT_TRUE(start.is_usable(made)) << "the file no longer decides anything";
    EXPECT_FALSE(start.find("kept"));
}

// ---- an older state ----

TEST(Provision, in_an_older_state_nobody_gets_in_before_an_operator_says_so) {
    const ServerFolder folder;
    const auto made = service::random_credential();
    {
        Start start{folder.config(kOne)};
        ASSERT_TRUE(service::create_credential(start.services(), "acme", made));
    }
    {
        Start start{folder.config(kBoth), app::StoredState::older};
        for (const auto& id : {std::string{"one"}, std::string{"two"}, made.id})
            EXPECT_EQ(start.find(id)->hold, CredentialHold::older_state) << id;
        EXPECT_THAT(start.log(), HasSubstr("3 credentials are disabled since an older state"));
    }
    {
        Start start{folder.config(kBoth)};
        EXPECT_FALSE(start.is_usable("two")) << "a configuration lets nobody in";
        ASSERT_TRUE(service::enable_credential(start.services(), "two"));
        EXPECT_TRUE(start.is_usable("two"));
        EXPECT_FALSE(start.is_usable("one"));
    }
    Running server{folder.config(kBoth)};
    EXPECT_NO_THROW(server.client("two", "0123456789abcdef").call("list-keys", json::object()));
    EXPECT_THROW(server.client("one", "0123456789abcdef").call("list-keys", json::object()), UserError);
}

// ---- tenants ----

TEST(Provision, what_a_document_leaves_out_of_a_tenant_is_as_stored) {
    const ServerFolder folder;
    const auto made = service::random_tenant("acme", "eu-1");
    {
        Start start{folder.document("")};
        ASSERT_TRUE(service::create_tenant(start.services(), made, service::random_credential()));
    }
    Start start{folder.config(kOne)};
    const auto stored = start.tenant("acme");
    EXPECT_EQ(stored.id, made.id);
    EXPECT_EQ(stored.domain_id, made.domain_id);
    EXPECT_EQ(stored.account_number, made.account_number);
    EXPECT_TRUE(start.is_usable("one"));
}

TEST(Provision, an_id_that_a_document_states_otherwise_is_a_conflict_that_names_both) {
    const ServerFolder folder;
    store::TenantFacts stored;
    {
        Start start{folder.config()};
        stored = start.tenant("acme");
    }
    const auto refused = [&](const std::string& ids) {
        return refusal_at_start(folder, "tenants: [{name: acme, " + ids + "}]\n", UserError::conflict);
    };
    const auto text = refused("tencent: {uin: 5}");
    EXPECT_THAT(text, HasSubstr("t.yaml:"));
    EXPECT_THAT(text, HasSubstr("tencent.uin is 5 in the document and " + std::to_string(stored.account_number) +
                                " in the database"));
    EXPECT_THAT(text, Not(HasSubstr("domain_id")));
    EXPECT_THAT(refused("tencent: {app_id: 5}"), HasSubstr("tencent.app_id is 5 in the document and 1"));
    const std::string zeros(32, '0');
    EXPECT_THAT(refused("huawei: {domain_id: '" + zeros + "'}"),
                HasSubstr("huawei.domain_id is " + zeros + " in the document and " + stored.domain_id));
    EXPECT_THAT(refused("huawei: {domain_name: other}"), HasSubstr("huawei.domain_name is other in the document"));
    EXPECT_THAT(refused("huawei: {projects: {a: '" + zeros + "'}}"),
                HasSubstr("huawei.projects is {a: " + zeros +
                          "} in the document and {cn-north-4: " + stored.projects.at(0).id + "} in the database"));
}

TEST(Provision, stated_ids_that_are_the_stored_ones_are_no_conflict) {
    const ServerFolder folder;
    std::string uin;
    {
        Start start{folder.config()};
        uin = std::to_string(start.tenant("acme").account_number);
    }
    EXPECT_NO_THROW(Start{folder.document("tenants: [{name: acme, tencent: {uin: " + uin + "}}]\n")});
}

TEST(Provision, credentials_users_and_agencies_may_belong_to_a_stored_tenant) {
    const ServerFolder folder;
    {
        const Start start{folder.config()};
    }
    Start start{folder.document(kOne + "- {user: alice, password: 0123456789abcdef, tenant: acme, allow: [{operations: "
                                       "[Encrypt]}]}\nagencies: [{name: ops, tenant: acme, trusted: [somebody]}]\n")};
    EXPECT_TRUE(start.is_usable("one"));
    EXPECT_EQ(start.find("user/acme/alice")->allow.size(), 1u);
}

TEST(Provision, a_tenant_that_is_nowhere_is_refused_before_anything_is_changed) {
    const ServerFolder folder;
    const auto text = refusal_at_start(folder,
                                       "tenants: [{name: acme}]\ncredentials: [{id: a, secret: "
                                       "0123456789abcdef, tenant: acne}]\n",
                                       UserError::configuration);
    EXPECT_THAT(text, HasSubstr("credential a names the tenant \"acne\", which neither the configuration nor the "
                                "database has; did you mean \"acme\"?"));
    Start start{folder.document("")};
    const auto guard = start.services().store.read();
    EXPECT_TRUE(start.services().store.tenants().empty());
}

TEST(Provision, a_development_directory_moves_to_a_server_with_its_keys_and_ids) {
    const ServerFolder folder;
    {
        const Running server{development(folder.path())};
        server.client().call("create-key", {{"key_alias", "demo"}});
    }
    Running server{folder.document("tenants: [{name: default}]\ncredentials: [{id: app, secret: 0123456789abcdef}]\n")};
    auto client = server.client("app", "0123456789abcdef");
    EXPECT_EQ(client.call("list-keys", json::object()).at("total"), 1);
    const auto guard = server.application.services().store.read();
    const auto* tenant = server.application.services().store.find_tenant_by_name("default");
    EXPECT_EQ(tenant->facts.projects.at(0).id, app::kDevelopmentProject);
}

TEST(Provision, the_directory_of_a_server_opens_in_development_mode) {
    const ServerFolder folder;
    {
        const Start start{folder.document("tenants: [{name: default}]\n")};
    }
    Running server{development(folder.path())};
    EXPECT_NO_THROW(server.client().call("list-keys", json::object()));
}

TEST(Provision, a_reset_keeps_the_ids_of_a_tenant_that_its_document_does_not_state) {
    const ServerFolder folder;
    store::TenantFacts stored;
    {
        Start start{folder.document("tenants: [{name: default}]\n")};
        stored = start.tenant("default");
    }
    Running server{development(folder.path())};
    call_admin(server.address(), {}, "POST", "/_tandem/reset?to=empty", nullptr);
    const auto guard = server.application.services().store.read();
    EXPECT_EQ(server.application.services().store.find_tenant_by_name("default")->facts.domain_id, stored.domain_id);
}

}  // namespace
}  // namespace tandem::cli
