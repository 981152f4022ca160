#include "tencent_kms.hpp"

#include <gtest/gtest.h>

#include <tandem/testserver/test_server.hpp>

namespace {

// One server for the whole binary is as good; one a test lets no test see the keys of another.
class Vault : public testing::Test {
  protected:
    tandem::TestServer server_;
    TencentKms kms_{server_.endpoint(), server_.access_key_id(), server_.secret()};
};

TEST_F(Vault, is_ready_at_once) { EXPECT_EQ(httplib::Client{server_.endpoint()}.Get("/_tandem/ready")->status, 200); }

TEST_F(Vault, decrypts_what_it_encrypted) {
    const auto key = kms_.call("CreateKey", {{"Alias", "orders"}}).at("KeyId");
    const auto sealed = kms_.call("Encrypt", {{"KeyId", key}, {"Plaintext", "aGVsbG8="}}).at("CiphertextBlob");
    EXPECT_EQ(kms_.call("Decrypt", {{"CiphertextBlob", sealed}}).at("Plaintext"), "aGVsbG8=");
}

TEST_F(Vault, does_not_decrypt_with_another_servers_keys) {
    const tandem::TestServer other;
    TencentKms neighbour{other.endpoint(), other.access_key_id(), other.secret()};
    const auto key = neighbour.call("CreateKey", {{"Alias", "orders"}}).at("KeyId");
    const auto sealed = neighbour.call("Encrypt", {{"KeyId", key}, {"Plaintext", "aGVsbG8="}}).at("CiphertextBlob");
    EXPECT_THROW(kms_.call("Decrypt", {{"CiphertextBlob", sealed}}), std::runtime_error);
}

}  // namespace
