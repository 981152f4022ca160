#include "tls.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <cstring>
#include <sys/socket.h>

namespace tandem::http {

namespace {

template <class T, void (*function)(T*)>
struct FreeWith {
    void operator()(T* object) const noexcept { function(object); }
};
using OwnedKey = std::unique_ptr<EVP_PKEY, FreeWith<EVP_PKEY, EVP_PKEY_free>>;
using OwnedCertificate = std::unique_ptr<X509, FreeWith<X509, X509_free>>;
using OwnedNames = std::unique_ptr<GENERAL_NAMES, FreeWith<GENERAL_NAMES, GENERAL_NAMES_free>>;

constexpr long kDay = 24 * 60 * 60;

[[noreturn]] void fail_start(const std::string& what) {
    std::array<char, 256> reason{};
    ERR_error_string_n(ERR_peek_last_error(), reason.data(), reason.size());
    ERR_clear_error();
    throw StartupError{ExitCode::bad_configuration, what + " (" + reason.data() + ")"};
}

void require(bool success, const char* what) {
    if (!success) fail_start(std::string{"cannot set up TLS: "} + what);
}

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

// ---- the self-made certificate ----

void add_name(GENERAL_NAMES* names, const std::string& text) {
    GENERAL_NAME* name = GENERAL_NAME_new();
    require(name != nullptr && sk_GENERAL_NAME_push(names, name) > 0, "certificate names");
    if (ASN1_OCTET_STRING* address = a2i_IPADDRESS(text.c_str()); address != nullptr) {
        GENERAL_NAME_set0_value(name, GEN_IPADD, address);
        return;
    }
    ERR_clear_error();
    ASN1_IA5STRING* host = ASN1_IA5STRING_new();
    require(host != nullptr && ASN1_STRING_set(host, text.data(), static_cast<int>(text.size())) == 1, "host name");
    GENERAL_NAME_set0_value(name, GEN_DNS, host);
}

void add_extension(X509* certificate, int kind, const char* value) {
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, kind, value);
    require(extension != nullptr && X509_add_ext(certificate, extension, -1) == 1, value);
    X509_EXTENSION_free(extension);
}

OwnedCertificate make_certificate(EVP_PKEY* key, const std::vector<std::string>& names) {
    OwnedCertificate certificate{X509_new()};
    X509* const raw = certificate.get();
    require(raw != nullptr && X509_set_version(raw, 2) == 1, "certificate");

    const std::unique_ptr<BIGNUM, FreeWith<BIGNUM, BN_free>> serial{BN_new()};
    require(serial != nullptr && BN_rand(serial.get(), 126, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) == 1, "serial number");
    require(BN_to_ASN1_INTEGER(serial.get(), X509_get_serialNumber(raw)) != nullptr, "serial number");
    // A day of slack, for clients whose clock is behind.
    require(X509_gmtime_adj(X509_getm_notBefore(raw), -kDay) != nullptr, "validity");
    require(X509_gmtime_adj(X509_getm_notAfter(raw), 365 * kDay) != nullptr, "validity");

    X509_NAME* const subject = X509_get_subject_name(raw);
    const auto* common_name = reinterpret_cast<const unsigned char*>("Tandem KMS, self-made");
    require(X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, common_name, -1, -1, 0) == 1, "subject");
    require(X509_set_issuer_name(raw, subject) == 1 && X509_set_pubkey(raw, key) == 1, "subject");

    const OwnedNames all{GENERAL_NAMES_new()};
    require(all != nullptr, "certificate names");
    for (const char* name : {"localhost", "127.0.0.1", "::1"}) add_name(all.get(), name);
    for (const std::string& name : names) add_name(all.get(), name);
    require(X509_add1_ext_i2d(raw, NID_subject_alt_name, all.get(), 0, X509V3_ADD_DEFAULT) == 1, "certificate names");
    add_extension(raw, NID_basic_constraints, "critical,CA:FALSE");
    add_extension(raw, NID_key_usage, "critical,digitalSignature");
    add_extension(raw, NID_ext_key_usage, "serverAuth");
    require(X509_sign(raw, key, EVP_sha256()) > 0, "signature");
    return certificate;
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
    return TlsContext{std::move(context)};
}

TlsContext TlsContext::self_made(const std::vector<std::string>& names) {
    std::shared_ptr<SSL_CTX> context = make_context();
    const OwnedKey key{EVP_EC_gen("P-256")};
    require(key != nullptr, "key generation");
    const OwnedCertificate certificate = make_certificate(key.get(), names);
    require(SSL_CTX_use_certificate(context.get(), certificate.get()) == 1, "certificate");
    require(SSL_CTX_use_PrivateKey(context.get(), key.get()) == 1, "key");
    return TlsContext{std::move(context)};
}

std::string TlsContext::certificate_pem() const {
    const std::unique_ptr<BIO, FreeWith<BIO, BIO_free_all>> text{BIO_new(BIO_s_mem())};
    if (text == nullptr || PEM_write_bio_X509(text.get(), SSL_CTX_get0_certificate(context_.get())) != 1) return {};
    char* data = nullptr;
    const long size = BIO_get_mem_data(text.get(), &data);
    return {data, static_cast<std::size_t>(size)};
}

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
