#pragma once
// The host names under which the clouds' KMS (and the IAM that its clients ask) are called.

#include <string_view>

namespace tandem::standin {

// Whether the name, in lower case, is one of them, in any region. Thread-safe.
bool is_vendor_host(std::string_view host) noexcept;

}  // namespace tandem::standin
