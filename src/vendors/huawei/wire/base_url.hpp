#pragma once
// Links point to where the client came from.

#include "tandem/api/wire.hpp"
#include "tandem/base/encoding.hpp"

#include <string>

namespace tandem::api::huawei {

// Scheme and authority, without a slash behind.
inline std::string base_url(const WireRequest& request) {
    return std::string{request.tls ? "https://" : "http://"}.append(utf8_lossy(as_bytes(request.header("Host"))));
}

}  // namespace tandem::api::huawei
