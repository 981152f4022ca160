#include "message_binding.hpp"

#include <algorithm>

namespace tandem::service {

MessageBinding::MessageBinding(const KeySpaceId& space, const keys::Envelope& envelope, keys::Purpose purpose,
                               ByteView context) noexcept {
    const keys::EnvelopeHeader& header = envelope.header();
    std::uint8_t* at = std::copy(kLabel.begin(), kLabel.end(), info_.data());
    *at++ = 0;
    *at++ = header.suite;
    *at++ = static_cast<std::uint8_t>(header.shape);
    *at++ = static_cast<std::uint8_t>(purpose);
    at = std::copy(header.key.bytes.begin(), header.key.bytes.end(), at);
    store_u32_be(at, header.version);

    std::uint8_t* const length_at = std::copy(space.bytes.begin(), space.bytes.end(), tail_.data());
    std::uint8_t* const fixed_at = length_at + 4;
    const std::size_t fixed_bytes =
        envelope.fixed_bytes_to(std::span<std::uint8_t, kMaxFixedBytes>{fixed_at, kMaxFixedBytes});
    store_u32_be(length_at, static_cast<std::uint32_t>(fixed_bytes));
    store_u32_be(fixed_at + fixed_bytes, static_cast<std::uint32_t>(context.size()));
    tail_bytes_ = 16 + 4 + fixed_bytes + 4;
}

}  // namespace tandem::service
