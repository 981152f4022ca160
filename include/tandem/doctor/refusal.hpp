#pragma once
// Sentences for people on a refusal that is decided before or after the signature itself: no signature, its form, the
// id, the clock, the token. Development only.

#include "tandem/api/wire.hpp"
#include "tandem/store/key_store.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tandem::api::doctor {

enum class Cloud : std::uint8_t { tencent, huawei };

struct Refusal {
    const Error& error;
    Cloud cloud;
    std::string_view clock_name;     // what carries the time: "X-TC-Timestamp"
    std::string_view malformed{};    // what is wrong with the Authorization, when the dialect knows
    const store::KeyStore* store{};  // when an id was named; a guard of it must live
    std::string_view access_key_id{};
    std::optional<std::int64_t> signed_at{};  // unix seconds
    std::int64_t window_seconds = 0;
};

// Sets explanation and diagnosis when the error is one of authentication; else leaves them.
void explain_refusal(Exchange& exchange, const Refusal& refusal);

// "The signed time is 3600 s behind the server's clock (...)" with what that looks like; empty within the window or
// when there is none.
std::string clock_sentence(const WireRequest& request, std::string_view clock_name, std::int64_t signed_at,
                           std::int64_t window_seconds);

}  // namespace tandem::api::doctor
