#pragma once
// Percent-encoding with the vendor's one unreserved set: A-Z a-z 0-9 - _ . ~ (section 2.2 rules 1 and 2).

#include <cstddef>
#include <string_view>

namespace tandem::api::huawei {

bool is_unreserved(char c) noexcept;

// Writes at most text.size() characters; returns the end. "+" stays, an escape that is none stays as it is.
char* percent_decode_to(char* to, std::string_view text) noexcept;

// Everything but the unreserved set, upper-case digits. At most 3 characters for one.
char* percent_encode_to(char* to, std::string_view text) noexcept;
char* percent_encode_to(char* to, char c) noexcept;

}  // namespace tandem::api::huawei
