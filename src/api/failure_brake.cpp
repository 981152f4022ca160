#include "tandem/api/failure_brake.hpp"

#include "tandem/base/bytes.hpp"
#include "tandem/crypto/random.hpp"

#include <algorithm>

namespace tandem::api {

namespace {

constexpr std::int64_t kSecond = 1'000'000'000;
constexpr std::int64_t kBurst = 5;  // seconds' worth

std::uint64_t random_seed() {
    std::array<std::uint8_t, 8> bytes{};
    crypto::random_bytes(bytes);
    return load_u64_be(bytes.data());
}

}  // namespace

FailureBrake::FailureBrake(std::uint32_t per_second)
    : interval_(kSecond / std::max<std::int64_t>(per_second, 1)),
      most_ahead_(kBurst * kSecond),
      seed_(random_seed()),
      entries_(kSets * kWays) {}

bool FailureBrake::count(const ClientAddress& client, std::int64_t now) {
    if (client == ClientAddress{}) return true;
    const std::lock_guard lock{mutex_};
    const auto begin = entries_.begin() + static_cast<std::ptrdiff_t>(set_of(client) * kWays);
    const auto end = begin + kWays;
    auto entry = std::ranges::find(begin, end, client, &Entry::client);
    if (entry == end) {
        entry = std::ranges::min_element(begin, end, {}, &Entry::empty_at);
        *entry = {client, now};
    }
    if (would_be_over(entry->empty_at, now)) return false;
    entry->empty_at = std::max(entry->empty_at, now) + interval_;
    return true;
}

bool FailureBrake::is_over(const ClientAddress& client, std::int64_t now) const {
    if (client == ClientAddress{}) return false;
    const std::lock_guard lock{mutex_};
    const auto begin = entries_.begin() + static_cast<std::ptrdiff_t>(set_of(client) * kWays);
    const auto entry = std::ranges::find(begin, begin + kWays, client, &Entry::client);
    return entry != begin + kWays && would_be_over(entry->empty_at, now);
}

bool FailureBrake::would_be_over(std::int64_t empty_at, std::int64_t now) const noexcept {
    return std::max(empty_at, now) + interval_ - now > most_ahead_;
}

// Multiply and fold: the seed keeps the sets of chosen addresses unknown.
std::size_t FailureBrake::set_of(const ClientAddress& client) const noexcept {
    std::uint64_t mixed = load_u64_be(client.data()) ^ seed_;
    for (int i = 0; i < 2; ++i) {
        mixed ^= mixed >> 32;
        mixed *= 0x9e3779b97f4a7c15U;
    }
    return static_cast<std::size_t>(mixed >> 32) % kSets;
}

}  // namespace tandem::api
