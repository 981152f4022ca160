#pragma once
// Error answers in their three forms: the KMS service's, the gateway's in front of it, and IAM's (section 4).

#include "huawei/request.hpp"

namespace tandem::api::huawei {

enum class ErrorBody : std::uint8_t { kms, gateway };

struct HuaweiError {
    VendorError vendor;
    ErrorBody body;
};

// One row for every ErrorCode, in the order of the enumeration.
std::span<const HuaweiError> error_table() noexcept;

// Replaces the reply by the error's and sets the facts. `operation` is null before a route was found; its overrides and
// its family decide. Never adds members to a body: the C++ SDK throws on those that it does not know.
void write_error(Exchange& exchange, const Error& error, const Operation* operation, bool development);

}  // namespace tandem::api::huawei
