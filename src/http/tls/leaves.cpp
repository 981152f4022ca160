#include "leaves.hpp"

#include "certificate.hpp"

#include <openssl/err.h>

#include <algorithm>
#include <exception>
#include <utility>

namespace tandem::http {

namespace {

constexpr std::size_t kMostKept = 256;
constexpr std::size_t kLongestName = 253;

std::string lower_case(std::string_view text) {
    std::string lower{text};
    std::ranges::transform(lower, lower.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
    return lower;
}

// One label below localhost: resolvers lead it here, and OpenSSL's clients do not take "*.localhost" for it.
bool is_below_localhost(std::string_view host) noexcept {
    constexpr std::string_view kParent = ".localhost";
    if (!host.ends_with(kParent)) return false;
    const auto label = host.substr(0, host.size() - kParent.size());
    const auto is_plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
    return !label.empty() && label.size() <= 63 && std::ranges::all_of(label, is_plain);
}

std::vector<std::string> own_names(const std::vector<std::string>& given) {
    std::vector<std::string> names{"localhost", "*.localhost", "127.0.0.1", "::1"};
    for (const auto& name : given)
        if (std::ranges::find(names, name) == names.end()) names.push_back(name);
    return names;
}

}  // namespace

TlsLeaves::TlsLeaves(const LocalTls& options)
    : authority_(options.folder.empty() ? TlsAuthority::in_memory() : TlsAuthority::kept_in(options.folder)),
      key_(make_key()),
      answers_to_(options.answers_to),
      own_(authority_.issue(key_.get(), own_names(options.names)).release(), X509_free) {}

void TlsLeaves::install(SSL_CTX* context) {
    require(SSL_CTX_use_certificate(context, own_.get()) == 1, "certificate");
    require(SSL_CTX_use_PrivateKey(context, key_.get()) == 1, "key");
    SSL_CTX_set_cert_cb(context, choose, this);
}

int TlsLeaves::choose(SSL* ssl, void* leaves) {
    auto& self = *static_cast<TlsLeaves*>(leaves);
    const char* name = SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name);
    if (name == nullptr) return 1;
    // No exception may cross OpenSSL; 0 ends the handshake.
    try {
        const auto leaf = self.leaf_of(name);
        return leaf == self.own_ || SSL_use_certificate(ssl, leaf.get()) == 1 ? 1 : 0;
    } catch (const std::exception&) {
        ERR_clear_error();
        return 0;
    }
}

TlsLeaves::SharedCertificate TlsLeaves::leaf_of(std::string_view host) {
    if (host.size() > kLongestName) return own_;
    const std::string name = lower_case(host);
    if (!is_below_localhost(name) && !(answers_to_ && answers_to_(name))) return own_;

    const std::lock_guard lock{mutex_};
    if (const auto found = others_.find(name); found != others_.end()) return found->second;
    // Whoever asks for more names than anybody needs pays for their making.
    if (others_.size() >= kMostKept) others_.clear();
    const SharedCertificate made{authority_.issue(key_.get(), {name}).release(), X509_free};
    return others_.emplace(name, made).first->second;
}

}  // namespace tandem::http
