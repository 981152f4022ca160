#include "tls.hpp"

#include "leaves.hpp"
#include "objects.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>

#include <cerrno>
#include <cstring>
#include <sys/socket.h>

namespace tandem::http {

namespace {

// ---- reading and writing without SIGPIPE, which OpenSSL's own socket BIO can raise ----

int bio_result(BIO* bio, ssize_t result, int retry_flag) noexcept {
    BIO_clear_retry_flags(bio);
    if (result < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR)) {
        BIO_set_flags(bio, retry_flag | BIO_FLAGS_SHOULD_RETRY);
    }
    return static_cast<int>(result);
}

int descriptor_of(BIO* bio) noexcept { return static_cast<int>(reinterpret_cast<std::intptr_t>(BIO_get_data(bio))); }

int bio_write(BIO* bio, const char* data, int size) {
    return bio_result(bio,
                      ::send(descriptor_of(bio), data, static_cast<std::size_t>(size), MSG_NOSIGNAL | MSG_DONTWAIT),
                      BIO_FLAGS_WRITE);
}

int bio_read(BIO* bio, char* data, int size) {
    return bio_result(bio, ::recv(descriptor_of(bio), data, static_cast<std::size_t>(size), MSG_DONTWAIT),
                      BIO_FLAGS_READ);
}

long bio_control(BIO*, int command, long, void*) { return command == BIO_CTRL_FLUSH ? 1 : 0; }

const BIO_METHOD* descriptor_bio() {
    static const BIO_METHOD* const method = [] {
        BIO_METHOD* made = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "descriptor without SIGPIPE");
        require(made != nullptr, "BIO_meth_new");
        BIO_meth_set_write(made, bio_write);
        BIO_meth_set_read(made, bio_read);
        BIO_meth_set_ctrl(made, bio_control);
        return made;
    }();
    return method;
}

// ---- rules ----

int choose_http_1_1(SSL*, const unsigned char** chosen, unsigned char* chosen_size, const unsigned char* offered,
                    unsigned offered_size, void*) {
    static constexpr unsigned char kProtocol[] = "\x08http/1.1";
    unsigned char* selected = nullptr;
    if (SSL_select_next_proto(&selected, chosen_size, kProtocol, sizeof kProtocol - 1, offered, offered_size) !=
        OPENSSL_NPN_NEGOTIATED) {
        return SSL_TLSEXT_ERR_NOACK;
    }
    *chosen = selected;
    return SSL_TLSEXT_ERR_OK;
}

// A key file with a passphrase must not make the server ask for it on the terminal.
int no_passphrase(char*, int, int, void*) { return -1; }

std::shared_ptr<SSL_CTX> make_context() {
    std::shared_ptr<SSL_CTX> context{SSL_CTX_new(TLS_server_method()), SSL_CTX_free};
    require(context != nullptr, "SSL_CTX_new");
    SSL_CTX* const raw = context.get();
    require(SSL_CTX_set_min_proto_version(raw, TLS1_2_VERSION) == 1, "minimum version");
    require(SSL_CTX_set_cipher_list(raw, "ECDHE+AESGCM:ECDHE+CHACHA20") == 1, "cipher suites");
    SSL_CTX_set_options(raw, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_IGNORE_UNEXPECTED_EOF);
    SSL_CTX_set_mode(raw,
                     SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    // Tickets only, under keys that live as long as this context.
    SSL_CTX_set_session_cache_mode(raw, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_num_tickets(raw, 1);
    SSL_CTX_set_read_ahead(raw, 1);
    SSL_CTX_set_alpn_select_cb(raw, choose_http_1_1, nullptr);
    SSL_CTX_set_default_passwd_cb(raw, no_passphrase);
    return context;
}

}  // namespace

TlsContext TlsContext::from_files(const TlsFiles& files) {
    std::shared_ptr<SSL_CTX> context = make_context();
    ERR_clear_error();
    if (SSL_CTX_use_certificate_chain_file(context.get(), files.certificate.c_str()) != 1) {
        fail_start("the TLS certificate " + files.certificate.string() + " cannot be used");
    }
    if (SSL_CTX_use_PrivateKey_file(context.get(), files.key.c_str(), SSL_FILETYPE_PEM) != 1) {
        fail_start("the TLS key " + files.key.string() + " cannot be used");
    }
    return TlsContext{std::move(context), nullptr};
}

TlsContext TlsContext::issued(const LocalTls& local) {
    auto leaves = std::make_shared<TlsLeaves>(local);
    std::shared_ptr<SSL_CTX> context = make_context();
    leaves->install(context.get());
    return TlsContext{std::move(context), std::move(leaves)};
}

std::string TlsContext::authority_pem() const { return leaves_ ? leaves_->authority_pem() : std::string{}; }

TlsChannel::TlsChannel(const TlsContext& context, int descriptor) : ssl_(SSL_new(context.get())) {
    BIO* const bio = ssl_ == nullptr ? nullptr : BIO_new(descriptor_bio());
    if (bio == nullptr) throw std::bad_alloc{};
    // NOLINTNEXTLINE(performance-no-int-to-ptr): the BIO's one data slot holds the descriptor
    BIO_set_data(bio, reinterpret_cast<void*>(static_cast<std::intptr_t>(descriptor)));
    BIO_set_init(bio, 1);
    SSL_set_bio(ssl_.get(), bio, bio);
    SSL_set_accept_state(ssl_.get());
}

IoStatus TlsChannel::status_of(int result) noexcept {
    switch (SSL_get_error(ssl_.get(), result)) {
        case SSL_ERROR_NONE:
            return IoStatus::done;
        case SSL_ERROR_WANT_READ:
            return IoStatus::wants_read;
        case SSL_ERROR_WANT_WRITE:
            return IoStatus::wants_write;
        default:
            failed_ = (SSL_get_shutdown(ssl_.get()) & SSL_RECEIVED_SHUTDOWN) == 0;
            ERR_clear_error();
            return IoStatus::ended;
    }
}

IoStatus TlsChannel::handshake() noexcept {
    ERR_clear_error();
    return status_of(SSL_do_handshake(ssl_.get()));
}

IoResult TlsChannel::read_some(std::span<char> into) noexcept {
    ERR_clear_error();
    std::size_t bytes = 0;
    const IoStatus status = status_of(SSL_read_ex(ssl_.get(), into.data(), into.size(), &bytes));
    return {status, bytes};
}

IoResult TlsChannel::write_some(std::string_view from) noexcept {
    ERR_clear_error();
    std::size_t bytes = 0;
    const IoStatus status = status_of(SSL_write_ex(ssl_.get(), from.data(), from.size(), &bytes));
    return {status, bytes};
}

void TlsChannel::close_notify() noexcept {
    if (failed_ || SSL_is_init_finished(ssl_.get()) != 1) return;
    ERR_clear_error();
    SSL_shutdown(ssl_.get());
    ERR_clear_error();
}

}  // namespace tandem::http
