#include "curve_key.hpp"

#include "tandem/base/encoding.hpp"
#include "tandem/crypto/digest.hpp"

namespace tandem::api::huawei {

namespace {

constexpr std::size_t kUsualIdBytes = 20;

// One HMAC plus one, as a big-endian number.
std::array<std::uint8_t, 32> candidate(const Authorization& authorization, ByteView secret, std::uint8_t counter,
                                       std::size_t padding) {
    constexpr std::array<std::uint8_t, 4> kFirst{0, 0, 0, 1};
    constexpr std::array<std::uint8_t, 4> kBits{0, 0, 1, 0};
    constexpr std::array<std::uint8_t, kUsualIdBytes> kZeros{};
    const std::array<std::uint8_t, 1> end{0};
    const auto pieces = {ByteView{kFirst},
                         as_bytes(authorization.algorithm),
                         ByteView{end},
                         as_bytes(authorization.access_key),
                         ByteView{&counter, 1},
                         ByteView{kBits},
                         ByteView{kZeros}.first(padding)};
    auto number =
        authorization.uses_sm3() ? crypto::hmac_sm3(secret, pieces) : crypto::HmacSha256Key{secret}.sign(pieces);
    for (std::size_t i = number.size(); i-- > 0;)
        if (++number[i] != 0) break;
    return number;
}

}  // namespace

std::optional<crypto::PublicKey> curve_key(const Authorization& authorization, ByteView secret, CurveKeyForm form) {
    const std::size_t id_bytes = authorization.access_key.size();
    if (form == CurveKeyForm::padded && id_bytes >= kUsualIdBytes) return std::nullopt;
    const std::size_t padding = form == CurveKeyForm::padded ? kUsualIdBytes - id_bytes : 0;
    const auto algorithm =
        authorization.uses_sm3() ? crypto::AsymmetricAlgorithm::sm2 : crypto::AsymmetricAlgorithm::ec_p256;
    for (unsigned counter = 0; counter <= 0xff; ++counter) {
        auto number = candidate(authorization, secret, static_cast<std::uint8_t>(counter), padding);
        const WipeOnExit wiped{number};
        // Refuses the very largest ones as well, which no HMAC will ever be.
        const auto key = crypto::PrivateKey::from_scalar(algorithm, number);
        if (key.has_error()) continue;
        auto open = key->public_key();
        if (open.has_value()) return std::move(*open);
    }
    return std::nullopt;
}

}  // namespace tandem::api::huawei
