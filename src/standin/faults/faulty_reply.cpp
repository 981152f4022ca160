#include "faulty_reply.hpp"

#include "tandem/base/secret.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace tandem::standin {
namespace {

using std::chrono::milliseconds;
using Then = api::PacedReply::Then;

// Longer than the patience of any client; one that goes away is noticed before.
constexpr std::chrono::hours kHang{1};
constexpr std::size_t kGarbageBytes = 64;

void append_garbage(std::string& to, const Chance& chance, std::uint64_t number) {
    for (std::size_t i = 0; i < kGarbageBytes; ++i) {
        // Upper halves only: no byte of it may begin a status line.
        to += static_cast<char>(chance.bits(number * kGarbageBytes + i, Chance::Use::garbage) | 0x80);
    }
}

}  // namespace

milliseconds draw_delay(const FaultDelay& delay, const Chance& chance, std::uint64_t number) {
    double drawn = static_cast<double>(delay.least.count());
    if (delay.kind == FaultDelay::Kind::uniform)
        drawn += static_cast<double>((delay.most - delay.least).count()) * chance.uniform(number, Chance::Use::delay);
    if (delay.kind == FaultDelay::Kind::lognormal) drawn *= std::exp(delay.sigma * chance.normal(number));
    const auto most = static_cast<double>(milliseconds{kLongestFaultDelay}.count());
    return milliseconds{std::llround(std::min(drawn, most))};
}

bool FaultyReply::is_needed(const FaultEffect& effect) noexcept {
    using Kind = FaultEffect::Kind;
    const bool whole_at_once =
        effect.kind == Kind::none || effect.kind == Kind::api_error || effect.kind == Kind::http_status;
    return effect.delay || !whole_at_once;
}

FaultyReply::FaultyReply(const FaultEffect& effect, const Chance& chance, std::uint64_t number)
    : effect_(effect),
      chance_(chance),
      number_(number),
      delay_(effect.delay ? draw_delay(*effect.delay, chance, number) : milliseconds{0}) {}

FaultyReply::~FaultyReply() { wipe(reply_.data(), reply_.size()); }

void FaultyReply::begin(std::string reply) { reply_ = std::move(reply); }

std::size_t FaultyReply::body_begin() const noexcept {
    constexpr std::string_view kEndOfHead = "\r\n\r\n";
    return std::min(reply_.find(kEndOfHead) + kEndOfHead.size(), reply_.size());
}

api::PacedReply::Step FaultyReply::next(std::string& out) {
    if (delay_ > milliseconds{0}) return {Then::wait, std::exchange(delay_, milliseconds{0})};
    switch (effect_.kind) {
        case FaultEffect::Kind::none:
        case FaultEffect::Kind::api_error:
        case FaultEffect::Kind::http_status:
            break;
        case FaultEffect::Kind::reset:
            return {.then = Then::reset};
        case FaultEffect::Kind::hang:
            if (!std::exchange(head_sent_, true)) return {Then::wait, kHang};
            return {.then = Then::close};
        case FaultEffect::Kind::empty:
            return {.then = Then::close};
        case FaultEffect::Kind::garbage:
            append_garbage(out, chance_, number_);
            return {.then = Then::close};
        case FaultEffect::Kind::truncate:
            out.append(reply_, 0, body_begin() + effect_.truncate);
            return {.then = Then::close};
        case FaultEffect::Kind::drip:
            return drip(out);
    }
    out += reply_;
    return {.then = Then::finished};
}

// The head at once, then the body in equal parts; the last one leaves when `drip_over` has passed.
api::PacedReply::Step FaultyReply::drip(std::string& out) {
    const std::size_t begin = body_begin();
    const std::size_t body = reply_.size() - begin;
    const auto part_end = [&](unsigned parts) { return begin + body * parts / effect_.drip_chunks; };
    const auto time_of = [&](unsigned parts) { return effect_.drip_over * parts / effect_.drip_chunks; };
    if (!std::exchange(head_sent_, true)) {
        out.append(reply_, 0, begin);
        return {Then::wait, time_of(1)};
    }
    out.append(reply_, part_end(chunks_sent_), part_end(chunks_sent_ + 1) - part_end(chunks_sent_));
    ++chunks_sent_;
    if (chunks_sent_ == effect_.drip_chunks) return {.then = Then::finished};
    return {Then::wait, time_of(chunks_sent_ + 1) - time_of(chunks_sent_)};
}

}  // namespace tandem::standin
