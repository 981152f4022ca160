#pragma once
// Binding of a sealed message: docs/formats.md, "Sealing a message". Everything lives on the stack.

#include "tandem/base/bytes.hpp"
#include "tandem/base/ids.hpp"
#include "tandem/crypto/sealing.hpp"
#include "tandem/keys/envelope.hpp"
#include "tandem/store/records.hpp"

#include <array>
#include <string_view>

namespace tandem::service {

class MessageBinding {
  public:
    static constexpr std::string_view kLabel = "tandem/v1/message";

    // `purpose` is the one that the caller knows: the wire does not tell every purpose.
    MessageBinding(const KeySpaceId& space, const keys::Envelope& envelope, keys::Purpose purpose,
                   ByteView context) noexcept;
    MessageBinding(const MessageBinding&) = delete;
    MessageBinding& operator=(const MessageBinding&) = delete;

    // The HKDF info but its salt: label ‖ 00 ‖ suite ‖ family ‖ purpose ‖ key id ‖ version.
    [[nodiscard]] ByteView info() const noexcept { return info_; }
    // Behind the info in the additional authenticated data:
    // tenant id ‖ u32 length ‖ the envelope's fixed bytes ‖ u32 length (of the context, which follows).
    [[nodiscard]] ByteView tail() const noexcept { return ByteView{tail_}.first(tail_bytes_); }

  private:
    static constexpr std::size_t kInfoBytes = kLabel.size() + 4 + 16 + 4;
    static constexpr std::size_t kMaxFixedBytes = 96;

    std::array<std::uint8_t, kInfoBytes> info_;
    std::array<std::uint8_t, 16 + 4 + kMaxFixedBytes + 4> tail_;
    std::size_t tail_bytes_;
};

// The tenant that a key's messages name: its own, but for a copy of a key of another region.
inline const KeySpaceId& sealing_space_of(const store::KeySpace& space, const store::Key& key) noexcept {
    const KeySpaceId& named = key.settings.attributes->sealing_space;
    return named == KeySpaceId{} ? space.id : named;
}

// A data key whose length is a multiple of the block is sealed without padding, as its wire length demands.
constexpr crypto::Padding padding_of(keys::Purpose purpose) noexcept {
    return purpose == keys::Purpose::data_key ? crypto::Padding::none : crypto::Padding::pkcs7;
}

}  // namespace tandem::service
