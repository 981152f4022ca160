#pragma once
// The certificate authority of a development server: what its clients are told to trust, and what issues its
// certificates.

#include "objects.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace tandem::http {

class TlsAuthority {
  public:
    // Gone with the process.
    static TlsAuthority in_memory();
    // ca.pem and ca.key in the folder, of mode 0600, made there when there is no ca.pem. Throws UserError: a key
    // that is missing, readable by others or another certificate's, an authority that has expired, a folder that cannot
    // be written.
    static TlsAuthority kept_in(const std::filesystem::path& folder);

    // A leaf for the key, valid for these host names and addresses. Thread-safe. Throws UserError.
    [[nodiscard]] OwnedCertificate issue(EVP_PKEY* key, const std::vector<std::string>& names) const;
    [[nodiscard]] std::string certificate_pem() const { return pem_of(certificate_.get()); }

  private:
    TlsAuthority(OwnedKey key, OwnedCertificate certificate)
        : key_(std::move(key)), certificate_(std::move(certificate)) {}

    OwnedKey key_;
    OwnedCertificate certificate_;
};

}  // namespace tandem::http
