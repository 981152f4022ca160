#pragma once
// Request ids in the form of each vendor, from the thread's random pool. Assigned once an exchange: an exchange that
// has one (it runs again on the worker pool) keeps it.

#include "tandem/api/wire.hpp"

namespace tandem::api {

enum class RequestIdForm : std::uint8_t {
    uuid,    // 36 characters
    hex,     // 32 lower-case hexadecimal digits
    digits,  // a decimal number of 11 digits that does not begin with 0
};
void assign_request_id(RequestFacts& facts, RequestIdForm form) noexcept;

}  // namespace tandem::api
