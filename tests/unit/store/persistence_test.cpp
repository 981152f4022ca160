// A store over SQLite after it was closed, and what it refuses to show after someone edited its rows.

#include "tandem/base/user_error.hpp"

#include "rows/hierarchy.hpp"
#include "sqlite/sqlite.hpp"
#include "store_test.hpp"

#include <gmock/gmock.h>

#include <chrono>

namespace tandem::store {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsNull;
using testing::Not;
using testing::NotNull;

class Persistence : public testing::Test {
  protected:
    std::unique_ptr<KeyStore> open(std::uint8_t unseal_key = 1) {
        return KeyStore::open(open_sqlite_backend({file_, {}, false}), test_unseal_key(unseal_key), clock_);
    }

    // Two tenants with two keys, an alias, a credential and a white-box key each; one key has attributes.
    void fill() {
        const auto store = open();
        for (const char* name : {"mine", "neighbour"}) {
            TenantInStore tenant{*store, name};
            tenant.create();
            Key first = new_key();
            Key second = new_key();
            first.settings.attributes.edit([](KeyAttributes& more) { more.tags = {{"team", "payments"}}; });
            WhiteBoxKey box;
            box.id = crypto::random_uuid<ObjectId>();
            box.name = "box";
            ASSERT_THAT(tenant.commit(PutObject<WhiteBoxKey>{box, PutObject<WhiteBoxKey>::kNew, secret_of(name)}),
                        Succeeds());
            ASSERT_THAT(
                tenant.commit(
                    creation_of(first), creation_of(second), PutAlias{{"a", first.id, kCreated, kCreated}},
                    PutCredential{credential_facts(std::string{name} + "-id", tenant.id()), secret_of("secret")}),
                Succeeds());
            ASSERT_THAT(store->commit(place_of(tenant, "east"), changes(CreateKeySpace{})), Succeeds());
        }
    }

    static KeySpacePlace place_of(const TenantInStore& tenant, const std::string& region) {
        return {key_space_id(tenant.facts().name, region), tenant.id(), region};
    }

    // Runs SQL on the closed database, as somebody with access to the disk could.
    void edit(const std::string& sql) {
        auto connection = SqliteConnection::open(file_.string(), "");
        ASSERT_TRUE(connection.has_value());
        const auto edited = connection->execute(sql);
        ASSERT_TRUE(edited.has_value()) << edited.error().message;
        ASSERT_GT(sqlite3_changes(connection->get()), 0) << sql;
    }

    void expect_refusal(std::string_view table) {
        try {
            (void)open();
            ADD_FAILURE() << "the store opened";
        } catch (const UserError& error) {
            EXPECT_EQ(error.kind(), UserError::damaged);
            EXPECT_THAT(error.what(), HasSubstr("table " + std::string{table} + ", object "));
        }
    }

