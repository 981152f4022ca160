#pragma once
// Why a client's TLS handshake failed, in words.

#include <boost/system/error_code.hpp>

#include <string>

struct ssl_st;

namespace tandem::http {

struct HandshakeFailure {
    enum class Kind : unsigned char {
        untrusted,  // the server's certificate
        no_tls,     // the server speaks something else
        other,
    } kind = Kind::other;
    std::string reason;  // of untrusted: "self-signed certificate"
};

// `error` is what the handshake of the connection ended with.
HandshakeFailure why_handshake_failed(const ssl_st* connection, const boost::system::error_code& error);

}  // namespace tandem::http
