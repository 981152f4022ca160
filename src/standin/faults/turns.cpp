#include "turns.hpp"

#include <algorithm>

namespace tandem::standin {
namespace {

constexpr std::int64_t nanoseconds(std::chrono::milliseconds time) { return std::chrono::nanoseconds{time}.count(); }

}  // namespace

// Chance is drawn for every request that matches, so that the draws do not depend on when the others hold.
std::optional<std::uint64_t> FaultTurns::take(std::int64_t now) {
    const std::scoped_lock lock{mutex_};
    ++matched_;
    const bool over_rate = !turn_.over_per_second || !bucket_.take(now, *turn_.over_per_second);
    const bool lucky = !turn_.probability || chance_.uniform(matched_, Chance::Use::turn) < *turn_.probability;
    if (!has_left() || !is_in_window(now) || !is_nth() || !over_rate || !lucky) return std::nullopt;
    ++fired_;
    return matched_;
}

FaultCounts FaultTurns::counts(std::int64_t now) const {
    const std::scoped_lock lock{mutex_};
    return {matched_, fired_, is_spent(now)};
}

bool FaultTurns::is_in_window(std::int64_t now) const noexcept {
    if (!turn_.window) return true;
    const std::int64_t age = now - set_at_;
    return age >= nanoseconds(turn_.window->from) && (!turn_.window->to || age < nanoseconds(*turn_.window->to));
}

bool FaultTurns::is_nth() const noexcept {
    return turn_.nth.empty() || std::ranges::any_of(turn_.nth, [this](const FaultTurn::Range& range) {
               return range.first <= matched_ && matched_ <= range.last;
           });
}

bool FaultTurns::is_spent(std::int64_t now) const noexcept {
    const bool window_over = turn_.window && turn_.window->to && now - set_at_ >= nanoseconds(*turn_.window->to);
    const bool nth_over = !turn_.nth.empty() &&
                          std::ranges::all_of(turn_.nth, [this](const auto& range) { return range.last <= matched_; });
    return !has_left() || window_over || nth_over;
}

}  // namespace tandem::standin
