#pragma once
// The facts of a request that a log line may have, and its two forms. This is the allow-list: a field that is not
// here cannot be logged. Never plaintext, key material, signatures, bodies or raw targets.

#include "tandem/base/clock.hpp"
#include "tandem/base/error.hpp"
#include "tandem/base/ids.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace tandem::app {

struct RequestRecord {
    TimePoint arrived;
    std::chrono::microseconds took{};
    std::string_view request_id;
    std::string_view dialect;        // empty: nobody claimed the request
    std::string_view action;         // empty: not known
    std::string_view access_key_id;  // as the request named it; empty: none, or doubtful
    const TenantId* tenant = nullptr;
    const KeyId* key = nullptr;
    unsigned status = 0;
    bool failed = false;
    ErrorCode error{};             // when failed
    std::string_view vendor_code;  // when failed
    std::string_view diagnosis;    // for people, in development mode
    std::string_view fault;        // the rule that made it go wrong on purpose, in development mode
};

// Both append one line with its end. Texts that a client may have chosen are escaped.
void append_text_line(std::string& to, const RequestRecord& record);
void append_json_line(std::string& to, const RequestRecord& record);

}  // namespace tandem::app
