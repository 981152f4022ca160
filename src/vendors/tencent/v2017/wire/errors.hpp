#pragma once
// The legacy API's codes for this server's errors (errors.def; 2017 API, section 8).

#include "tandem/api/vendor_error.hpp"

#include <string>

namespace tandem::api::tencent::v2017 {

// HTTP status is 200 for errors too: with any other the SDKs lose code and message (2017 API, section 5).
inline constexpr unsigned kStatus = 200;

const VendorError& vendor_error(ErrorCode code) noexcept;

// A vendor code such as "4530/10630", as it is on the wire. The gateway's codes have no module part.
struct WireError {
    int code;
    std::string message;  // "(10630)key is not existed"
};
WireError wire_error(const VendorError& error, std::string_view subject);

}  // namespace tandem::api::tencent::v2017
