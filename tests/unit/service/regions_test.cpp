// Key spaces of regions, and keys in several of them.

#include "tandem/service/actions/regions.hpp"

#include "tandem/keys/encryption_context.hpp"
#include "tandem/service/actions/grants.hpp"
#include "tandem/service/actions/keystores.hpp"
#include "tandem/service/actions/messages.hpp"
#include "tandem/service/actions/rotation.hpp"
#include "tandem/service/actions/tenants.hpp"

#include "service_test.hpp"

#include <gmock/gmock.h>

namespace tandem::service {
namespace {

const ByteView kEmptyContext = keys::EncryptionContext::canonical_empty();

class Regions : public ServiceTest {
  protected:
    const store::KeySpace& space(std::string_view region) { return space(tenant_, region); }
    const store::KeySpace& space(const store::Tenant& tenant, std::string_view region) {
        std::vector<store::Change> changes;
        changes.emplace_back(store::CreateKeySpace{});
        EXPECT_THAT(store_->commit(*store_->unstored_key_space(tenant, region), std::move(changes)), Succeeds());
        return *store_->find_key_space(tenant, region);
    }
    Call in(const store::KeySpace& space) { return {services_, space}; }
    Result<const store::Key*> replicate(const KeyId& key, const store::KeySpace& to, std::string alias = "copy") {
        return replicate_key(call(), at(key), to, {.alias = std::move(alias)});
    }
    static store::RegionRole role(const store::Key& key) { return key.settings.attributes->region_role; }
    store::RegionRole role_in(const store::KeySpace& space, const KeyId& key) {
        return role(*store_->find_key(space, key));
    }

    Bytes seal(const Call& caller, const KeyId& key) {
        keys::Envelope envelope;
        const EncryptInput input{.key = at(caller, key),
                                 .plaintext = as_bytes("secret"),
                                 .context = kEmptyContext,
                                 .shape = keys::Shape::trailed};
        EXPECT_THAT(encrypt(caller, input, envelope), Succeeds());
        Bytes sealed(envelope.encoded_length());
        write_trailed(envelope, sealed);
        return sealed;
    }
    Result<void> open(const Call& caller, ByteView sealed) {
        keys::Envelope envelope;
        TANDEM_CHECK(read_trailed(sealed, envelope));
        Bytes plaintext(envelope.ciphertext().size());
        TANDEM_CHECK(
            decrypt(caller, at(caller, envelope.header().key), {.context = kEmptyContext}, envelope, plaintext));
        return {};
    }

