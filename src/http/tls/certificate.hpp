#pragma once
// Makes X.509 certificates of EC P-256 keys, in the form that strict verifiers ask for (RFC 5280: subject and authority
// key identifiers, critical basic constraints, key usage).

#include "objects.hpp"

#include <string>
#include <vector>

namespace tandem::http {

OwnedKey make_key();

// A self-signed authority that may issue leaves only, valid for 10 years.
OwnedCertificate make_authority_certificate(EVP_PKEY* key);

// A server's leaf for `names`, host names or addresses, signed by the authority; valid for 825 days, which is the most
// that Apple's verifier takes, but not longer than the authority.
OwnedCertificate make_leaf_certificate(EVP_PKEY* key, const std::vector<std::string>& names, X509* authority,
                                       EVP_PKEY* authority_key);

}  // namespace tandem::http
