#pragma once
// The same JSON document as other libraries write it: a body that was read and written again on its way.

#include "tandem/doctor/private_text.hpp"

#include <string_view>
#include <vector>

namespace tandem::api::doctor {

struct JsonSpelling {
    PrivateText text;
    std::string_view how;
};

// Empty when the body is no JSON object or too long to try.
std::vector<JsonSpelling> json_spellings(std::string_view body);

}  // namespace tandem::api::doctor
