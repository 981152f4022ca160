#pragma once
// The text in the body's place in a canonical request (section 2.2 rule 6).

#include "tandem/api/wire.hpp"

#include "authorization.hpp"

#include <array>
#include <span>
#include <string_view>

namespace tandem::api::huawei {

using HashText = std::array<char, 64>;  // of SHA-256 or SM3
inline std::string_view text_of(const HashText& text) noexcept { return {text.data(), text.size()}; }

// The texts that may stand there: none when a hash was sent that is not the body's.
class PayloadHashes {
  public:
    PayloadHashes(const Authorization& authorization, const WireRequest& request);
    PayloadHashes(const PayloadHashes&) = delete;
    PayloadHashes& operator=(const PayloadHashes&) = delete;

    [[nodiscard]] std::span<const std::string_view> list() const noexcept { return {candidates_.data(), count_}; }

  private:
    HashText of_body_{};
    std::array<std::string_view, 2> candidates_;
    std::size_t count_ = 0;
};

}  // namespace tandem::api::huawei