    test::TemporaryFolder folder_;
    std::filesystem::path file_ = folder_ / "store.db";
    test::FakeClock clock_;
};

// ---- what comes back ----

TEST_F(Persistence, the_prefix_of_an_alias_survives) {
    KeyId id;
    {
        const auto store = open();
        TenantInStore tenant{*store, "mine"};
        tenant.create();
        const Key key = tenant.create_key();
        id = key.id;
        ASSERT_THAT(tenant.commit(PutAlias{{"plain", id, kCreated, kCreated}},
                                  PutAlias{{"orders", id, kCreated, {kCreated, true}}}),
                    Succeeds());
    }
    const auto store = open();
    const auto guard = store->read();
    TenantInStore tenant{*store, "mine"};
    ASSERT_THAT(tenant.find_alias("orders"), NotNull());
    EXPECT_TRUE(tenant.find_alias("orders")->prefixed());
    EXPECT_FALSE(tenant.find_alias("plain")->prefixed());
}

TEST_F(Persistence, the_keys_of_a_region_survive) {
    const Key key = new_key();
    Bytes sealed;
    crypto::Sha256Digest derived;
    {
        const auto store = open();
        TenantInStore tenant{*store, "mine"};
        tenant.create();
        ASSERT_THAT(store->commit(place_of(tenant, "east"), changes(creation_of(key))), Succeeds());
        const auto guard = store->read();
        const KeySpace& east = *store->find_key_space(*tenant.tenant(), "east");
        const Key& stored = *store->find_key(east, key.id);
        sealed = seal_known_message(**store->open_material(east, stored, stored.versions.back()));
        derived = east.derive("label", {});
    }
    const auto store = open();
    const auto guard = store->read();
    const Tenant& tenant = *store->find_tenant_by_name("mine");
    const KeySpace* east = store->find_key_space(tenant, "east");
    ASSERT_THAT(east, NotNull());
    EXPECT_EQ(&east->tenant(), &tenant);
    EXPECT_EQ(east->derive("label", {}), derived);
    const Key& stored = *store->find_key(*east, key.id);
    EXPECT_EQ(seal_known_message(**store->open_material(*east, stored, stored.versions.back())), sealed);
    EXPECT_THAT(store->find_key(tenant, key.id), IsNull());
}

TEST_F(Persistence, rules_of_credentials_survive) {
    const std::vector<AccessRule> rules{{{"Encrypt", "huawei:*"}, {"alias/orders"}}, {{"ListKeys"}, {}}};
    {
        const auto store = open();
        TenantInStore tenant{*store, "mine"};
        tenant.create();
        CredentialFacts facts = credential_facts("user/mine/alice", tenant.id());
        facts.allow = rules;
        facts.login_only = true;
        ASSERT_THAT(tenant.commit(PutCredential{facts, secret_of("secret")}), Succeeds());
    }
    const auto store = open();
    const auto guard = store->read();
    const Credential* user = store->find_credential("user/mine/alice");
    ASSERT_THAT(user, NotNull());
    EXPECT_EQ(user->facts.allow, rules);
    EXPECT_TRUE(user->facts.login_only);
}

TEST_F(Persistence, everything_comes_back) {
    Key key = new_key();
    key.spec = keys::KeySpec::sm4;
    key.usage = keys::KeyUsage::encrypt_decrypt;
    key.origin = keys::KeyOrigin::external;
    KeySettings settings;
    settings.state = keys::KeyState::pending_deletion;
    settings.deletion_date = kCreated + 168h;
    settings.description = "d\xc3\xa9j\xc3\xa0 vu";
    settings.primary_alias = "first";
    CredentialFacts facts = credential_facts("id", tenant_named("mine").id);
    facts.session_token = "token";
    facts.expires = kCreated + 1h;
    std::array<std::uint8_t, 16> installation;
    Epoch epoch = 0;
    Bytes sealed;
    {
        const auto store = open();
        TenantInStore mine{*store, "mine"};
        mine.create();
        ASSERT_THAT(mine.commit(CreateKey{key, secret_of("0123456789abcdef"), {}},
                                AddKeyVersion{key.id, 1, secret_of("fedcba9876543210"), {}, kCreated + 1s},
                                UpdateKey{key.id, 2, settings}, PutAlias{{"first", key.id, kCreated, kCreated + 2s}},
                                PutCredential{facts, secret_of("secret")}),
                    Succeeds());
        installation = store->installation_id();
        epoch = store->epoch();
        const auto guard = store->read();
        sealed = seal_known_message(
            **store->open_material(*mine.tenant(), *mine.find(key.id), *mine.find(key.id)->newest()));
    }

    const auto store = open();
    TenantInStore mine{*store, "mine"};
    const auto guard = store->read();
    EXPECT_EQ(store->installation_id(), installation);
    EXPECT_EQ(store->epoch(), epoch);
    ASSERT_THAT(mine.tenant(), NotNull());
    const TenantFacts& tenant = mine.tenant()->facts;
    EXPECT_EQ(tenant.name, "mine");
    EXPECT_EQ(tenant.account_number, mine.facts().account_number);
    EXPECT_EQ(tenant.application_number, mine.facts().application_number);
    EXPECT_EQ(tenant.domain_id, mine.facts().domain_id);
    EXPECT_EQ(tenant.domain_name, mine.facts().domain_name);
    ASSERT_EQ(tenant.projects.size(), 2U);
    EXPECT_EQ(tenant.projects[1].id, "11111111111111111111111111111111");

    const Key* found = mine.find(key.id);
    ASSERT_THAT(found, NotNull());
    EXPECT_EQ(store->find_key(*mine.tenant(), key.name), found);
    EXPECT_EQ(found->spec, key.spec);
    EXPECT_EQ(found->usage, key.usage);
    EXPECT_EQ(found->origin, key.origin);
    EXPECT_EQ(found->created, key.created);
    EXPECT_EQ(found->revision, 3U);
    EXPECT_EQ(found->settings.state, settings.state);
    EXPECT_EQ(found->settings.deletion_date, settings.deletion_date);
    EXPECT_EQ(found->settings.description, settings.description);
    EXPECT_EQ(found->settings.primary_alias, settings.primary_alias);
    ASSERT_EQ(found->versions.size(), 2U);
    EXPECT_EQ(found->newest()->created(), kCreated + 1s);
    EXPECT_EQ(seal_known_message(**store->open_material(*mine.tenant(), *found, *found->newest())), sealed);
    EXPECT_EQ(store->due_keys(kCreated + 168h).size(), 1U);

    ASSERT_THAT(mine.find_alias("first"), NotNull());
    EXPECT_EQ(mine.find_alias("first")->key, key.id);
    EXPECT_EQ(mine.find_alias("first")->updated, kCreated + 2s);

    const Credential* credential = store->find_credential("id");
    ASSERT_THAT(credential, NotNull());
    EXPECT_EQ(as_text(credential->secret.expose_secret()), "secret");
    EXPECT_EQ(credential->facts.session_token, "token");
    EXPECT_EQ(credential->facts.expires, facts.expires);
    EXPECT_TRUE(credential->facts.enabled);
    EXPECT_EQ(credential->tenant.get(), mine.tenant());
}

TEST_F(Persistence, attributes_of_a_key_come_back) {
    Key key = new_key();
    key.settings.attributes.edit([](KeyAttributes& more) {
        more.rotation = {true, 30, kCreated, kCreated + 720h};
        more.tags = {{"team", "payments"}};
    });
    {
        const auto store = open();
        TenantInStore mine{*store, "mine"};
        mine.create();
        ASSERT_THAT(mine.commit(creation_of(key)), Succeeds());
    }
    const auto store = open();
    const TenantInStore mine{*store, "mine"};
    const auto guard = store->read();
    EXPECT_EQ(mine.find(key.id)->settings.attributes, key.settings.attributes);
    EXPECT_EQ(store->due_keys(kCreated + 720h).size(), 1U);
}

TEST_F(Persistence, objects_and_their_secrets_come_back) {
    fill();
    const auto store = open();
    const auto guard = store->read();
    const Objects<WhiteBoxKey> boxes{*store->find_tenant_by_name("mine")};
    ASSERT_THAT(boxes.find_named("box"), NotNull());
    EXPECT_EQ(as_text(boxes.open_secret(*boxes.find_named("box"))->expose_secret()), "mine");
}

TEST_F(Persistence, what_a_tenant_derives_stays) {
    crypto::Sha256Digest before;
    {
        const auto store = open();
        TenantInStore mine{*store, "mine"};
        mine.create();
        const auto guard = store->read();
        before = mine.tenant()->derive("label", as_bytes("token"));
    }
    const auto store = open();
    const auto guard = store->read();
    EXPECT_EQ(store->find_tenant_by_name("mine")->derive("label", as_bytes("token")), before);
}

TEST_F(Persistence, what_was_removed_stays_away) {
    Key key;
    {
        const auto store = open();
        TenantInStore mine{*store, "mine"};
        TenantInStore neighbour{*store, "neighbour"};
        mine.create();
        neighbour.create();
        key = mine.create_key();
        ASSERT_THAT(mine.put_alias("a", key), Succeeds());
        ASSERT_THAT(mine.put_credential("id", "secret"), Succeeds());
        ASSERT_THAT(mine.commit(RemoveKey{key.id, 1}), Succeeds());
        ASSERT_THAT(mine.commit(RemoveCredential{"id"}), Succeeds());
        ASSERT_THAT(neighbour.put_alias("a", neighbour.create_key()), Succeeds());
        ASSERT_THAT(neighbour.put_credential("neighbour-id", "secret"), Succeeds());
        ASSERT_THAT(neighbour.commit(RemoveTenant{}), Succeeds());
    }
    const auto store = open();
    TenantInStore mine{*store, "mine"};
    const auto guard = store->read();
    EXPECT_THAT(mine.find(key.id), IsNull());
    EXPECT_THAT(mine.find_alias("a"), IsNull());
    EXPECT_THAT(store->find_credential("id"), IsNull());
    EXPECT_THAT(store->find_credential("neighbour-id"), IsNull());
    EXPECT_THAT(store->find_tenant_by_name("neighbour"), IsNull());
}

TEST_F(Persistence, each_change_is_logged_under_its_epoch) {
    fill();
    auto connection = SqliteConnection::open(file_.string(), "");
    // Three commits a tenant: its creation, a white-box key, then two keys, an alias and a credential.
    EXPECT_EQ(
        *connection->query_text("SELECT group_concat(epoch || ':' || kind) FROM (SELECT * FROM change_log ORDER BY "
                                "epoch, ordinal)"),
        "1:0,2:13,3:2,3:2,3:6,3:8,4:29,5:0,6:13,7:2,7:2,7:6,7:8,8:29");
    EXPECT_EQ(*connection->query_text("SELECT number FROM meta WHERE name = 'epoch'"), "8");
}

TEST_F(Persistence, no_secret_is_in_the_file) {
    fill();
    std::string file(std::filesystem::file_size(file_), '\0');
    const std::unique_ptr<FILE, int (*)(FILE*)> opened{std::fopen(file_.c_str(), "r"), std::fclose};
    ASSERT_EQ(std::fread(file.data(), 1, file.size(), opened.get()), file.size());
    EXPECT_EQ(file.find(kMaterial), std::string::npos);
    EXPECT_NE(file.find("mine-id"), std::string::npos);
}

// ---- unseal keys ----

TEST_F(Persistence, wrong_unseal_key_is_refused_with_both_ids) {
    fill();
    try {
        (void)open(2);
        FAIL() << "the store opened";
    } catch (const UserError& error) {
        EXPECT_EQ(error.kind(), UserError::damaged);
        EXPECT_EQ(error.what(), "unseal key " + unseal_key_id(test_unseal_key(2)) +
                                    " does not open this database, which wants " + unseal_key_id(test_unseal_key(1)) +
                                    "; use the key that belongs to this database");
    }
    EXPECT_NO_THROW(open(1));
}

TEST_F(Persistence, unseal_key_of_another_length_is_refused) {
    EXPECT_THROW((void)KeyStore::open(make_memory_backend(), SecretBytes{16}, clock_), UserError);
}

// ---- edited rows ----

struct Edit {
    const char* name;
    const char* table;  // that the refusal names
    const char* sql;
};

void PrintTo(const Edit& edit, std::ostream* out) { *out << edit.name; }

class EditedRow : public Persistence, public testing::WithParamInterface<Edit> {};

TEST_P(EditedRow, is_refused) {
    fill();
    edit(GetParam().sql);
    expect_refusal(GetParam().table);
}

constexpr const char* kSwapMaterial =
    "UPDATE key_versions SET sealed_material = CASE key_id "
    "WHEN (SELECT min(key_id) FROM key_versions) THEN (SELECT sealed_material FROM key_versions ORDER BY key_id DESC "
    "LIMIT 1) "
    "WHEN (SELECT max(key_id) FROM key_versions) THEN (SELECT sealed_material FROM key_versions ORDER BY key_id LIMIT "
    "1) "
    "ELSE sealed_material END";

INSTANTIATE_TEST_SUITE_P(
    Edits, EditedRow,
    testing::Values(
        Edit{"key_state", "keys", "UPDATE keys SET state = 1"}, Edit{"key_usage", "keys", "UPDATE keys SET usage = 1"},
        Edit{"key_spec", "keys", "UPDATE keys SET spec = 1"}, Edit{"key_origin", "keys", "UPDATE keys SET origin = 1"},
        Edit{"key_deletion_date", "keys", "UPDATE keys SET deletion_date = 1"},
        Edit{"key_revision", "keys", "UPDATE keys SET revision = 0"},
        Edit{"key_description", "keys", "UPDATE keys SET description = 'edited'"},
        Edit{"key_particulars", "keys", "UPDATE keys SET particulars = x'0200000000' WHERE particulars = x''"},
        Edit{"key_particulars_removed", "keys", "UPDATE keys SET particulars = x'' WHERE particulars <> x''"},
        Edit{"object_fields", "objects", "UPDATE objects SET fields = x''"},
        Edit{"object_of_another_kind", "objects", "UPDATE objects SET kind = 1"},
        Edit{"object_of_no_kind", "objects", "UPDATE objects SET kind = 99"},
        Edit{"object_secret_swapped", "objects",
             "UPDATE objects SET sealed_secret = (SELECT max(sealed_secret) FROM objects)"},
        Edit{"key_mac", "keys", "UPDATE keys SET mac = x''"},
        Edit{"key_given_to_a_tenant", "keys",
             "PRAGMA foreign_keys = OFF; UPDATE keys SET key_space_id = (SELECT max(tenant_id) FROM tenants)"},
        Edit{"version_removed", "keys", "DELETE FROM key_versions"},
        Edit{"version_material_swapped", "key_versions", kSwapMaterial},
        Edit{"version_public_key", "key_versions", "UPDATE key_versions SET public_key = x'00'"},
        Edit{"version_number", "key_versions", "UPDATE key_versions SET number = 1"},
        Edit{"version_without_key", "key_versions", "PRAGMA foreign_keys = OFF; DELETE FROM keys"},
        Edit{"alias_moved", "aliases",
             "UPDATE aliases SET key_id = (SELECT k.key_id FROM keys k WHERE k.key_space_id = aliases.key_space_id AND "
             "k.key_id <> aliases.key_id)"},
        Edit{"alias_renamed", "aliases", "UPDATE aliases SET name = 'b'"},
        Edit{"alias_given_a_prefix", "aliases", "UPDATE aliases SET prefixed = x'01'"},
        Edit{"alias_given_an_unknown_prefix", "aliases", "UPDATE aliases SET prefixed = x'02'"},
        Edit{"credential_enabled", "credentials", "UPDATE credentials SET enabled = 2"},
        Edit{"credential_expiry", "credentials", "UPDATE credentials SET expires = 5"},
        Edit{"credential_renamed", "credentials", "UPDATE credentials SET credential_id = 'x' || credential_id"},
        Edit{"credential_given_to_a_tenant", "credentials",
             "UPDATE credentials SET tenant_id = (SELECT max(tenant_id) FROM tenants)"},
        Edit{"credential_secret_swapped", "credentials",
             "UPDATE credentials SET sealed_secret = (SELECT sealed_secret FROM credentials WHERE credential_id = "
             "'mine-id')"},
        Edit{"tenant_name", "tenants", "UPDATE tenants SET name = 'x' || name"},
        Edit{"tenant_account", "tenants", "UPDATE tenants SET account_number = 1"},
        Edit{"tenant_key_swapped", "key_spaces",
             "UPDATE key_spaces SET sealed_key = (SELECT max(sealed_key) FROM key_spaces)"},
        Edit{"key_space_removed", "tenants",
             "PRAGMA foreign_keys = OFF; DELETE FROM key_spaces WHERE key_space_id = tenant_id"},
        Edit{"key_space_given_a_region", "key_spaces", "UPDATE key_spaces SET region = 'west' WHERE region = ''"},
        Edit{"key_space_given_to_a_tenant", "key_spaces",
             "UPDATE key_spaces SET tenant_id = (SELECT max(tenant_id) FROM tenants), region = region || "
             "hex(key_space_id)"},
        Edit{"tenant_removed", "key_spaces", "PRAGMA foreign_keys = OFF; DELETE FROM tenants"},
        Edit{"tenant_projects", "tenants", "UPDATE tenants SET projects = x'00000001'"},
        Edit{"root_key", "root_keys", "UPDATE root_keys SET sealed_key = zeroblob(length(sealed_key))"},
        Edit{"root_key_removed", "root_keys", "DELETE FROM root_keys WHERE true"},
        Edit{"installation_removed", "meta", "DELETE FROM meta WHERE name = 'installation'"}),
    [](const auto& param) { return param.param.name; });

TEST_F(Persistence, refusal_tells_no_contents) {
    fill();
    edit("UPDATE keys SET description = 'edited'");
    try {
        (void)open();
        FAIL() << "the store opened";
    } catch (const UserError& error) {
        EXPECT_THAT(error.what(), AllOf(Not(HasSubstr("edited")), HasSubstr(tenant_named("mine").id.text())));
    }
}

}  // namespace
}  // namespace tandem::store
