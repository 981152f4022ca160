#include "tandem/service/actions/data_keys.hpp"

#include "tandem/keys/encryption_context.hpp"
#include "tandem/service/actions/messages.hpp"

#include "service_test.hpp"

#include <gmock/gmock.h>

namespace tandem::service {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class DataKeys : public ServiceTest {
  protected:
    DataKeyFacts facts(std::string name) { return {.name = std::move(name)}; }

    Result<GeneratedDataKey> generate(std::string name, std::uint32_t bytes = 32) {
        return generate_hosted_data_key(call(), {.facts = facts(std::move(name)),
                                                 .key = at(key_.id),
                                                 .bytes = bytes,
                                                 .context = keys::EncryptionContext::canonical_empty()});
    }
    ObjectId hosted(std::string name) { return generate(std::move(name))->data_key->id; }
    Result<SecretBytes> opened(const ObjectId& id) { return opened(id, call()); }
    Result<SecretBytes> opened(const ObjectId& id, const Call& by) {
        TANDEM_TRY(const HostedDataKey* data_key, find_data_key(by, id));
        TANDEM_TRY(const KeyId key, key_of_data_key(*data_key));
        return open_data_key(by, *data_key, at(key));
    }
    KeyState state_of(const ObjectId& id) { return (*find_data_key(call(), id))->state; }

    // A ciphertext as a data key without a home has it.
    std::string sealed(const KeyId& key, std::size_t bytes) {
        const SecretBytes plaintext = crypto::random_secret(bytes);
        keys::Envelope envelope;
        EXPECT_THAT(encrypt(call(),
                            {.key = at(key),
                             .plaintext = plaintext.expose_secret(),
                             .context = keys::EncryptionContext::canonical_empty(),
                             .shape = keys::Shape::three_piece},
                            envelope),
                    Succeeds());
        std::string text(envelope.encoded_length(), '\0');
        envelope.encode_three_piece_to(text.data());
        return text;
    }

