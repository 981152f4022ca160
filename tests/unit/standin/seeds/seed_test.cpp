// Reading, merging, applying and writing seeds, over a real store.

#include "seeds/seed.hpp"

#include "tandem/base/encoding.hpp"
#include "tandem/base/user_error.hpp"
#include "tandem/crypto/asymmetric.hpp"
#include "tandem/crypto/digest.hpp"
#include "tandem/service/actions/tenants.hpp"
#include "tandem/vendors/records.hpp"

#include "state/seed_plan.hpp"
#include "support/fake_clock.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

namespace tandem::standin {
namespace {

using testing::HasSubstr;

const std::string kId = "6a1d3c9e-0c5f-4b1e-9a77-3f2b8d1e4c55";

class SeedTest : public testing::Test {
  protected:
    SeedTest() { put_tenant("default"); }

    void put_tenant(const std::string& name) {
        const auto facts = service::derived_tenant(name, "region");
        std::vector<store::Change> changes;
        changes.emplace_back(store::CreateTenant{facts});
        EXPECT_TRUE(store_->commit(facts.id, std::move(changes)));
    }

    Seed read(const std::string& text) {
        return read_seed(text, "s", {environment_, folder_.path(), clock_.now(), "region"});
    }

    template <class Work>
    static std::string refusal(const Work& work) {
        try {
            work();
        } catch (const UserError& error) {
            return error.what();
        }
        return "accepted";
    }
    std::string refused(const std::string& text) {
        return refusal([&] { read(text); });
    }

    std::string material(const std::string& text, const std::string& spec = "AES_256") {
        const auto seed = read("keys: [{alias: x, spec: " + spec + ", material: " + text + "}]");
        return hex_encode(seed.keys.at(0).versions.at(0).material.expose_secret());
    }

    // "create key, same tenant" as counts by kind.
    std::vector<int> apply(const std::string& text, Existing existing = Existing::update,
                           Others others = Others::stay) {
        std::vector<int> counts(4);
        for (const auto& step : apply_seed(services_, read(text), existing, others))
            if (step.what == "key") ++counts[static_cast<std::size_t>(step.kind)];
        return counts;
    }
    std::string written() { return write_seed(capture_seed(services_), WithMaterial::yes); }

    static std::vector<int> steps(int create, int change, int same, int remove) {
        return {create, change, same, remove};
    }

