#pragma once
// encryption_context and additional_authenticated_data (section 6.2): three generations of clients, one binding.

#include "huawei/request.hpp"

namespace tandem::api::huawei {

inline constexpr std::size_t kMaxContextCharacters = 8192;

// Canonical bytes of both fields, in the arena. Errors: context_malformed (pairs must be texts), context_too_long.
Result<ByteView> read_context(const Request& request);
// The same of a field that stands alone, without an encryption_context.
Result<ByteView> read_additional_data(const Request& request, std::string_view field);

// The JSON text of member `index` of an object that read_json accepted.
std::string_view member_text(std::string_view object, std::size_t index) noexcept;

}  // namespace tandem::api::huawei
