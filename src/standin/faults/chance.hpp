#pragma once
// Randomness that repeats: the same seed, place and number give the same draw on every machine, whatever was drawn
// before and on whichever thread. (The standard library's distributions differ from one to the next.)

#include <cmath>
#include <cstdint>
#include <numbers>

namespace tandem::standin {

class Chance {
  public:
    // The purpose of a draw, so that the draws of one request do not depend on each other.
    enum class Use : std::uint64_t { turn, delay, angle, garbage };

    Chance(std::uint64_t seed, std::uint64_t place) noexcept : stream_(mixed(mixed(seed) + place)) {}

    [[nodiscard]] std::uint64_t bits(std::uint64_t number, Use use) const noexcept {
        return mixed(mixed(stream_ + number) + static_cast<std::uint64_t>(use));
    }
    // At least 0, below 1.
    [[nodiscard]] double uniform(std::uint64_t number, Use use) const noexcept {
        return static_cast<double>(bits(number, use) >> 11) * 0x1p-53;
    }
    // A draw of the standard normal distribution (Box and Muller).
    [[nodiscard]] double normal(std::uint64_t number) const noexcept {
        const double radius = std::sqrt(-2 * std::log(1 - uniform(number, Use::delay)));
        return radius * std::cos(2 * std::numbers::pi * uniform(number, Use::angle));
    }

  private:
    // SplitMix64.
    static std::uint64_t mixed(std::uint64_t x) noexcept {
        x += 0x9e3779b97f4a7c15;
        x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
        x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
        return x ^ (x >> 31);
    }

    std::uint64_t stream_;
};

}  // namespace tandem::standin