    app::Environment environment_{{"KEY", std::string(32, 'k')}, {"HEX", "00112233445566778899aabbccddeeff"}};
    test::TemporaryFolder folder_;
    test::FakeClock clock_;
    std::unique_ptr<store::KeyStore> store_ =
        store::KeyStore::open(store::make_memory_backend(), SecretBytes{32}, clock_, api::record_kinds());
    service::Services services_{*store_, clock_, {}};
};

// ---- material ----

TEST_F(SeedTest, reads_hex_and_base64) {
    const std::string hex(64, 'a');
    EXPECT_EQ(material("{hex: " + hex + "}"), hex);
    EXPECT_EQ(material("{hex: '" + hex.substr(0, 32) + " " + hex.substr(32) + "'}"), hex);
    EXPECT_EQ(material("{base64: " + base64_encode(as_bytes(std::string(32, 'k'))) + "}"),
              hex_encode(as_bytes(std::string(32, 'k'))));
}

TEST_F(SeedTest, reads_variables_raw_and_as_text) {
    EXPECT_EQ(material("{env: KEY}"), hex_encode(as_bytes(std::string(32, 'k'))));
    EXPECT_EQ(material("{env: HEX}", "SM4"), "00112233445566778899aabbccddeeff");
    EXPECT_THAT(refused("keys: [{alias: x, spec: HMAC_512, material: {env: HEX}}]"),
                HasSubstr("64 bytes for HMAC_512 are needed"));
    EXPECT_THAT(refused("keys: [{alias: x, material: {env: NONE}}]"), HasSubstr("the variable NONE is not set"));
}

TEST_F(SeedTest, reads_files_beside_the_seed) {
    std::ofstream{folder_ / "raw"} << std::string(32, 'k');
    std::ofstream{folder_ / "large"} << std::string(16 * 1024 + 1, 'k');
    EXPECT_EQ(material("{file: raw}"), hex_encode(as_bytes(std::string(32, 'k'))));
    EXPECT_THAT(refused("keys: [{alias: x, material: {file: large}}]"), HasSubstr("1 byte to 16 KiB"));
    EXPECT_THAT(refused("keys: [{alias: x, material: {file: none}}]"), HasSubstr("cannot read"));
    EXPECT_THAT(refused("keys: [{alias: x, material: {file: .}}]"), HasSubstr("cannot read"));
}

// docs/formats.md, "Derived material": these never change.
TEST_F(SeedTest, derives_the_same_everywhere) {
    const auto block = [](const std::string& text) {
        return hex_encode(crypto::HmacSha256Key{as_bytes("tandem/v1/derived")}.sign(as_bytes(text)));
    };
    EXPECT_EQ(material("{derive: orders}"), block("AES_256/0/0/orders"));
    EXPECT_EQ(material("{derive: orders}", "SM4"), block("SM4/0/0/orders").substr(0, 32));
    EXPECT_EQ(material("{derive: orders}", "HMAC_384"),
              block("HMAC_384/0/0/orders") + block("HMAC_384/0/1/orders").substr(0, 32));
    EXPECT_EQ(material("{derive: orders}"), "51114de9b933c0115316ad7a1dfbe8f6c62019a0284c51d844b2a8dee8a2272f");
}

TEST_F(SeedTest, derives_keys_of_every_curve) {
    for (const std::string spec : {"SM2", "EC_P256", "EC_P384", "EC_SECP256K1"})
        EXPECT_EQ(material("{derive: orders}", spec), material("{derive: orders}", spec)) << spec;
    for (const std::string spec : {"RSA_2048", "ED25519"})
        EXPECT_THAT(refused("keys: [{alias: x, spec: " + spec + ", material: {derive: y}}]"),
                    HasSubstr("cannot be derived"));
}

TEST_F(SeedTest, a_private_key_must_be_of_the_spec) {
    const auto key = crypto::PrivateKey::generate(crypto::AsymmetricAlgorithm::ec_p256);
    const auto text = "{base64: " + base64_encode(key->to_der().expose_secret()) + "}";
    EXPECT_EQ(material(text, "EC_P256"), hex_encode(key->to_der().expose_secret()));
    EXPECT_THAT(refused("keys: [{alias: x, spec: SM2, material: " + text + "}]"),
                HasSubstr("s:1:49: keys[0].material.base64: this private key is not of the spec SM2"));
}

// ---- identities ----

TEST_F(SeedTest, ids_and_names_follow_from_the_alias) {
    const auto key = std::move(read("keys: [{alias: orders}]").keys.at(0));
    EXPECT_EQ(key.facts.id, read("keys: [{alias: orders}]").keys.at(0).facts.id);
    EXPECT_EQ(key.facts.name, read("keys: [{alias: orders}]").keys.at(0).facts.name);
    EXPECT_NE(key.facts.id, read("keys: [{alias: orders, tenant: other}]").keys.at(0).facts.id);
}

TEST_F(SeedTest, what_is_there_twice_names_both_places) {
    Seed seed = read("keys: [{alias: a}]");
    EXPECT_THAT(refusal([&] {
                    merge_seed(seed, read_seed("keys:\n- {alias: a}\n", "t", {environment_, {}, clock_.now(), "r"}));
                }),
                testing::AllOf(HasSubstr("t:2:3: key default/"), HasSubstr("is there twice, first at s:1:8")));
    EXPECT_THAT(refused("tenants: [{name: a}, {name: a}]"), HasSubstr("tenant a is there twice"));
    EXPECT_THAT(refused("credentials: [{id: a, secret: b}, {id: a, secret: b}]"),
                HasSubstr("credential a is there twice"));
    EXPECT_THAT(refused("tenants: [{name: a, id: " + kId + "}, {name: b, id: " + kId + "}]"),
                HasSubstr("the tenant id"));
    EXPECT_THAT(refused("keys: [{alias: a, name: kms-aaaaaaaa}, {alias: b, name: kms-aaaaaaaa}]"),
                HasSubstr("the name kms-aaaaaaaa"));
}

TEST_F(SeedTest, a_replacement_takes_the_names_of_the_older) {
    Seed seed = read("keys: [{id: " + kId + ", alias: a, aliases: [b]}]");
    replace_in_seed(seed, read("keys: [{alias: a}]"));
    ASSERT_EQ(seed.keys.size(), 2u);
    EXPECT_EQ(seed.keys[0].facts.settings.primary_alias, "");
    ASSERT_EQ(seed.keys[0].aliases.size(), 1u);
    EXPECT_EQ(seed.keys[0].aliases[0].name, "b");
}

// ---- applying ----

TEST_F(SeedTest, applying_again_changes_nothing) {
    const std::string text = "keys: [{alias: a, created: -4d}, {alias: b, state: PendingDelete}]";
    EXPECT_EQ(apply(text), steps(2, 0, 0, 0));
    clock_.advance(std::chrono::hours{1});
    EXPECT_EQ(apply(text), steps(0, 0, 2, 0));
}

TEST_F(SeedTest, a_plan_changes_nothing) {
    const auto before = written();
    EXPECT_EQ(plan_seed(services_, read("keys: [{alias: a}]"), Existing::update, Others::stay).size(), 2u);
    EXPECT_EQ(written(), before);
}

TEST_F(SeedTest, keep_update_and_replace) {
    apply("keys: [{id: " + kId + ", material: {derive: a}}]");
    const auto described = "keys: [{id: " + kId + ", description: new, material: {derive: a}}]";
    const auto other = "keys: [{id: " + kId + ", description: new, material: {derive: b}}]";
    EXPECT_EQ(apply(described, Existing::keep), steps(0, 0, 1, 0));
    EXPECT_EQ(apply(described), steps(0, 1, 0, 0));
    EXPECT_THAT(refusal([&] { apply(other); }), HasSubstr("is stored with other material"));
    EXPECT_EQ(apply(other, Existing::replace), steps(0, 1, 0, 0));
    EXPECT_EQ(apply(other), steps(0, 0, 1, 0));
}

TEST_F(SeedTest, what_is_not_in_it_stays_or_goes) {
    apply("keys: [{alias: a}, {alias: b}]");
    EXPECT_EQ(apply("keys: [{alias: a}]"), steps(0, 0, 1, 0));
    EXPECT_EQ(apply("keys: [{alias: a}]", Existing::replace, Others::go), steps(0, 0, 1, 1));
}

TEST_F(SeedTest, a_written_name_renames_and_an_unwritten_one_does_not) {
    apply("keys: [{id: " + kId + ", name: kms-aaaaaaaa, alias: a, material: {derive: a}}]");
    EXPECT_EQ(apply("keys: [{id: " + kId + ", alias: a, material: {derive: a}}]"), steps(0, 0, 1, 0));
    EXPECT_EQ(apply("keys: [{id: " + kId + ", name: kms-bbbbbbbb, alias: a, material: {derive: a}}]"),
              steps(0, 1, 0, 0));
    const auto guard = store_->read();
    const auto* tenant = store_->find_tenant_by_name("default");
    EXPECT_EQ(store_->find_key(*tenant, *keys::KeyName::parse("kms-aaaaaaaa")), nullptr);
    EXPECT_EQ(store_->find_key(*tenant, *keys::KeyName::parse("kms-bbbbbbbb"))->id.text(), kId);
    EXPECT_EQ(store_->aliases_of(*tenant, *KeyId::parse(kId)).size(), 1u);
}

TEST_F(SeedTest, a_name_of_another_key_is_a_conflict) {
    apply("keys: [{alias: a, name: kms-aaaaaaaa}]");
    EXPECT_THAT(refusal([&] { apply("keys: [{alias: b, name: kms-aaaaaaaa}]"); }),
                HasSubstr("the name kms-aaaaaaaa is another key's"));
}

TEST_F(SeedTest, an_alias_taken_by_replace_leaves_no_trace_at_its_key) {
    apply("keys: [{id: " + kId + ", alias: a}]");
    apply("keys: [{alias: a}]", Existing::replace);
    const auto guard = store_->read();
    const auto* tenant = store_->find_tenant_by_name("default");
    EXPECT_EQ(store_->find_key(*tenant, *KeyId::parse(kId))->settings.primary_alias, "");
}

TEST_F(SeedTest, the_neighbour_keeps_its_key_of_the_same_id) {
    put_tenant("team");
    apply("keys: [{id: " + kId + ", tenant: team, material: {derive: a}}]");
    EXPECT_EQ(apply("keys: [{id: " + kId + ", material: {derive: b}}]"), steps(1, 0, 0, 0));
    EXPECT_EQ(apply("keys: [{id: " + kId + ", tenant: team, material: {derive: a}}]"), steps(0, 0, 1, 0));
}

TEST_F(SeedTest, settling_keeps_what_is_stored) {
    apply("keys: [{alias: any, created: -4d}]");
    const auto before = written();
    clock_.advance(std::chrono::hours{1});
    Seed later = read("keys: [{alias: any, created: -4d}]");
    resolve_seed(services_, later);
    apply_seed(services_, later, Existing::replace, Others::stay);
    EXPECT_EQ(written(), before);
}

// ---- writing ----

TEST_F(SeedTest, what_is_written_reads_back_as_the_same) {
    apply(
        "keys: [{alias: a, aliases: [b, c], description: \"x \\\"y\\\" \\u00e9\", created: 2020-01-01T00:00:00.250Z,"
        " versions: [{material: {derive: a}}, {created: -3d, material: {derive: b}}]},"
        " {alias: d, spec: SM2, state: Disabled}, {alias: e, spec: HMAC_512, state: Archived},"
        " {alias: f, state: PendingImport}, {alias: g, state: PendingDelete, versions: []}]");
    const auto text = written();
    apply_seed(services_, read(text), Existing::replace, Others::go);
    EXPECT_EQ(written(), text);
    EXPECT_EQ(apply(text), steps(0, 0, 5, 0));
}

TEST_F(SeedTest, without_material_there_is_none) {
    apply("keys: [{alias: a, material: {hex: " + std::string(64, '7') + "}}]");
    const auto text = write_seed(capture_seed(services_), WithMaterial::no);
    EXPECT_THAT(text, testing::Not(HasSubstr("777777")));
    EXPECT_THAT(text, HasSubstr("{\"random\":true}"));
}

}  // namespace
}  // namespace tandem::standin
