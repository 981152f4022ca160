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

Result<ByteView> open_mac_key(const Call& call, const MacInput& input) {
    TANDEM_CHECK(check_state(call, keys::Operation::use_mac_key, input.key));
    if (!keys::is_mac(input.key.spec)) return fail(ErrorCode::key_usage_mismatch);
    if (input.algorithm != mac_algorithm_of(input.key.spec)) return fail(ErrorCode::algorithm_invalid);
    TANDEM_TRY(const store::OpenedMaterial* material, open_newest(call, input.key));
    return material->mac_key.expose_secret();
}

}  // namespace

Result<MacOutput> generate_mac(const Call& call, const MacInput& input) {
    TANDEM_TRY(const ByteView material, open_mac_key(call, input));
    return MacOutput{.key = &input.key, .mac = crypto::compute_mac(input.algorithm, material, input.message)};
}

Result<MacVerdict> verify_mac(const Call& call, const MacInput& input, ByteView mac) {
    TANDEM_TRY(const ByteView material, open_mac_key(call, input));
    return MacVerdict{.key = &input.key, .valid = crypto::check_mac(input.algorithm, material, input.message, mac)};
}

}  // namespace tandem::service
