#pragma once
// An authority's certificate in the form in which a Java virtual machine takes it.

#include <string>

namespace tandem::http {

// PKCS#12 of the first certificate in `pem`, as Java's -Djavax.net.ssl.trustStore reads it. The password protects
// nothing: the content is public, but the readers ask for one. Throws UserError when there is no certificate.
std::string make_trust_store(const std::string& pem, const std::string& password);

}  // namespace tandem::http