    const store::KeySpace& here_ = space("here");
    const store::KeySpace& there_ = space("there");
};

TEST_F(Regions, the_first_key_makes_the_key_space) {
    const auto elsewhere = store_->unstored_key_space(tenant_, "elsewhere");
    const auto key = create_key(in(*elsewhere), {.alias = "name"});
    ASSERT_THAT(key, Succeeds());
    const store::KeySpace* made = store_->find_key_space(tenant_, "elsewhere");
    ASSERT_NE(made, nullptr);
    EXPECT_EQ(store_->find_key(*made, (*key)->id), *key);
    EXPECT_THAT(find_key(in(*elsewhere), (*key)->id), Succeeds());
}

TEST_F(Regions, one_key_space_too_many_is_refused) {
    for (std::size_t i = 2; i < store::kMaxKeySpaces; ++i) space("r" + std::to_string(i));
    const auto one_more = [&](const store::Tenant& tenant) {
        const auto more = store_->unstored_key_space(tenant, "more");
        return create_key(in(*more), {});
    };
    EXPECT_THAT(one_more(tenant_), FailsWith(ErrorCode::region_unsupported));
    EXPECT_THAT(one_more(neighbour_), Succeeds());
}

TEST_F(Regions, keys_and_aliases_of_one_are_not_in_another) {
    const KeyId key = (*create_key(in(here_), {.alias = "name"}))->id;
    EXPECT_THAT(find_key(in(here_), key), Succeeds());
    EXPECT_THAT(find_key(in(there_), key), FailsWith(ErrorCode::key_not_found));
    EXPECT_THAT(find_key(call(), key), FailsWith(ErrorCode::key_not_found));
    EXPECT_THAT(create_key(in(there_), {.alias = "name"}), Succeeds());
}

TEST_F(Regions, grants_lead_to_keys_of_the_same_region_alone) {
    const KeyId key = (*create_key(in(here_), {}))->id;
    ASSERT_THAT(
        create_grant(in(here_), {.key = at(in(here_), key), .grantee = "user", .operations = {"sign"}, .issuer = "i"}),
        Succeeds());
    const store::KeySpace& same = space(neighbour_, "here");
    const Principal caller{.user = "user", .domain = "domain"};
    EXPECT_THAT(find_grantor(services_, same, caller, key, "sign"), Succeeds());
    EXPECT_THAT(find_grantor(services_, neighbour_, caller, key, "sign"), FailsWith(ErrorCode::key_not_found));
    EXPECT_THAT(find_grantor(services_, there_, caller, key, "sign"), FailsWith(ErrorCode::key_not_found));
}

TEST_F(Regions, each_copy_opens_what_the_others_sealed) {
    const KeyId key = create().id;
    ASSERT_THAT(enable_rotation(call(), {.key = at(key)}), Succeeds());
    const Bytes old = seal(call(), key);
    ASSERT_THAT(rotate_now(call(), at(key)), Succeeds());
    ASSERT_THAT(disable_rotation(call(), at(key), Demands::none), Succeeds());
    ASSERT_THAT(replicate(key, here_), Succeeds());
    ASSERT_THAT(replicate(key, there_), Succeeds());
    for (const Call& from : {call(), in(here_), in(there_)}) {
        EXPECT_THAT(open(from, old), Succeeds());
        const Bytes sealed = seal(from, key);
        for (const Call& to : {call(), in(here_), in(there_)}) EXPECT_THAT(open(to, sealed), Succeeds());
    }
}

TEST_F(Regions, a_copy_is_one_of_its_own) {
    const store::Key& key = create({.alias = "name", .description = "of the first", .tags = {{"a", "1"}}});
    const KeyId id = key.id;
    const auto made = replicate_key(call(), key, here_, {.alias = "copy", .description = "d", .tags = {{"b", "2"}}});
    ASSERT_THAT(made, Succeeds());
    const store::KeySettings& settings = (*made)->settings;
    EXPECT_EQ(settings.primary_alias, "copy");
    EXPECT_EQ(settings.description, "d");
    EXPECT_EQ(settings.attributes->tags, (std::vector<store::Tag>{{"b", "2"}}));
    EXPECT_EQ(role(**made), store::RegionRole::replica);
    EXPECT_EQ(role(*current(id)), store::RegionRole::primary);
    set_state(id, KeyState::disabled);
    EXPECT_EQ((*find_key(in(here_), id))->settings.state, KeyState::enabled);
}

TEST_F(Regions, a_copy_makes_the_key_space_that_it_comes_to) {
    const KeyId key = create().id;
    const auto elsewhere = store_->unstored_key_space(tenant_, "elsewhere");
    ASSERT_THAT(replicate(key, *elsewhere), Succeeds());
    EXPECT_THAT(open(in(*elsewhere), seal(call(), key)), Succeeds());
    EXPECT_THAT(replicate(key, *elsewhere, "again"), FailsWith(ErrorCode::replica_exists));
}

TEST_F(Regions, only_a_primary_is_copied_and_once_a_region) {
    const KeyId key = create().id;
    ASSERT_THAT(replicate(key, here_), Succeeds());
    EXPECT_THAT(replicate(key, here_, "again"), FailsWith(ErrorCode::replica_exists));
    EXPECT_THAT(replicate(key, tenant_, "again"), FailsWith(ErrorCode::replica_exists));
    EXPECT_THAT(replicate_key(in(here_), at(in(here_), key), there_, {.alias = "x"}),
                FailsWith(ErrorCode::key_is_replica));
}

TEST_F(Regions, what_cannot_be_copied_stays_as_it_is) {
    const KeyId disabled = create().id;
    set_state(disabled, KeyState::disabled);
    EXPECT_THAT(replicate(disabled, here_), FailsWith(ErrorCode::key_disabled));
    const KeyId waiting = create({.origin = keys::KeyOrigin::external}).id;
    EXPECT_THAT(replicate(waiting, here_), FailsWith(ErrorCode::key_pending_import));
    const KeyId rotating = create().id;
    ASSERT_THAT(enable_rotation(call(), {.key = at(rotating)}), Succeeds());
    EXPECT_THAT(replicate(rotating, here_), FailsWith(ErrorCode::rotation_not_for_key_of_regions));
    const ObjectId keystore = (*create_keystore(call(), {.name = "one"}))->id;
    const KeyId apart = create({.keystore = keystore}).id;
    EXPECT_THAT(replicate(apart, here_), FailsWith(ErrorCode::keystore_without_replicas));
    ASSERT_THAT(create_key(in(here_), {.alias = "taken"}), Succeeds());
    const KeyId key = create().id;
    EXPECT_THAT(replicate(key, here_, "taken"), FailsWith(ErrorCode::alias_exists));
    for (const KeyId& id : {disabled, waiting, rotating, apart, key}) {
        EXPECT_EQ(role(*store_->find_key(tenant_, id)), store::RegionRole::alone);
        EXPECT_EQ(store_->find_key(here_, id), nullptr);
    }
}

TEST_F(Regions, no_copy_rotates) {
    const KeyId key = create().id;
    ASSERT_THAT(replicate(key, here_), Succeeds());
    EXPECT_THAT(enable_rotation(call(), {.key = at(key)}), FailsWith(ErrorCode::rotation_not_for_key_of_regions));
    EXPECT_THAT(enable_rotation(in(here_), {.key = at(in(here_), key)}),
                FailsWith(ErrorCode::rotation_not_for_key_of_regions));
}

TEST_F(Regions, the_primary_moves) {
    const KeyId key = create().id;
    ASSERT_THAT(replicate(key, here_), Succeeds());
    ASSERT_THAT(move_primary(call(), at(key), here_), Succeeds());
    EXPECT_EQ(role_in(here_, key), store::RegionRole::primary);
    EXPECT_EQ(role_in(tenant_, key), store::RegionRole::replica);
    EXPECT_THAT(replicate(key, there_), FailsWith(ErrorCode::key_is_replica));
    ASSERT_THAT(replicate_key(in(here_), at(in(here_), key), there_, {.alias = "x"}), Succeeds());
    EXPECT_THAT(open(in(there_), seal(call(), key)), Succeeds());
    EXPECT_THAT(move_primary(in(here_), at(in(here_), key), tenant_), Succeeds());
}

TEST_F(Regions, the_primary_moves_to_a_copy_alone) {
    const KeyId key = create().id;
    EXPECT_THAT(move_primary(call(), at(key), here_), FailsWith(ErrorCode::replica_not_found));
    EXPECT_THAT(move_primary(call(), at(key), tenant_), FailsWith(ErrorCode::replica_not_found));
    ASSERT_THAT(replicate(key, here_), Succeeds());
    EXPECT_THAT(move_primary(in(here_), at(in(here_), key), tenant_), FailsWith(ErrorCode::key_is_replica));
    EXPECT_THAT(move_primary(call(), at(key), there_), FailsWith(ErrorCode::replica_not_found));
    ASSERT_THAT(schedule_key_deletion(in(here_), {.key = at(in(here_), key), .days = 7, .must_be_disabled = false}),
                Succeeds());
    EXPECT_THAT(move_primary(call(), at(key), here_), FailsWith(ErrorCode::key_pending_deletion));
    EXPECT_EQ(role_in(tenant_, key), store::RegionRole::primary);
}

}  // namespace
}  // namespace tandem::service
