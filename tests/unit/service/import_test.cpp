#include "tandem/service/actions/import.hpp"

#include "tandem/base/encoding.hpp"
#include "tandem/crypto/asymmetric.hpp"
#include "tandem/service/actions/bindings.hpp"
#include "tandem/service/actions/list_keys.hpp"
#include "tandem/service/actions/messages.hpp"
#include "tandem/service/actions/sweep.hpp"
#include "tandem/service/key_state.hpp"
#include "tandem/store/imported_memory.hpp"

#include "service_test.hpp"

#include <gmock/gmock.h>

#include <algorithm>

namespace tandem::service {
namespace {

using enum WrappingAlgorithm;
using std::chrono::days;
using std::chrono::hours;

const Bytes kMaterial(32, 0x11);
const Bytes kOtherMaterial(32, 0x22);
const Bytes kThirdMaterial(32, 0x33);

crypto::RsaPadding padding_of(WrappingAlgorithm algorithm) {
    if (algorithm == rsaes_pkcs1_v1_5) return crypto::RsaPadding::pkcs1_v1_5;
    return algorithm == rsaes_oaep_sha1 ? crypto::RsaPadding::oaep_sha1 : crypto::RsaPadding::oaep_sha256;
}

class Import : public ServiceTest {
  protected:
    KeyId external(KeySpec spec = KeySpec::aes_256) {
        return create({.spec = spec, .origin = keys::KeyOrigin::external}).id;
    }
    ImportParameters parameters(const KeyId& key, WrappingAlgorithm algorithm = rsaes_oaep_sha256) {
        auto made =
            get_import_parameters(call(), {.key = at(key), .algorithm = algorithm, .states = ImportStates::any});
        EXPECT_THAT(made, Succeeds());
        return std::move(*made);
    }
    static Bytes wrap(const ImportParameters& parameters, WrappingAlgorithm algorithm, ByteView material) {
        const auto key = crypto::PublicKey::from_der(parameters.public_key);
        if (algorithm == sm2) return *key->sm2_encrypt(crypto::Sm2Form::asn1, material);
        return *key->rsa_encrypt(padding_of(algorithm), material);
    }
    Result<const store::Key*> import(const KeyId& key, const ImportParameters& with, ByteView wrapped,
                                     OptionalTime expires = {}) {
        return import_material(call(), {.key = at(key),
                                        .token = with.token,
                                        .wrapped = wrapped,
                                        .expires = expires,
                                        .states = ImportStates::also_enabled});
    }
    Result<const store::Key*> import(const KeyId& key, ByteView material, OptionalTime expires = {}) {
        const ImportParameters with = parameters(key);
        return import(key, with, wrap(with, rsaes_oaep_sha256, material), expires);
    }
    // Imports for an enabled key: the material waits for a rotation.
    Result<const store::Key*> import_next(const KeyId& key, ByteView material, OptionalTime expires = {}) {
        const ImportParameters with = parameters(key);
        const Bytes wrapped = wrap(with, rsaes_oaep_sha256, material);
        return import_material(call(), {.key = at(key),
                                        .token = with.token,
                                        .wrapped = wrapped,
                                        .expires = expires,
                                        .states = ImportStates::pending_import_or_waiting});
    }
    // A key with both materials, the other one the newest.
    KeyId of_two_materials(OptionalTime first_end = {}, OptionalTime second_end = {}) {
        const KeyId key = external();
        EXPECT_THAT(import(key, kMaterial, first_end), Succeeds());
        EXPECT_THAT(import_next(key, kOtherMaterial, second_end), Succeeds());
        EXPECT_THAT(rotate_to_imported(call(), at(key)), Succeeds());
        return key;
    }
    SecretBytes material(const KeyId& key, std::size_t version) {
        return *store_->export_material(tenant_, *current(key), current(key)->versions[version]);
    }
    // Makes the key one that had these, one a version.
    void remember(const KeyId& key, const std::vector<Bytes>& materials) {
        store::KeySettings settings = current(key)->settings;
        settings.attributes.edit([&](store::KeyAttributes& attributes) {
            for (const Bytes& one : materials) {
                const auto mac =
                    tenant_.fingerprint_key().sign({as_bytes("tandem/v1/imported-material"), key.bytes, one});
                attributes.imported_fingerprints.emplace_back(mac.begin(), mac.end());
            }
        });
        commit(
            store::UpdateKey{.key = key, .expected_revision = current(key)->revision, .settings = std::move(settings)});
    }
    Bytes sealed_with(const KeyId& key) {
        keys::Envelope envelope;
        EXPECT_THAT(
            encrypt(call(), {.key = at(key), .plaintext = kMaterial, .context = {}, .shape = keys::Shape::trailed},
                    envelope),
            Succeeds());
        Bytes wire(envelope.encoded_length());
        write_trailed(envelope, wire);
        return wire;
    }
    Result<DecryptOutput> opens(ByteView sealed) {
        keys::Envelope envelope;
        EXPECT_THAT(read_trailed(sealed, envelope), Succeeds());
        Bytes plaintext(envelope.ciphertext().size());
        return decrypt(call(), at(envelope.header().key), {.context = {}}, envelope, plaintext);
    }
    KeyState state(const KeyId& key) { return state_of(*current(key), clock_); }
    Result<const store::Key*> encrypt_with(const KeyId& key) {
        keys::Envelope envelope;
        return encrypt(call(), {.key = at(key), .plaintext = kMaterial, .context = {}, .shape = keys::Shape::trailed},
                       envelope);
    }
};

TEST_F(Import, takes_what_was_wrapped_by_each_algorithm) {
    for (const WrappingAlgorithm algorithm : {rsaes_pkcs1_v1_5, rsaes_oaep_sha1, rsaes_oaep_sha256, sm2}) {
        const KeyId key = external();
        const ImportParameters with = parameters(key, algorithm);
        EXPECT_GE(with.token.size(), 200u);
        EXPECT_EQ(with.expires, clock_.now() + hours{24});
        ASSERT_THAT(import(key, with, wrap(with, algorithm, kMaterial)), Succeeds());
        EXPECT_EQ(state(key), KeyState::enabled);
        const auto stored = store_->export_material(tenant_, *current(key), current(key)->versions[0]);
        EXPECT_EQ(*stored, SecretBytes::copy_of(kMaterial));
    }
}

TEST_F(Import, needs_material_as_long_as_the_keys) {
    const KeyId key = external(KeySpec::sm4);
    for (const std::size_t length : {15, 17, 32})
        EXPECT_THAT(import(key, Bytes(length, 1)), FailsWith(ErrorCode::material_length_invalid));
    EXPECT_THAT(import(key, Bytes(16, 1)), Succeeds());
}

TEST_F(Import, has_one_refusal_for_all_that_is_wrong_with_pkcs1) {
    const KeyId key = external();
    const ImportParameters with = parameters(key, rsaes_pkcs1_v1_5);
    for (const Bytes& wrapped : {wrap(with, rsaes_pkcs1_v1_5, Bytes(31, 1)), wrap(with, rsaes_oaep_sha1, kMaterial),
                                 Bytes(256, 0), Bytes(255, 1)})
        EXPECT_THAT(import(key, with, wrapped), FailsWith(ErrorCode::material_not_unwrapped));
}

TEST_F(Import, gives_a_token_ten_tries) {
    const KeyId key = external();
    const ImportParameters with = parameters(key);
    for (std::uint32_t i = 0; i < kImportTries; ++i)
        EXPECT_THAT(import(key, with, Bytes(256, 1)), FailsWith(ErrorCode::material_not_unwrapped));
    EXPECT_THAT(import(key, with, wrap(with, rsaes_oaep_sha256, kMaterial)),
                FailsWith(ErrorCode::import_token_expired));
    EXPECT_THAT(import(key, kMaterial), Succeeds());
}

TEST_F(Import, counts_a_mismatch_as_a_try_too) {
    const KeyId key = external();
    ASSERT_THAT(import(key, kMaterial), Succeeds());
    const ImportParameters with = parameters(key);
    for (std::uint32_t i = 0; i < kImportTries; ++i)
        EXPECT_THAT(import(key, with, wrap(with, rsaes_oaep_sha256, kOtherMaterial)),
                    FailsWith(ErrorCode::material_mismatch));
    EXPECT_THAT(import(key, with, wrap(with, rsaes_oaep_sha256, kMaterial)),
                FailsWith(ErrorCode::import_token_expired));
}

TEST_F(Import, tells_the_faults_of_a_token_apart) {
    const KeyId key = external();
    const ImportParameters with = parameters(key);
    const Bytes wrapped = wrap(with, rsaes_oaep_sha256, kMaterial);
    EXPECT_THAT(import(external(), with, wrapped), FailsWith(ErrorCode::import_token_of_another_key));
    for (const std::size_t byte :
         {std::size_t{0}, std::size_t{1}, std::size_t{20}, std::size_t{50}, std::size_t{159}}) {
        Bytes altered = *base64_decode(with.token);
        altered[byte] ^= 1;
        const std::string text = base64_encode(altered);
        EXPECT_THAT(
            import_material(call(), {.key = at(key), .token = text, .wrapped = wrapped, .states = ImportStates::any}),
            FailsWith(ErrorCode::import_token_invalid));
    }
    for (const std::string& text : {std::string{}, std::string{"?"}, with.token + "AAAA", with.token.substr(4)})
        EXPECT_THAT(
            import_material(call(), {.key = at(key), .token = text, .wrapped = wrapped, .states = ImportStates::any}),
            FailsWith(ErrorCode::import_token_invalid));
    clock_.advance(hours{24} - Milliseconds{1});
    EXPECT_THAT(import(key, with, wrapped), Succeeds());
    clock_.advance(Milliseconds{1});
    EXPECT_THAT(import(key, with, wrapped), FailsWith(ErrorCode::import_token_expired));
}

TEST_F(Import, refuses_a_neighbours_token) {
    const KeyId theirs = (*create_key(neighbours_call(), {.origin = keys::KeyOrigin::external}))->id;
    const auto with = get_import_parameters(
        neighbours_call(),
        {.key = at(neighbours_call(), theirs), .algorithm = rsaes_oaep_sha256, .states = ImportStates::any});
    const KeyId ours = external();
    EXPECT_THAT(import(ours, *with, wrap(*with, rsaes_oaep_sha256, kMaterial)),
                FailsWith(ErrorCode::import_token_invalid));
}

TEST_F(Import, ends_the_oldest_tokens_of_a_key_with_too_many) {
    const KeyId key = external();
    const ImportParameters first = parameters(key, sm2);
    clock_.advance(Milliseconds{1});
    const ImportParameters second = parameters(key, sm2);
    clock_.advance(Milliseconds{1});
    for (std::size_t i = 1; i < kMostImportTokens; ++i) parameters(key, sm2);
    EXPECT_EQ(store::Objects<store::ImportToken>{tenant_}.size(), kMostImportTokens);
    EXPECT_THAT(import(key, first, wrap(first, sm2, kMaterial)), FailsWith(ErrorCode::import_token_expired));
    EXPECT_THAT(import(key, second, wrap(second, sm2, kMaterial)), Succeeds());
}

TEST_F(Import, sweeps_tokens_away_at_their_time) {
    parameters(external());
    clock_.advance(hours{24} - Milliseconds{1});
    EXPECT_EQ(sweep(services_), 0u);
    clock_.advance(Milliseconds{1});
    EXPECT_EQ(sweep(services_), 1u);
    EXPECT_EQ(store::Objects<store::ImportToken>{tenant_}.size(), 0u);
}

TEST_F(Import, of_the_same_material_is_the_only_second_one) {
    const KeyId key = external();
    ASSERT_THAT(import(key, kMaterial), Succeeds());
    EXPECT_THAT(import(key, kOtherMaterial), FailsWith(ErrorCode::material_mismatch));
    EXPECT_THAT(import(key, kMaterial), Succeeds());
    ASSERT_THAT(delete_imported_material(call(), at(key)), Succeeds());
    EXPECT_EQ(state(key), KeyState::pending_import);
    EXPECT_FALSE(store::has_material(*current(key)->newest()));
    EXPECT_THAT(import(key, kOtherMaterial), FailsWith(ErrorCode::material_mismatch));
    EXPECT_THAT(import(key, kMaterial), Succeeds());
    EXPECT_EQ(current(key)->versions.size(), 1u);
}

TEST_F(Import, is_for_external_keys_alone) {
    const KeyId key = create().id;
    EXPECT_THAT(get_import_parameters(call(), {.key = at(key), .algorithm = sm2, .states = ImportStates::any}),
                FailsWith(ErrorCode::key_is_not_external));
    EXPECT_THAT(import_material(call(), {.key = at(key), .token = "", .wrapped = {}, .states = ImportStates::any}),
                FailsWith(ErrorCode::key_is_not_external));
    EXPECT_THAT(delete_imported_material(call(), at(key)), FailsWith(ErrorCode::key_is_not_external));
}

TEST_F(Import, follows_the_states_that_the_api_wants) {
    const KeyId key = external();
    const auto answer = [&](ImportStates states) {
        const auto result =
            import_material(call(), {.key = at(key), .token = "", .wrapped = Bytes{}, .states = states});
        return result.error().code;
    };
    constexpr ErrorCode kAllowed = ErrorCode::import_token_invalid;  // what comes next
    EXPECT_EQ(answer(ImportStates::pending_import_or_waiting), kAllowed);
    set_state(key, KeyState::enabled);
    EXPECT_EQ(answer(ImportStates::pending_import_or_waiting), kAllowed);
    EXPECT_EQ(answer(ImportStates::also_enabled), kAllowed);
    set_state(key, KeyState::disabled);
    EXPECT_EQ(answer(ImportStates::also_enabled), ErrorCode::key_not_pending_import);
    set_state(key, KeyState::pending_deletion);
    EXPECT_EQ(answer(ImportStates::also_enabled), ErrorCode::key_pending_deletion);
    EXPECT_EQ(answer(ImportStates::any), kAllowed);
}

TEST_F(Import, expires_for_every_action_at_once_and_for_good_by_a_sweep) {
    const KeyId key = external();
    EXPECT_THAT(import(key, kMaterial, clock_.now()), FailsWith(ErrorCode::material_expiry_invalid));
    ASSERT_THAT(import(key, kMaterial, clock_.now() + hours{1}), Succeeds());
    clock_.advance(hours{1} - Milliseconds{1});
    EXPECT_THAT(encrypt_with(key), Succeeds());
    clock_.advance(Milliseconds{1});
    EXPECT_EQ(state(key), KeyState::pending_import);
    EXPECT_THAT(encrypt_with(key), FailsWith(ErrorCode::key_pending_import));
    EXPECT_THAT(disable_keys(call(), Keys{&at(key)}, Repeat::harmless), FailsWith(ErrorCode::key_pending_import));
    const auto waits = [](const keys::KeyClass& one) { return one.state == KeyState::pending_import; };
    EXPECT_EQ(list_keys(call(), {.of_class = waits}, kEveryKey)->total, 1u);
    EXPECT_EQ(sweep(services_), 1u);
    EXPECT_FALSE(store::has_material(*current(key)->newest()));
    EXPECT_EQ(current(key)->settings.state, KeyState::pending_import);
    EXPECT_EQ(list_keys(call(), {.of_class = waits}, kEveryKey)->total, 1u);
    EXPECT_THAT(import(key, kOtherMaterial), FailsWith(ErrorCode::material_mismatch));
    EXPECT_THAT(import(key, kMaterial), Succeeds());
}

TEST_F(Import, stays_while_the_gate_is_shut_and_is_back_when_the_clock_is) {
    const KeyId key = external();
    ASSERT_THAT(import(key, kMaterial, clock_.now() + hours{1}), Succeeds());
    ASSERT_THAT(import_next(key, kOtherMaterial, clock_.now() + hours{1}), Succeeds());
    const std::size_t tokens = store::Objects<store::ImportToken>{tenant_}.size();
    clock_.advance(days{8});
    TestGate gate{clock_};
    gate.is_open = false;
    EXPECT_EQ(sweep(services_, gate), 0u);
    EXPECT_THAT(encrypt_with(key), FailsWith(ErrorCode::key_pending_import));
    // A change that has nothing to do with the material does not write down what the clock says.
    ASSERT_THAT(update_description(call(), at(key), "another"), Succeeds());
    clock_.advance(-days{8});
    EXPECT_THAT(encrypt_with(key), Succeeds());
    EXPECT_THAT(rotate_to_imported(call(), at(key)), Succeeds());
    EXPECT_EQ(store::Objects<store::ImportToken>{tenant_}.size(), tokens - 1) << "all but the one that waited";
}

TEST_F(Import, tells_of_each_material_and_token_that_a_sweep_destroys) {
    const KeyId enabled = external();
    ASSERT_THAT(import(enabled, kMaterial, clock_.now() + hours{2}), Succeeds());
    const KeyId of_waiting = external();
    ASSERT_THAT(import(of_waiting, kMaterial), Succeeds());
    ASSERT_THAT(import_next(of_waiting, kOtherMaterial, clock_.now() + hours{1}), Succeeds());
    const TimePoint start = clock_.now();
    clock_.advance(days{1});
    TestGate gate{clock_};
    const std::size_t swept = sweep(services_, gate);
    EXPECT_EQ(swept, gate.all.size());
    const auto count = [&](EndedByTime::What what, const KeyId& key, TimePoint date) {
        return std::ranges::count_if(
            gate.all, [&](const EndedByTime& one) { return one.what == what && one.key == key && one.date == date; });
    };
    using What = EndedByTime::What;
    EXPECT_EQ(count(What::imported_material, enabled, start + hours{2}), 1);
    EXPECT_EQ(count(What::waiting_material, of_waiting, start + hours{1}), 1);
    EXPECT_EQ(count(What::import_token, enabled, start + hours{24}), 1) << "that the import came with";
}

TEST_F(Import, of_the_same_material_brings_an_expired_key_back_before_a_sweep) {
    const KeyId key = external();
    ASSERT_THAT(import(key, kMaterial, clock_.now() + hours{1}), Succeeds());
    clock_.advance(hours{2});
    EXPECT_THAT(import(key, kOtherMaterial), FailsWith(ErrorCode::material_mismatch));
    EXPECT_THAT(import(key, kMaterial), Succeeds());
    EXPECT_EQ(sweep(services_), 0u);
    EXPECT_THAT(encrypt_with(key), Succeeds());
}

TEST_F(Import, that_expired_during_a_scheduled_deletion_shows_when_that_is_cancelled) {
    const KeyId key = external();
    ASSERT_THAT(import(key, kMaterial, clock_.now() + hours{1}), Succeeds());
    ASSERT_THAT(schedule_key_deletion(call(), {.key = at(key), .days = 7, .must_be_disabled = false}), Succeeds());
    clock_.advance(hours{2});
    EXPECT_EQ(state(key), KeyState::pending_deletion);
    EXPECT_EQ(sweep(services_), 0u);
    ASSERT_THAT(cancel_key_deletion(call(), at(key)), Succeeds());
    EXPECT_EQ(state(key), KeyState::pending_import);
    EXPECT_EQ(sweep(services_), 1u);
    EXPECT_FALSE(store::has_material(*current(key)->newest()));
}

TEST_F(Import, is_undone_only_where_there_is_material) {
    const KeyId key = external();
    EXPECT_THAT(delete_imported_material(call(), at(key)), FailsWith(ErrorCode::key_pending_import));
    ASSERT_THAT(import(key, kMaterial), Succeeds());
    set_state(key, KeyState::pending_deletion);
    EXPECT_THAT(delete_imported_material(call(), at(key)), FailsWith(ErrorCode::key_pending_deletion));
    set_state(key, KeyState::disabled);
    EXPECT_THAT(delete_imported_material(call(), at(key)), Succeeds());
}

TEST_F(Import, brings_each_of_several_materials_back_as_the_version_that_it_was) {
    for (const bool newest_first : {true, false}) {
        const KeyId key = of_two_materials();
        ASSERT_THAT(delete_imported_material(call(), at(key)), Succeeds());
        EXPECT_THAT(import(key, kThirdMaterial), FailsWith(ErrorCode::material_mismatch));
        ASSERT_THAT(import(key, newest_first ? kOtherMaterial : kMaterial), Succeeds());
        EXPECT_EQ(state(key), newest_first ? KeyState::enabled : KeyState::pending_import);
        ASSERT_THAT(import(key, newest_first ? kMaterial : kOtherMaterial), Succeeds());
        EXPECT_EQ(state(key), KeyState::enabled);
        EXPECT_EQ(material(key, 0), SecretBytes::copy_of(kMaterial));
        EXPECT_EQ(material(key, 1), SecretBytes::copy_of(kOtherMaterial));
    }
}

TEST_F(Import, says_of_a_message_whose_version_has_no_material_that_it_is_not_there) {
    const KeyId key = external();
    ASSERT_THAT(import(key, kMaterial), Succeeds());
    const Bytes old = sealed_with(key);
    ASSERT_THAT(import_next(key, kOtherMaterial), Succeeds());
    ASSERT_THAT(rotate_to_imported(call(), at(key)), Succeeds());
    ASSERT_THAT(delete_imported_material(call(), at(key)), Succeeds());
    EXPECT_THAT(opens(old), FailsWith(ErrorCode::key_pending_import));
    ASSERT_THAT(import(key, kOtherMaterial), Succeeds());
    EXPECT_THAT(opens(old), FailsWith(ErrorCode::key_pending_import));
    EXPECT_THAT(opens(sealed_with(key)), Succeeds());
    ASSERT_THAT(import(key, kMaterial), Succeeds());
    EXPECT_THAT(opens(old), Succeeds());
}

TEST_F(Import, lets_new_material_wait_beside_a_missing_older_one) {
    const KeyId key = of_two_materials();
    ASSERT_THAT(delete_imported_material(call(), at(key)), Succeeds());
    EXPECT_THAT(import_next(key, kThirdMaterial), FailsWith(ErrorCode::material_mismatch));
    ASSERT_THAT(import(key, kOtherMaterial), Succeeds());
    ASSERT_THAT(import_next(key, kThirdMaterial), Succeeds());
    ASSERT_THAT(rotate_to_imported(call(), at(key)), Succeeds());
    ASSERT_THAT(import_next(key, kMaterial), Succeeds());
    EXPECT_FALSE(waiting_material(tenant_, at(key)));
    const std::vector<Bytes> all = {kMaterial, kOtherMaterial, kThirdMaterial};
    for (std::uint32_t i = 0; i < all.size(); ++i) EXPECT_EQ(material(key, i), SecretBytes::copy_of(all[i])) << i;
}

TEST_F(Import, takes_what_waits_along_when_the_material_is_deleted) {
    const KeyId key = of_two_materials();
    ASSERT_THAT(import_next(key, kThirdMaterial), Succeeds());
    ASSERT_THAT(delete_imported_material(call(), at(key)), Succeeds());
    EXPECT_FALSE(waiting_material(tenant_, at(key)));
    ASSERT_THAT(import(key, kOtherMaterial), Succeeds());
    EXPECT_THAT(rotate_to_imported(call(), at(key)), FailsWith(ErrorCode::parameter_invalid));
}

TEST_F(Import, keeps_what_waits_when_the_material_ends) {
    const KeyId key = of_two_materials({}, clock_.now() + hours{1});
    ASSERT_THAT(import_next(key, kThirdMaterial), Succeeds());
    clock_.advance(hours{1});
    EXPECT_EQ(sweep(services_), 1u);
    EXPECT_THAT(rotate_to_imported(call(), at(key)), FailsWith(ErrorCode::key_pending_import));
    ASSERT_THAT(import(key, kOtherMaterial), Succeeds());
    EXPECT_THAT(rotate_to_imported(call(), at(key)), Succeeds());
}

TEST_F(Import, ends_each_of_several_materials_at_its_own_time) {
    const TimePoint end = clock_.now() + hours{1};
    for (const auto& [first, second] :
         {std::pair<OptionalTime, OptionalTime>{end, {}}, {{}, end}, {end, end + hours{1}}, {end, end}}) {
        const KeyId key = of_two_materials(first, second);
        EXPECT_EQ(store::material_end(*current(key), 0), first);
        EXPECT_EQ(store::material_end(*current(key), 1), second);
        EXPECT_EQ(current(key)->settings.attributes->material_expires, second);
        EXPECT_EQ(store::next_event(*current(key)), OptionalTime{end});
    }
}

TEST_F(Import, loses_only_the_material_that_ends) {
    const KeyId key = external();
    ASSERT_THAT(import(key, kMaterial, clock_.now() + hours{1}), Succeeds());
    const Bytes old = sealed_with(key);
    ASSERT_THAT(import_next(key, kOtherMaterial, clock_.now() + hours{2}), Succeeds());
    ASSERT_THAT(rotate_to_imported(call(), at(key)), Succeeds());
    clock_.advance(hours{1} - Milliseconds{1});
    EXPECT_THAT(opens(old), Succeeds());
    clock_.advance(Milliseconds{1});
    for (const std::size_t swept : {1u, 0u}) {
        EXPECT_THAT(opens(old), FailsWith(ErrorCode::key_pending_import));
        EXPECT_THAT(opens(sealed_with(key)), Succeeds());
        EXPECT_EQ(sweep(services_), swept);
    }
    EXPECT_FALSE(store::has_material(current(key)->versions[0]));
    clock_.advance(hours{1});
    EXPECT_EQ(state(key), KeyState::pending_import);
    EXPECT_EQ(sweep(services_), 1u);
    ASSERT_THAT(import(key, kOtherMaterial), Succeeds());
    EXPECT_EQ(state(key), KeyState::enabled);
    EXPECT_EQ(current(key)->settings.attributes->material_expires, OptionalTime{});
}

TEST_F(Import, of_an_older_material_leaves_a_disabled_key_so_when_that_one_ends) {
    const KeyId key = of_two_materials(clock_.now() + hours{1});
    ASSERT_THAT(disable_keys(call(), Keys{&at(key)}, Repeat::refused), Succeeds());
    clock_.advance(hours{1});
    EXPECT_EQ(sweep(services_), 1u);
    EXPECT_EQ(state(key), KeyState::disabled);
}

// ---- keys whose materials an earlier program removed all at once: it kept no versions without material ----

TEST_F(Import, brings_back_what_an_earlier_program_removed) {
    for (const bool newest_first : {true, false}) {
        const KeyId key = external();
        remember(key, {kMaterial, kOtherMaterial});
        ASSERT_THAT(import(key, newest_first ? kOtherMaterial : kMaterial), Succeeds());
        EXPECT_EQ(state(key), newest_first ? KeyState::enabled : KeyState::pending_import);
        ASSERT_THAT(import(key, newest_first ? kMaterial : kOtherMaterial), Succeeds());
        EXPECT_EQ(state(key), KeyState::enabled);
        EXPECT_EQ(material(key, 0), SecretBytes::copy_of(kMaterial));
        EXPECT_EQ(material(key, 1), SecretBytes::copy_of(kOtherMaterial));
    }
}

TEST_F(Import, keeps_a_key_at_work_that_an_earlier_program_put_back_under_its_first_material) {
    const KeyId key = external();
    ASSERT_THAT(import(key, kMaterial), Succeeds());
    remember(key, {kMaterial, kOtherMaterial});
    const Bytes sealed = sealed_with(key);
    ASSERT_THAT(import(key, kMaterial, clock_.now() + hours{1}), Succeeds());
    EXPECT_THAT(opens(sealed), Succeeds());
    ASSERT_THAT(import_next(key, kThirdMaterial), Succeeds());
    ASSERT_THAT(rotate_to_imported(call(), at(key)), Succeeds());
    ASSERT_THAT(import(key, kOtherMaterial), Succeeds());
    EXPECT_THAT(opens(sealed), Succeeds());
    const std::vector<Bytes> all = {kMaterial, kOtherMaterial, kThirdMaterial};
    for (std::uint32_t i = 0; i < all.size(); ++i) EXPECT_EQ(material(key, i), SecretBytes::copy_of(all[i])) << i;
}

TEST_F(Import, has_no_end_while_something_is_bound_to_the_key) {
    const KeyId key = external();
    ASSERT_THAT(import(key, kMaterial), Succeeds());
    ASSERT_THAT(bind_resource(call(), at(key), {"cbs", "disk-1"}), Succeeds());
    ASSERT_THAT(import(key, kMaterial, clock_.now() + hours{1}), Succeeds());
    clock_.advance(hours{2});
    EXPECT_EQ(sweep(services_), 0u);
    EXPECT_THAT(encrypt_with(key), Succeeds());
}

TEST_F(Import, replaces_what_waits) {
    const KeyId key = external();
    ASSERT_THAT(import(key, kMaterial), Succeeds());
    ASSERT_THAT(import_next(key, kOtherMaterial), Succeeds());
    ASSERT_THAT(import_next(key, Bytes(32, 0x33)), Succeeds());
    ASSERT_THAT(rotate_to_imported(call(), at(key)), Succeeds());
    EXPECT_THAT(rotate_to_imported(call(), at(key)), FailsWith(ErrorCode::parameter_invalid));
    EXPECT_EQ(current(key)->versions.size(), 2u);
}

}  // namespace
}  // namespace tandem::service
