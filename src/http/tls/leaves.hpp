#pragma once
// The certificates that a development server shows: one for its own names, and one for each other name that it may
// answer to, made when a client first asks for it (SNI).

#include "tandem/http/server.hpp"

#include "authority.hpp"

#include <openssl/ssl.h>

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace tandem::http {

// Thread-safe. Must outlive the connections of the contexts that it was installed in.
class TlsLeaves {
  public:
    explicit TlsLeaves(const LocalTls& options);

    // From here on handshakes of the context show this server's certificates.
    void install(SSL_CTX* context);
    [[nodiscard]] std::string authority_pem() const { return authority_.certificate_pem(); }

  private:
    using SharedCertificate = std::shared_ptr<X509>;

    static int choose(SSL* ssl, void* leaves);
    SharedCertificate leaf_of(std::string_view host);

    TlsAuthority authority_;
    OwnedKey key_;  // of every leaf
    std::function<bool(std::string_view)> answers_to_;
    SharedCertificate own_;
    std::mutex mutex_;
    std::map<std::string, SharedCertificate, std::less<>> others_;  // at most kMostKept
};

}  // namespace tandem::http
