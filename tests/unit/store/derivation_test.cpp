// Derived values are in tokens that clients hold, so they are the same for ever: the vectors were computed by HMAC and
// HKDF of another program (docs/formats.md, "Key hierarchy").

#include "tandem/base/encoding.hpp"

#include "index/index.hpp"
#include "store_test.hpp"

#include <gtest/gtest.h>

namespace tandem::store {
namespace {

// A tenant whose key is the bytes from 0 to 31.
class Derivation : public testing::Test {
  protected:
    std::string derived(std::string_view label) {
        return hex_encode(tenant_->derive(label, as_bytes("what is signed")));
    }
    static Bytes tenant_key() {
        Bytes key(32);
        for (std::size_t i = 0; i < key.size(); ++i) key[i] = static_cast<std::uint8_t>(i);
        return key;
    }

    Index index_;
    std::shared_ptr<const Tenant> tenant_ = make_tenant(index_, tenant_named("mine"), 0, tenant_key());
};

TEST_F(Derivation, of_login_tokens_stays) {
    EXPECT_EQ(derived("tandem/v1/token"), "f9603d079558d773a9779e79f85e2b6883c6b3e499239f25196337c9bf3b1c3e");
}

TEST_F(Derivation, of_import_tokens_stays) {
    EXPECT_EQ(derived("tandem/v1/import-token"), "f303ecd0e45ebf3f720ba465a628b3397332f8116cba6a23c196f6a150f92b53");
}

}  // namespace
}  // namespace tandem::store
