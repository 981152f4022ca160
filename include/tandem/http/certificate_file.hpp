#pragma once
// Validity of the certificates in a file.

#include "tandem/base/clock.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace tandem::http {

struct CertificateTime {
    std::string subject;   // "CN=kms.example.com"
    TimePoint not_before;  // whole seconds, both of them part of its time
    TimePoint not_after;
};

// The times of each certificate of a PEM file, in its order: the server's own, then those that lead to its authority.
// Throws UserError (configuration) when it cannot be read or has none.
std::vector<CertificateTime> certificate_times(const std::filesystem::path& file);

}  // namespace tandem::http
