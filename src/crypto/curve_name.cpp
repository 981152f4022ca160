#include "tandem/crypto/curve_name.hpp"

#include "curves.hpp"
#include "openssl.hpp"

#include <openssl/core_names.h>

namespace tandem::crypto {
namespace {

// The library knows the parameters of its own curves again, and so takes such a key for one of them.
bool has_name(const EVP_PKEY* key) noexcept {
    int spelled_out = 0;
    EVP_PKEY_get_int_param(key, OSSL_PKEY_PARAM_EC_DECODED_FROM_EXPLICIT_PARAMS, &spelled_out);
    ERR_clear_error();
    return spelled_out == 0;
}

}  // namespace

bool names_its_curve(const PublicKey& key) noexcept { return has_name(PkeyAccess::of(key)); }
bool names_its_curve(const PrivateKey& key) noexcept { return has_name(PkeyAccess::of(key)); }

}  // namespace tandem::crypto
