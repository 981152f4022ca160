#pragma once
// How large a request's body may be where the configuration does not say.

#include "tandem/api/wire.hpp"

#include <cstddef>

namespace tandem::api {

// Every API takes bodies of this size.
inline constexpr std::size_t kLeastBodyLimit = 128 * 1024;

// Bytes that the vendor of the request's API takes, as its head alone tells. No body is needed.
std::size_t vendor_body_limit(const WireRequest& head) noexcept;

// Whether the head announces a body of form parameters.
bool announces_form(const WireRequest& head) noexcept;

}  // namespace tandem::api
