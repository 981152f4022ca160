#include "tandem/service/actions/macs.hpp"

#include "tandem/service/key_state.hpp"

#include "key_rules.hpp"

namespace tandem::service {

namespace {

using crypto::MacAlgorithm;

MacAlgorithm mac_algorithm_of(keys::KeySpec spec) noexcept {
    switch (spec) {
        case keys::KeySpec::hmac_384:
            return MacAlgorithm::hmac_sha384;
        case keys::KeySpec::hmac_512:
            return MacAlgorithm::hmac_sha512;
        case keys::KeySpec::hmac_sm3:
            return MacAlgorithm::hmac_sm3;
        default:
            return MacAlgorithm::hmac_sha256;
    }
}

struct UsableKey {
    const store::Key* key;
    const store::OpenedMaterial* material;
};

Result<UsableKey> find_mac_key(const Call& call, const MacInput& input) {
    TANDEM_TRY(const store::Key* key, find_key(call, input.key));
    TANDEM_CHECK(check_state(call, keys::Operation::use_mac_key, *key));
    if (!keys::is_mac(key->spec)) return fail(ErrorCode::key_usage_mismatch);
    if (input.algorithm != mac_algorithm_of(key->spec)) return fail(ErrorCode::algorithm_invalid);
    TANDEM_TRY(const store::OpenedMaterial* material, open_newest(call, *key));
    return UsableKey{.key = key, .material = material};
}

}  // namespace

Result<MacOutput> generate_mac(const Call& call, const MacInput& input) {
    TANDEM_TRY(const UsableKey usable, find_mac_key(call, input));
    const ByteView material = usable.material->mac_key.expose_secret();
    return MacOutput{.key = usable.key, .mac = crypto::compute_mac(input.algorithm, material, input.message)};
}

Result<MacVerdict> verify_mac(const Call& call, const MacInput& input, ByteView mac) {
    TANDEM_TRY(const UsableKey usable, find_mac_key(call, input));
    const ByteView material = usable.material->mac_key.expose_secret();
    return MacVerdict{.key = usable.key, .valid = crypto::check_mac(input.algorithm, material, input.message, mac)};
}

}  // namespace tandem::service
