// OpenSSL has no key agreement for its SM2 keys, so the one multiplication is done here for every curve.

#include "tandem/crypto/key_agreement.hpp"

#include "curves.hpp"
#include "openssl.hpp"

#include <openssl/core_names.h>

namespace tandem::crypto {
namespace {

BigNumber number_of(const EVP_PKEY* key, const char* name) {
    BIGNUM* number = nullptr;
    EVP_PKEY_get_bn_param(key, name, &number);
    ERR_clear_error();
    return BigNumber{number};
}

// The peer's point. Setting it checks that it is on the curve; the cofactor of each curve is 1.
Point point_of(const EC_GROUP& group, const EVP_PKEY* peer) {
    const BigNumber x = number_of(peer, OSSL_PKEY_PARAM_EC_PUB_X);
    const BigNumber y = number_of(peer, OSSL_PKEY_PARAM_EC_PUB_Y);
    Point point{EC_POINT_new(&group)};
    require(point != nullptr, "EC_POINT_new");
    if (x && y && EC_POINT_set_affine_coordinates(&group, point.get(), x.get(), y.get(), nullptr) == 1) return point;
    ERR_clear_error();
    return nullptr;
}

}  // namespace

Result<SecretBytes> shared_secret(const PrivateKey& own, const PublicKey& peer) {
    const auto algorithm = own.algorithm();
    if (!algorithm || curve_of(*algorithm).number == 0) return fail(ErrorCode::algorithm_not_for_asymmetric_key);
    if (peer.algorithm() != algorithm) return fail(ErrorCode::public_key_invalid, {}, "on another curve");
    const Curve& curve = curve_of(*algorithm);
    const Group group{EC_GROUP_new_by_curve_name(curve.number)};
    require(group != nullptr, "EC_GROUP_new_by_curve_name");
    const Point theirs = point_of(*group, PkeyAccess::of(peer));
    if (!theirs) return fail(ErrorCode::public_key_invalid, {}, "not a point of the curve");
    const BigNumber scalar = number_of(PkeyAccess::of(own), OSSL_PKEY_PARAM_PRIV_KEY);
    const Point shared{EC_POINT_new(group.get())};
    const BigNumber x{BN_secure_new()};
    require(scalar && shared && x, "EC_POINT_new");
    BN_set_flags(scalar.get(), BN_FLG_CONSTTIME);
    require(EC_POINT_mul(group.get(), shared.get(), nullptr, theirs.get(), scalar.get(), nullptr) == 1 &&
                EC_POINT_get_affine_coordinates(group.get(), shared.get(), x.get(), nullptr, nullptr) == 1,
            "EC_POINT_mul");
    SecretBytes secret{curve.coordinate_bytes};
    const MutableBytes to = secret.expose_secret_for_writing();
    require(BN_bn2binpad(x.get(), to.data(), static_cast<int>(to.size())) == static_cast<int>(to.size()),
            "BN_bn2binpad");
    return secret;
}

}  // namespace tandem::crypto
