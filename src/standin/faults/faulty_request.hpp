#pragma once
// The rules' way through one request: the first rule that fits and whose turn it is fires, and no other.

#include "active_rule.hpp"

#include <optional>
#include <vector>

namespace tandem::standin {

class FaultyRequest final : public api::Interference {
  public:
    explicit FaultyRequest(std::shared_ptr<const ActiveFaults> rules)
        : rules_(std::move(rules)), asked_(rules_->size()) {}

    Result<void> identified(const api::IdentifiedRequest& request) override;
    Result<void> found(const service::Call& call, const store::Key& key) override;
    std::optional<Error> instead_of_answer() override;
    void alter(api::Exchange& exchange) override;

  private:
    // Asks a rule that fits whether it is its turn; at most once.
    void ask(std::size_t place);
    [[nodiscard]] Result<void> verdict() const;
    [[nodiscard]] Error api_error() const;
    void replace_reply(api::Exchange& exchange) const;

    const std::shared_ptr<const ActiveFaults> rules_;
    std::vector<bool> asked_;
    api::IdentifiedRequest request_{};  // of this run
    const ActiveFault* fired_ = nullptr;
    std::uint64_t number_ = 0;  // of the request, among those that fit the rule
};

}  // namespace tandem::standin
