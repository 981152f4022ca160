#pragma once
// Mistakes with the derivation of the signing key (API 3.0 spec section 2.4) and with the string to sign (2.3).

#include "tandem/doctor/canonical_reading.hpp"

namespace tandem::api::tencent::v2019 {

// The parts of a reading's key scope, "2025-11-21/kms".
std::string_view date_of(std::string_view key_scope) noexcept;
std::string_view service_of(std::string_view key_scope) noexcept;

void add_algorithms(const doctor::CanonicalCase& refused, doctor::CanonicalVariations& to);

}  // namespace tandem::api::tencent::v2019