    const store::Key& key_ = create();
};

// ---- hosting ----

TEST_F(DataKeys, a_generated_one_opens_to_what_was_given_out) {
    const auto made = generate("one", 48);
    ASSERT_THAT(made, Succeeds());
    EXPECT_EQ(made->data_key->bytes, 48u);
    EXPECT_EQ(made->data_key->origin, keys::KeyOrigin::generated);
    const auto plaintext = opened(made->data_key->id);
    ASSERT_THAT(plaintext, Succeeds());
    EXPECT_TRUE(*plaintext == made->plaintext);
}

TEST_F(DataKeys, one_with_a_context_opens_without_being_told_the_context) {
    keys::EncryptionContext context;
    ASSERT_THAT(context.add_text("purpose", "backup"), Succeeds());
    const Bytes canonical = context.canonical();
    const auto made = generate_hosted_data_key(
        call(), {.facts = facts("one"), .key = at(key_.id), .bytes = 16, .context = canonical});
    ASSERT_THAT(made, Succeeds());
    const auto plaintext = opened(made->data_key->id);
    ASSERT_THAT(plaintext, Succeeds());
    EXPECT_TRUE(*plaintext == made->plaintext);
}

TEST_F(DataKeys, an_imported_one_opens_to_what_came_in) {
    const Bytes plaintext(1024, 0x5a);
    const auto imported = import_data_key(call(), facts("one"), at(key_.id), plaintext);
    ASSERT_THAT(imported, Succeeds());
    EXPECT_EQ((*imported)->origin, keys::KeyOrigin::external);
    EXPECT_EQ((*imported)->bytes, 1024u);
    EXPECT_THAT(opened((*imported)->id)->expose_secret(), testing::ElementsAreArray(plaintext));
}

TEST_F(DataKeys, an_import_has_1_to_1024_bytes) {
    EXPECT_THAT(import_data_key(call(), facts("none"), at(key_.id), {}), FailsWith(ErrorCode::plaintext_empty));
    EXPECT_THAT(import_data_key(call(), facts("one"), at(key_.id), Bytes(1)), Succeeds());
    EXPECT_THAT(import_data_key(call(), facts("over"), at(key_.id), Bytes(1025)),
                FailsWith(ErrorCode::plaintext_too_long));
}

TEST_F(DataKeys, a_ciphertext_is_imported_under_the_key_that_it_names) {
    const std::string text = sealed(key_.id, 1024);
    const auto imported = import_sealed_data_key(call(), facts("one"), text, key_);
    ASSERT_THAT(imported, Succeeds());
    EXPECT_EQ((*imported)->ciphertext, text);
    EXPECT_EQ((*imported)->key, key_.id);
    EXPECT_EQ((*imported)->bytes, 1024u);
}

TEST_F(DataKeys, a_ciphertext_that_is_none_is_refused) {
    const KeyId other = create().id;
    const std::string text = sealed(key_.id, 32);
    std::string altered = text;
    altered[100] = altered[100] == 'A' ? 'B' : 'A';
    const auto refused = FailsWith(ErrorCode::data_key_material_invalid);
    EXPECT_THAT(import_sealed_data_key(call(), facts("one"), "text", key_), refused);
    EXPECT_THAT(import_sealed_data_key(call(), facts("one"), altered, key_), refused);
    EXPECT_THAT(import_sealed_data_key(call(), facts("one"), text, at(other)), refused);
    EXPECT_THAT(import_sealed_data_key(call(), facts("one"), sealed(key_.id, 1025), key_), refused);
}

TEST_F(DataKeys, a_ciphertext_tells_its_key_which_is_the_expected_one) {
    const KeyId other = create().id;
    const std::string text = sealed(key_.id, 32);
    EXPECT_EQ(*key_of_sealed_data_key(text, nullptr), key_.id);
    EXPECT_EQ(*key_of_sealed_data_key(text, &key_.id), key_.id);
    EXPECT_THAT(key_of_sealed_data_key(text, &other), FailsWith(ErrorCode::data_key_material_invalid));
    EXPECT_THAT(key_of_sealed_data_key("text", nullptr), FailsWith(ErrorCode::data_key_material_invalid));
}

TEST_F(DataKeys, hosting_needs_an_enabled_symmetric_key) {
    const std::string text = sealed(key_.id, 32);
    for (const auto& [state, code] : {std::pair{KeyState::disabled, ErrorCode::key_disabled},
                                      std::pair{KeyState::archived, ErrorCode::key_archived},
                                      std::pair{KeyState::pending_deletion, ErrorCode::key_pending_deletion}}) {
        set_state(key_.id, state);
        EXPECT_THAT(generate("one"), FailsWith(code));
        EXPECT_THAT(import_data_key(call(), facts("one"), at(key_.id), Bytes(16)), FailsWith(code));
        EXPECT_THAT(import_sealed_data_key(call(), facts("one"), text, at(key_.id)), FailsWith(code));
    }
    const KeyId rsa = create(KeySpec::rsa_2048).id;
    EXPECT_THAT(import_data_key(call(), facts("one"), at(rsa), Bytes(16)), FailsWith(ErrorCode::key_is_asymmetric));
    EXPECT_EQ(list_data_keys(call(), {}).total, 0u);
}

TEST_F(DataKeys, a_name_is_one_tenants_and_one_keys) {
    hosted("one");
    EXPECT_THAT(generate("one"), FailsWith(ErrorCode::data_key_name_exists));
    EXPECT_THAT(import_data_key(call(), facts("one"), at(key_.id), Bytes(16)),
                FailsWith(ErrorCode::data_key_name_exists));
    const KeyId theirs = (*create_key(neighbours_call(), {}))->id;
    EXPECT_THAT(import_data_key(neighbours_call(), facts("one"), at(neighbours_call(), theirs), Bytes(16)), Succeeds());
}

TEST_F(DataKeys, the_limit_counts_those_that_wait_for_their_deletion_too) {
    services_.limits.max_data_keys_per_tenant = 2;
    const ObjectId first = hosted("one");
    hosted("two");
    EXPECT_THAT(generate("three"), FailsWith(ErrorCode::data_key_limit_exceeded));
    ASSERT_THAT(schedule_data_key_deletion(call(), first, 7), Succeeds());
    EXPECT_EQ(data_keys_in_use(call()), 1u);
    EXPECT_THAT(generate("three"), FailsWith(ErrorCode::data_key_limit_exceeded));
    EXPECT_THAT(cancel_data_key_deletion(call(), first), Succeeds());
}

// ---- opening, by the states of the data key and of its key ----

TEST_F(DataKeys, only_an_enabled_one_opens) {
    const ObjectId id = hosted("one");
    ASSERT_THAT(disable_data_keys(call(), {&id, 1}), Succeeds());
    EXPECT_THAT(opened(id), FailsWith(ErrorCode::data_key_disabled));
    ASSERT_THAT(schedule_data_key_deletion(call(), id, 7), Succeeds());
    EXPECT_THAT(opened(id), FailsWith(ErrorCode::data_key_pending_deletion));
}

TEST_F(DataKeys, it_opens_as_long_as_its_key_decrypts) {
    const ObjectId id = hosted("one");
    set_state(key_.id, KeyState::archived);
    EXPECT_THAT(opened(id), Succeeds());
    set_state(key_.id, KeyState::disabled);
    EXPECT_THAT(opened(id), FailsWith(ErrorCode::key_disabled));
    set_state(key_.id, KeyState::pending_deletion);
    EXPECT_THAT(opened(id), FailsWith(ErrorCode::key_pending_deletion));
}

TEST_F(DataKeys, the_neighbour_finds_nothing) {
    const ObjectId id = hosted("one");
    const auto absent = FailsWith(ErrorCode::data_key_not_found);
    EXPECT_THAT(find_data_key(neighbours_call(), id), absent);
    EXPECT_THAT(disable_data_keys(neighbours_call(), {&id, 1}), absent);
    EXPECT_THAT(schedule_data_key_deletion(neighbours_call(), id, 7), absent);
    EXPECT_THAT(rename_data_key(neighbours_call(), id, "two"), absent);
    EXPECT_EQ(list_data_keys(neighbours_call(), {}).total, 0u);
}

// ---- states ----

TEST_F(DataKeys, several_move_together_or_not_at_all) {
    const std::vector<ObjectId> ids = {hosted("one"), hosted("two")};
    ASSERT_THAT(disable_data_keys(call(), ids), Succeeds());
    EXPECT_EQ(state_of(ids[0]), KeyState::disabled);
    EXPECT_EQ(state_of(ids[1]), KeyState::disabled);
    ASSERT_THAT(schedule_data_key_deletion(call(), ids[1], 7), Succeeds());
    EXPECT_THAT(enable_data_keys(call(), ids), FailsWith(ErrorCode::data_key_pending_deletion));
    EXPECT_EQ(state_of(ids[0]), KeyState::disabled);
}

TEST_F(DataKeys, the_same_one_twice_is_refused) {
    const ObjectId id = hosted("one");
    const std::vector<ObjectId> twice = {id, id};
    EXPECT_THAT(disable_data_keys(call(), twice), FailsWith(ErrorCode::data_key_id_duplicate));
    EXPECT_EQ(state_of(id), KeyState::enabled);
}

TEST_F(DataKeys, a_repeat_is_harmless_and_changes_nothing) {
    const ObjectId id = hosted("one");
    const auto revision = (*find_data_key(call(), id))->revision;
    EXPECT_THAT(enable_data_keys(call(), {&id, 1}), Succeeds());
    EXPECT_EQ((*find_data_key(call(), id))->revision, revision);
}

TEST_F(DataKeys, enabling_needs_a_key_that_could_open_it) {
    const ObjectId id = hosted("one");
    set_state(key_.id, KeyState::disabled);
    EXPECT_THAT(enable_data_keys(call(), {&id, 1}), FailsWith(ErrorCode::key_disabled));
    EXPECT_THAT(disable_data_keys(call(), {&id, 1}), Succeeds());
    ASSERT_THAT(schedule_data_key_deletion(call(), id, 7), Succeeds());
    EXPECT_THAT(cancel_data_key_deletion(call(), id), FailsWith(ErrorCode::key_disabled));
}

TEST_F(DataKeys, a_cancelled_deletion_leaves_it_disabled) {
    const ObjectId id = hosted("one");
    EXPECT_THAT(cancel_data_key_deletion(call(), id), FailsWith(ErrorCode::data_key_not_pending_deletion));
    ASSERT_THAT(schedule_data_key_deletion(call(), id, 7), Succeeds());
    EXPECT_THAT(schedule_data_key_deletion(call(), id, 7), FailsWith(ErrorCode::data_key_pending_deletion));
    ASSERT_THAT(cancel_data_key_deletion(call(), id), Succeeds());
    EXPECT_EQ(state_of(id), KeyState::disabled);
    EXPECT_FALSE((*find_data_key(call(), id))->deletion_date);
}

TEST_F(DataKeys, it_is_gone_at_its_date_before_the_sweep_and_after_it) {
    const ObjectId id = hosted("one");
    ASSERT_THAT(schedule_data_key_deletion(call(), id, 7), Succeeds());
    clock_.advance(std::chrono::days{7} - std::chrono::milliseconds{1});
    EXPECT_THAT(find_data_key(call(), id), Succeeds());
    EXPECT_EQ(sweep(services_), 0u);
    clock_.advance(std::chrono::milliseconds{1});
    EXPECT_THAT(find_data_key(call(), id), FailsWith(ErrorCode::data_key_not_found));
    EXPECT_THAT(cancel_data_key_deletion(call(), id), FailsWith(ErrorCode::data_key_not_found));
    EXPECT_EQ(list_data_keys(call(), {}).total, 0u);
    EXPECT_EQ(sweep(services_), 1u);
    EXPECT_EQ(sweep(services_), 0u);
}

TEST_F(DataKeys, one_past_its_date_stays_while_the_gate_is_shut_and_its_end_is_told) {
    const ObjectId id = hosted("one");
    ASSERT_THAT(schedule_data_key_deletion(call(), id, 7), Succeeds());
    const TimePoint date = clock_.now() + std::chrono::days{7};
    clock_.advance(std::chrono::days{8});
    TestGate gate{clock_};
    gate.is_open = false;
    EXPECT_EQ(sweep(services_, gate), 0u);
    EXPECT_NE(store::Objects<HostedDataKey>{tenant_}.find(id), nullptr);
    gate.is_open = true;
    EXPECT_EQ(sweep(services_, gate), 1u);
    ASSERT_THAT(gate.all, SizeIs(1));
    EXPECT_EQ(gate.all[0].what, EndedByTime::What::data_key);
    EXPECT_EQ(gate.all[0].object, id);
    EXPECT_EQ(gate.all[0].key, key_.id);
    EXPECT_EQ(gate.all[0].date, date);
}

TEST_F(DataKeys, the_name_of_one_past_its_date_is_free_once_that_is_destroyed) {
    const ObjectId id = hosted("one");
    ASSERT_THAT(schedule_data_key_deletion(call(), id, 7), Succeeds());
    EXPECT_THAT(generate("one"), FailsWith(ErrorCode::data_key_name_exists));
    clock_.advance(std::chrono::days{7});
    EXPECT_THAT(generate("one"), FailsWith(ErrorCode::data_key_name_exists));
    EXPECT_EQ(sweep(services_), 1u);
    EXPECT_THAT(generate("one"), Succeeds());
}

TEST_F(DataKeys, a_rename_keeps_names_apart) {
    const ObjectId id = hosted("one");
    hosted("two");
    EXPECT_THAT(rename_data_key(call(), id, "two"), FailsWith(ErrorCode::data_key_name_exists));
    EXPECT_THAT(rename_data_key(call(), id, "one"), Succeeds());
    ASSERT_THAT(rename_data_key(call(), id, "three"), Succeeds());
    EXPECT_EQ((*find_data_key(call(), id))->name, "three");
    EXPECT_THAT(generate("one"), Succeeds());
}

TEST_F(DataKeys, a_description_changes_by_itself) {
    const ObjectId id = hosted("one");
    ASSERT_THAT(describe_data_key(call(), id, "text"), Succeeds());
    EXPECT_EQ((*find_data_key(call(), id))->description, "text");
    EXPECT_EQ((*find_data_key(call(), id))->name, "one");
}

// ---- lists ----

TEST_F(DataKeys, a_page_is_by_creation_and_counts_all) {
    for (const char* name : {"a", "b", "c"}) {
        hosted(name);
        clock_.advance(std::chrono::seconds{1});
    }
    const auto names_of = [](const ListDataKeysOutput& output) {
        std::vector<std::string> all;
        for (const HostedDataKey* one : output.page) all.push_back(one->name);
        return all;
    };
    EXPECT_THAT(names_of(list_data_keys(call(), {})), ElementsAre("c", "b", "a"));
    EXPECT_THAT(names_of(list_data_keys(call(), {.oldest_first = true})), ElementsAre("a", "b", "c"));
    const auto second = list_data_keys(call(), {.offset = 1, .limit = 1});
    EXPECT_THAT(names_of(second), ElementsAre("b"));
    EXPECT_EQ(second.total, 3u);
    EXPECT_THAT(list_data_keys(call(), {.offset = 3}).page, IsEmpty());
}

TEST_F(DataKeys, a_filter_counts_what_matches) {
    for (const char* name : {"a", "b", "c"}) hosted(name);
    const auto found = list_data_keys(
        call(), {.offset = 1, .limit = 1, .matches = [](const HostedDataKey& one) { return one.name != "b"; }});
    EXPECT_EQ(found.total, 2u);
    EXPECT_THAT(found.page, SizeIs(1));
}

}  // namespace
}  // namespace tandem::service
