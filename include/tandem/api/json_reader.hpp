#pragma once
// Reads a request's JSON. Refused: duplicate keys, depth over 16, more than 1,000 members, invalid UTF-8, anything
// behind the document. A number that is a 64-bit integer is one however it is written (1.0, 1e3); every other number is
// a double, which no field takes.

#include "tandem/api/arena.hpp"
#include "tandem/base/error.hpp"

#include <boost/json/value.hpp>

#include <string_view>

namespace tandem::api {

inline constexpr std::size_t kMaxJsonDepth = 16;
inline constexpr std::size_t kMaxJsonMembers = 1000;

// The value lives in the arena. Error: request_malformed, with what and where as its detail.
Result<boost::json::value> read_json(std::string_view text, Arena& arena);

}  // namespace tandem::api
