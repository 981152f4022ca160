#pragma once
// Which host names a client may have signed, given the Host header it sent (API 3.0 spec sections 2.7 and 4).

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

namespace tandem::api::tencent::v2019 {

// "name:8080" -> "name"; a host without a port, or a bare IPv6 address in brackets, stays.
std::string_view without_port(std::string_view host) noexcept;

// The host as sent, without its port, and both in lower case; each text once, the likeliest first.
class HostCandidates {
  public:
    explicit HostCandidates(std::string_view host) noexcept;
    HostCandidates(const HostCandidates&) = delete;
    HostCandidates& operator=(const HostCandidates&) = delete;

    [[nodiscard]] std::span<const std::string_view> names() const noexcept { return {names_.data(), count_}; }

  private:
    void add(std::string_view name) noexcept;

    std::array<char, 256> lower_;  // longer hosts get no lower-case candidates
    std::array<std::string_view, 4> names_;
    std::size_t count_ = 0;
};

constexpr char ascii_lower(char letter) noexcept {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

}  // namespace tandem::api::tencent::v2019
