#include "tls/tls.hpp"

#include "echo_dialect.hpp"
#include "wire_client.hpp"

#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

namespace tandem::test {
namespace {

http::ServerOptions with_tls(http::TlsMode mode, http::TlsFiles files = {}) {
    http::ServerOptions options;
    options.listeners.push_back({.address = "127.0.0.1:0", .tls = mode});
    options.tls = std::move(files);
    return options;
}

class Tls : public testing::Test {
  protected:
    EchoServer server_{with_tls(http::TlsMode::optional)};
    WireClient client_{server_.port()};
};

TEST_F(Tls, and_plain_http_share_a_port) {
    client_.start_tls();
    ASSERT_TRUE(client_.handshaken());
    EXPECT_TRUE(client_.ask(get("/show")).body.starts_with("GET|/show||tls|"));
    WireClient plain{server_.port()};
    EXPECT_TRUE(plain.ask(get("/show")).body.starts_with("GET|/show||plain|"));
}

TEST_F(Tls, keeps_the_connection) {
    client_.start_tls();
    for (int i = 0; i < 20; ++i) ASSERT_EQ(client_.ask(post("/echo", std::to_string(i))).body, std::to_string(i));
}

TEST_F(Tls, answers_pipelined_requests) {
    client_.start_tls();
    std::string requests;
    for (int i = 0; i < 50; ++i) requests += post("/echo", std::to_string(i));
    client_.send(requests);
    for (int i = 0; i < 50; ++i) ASSERT_EQ(client_.receive().body, std::to_string(i));
}

TEST_F(Tls, takes_a_request_in_many_records) {
    client_.start_tls();
    for (const char c : post("/echo", std::string(2000, 'b'))) client_.send({&c, 1});
    EXPECT_EQ(client_.receive().body, std::string(2000, 'b'));
}

TEST_F(Tls, carries_large_bodies_both_ways) {
    client_.start_tls();
    const std::string body(128 * 1024, 'b');
    EXPECT_EQ(client_.ask(post("/echo", body)).body, body);
    EXPECT_EQ(client_.ask(get("/large")).body.size(), 4U * 1024 * 1024);
}

TEST_F(Tls, runs_requests_on_the_worker_pool) {
    client_.start_tls();
    EXPECT_EQ(client_.ask(post("/worker", "x")).body, "worker:x");
}

TEST_F(Tls, ends_with_a_close_notify) {
    client_.start_tls();
    client_.ask(get("/", "Connection: close\r\n"));
    EXPECT_TRUE(client_.ended());
    EXPECT_EQ(SSL_get_shutdown(client_.tls()) & SSL_RECEIVED_SHUTDOWN, SSL_RECEIVED_SHUTDOWN);
}

TEST_F(Tls, speaks_1_3) {
    client_.start_tls();
    EXPECT_STREQ(SSL_get_version(client_.tls()), "TLSv1.3");
}

TEST_F(Tls, speaks_1_2) {
    client_.start_tls(TLS1_2_VERSION);
    EXPECT_STREQ(SSL_get_version(client_.tls()), "TLSv1.2");
}

TEST_F(Tls, does_not_speak_1_1) {
    client_.start_tls(TLS1_1_VERSION, "ALL:@SECLEVEL=0");
    EXPECT_FALSE(client_.handshaken());
}

TEST_F(Tls, has_no_cipher_suites_without_an_aead) {
    client_.start_tls(TLS1_2_VERSION, "ECDHE-ECDSA-AES128-SHA256:ECDHE-ECDSA-AES256-SHA");
    EXPECT_FALSE(client_.handshaken());
}

TEST_F(Tls, shows_its_authority) { EXPECT_TRUE(server_->authority_pem().starts_with("-----BEGIN CERTIFICATE-----")); }

TEST(TlsRequired, tells_who_speaks_plain_http_to_use_https) {
    EchoServer server{with_tls(http::TlsMode::required)};
    for (const auto& request : {get("/"), post("/echo", std::string(100'000, 'b')), std::string{"DELETE /x HTT"}}) {
        WireClient client{server.port()};
        const auto reply = client.ask(request);
        EXPECT_EQ(reply.status, 400);
        EXPECT_EQ(reply.body,
                  "This port speaks TLS alone and was sent a plain HTTP request: use https:// in its address.\n");
        EXPECT_TRUE(client.ended());
    }
}

TEST(TlsRequired, ends_what_is_neither_tls_nor_http) {
    EchoServer server{with_tls(http::TlsMode::required)};
    for (const auto* beginning : {"\x80\x2e\x01", "\x15\x03\x01", "get / HTTP/1.1\r\n\r\n", "\n"}) {
        WireClient client{server.port()};
        client.send(beginning);
        client.finish_sending();
        EXPECT_EQ(client.receive_all().find("HTTP/"), std::string::npos);
    }
}

TEST(TlsRequired, speaks_tls) {
    EchoServer server{with_tls(http::TlsMode::required)};
    WireClient client{server.port()};
    client.start_tls();
    EXPECT_EQ(client.ask(get("/")).status, 200);
}

// ---- certificate files ----

class TlsFilesTest : public testing::Test {
  protected:
    void SetUp() override {
        std::string name = (std::filesystem::temp_directory_path() / "tandem-tls-XXXXXX").string();
        folder_ = ::mkdtemp(name.data());
        write_pair("one.example");
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    void write_pair(const char* common_name) const {
        const std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> key{EVP_EC_gen("P-256"), EVP_PKEY_free};
        const std::unique_ptr<X509, void (*)(X509*)> certificate{X509_new(), X509_free};
        X509_gmtime_adj(X509_getm_notBefore(certificate.get()), 0);
        X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
        X509_set_pubkey(certificate.get(), key.get());
        X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate.get()), "CN", MBSTRING_ASC,
                                   reinterpret_cast<const unsigned char*>(common_name), -1, -1, 0);
        X509_sign(certificate.get(), key.get(), EVP_sha256());
        const std::unique_ptr<BIO, void (*)(BIO*)> first{BIO_new_file(files().certificate.c_str(), "w"), BIO_free_all};
        PEM_write_bio_X509(first.get(), certificate.get());
        const std::unique_ptr<BIO, void (*)(BIO*)> second{BIO_new_file(files().key.c_str(), "w"), BIO_free_all};
        PEM_write_bio_PrivateKey(second.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    }
    [[nodiscard]] http::TlsFiles files() const { return {folder_ / "chain.pem", folder_ / "key.pem"}; }
    static std::string name_shown_by(const EchoServer& server) {
        WireClient client{server.port()};
        client.start_tls();
        const std::unique_ptr<X509, void (*)(X509*)> shown{SSL_get1_peer_certificate(client.tls()), X509_free};
        char name[64] = {};
        X509_NAME_get_text_by_NID(X509_get_subject_name(shown.get()), NID_commonName, name, sizeof name);
        return name;
    }

    std::filesystem::path folder_;
};

TEST_F(TlsFilesTest, shows_the_certificate_of_the_files) {
    const EchoServer server{with_tls(http::TlsMode::required, files())};
    EXPECT_EQ(name_shown_by(server), "one.example");
}

TEST_F(TlsFilesTest, shows_new_files_to_new_connections) {
    EchoServer server{with_tls(http::TlsMode::required, files())};
    WireClient early{server.port()};
    early.start_tls();
    write_pair("two.example");
    EXPECT_EQ(server->reload_certificates(), "");
    EXPECT_EQ(name_shown_by(server), "two.example");
    EXPECT_EQ(early.ask(get("/")).status, 200);
}

TEST_F(TlsFilesTest, keeps_the_old_certificate_when_the_new_files_are_bad) {
    EchoServer server{with_tls(http::TlsMode::required, files())};
    std::ofstream{files().key} << "no key";
    EXPECT_NE(server->reload_certificates().find("key.pem"), std::string::npos);
    EXPECT_EQ(name_shown_by(server), "one.example");
}

TEST_F(TlsFilesTest, names_the_file_that_cannot_be_used) {
    std::filesystem::remove(files().certificate);
    try {
        const EchoServer server{with_tls(http::TlsMode::required, files())};
        FAIL() << "started without a certificate";
    } catch (const UserError& error) {
        EXPECT_EQ(error.kind(), UserError::configuration);
        EXPECT_NE(std::string{error.what()}.find("chain.pem"), std::string::npos);
    }
}

TEST_F(TlsFilesTest, refuses_a_key_of_another_certificate) {
    const std::filesystem::path kept = folder_ / "kept.pem";
    std::filesystem::copy_file(files().key, kept);
    write_pair("two.example");
    EXPECT_THROW(http::TlsContext::from_files({files().certificate, kept}), UserError);
}

}  // namespace
}  // namespace tandem::test
