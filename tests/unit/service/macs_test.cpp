#include "tandem/service/actions/macs.hpp"

#include "service_test.hpp"

#include <gmock/gmock.h>

namespace tandem::service {

namespace {

using crypto::MacAlgorithm;

class Macs : public ServiceTest {
  protected:
    KeyId mac_key(KeySpec spec) { return create(spec, KeyUsage::generate_verify_mac).id; }
    MacInput input(const KeyId& key, MacAlgorithm algorithm, std::string_view message = "message") {
        return {.key = at(key), .algorithm = algorithm, .message = as_bytes(message)};
    }
};

struct Pair {
    KeySpec spec;
    MacAlgorithm algorithm;
    std::size_t bytes;
};
constexpr Pair kPairs[] = {{KeySpec::hmac_256, MacAlgorithm::hmac_sha256, 32},
                           {KeySpec::hmac_384, MacAlgorithm::hmac_sha384, 48},
                           {KeySpec::hmac_512, MacAlgorithm::hmac_sha512, 64},
                           {KeySpec::hmac_sm3, MacAlgorithm::hmac_sm3, 32}};

TEST_F(Macs, are_right_for_their_message_and_key) {
    for (const Pair& pair : kPairs) {
        const KeyId key = mac_key(pair.spec);
        const auto made = generate_mac(call(), input(key, pair.algorithm));
        ASSERT_THAT(made, Succeeds());
        EXPECT_EQ(made->mac.size, pair.bytes);
        EXPECT_EQ(made->key->id, key);
        const auto is_valid = [&](const KeyId& of, std::string_view message) {
            return verify_mac(call(), input(of, pair.algorithm, message), made->mac.view())->valid;
        };
        EXPECT_TRUE(is_valid(key, "message"));
        EXPECT_FALSE(is_valid(key, "other"));
        EXPECT_FALSE(is_valid(mac_key(pair.spec), "message"));
    }
}

TEST_F(Macs, are_those_of_the_material) {
    const KeyId key = mac_key(KeySpec::hmac_512);
    const auto material = store_->export_material(tenant_, *current(key), *current(key)->newest());
    const auto mac = crypto::compute_mac(MacAlgorithm::hmac_sha512, material->expose_secret(), as_bytes("message"));
    EXPECT_EQ(generate_mac(call(), input(key, MacAlgorithm::hmac_sha512))->mac.bytes, mac.bytes);
}

TEST_F(Macs, are_of_the_algorithm_of_the_keys_spec) {
    for (const Pair& pair : kPairs) {
        const KeyId key = mac_key(pair.spec);
        for (const Pair& other : kPairs) {
            const MacInput asked = input(key, other.algorithm);
            EXPECT_EQ(generate_mac(call(), asked).has_value(), other.spec == pair.spec);
            if (other.spec == pair.spec) continue;
            EXPECT_THAT(generate_mac(call(), asked), FailsWith(ErrorCode::algorithm_invalid));
            EXPECT_THAT(verify_mac(call(), asked, Bytes(other.bytes)), FailsWith(ErrorCode::algorithm_invalid));
        }
    }
}

TEST_F(Macs, need_a_key_for_macs) {
    for (const KeySpec spec : {KeySpec::aes_256, KeySpec::sm2}) {
        const KeyId key = create(spec).id;
        EXPECT_THAT(generate_mac(call(), input(key, MacAlgorithm::hmac_sha256)),
                    FailsWith(ErrorCode::key_usage_mismatch));
    }
}

TEST_F(Macs, need_an_enabled_key) {
    const KeyId key = mac_key(KeySpec::hmac_256);
    for (const auto& [state, code] : {std::pair{KeyState::disabled, ErrorCode::key_disabled},
                                      std::pair{KeyState::archived, ErrorCode::key_archived},
                                      std::pair{KeyState::pending_deletion, ErrorCode::key_pending_deletion}}) {
        set_state(key, state);
        EXPECT_THAT(generate_mac(call(), input(key, MacAlgorithm::hmac_sha256)), FailsWith(code));
        EXPECT_THAT(verify_mac(call(), input(key, MacAlgorithm::hmac_sha256), Bytes(32)), FailsWith(code));
    }
}

}  // namespace

}  // namespace tandem::service
