#include "tls/authority.hpp"

#include "tandem/base/user_error.hpp"
#include "tandem/http/trust_store.hpp"

#include "support/temporary_folder.hpp"
#include "tls/certificate.hpp"

#include <gtest/gtest.h>
#include <openssl/pkcs12.h>
#include <openssl/x509v3.h>

#include <filesystem>
#include <fstream>
#include <optional>
#include <sys/stat.h>

namespace tandem::test {
namespace {

using http::TlsAuthority;

class Authority : public testing::Test {
  protected:
    [[nodiscard]] http::OwnedCertificate issue(const std::vector<std::string>& names) const {
        return authority_.issue(key_.get(), names);
    }
    // OpenSSL's word on the leaf when it trusts the authority and checks as strictly as it can.
    static int verify(X509* leaf, const std::string& trusted) {
        const http::OwnedCertificate root = http::certificate_of(trusted);
        const std::unique_ptr<X509_STORE, void (*)(X509_STORE*)> store{X509_STORE_new(), X509_STORE_free};
        X509_STORE_add_cert(store.get(), root.get());
        X509_STORE_set_flags(store.get(), X509_V_FLAG_X509_STRICT);
        const std::unique_ptr<X509_STORE_CTX, void (*)(X509_STORE_CTX*)> context{X509_STORE_CTX_new(),
                                                                                 X509_STORE_CTX_free};
        X509_STORE_CTX_init(context.get(), store.get(), leaf, nullptr);
        X509_STORE_CTX_set_purpose(context.get(), X509_PURPOSE_SSL_SERVER);
        X509_verify_cert(context.get());
        return X509_STORE_CTX_get_error(context.get());
    }

    TlsAuthority authority_ = TlsAuthority::in_memory();
    http::OwnedKey key_ = http::make_key();
};

TEST_F(Authority, issues_leaves_that_a_strict_verifier_accepts) {
    EXPECT_EQ(verify(issue({"localhost"}).get(), authority_.certificate_pem()), X509_V_OK);
}

TEST_F(Authority, does_not_vouch_for_leaves_of_another) {
    EXPECT_NE(verify(issue({"localhost"}).get(), TlsAuthority::in_memory().certificate_pem()), X509_V_OK);
}

TEST_F(Authority, names_hosts_and_addresses) {
    const auto leaf = issue({"kms.example.com", "10.1.2.3", "::1"});
    EXPECT_EQ(X509_check_host(leaf.get(), "kms.example.com", 0, 0, nullptr), 1);
    EXPECT_EQ(X509_check_ip_asc(leaf.get(), "10.1.2.3", 0), 1);
    EXPECT_EQ(X509_check_ip_asc(leaf.get(), "::1", 0), 1);
    EXPECT_NE(X509_check_host(leaf.get(), "example.com", 0, 0, nullptr), 1);
}

TEST_F(Authority, may_issue_and_its_leaves_may_not) {
    EXPECT_EQ(X509_check_ca(http::certificate_of(authority_.certificate_pem()).get()), 1);
    EXPECT_EQ(X509_check_ca(issue({"localhost"}).get()), 0);
}

TEST_F(Authority, gives_every_certificate_another_serial_number) {
    const auto one = issue({"localhost"});
    const auto two = issue({"localhost"});
    EXPECT_NE(ASN1_INTEGER_cmp(X509_get0_serialNumber(one.get()), X509_get0_serialNumber(two.get())), 0);
}

TEST_F(Authority, is_not_outlived_by_its_leaves) {
    const http::OwnedKey key = http::make_key();
    const http::OwnedCertificate root = http::make_authority_certificate(key.get());
    X509_gmtime_adj(X509_getm_notAfter(root.get()), 3600);
    const auto leaf = http::make_leaf_certificate(key_.get(), {"localhost"}, root.get(), key.get());
    EXPECT_EQ(ASN1_TIME_compare(X509_get0_notAfter(leaf.get()), X509_get0_notAfter(root.get())), 0);
}

TEST_F(Authority, becomes_a_trust_store_that_its_password_opens) {
    const std::string bytes = http::make_trust_store(authority_.certificate_pem(), "changeit");
    const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
    const std::unique_ptr<PKCS12, void (*)(PKCS12*)> store{d2i_PKCS12(nullptr, &data, static_cast<long>(bytes.size())),
                                                           PKCS12_free};
    ASSERT_NE(store, nullptr);
    EXPECT_EQ(PKCS12_verify_mac(store.get(), "changeit", -1), 1);
    EXPECT_EQ(PKCS12_verify_mac(store.get(), "changeme", -1), 0);
}

TEST(TrustStore, is_not_made_of_what_is_no_certificate) {
    EXPECT_THROW(http::make_trust_store("<html>", "changeit"), UserError);
}

class KeptAuthority : public testing::Test {
  protected:
    // NOLINTNEXTLINE(modernize-use-nodiscard): often called for what it makes
    std::string open() const { return TlsAuthority::kept_in(folder_.path()).certificate_pem(); }
    [[nodiscard]] std::optional<UserError::Kind> refusal() const {
        try {
            open();
        } catch (const UserError& error) {
            return error.kind();
        }
        return std::nullopt;
    }
    [[nodiscard]] mode_t mode_of(const char* file) const {
        struct stat facts{};
        ::stat((folder_ / file).c_str(), &facts);
        return facts.st_mode & 07777;
    }

    TemporaryFolder folder_;
};

TEST_F(KeptAuthority, is_the_same_the_next_time) { EXPECT_EQ(open(), open()); }

TEST_F(KeptAuthority, is_for_its_owner_alone) {
    const mode_t before = ::umask(0);
    open();
    ::umask(before);
    EXPECT_EQ(mode_of("ca.pem"), 0600);
    EXPECT_EQ(mode_of("ca.key"), 0600);
}

TEST_F(KeptAuthority, begins_anew_without_its_certificate) {
    const auto first = open();
    std::filesystem::remove(folder_ / "ca.pem");
    EXPECT_NE(open(), first);
}

TEST_F(KeptAuthority, is_refused_when_others_may_read_its_key) {
    open();
    ::chmod((folder_ / "ca.key").c_str(), 0640);
    EXPECT_EQ(refusal(), UserError::unsafe);
}

TEST_F(KeptAuthority, is_refused_without_its_key) {
    open();
    std::filesystem::remove(folder_ / "ca.key");
    EXPECT_EQ(refusal(), UserError::configuration);
}

TEST_F(KeptAuthority, is_refused_when_a_file_is_damaged) {
    open();
    std::ofstream{folder_ / "ca.pem"} << "no certificate";
    EXPECT_EQ(refusal(), UserError::configuration);
}

TEST_F(KeptAuthority, is_refused_when_it_is_a_leaf) {
    open();
    const http::OwnedKey key = http::make_key();
    const TlsAuthority other = TlsAuthority::in_memory();
    std::ofstream{folder_ / "ca.pem"} << http::pem_of(other.issue(key.get(), {"localhost"}).get());
    EXPECT_EQ(refusal(), UserError::configuration);
}

TEST_F(KeptAuthority, needs_a_folder) { EXPECT_THROW(TlsAuthority::kept_in(folder_ / "none"), UserError); }

}  // namespace
}  // namespace tandem::test
