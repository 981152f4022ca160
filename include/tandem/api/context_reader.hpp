#pragma once
// An encryption context from its JSON object, in canonical bytes.

#include "tandem/api/arena.hpp"
#include "tandem/base/error.hpp"

#include <boost/json/object.hpp>

namespace tandem::api {

// Tencent: the text of a JSON object, at most `max_code_points`. "" and {} are no context. Errors: context_malformed,
// context_too_long.
Result<ByteView> read_context_text(std::string_view text, std::size_t max_code_points, Arena& arena);
// Huawei: an object already read, and the free text beside it (either may be absent).
Result<ByteView> read_context_object(const boost::json::object* pairs, std::string_view additional_data, Arena& arena);

}  // namespace tandem::api
