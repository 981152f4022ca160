#pragma once
// A fault rule: which requests it is for, when its turn is, and what it does to them. docs/faults.md describes it as
// people write it.

#include "tandem/base/error.hpp"

#include <nlohmann/json.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tandem::standin {

// Everything that is given must fit; an absent part fits every request.
struct FaultMatch {
    std::string dialect;
    std::vector<std::string> actions;  // the vendor's names
    std::string key;                   // id, 2017 name or alias, the latter with or without "alias/"
    std::string credential;            // access key id
    std::string tenant;                // name
};

// All that is given must hold.
struct FaultTurn {
    // Numbers of the requests that match, counted from 1; both ends are in it.
    struct Range {
        std::uint64_t first;
        std::uint64_t last;
    };
    // Since the rule was set; `to` is not in it.
    struct Window {
        std::chrono::milliseconds from{0};
        std::optional<std::chrono::milliseconds> to{};
    };
    std::optional<std::uint64_t> next{};  // so often, then the rule is spent
    std::vector<Range> nth{};
    std::optional<double> probability{};
    std::optional<Window> window{};
    std::optional<std::uint32_t> over_per_second{};  // of the requests that match, those above this rate
};

struct FaultDelay {
    enum class Kind : std::uint8_t { fixed, uniform, lognormal };
    Kind kind = Kind::fixed;
    std::chrono::milliseconds least{0};  // fixed: the delay; lognormal: the median
    std::chrono::milliseconds most{0};   // uniform
    double sigma = 0;                    // lognormal
};
inline constexpr std::chrono::minutes kLongestFaultDelay{10};

enum class ApiError : std::uint8_t { throttled, internal, unavailable, expired_token, disabled, denied, not_found };

struct FaultEffect {
    enum class Kind : std::uint8_t {
        none,  // a delay, or a connection that closes, and nothing else
        api_error,
        http_status,
        reset,
        hang,
        empty,
        garbage,
        truncate,
        drip,
    };
    Kind kind = Kind::none;
    ApiError api_error{};
    unsigned http_status = 0;
    std::size_t truncate = 0;  // bytes of the body that arrive
    unsigned drip_chunks = 0;
    std::chrono::milliseconds drip_over{0};
    std::optional<FaultDelay> delay{};
    bool close = false;         // the connection, after the answer
    bool after_action = false;  // the action runs, and its answer is lost

    [[nodiscard]] bool does_something() const noexcept { return kind != Kind::none || delay || close; }
    // The action does not run.
    [[nodiscard]] bool replaces_action() const noexcept {
        return !after_action && kind != Kind::none && kind != Kind::truncate && kind != Kind::drip;
    }
};

struct FaultRule {
    std::string name;
    FaultMatch match;
    FaultTurn turn;
    FaultEffect effect;
    nlohmann::json written;  // as people wrote it
};

struct FaultDocument {
    std::uint64_t seed = 0;
    std::vector<FaultRule> rules;  // those without a name get one when they are set
};

inline constexpr std::size_t kMostFaultRules = 100;
inline constexpr std::size_t kLongestFaultName = 64;
inline constexpr std::string_view kFaultNameRule = "1 to 64 letters, digits, '.', '_' and '-'";

}  // namespace tandem::standin
