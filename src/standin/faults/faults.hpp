#pragma once
// The fault rules of a stand-in server.

#include "active_rule.hpp"

#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

namespace tandem::standin {

// Thread-safe. A request that has begun keeps the rules that were in force then.
class Faults final : public api::InterferenceSource {
  public:
    // Nanoseconds of the monotonic clock, as in WireRequest::arrived_ticks.
    using Ticks = std::function<std::int64_t()>;
    static std::int64_t monotonic_ticks() noexcept;

    // Throws UserError when the documents together cannot be in force: too many rules, a name twice.
    explicit Faults(std::vector<FaultDocument> start, Ticks ticks = monotonic_ticks);

    std::shared_ptr<api::Interference> begin() override;

    struct Shown {
        std::string name;
        nlohmann::json written;
        FaultCounts counts;
    };
    [[nodiscard]] std::vector<Shown> list() const;

    // Behind those that are in force. The new names, in their order. Errors, after which nothing has changed: conflict
    // (a name that is taken; subject), parameter_out_of_range (too many rules).
    Result<std::vector<std::string>> add(FaultDocument document);
    // Puts the document's in the place of those that are in force, with new counts.
    Result<std::vector<std::string>> replace(FaultDocument document);
    void clear();
    // False when there is no such rule.
    bool remove(std::string_view name);
    // Back to the documents of the start, with new counts; windows begin now.
    void reset();

  private:
    Result<std::vector<std::string>> append(ActiveFaults& rules, FaultDocument document) const;
    void put(ActiveFaults rules);

    const std::vector<FaultDocument> start_;
    const Ticks ticks_;
    mutable std::mutex mutex_;
    std::shared_ptr<const ActiveFaults> rules_ = std::make_shared<ActiveFaults>();
    std::atomic<bool> any_{false};  // so that a request without rules takes no lock
};

}  // namespace tandem::standin
