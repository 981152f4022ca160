#include "tandem/http/handshake.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>

namespace tandem::http {

HandshakeFailure why_handshake_failed(const ssl_st* connection, const boost::system::error_code& error) {
    using Kind = HandshakeFailure::Kind;
    if (const long verdict = SSL_get_verify_result(connection); verdict != X509_V_OK)
        return {Kind::untrusted, X509_verify_cert_error_string(verdict)};
    // Asio's errors of TLS are OpenSSL's own numbers.
    const auto number = static_cast<unsigned long>(static_cast<unsigned int>(error.value()));
    if (ERR_GET_LIB(number) == ERR_LIB_SSL && ERR_GET_REASON(number) == SSL_R_WRONG_VERSION_NUMBER)
        return {Kind::no_tls, {}};
    return {};
}

}  // namespace tandem::http
