#pragma once
// Why a signature was refused, by trying: each known mistake of clients is a variation of what the server read. The
// first variation, in the order of the dialect's table, that signs to what came is the answer. Development only, since
// an oracle that tells a wrong host from a wrong secret helps attackers.

#include "tandem/api/wire.hpp"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tandem::api::doctor {

// Costs that the search after one refusal may have: signings, and bytes signed.
class Budget {
  public:
    static constexpr std::size_t kSignings = 4'000;
    static constexpr std::size_t kBytes = 32 * 1024 * 1024;  // of all the signed texts together

    // False when there is not enough left, and from then on.
    bool spend(std::size_t bytes) noexcept {
        if (signings_ == 0 || bytes > bytes_) signings_ = bytes_ = 0;
        if (is_spent()) return false;
        --signings_;
        bytes_ -= bytes;
        return true;
    }
    [[nodiscard]] bool is_spent() const noexcept { return signings_ == 0; }

  private:
    std::size_t signings_ = kSignings;
    std::size_t bytes_ = kBytes;
};

// "host-port" and "host-case" are of one aspect, "host": one request shows at most one of them.
std::string_view aspect_of(std::string_view hypothesis) noexcept;

// A Reading is what one party takes for signed. It copies cheaply and has
//   std::size_t size() const      bytes that matches() signs
//   bool matches() const          signs itself and compares, in constant time, with the signature that came
//   std::string canonical_request() const, string_to_sign() const     for people
template <class Reading>
struct Variation {
    std::string_view hypothesis;  // a word of docs/diagnosis.md; empty: a spelling that the server accepts anyway
    std::string sentence;
    // Turns a copy of the server's reading into the one that the client may have signed.
    std::function<void(Reading&)> apply;
    bool in_pairs = false;  // also tried together with others
};

// A row of a dialect's table: adds the variations of one kind of mistake, the likeliest first. So many of them are also
// tried together with those of other rows; spellings that the server accepts anyway always are, with everything.
template <class Case, class Reading>
struct Row {
    void (*add)(const Case&, std::vector<Variation<Reading>>&);
    std::size_t in_pairs = 0;
};

// The variations of all rows, in the order of the table. They may hold views of `refused`.
template <class Case, class Reading>
std::vector<Variation<Reading>> variations_of(const Case& refused, std::span<const Row<Case, Reading>> rows) {
    std::vector<Variation<Reading>> all;
    for (const Row<Case, Reading>& row : rows) {
        const std::size_t begin = all.size();
        row.add(refused, all);
        for (std::size_t i = begin; i < std::min(all.size(), begin + row.in_pairs); ++i) all[i].in_pairs = true;
    }
    return all;
}

// Answer of a search: the mistake, and what the client signed by making it.
template <class Reading>
struct Finding {
    std::string_view hypothesis;
    std::string sentence;
    Reading reading;  // the client's
};

// Tries one variation at a time, then two of different aspects. Nothing when none matches or the budget is spent.
template <class Reading>
std::optional<Finding<Reading>> first_match(const Reading& server, const std::vector<Variation<Reading>>& variations,
                                            Budget budget = {}) {
    const auto finding = [&](const Variation<Reading>& first,
                             const Variation<Reading>* second) -> std::optional<Finding<Reading>> {
        Reading reading = server;
        first.apply(reading);
        if (second != nullptr) second->apply(reading);
        if (!budget.spend(reading.size()) || !reading.matches()) return std::nullopt;
        if (second == nullptr) return Finding<Reading>{first.hypothesis, first.sentence, std::move(reading)};
        if (first.hypothesis.empty()) return Finding<Reading>{second->hypothesis, second->sentence, std::move(reading)};
        return Finding<Reading>{first.hypothesis, first.sentence + " And: " + second->sentence, std::move(reading)};
    };
    // Single mistakes; spellings that the server accepts are none.
    for (const Variation<Reading>& variation : variations) {
        if (variation.hypothesis.empty()) continue;
        if (auto found = finding(variation, nullptr)) return found;
    }
    // Pairs: two of those marked in_pairs, or an accepted spelling with any mistake.
    for (std::size_t i = 0; i < variations.size(); ++i) {
        const bool accepted = variations[i].hypothesis.empty();
        if (!accepted && !variations[i].in_pairs) continue;
        if (budget.is_spent()) break;
        for (std::size_t j = i + 1; j < variations.size(); ++j) {
            const Variation<Reading>& other = variations[j];
            if (other.hypothesis.empty() || (!other.in_pairs && !accepted)) continue;
            if (aspect_of(variations[i].hypothesis) == aspect_of(other.hypothesis)) continue;
            // The first of the two is applied first, as the table has them.
            if (auto found = finding(variations[i], &other)) return found;
        }
    }
    return std::nullopt;
}

// Puts the answer into the exchange's facts: the explanation, and "hypothesis: sentence" as the diagnosis.
void explain(RequestFacts& facts, SignatureExplanation explanation);

// The answer when no variation matches.
struct Conclusion {
    std::string_view hypothesis;
    std::string sentence;
};

// Searches within one Budget, and explains to the facts what was found, or else `otherwise`; `remark` follows it.
template <class Reading>
void examine(RequestFacts& facts, const Reading& server, const std::vector<Variation<Reading>>& variations,
             const Conclusion& otherwise, std::string_view remark = {}) {
    SignatureExplanation explanation;
    explanation.server_canonical_request = server.canonical_request();
    explanation.server_string_to_sign = server.string_to_sign();
    if (const auto found = first_match(server, variations)) {
        explanation.hypothesis = found->hypothesis;
        explanation.sentence = found->sentence;
        explanation.client_canonical_request = found->reading.canonical_request();
        explanation.client_string_to_sign = found->reading.string_to_sign();
    } else {
        explanation.hypothesis = otherwise.hypothesis;
        explanation.sentence = otherwise.sentence;
    }
    explanation.sentence += remark;
    explain(facts, std::move(explanation));
}

}  // namespace tandem::api::doctor
