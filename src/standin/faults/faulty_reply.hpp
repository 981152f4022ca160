#pragma once
// How an answer is delayed, dripped, cut or withheld: the bytes over time.

#include "tandem/api/paced_reply.hpp"

#include "chance.hpp"
#include "rule.hpp"

#include <chrono>
#include <cstdint>
#include <string>

namespace tandem::standin {

// A draw of the delay, at most kLongestFaultDelay. `number` is the request's.
std::chrono::milliseconds draw_delay(const FaultDelay& delay, const Chance& chance, std::uint64_t number);

class FaultyReply final : public api::PacedReply {
  public:
    // Whether the effect needs more than a reply that goes out at once.
    static bool is_needed(const FaultEffect& effect) noexcept;

    FaultyReply(const FaultEffect& effect, const Chance& chance, std::uint64_t number);
    ~FaultyReply() override;
    FaultyReply(const FaultyReply&) = delete;
    FaultyReply& operator=(const FaultyReply&) = delete;

    void begin(std::string reply) override;
    Step next(std::string& out) override;

  private:
    Step drip(std::string& out);
    [[nodiscard]] std::size_t body_begin() const noexcept;

    const FaultEffect effect_;
    const Chance chance_;
    const std::uint64_t number_;
    std::chrono::milliseconds delay_;  // still to wait
    std::string reply_;
    unsigned chunks_sent_ = 0;
    bool head_sent_ = false;
};

}  // namespace tandem::standin
