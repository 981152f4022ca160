// Private keys that come from outside: PEM text, or a scalar of an elliptic curve.

#include "tandem/crypto/asymmetric.hpp"

#include "curves.hpp"
#include "openssl.hpp"

#include <climits>
#include <openssl/core_names.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>

namespace tandem::crypto {
namespace {

using ParameterBuilder = std::unique_ptr<OSSL_PARAM_BLD, Freer<OSSL_PARAM_BLD_free>>;
using Parameters = std::unique_ptr<OSSL_PARAM, Freer<OSSL_PARAM_free>>;

Error unusable(std::string_view detail) { return failure(ErrorCode::parameter_invalid, detail); }

// An encrypted PEM must fail, not ask the terminal.
int no_passphrase(char*, int, int, void*) { return -1; }

Bytes public_point(const EC_GROUP& group, const BIGNUM& scalar) {
    const Point point{EC_POINT_new(&group)};
    require(point && EC_POINT_mul(&group, point.get(), &scalar, nullptr, nullptr, nullptr) == 1, "EC_POINT_mul");
    const auto form = POINT_CONVERSION_UNCOMPRESSED;
    Bytes bytes(EC_POINT_point2oct(&group, point.get(), form, nullptr, 0, nullptr));
    require(EC_POINT_point2oct(&group, point.get(), form, bytes.data(), bytes.size(), nullptr) == bytes.size(),
            "EC_POINT_point2oct");
    return bytes;
}

PkeyPointer make_key(const Curve& curve, const BIGNUM& scalar, const Bytes& point) {
    const ParameterBuilder builder{OSSL_PARAM_BLD_new()};
    require(
        builder && OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, curve.group, 0) == 1 &&
            OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_PRIV_KEY, &scalar) == 1 &&
            OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()) == 1,
        "OSSL_PARAM_BLD_push");
    const Parameters parameters{OSSL_PARAM_BLD_to_param(builder.get())};
    const PkeyContext context{EVP_PKEY_CTX_new_from_name(nullptr, curve.key_type, nullptr)};
    require(parameters && context && EVP_PKEY_fromdata_init(context.get()) == 1, "EVP_PKEY_fromdata_init");
    EVP_PKEY* made = nullptr;
    EVP_PKEY_fromdata(context.get(), &made, EVP_PKEY_KEYPAIR, parameters.get());
    return PkeyPointer{made};
}

}  // namespace

Result<PrivateKey> PrivateKey::from_pem(std::string_view pem) {
    if (pem.empty() || pem.size() > INT_MAX) return unusable("not PEM");
    const Bio bio{BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()))};
    require(bio != nullptr, "BIO_new_mem_buf");
    PkeyPointer key{PEM_read_bio_PrivateKey(bio.get(), nullptr, no_passphrase, nullptr)};
    if (!key) return unusable("not the PEM of a private key without a passphrase");
    PrivateKey parsed{std::move(key)};
    if (!parsed.algorithm()) return unusable("a private key of a kind that no key spec has");
    return parsed;
}

Result<PrivateKey> PrivateKey::from_scalar(AsymmetricAlgorithm algorithm, ByteView scalar) {
    const Curve& curve = curve_of(algorithm);
    if (curve.group == nullptr || scalar.size() > INT_MAX) return unusable("no key of this kind is a scalar");
    const Group group{EC_GROUP_new_by_curve_name(curve.number)};
    const BigNumber number{BN_bin2bn(scalar.data(), static_cast<int>(scalar.size()), nullptr)};
    require(group && number, "EC_GROUP_new_by_curve_name");
    BN_set_flags(number.get(), BN_FLG_CONSTTIME);
    // SM2 asks for less than the order minus one (GB/T 32918.1); for the others the difference does not matter.
    const BigNumber limit{BN_dup(EC_GROUP_get0_order(group.get()))};
    require(limit && BN_sub_word(limit.get(), 1) == 1, "BN_sub_word");
    if (BN_is_zero(number.get()) || BN_cmp(number.get(), limit.get()) >= 0)
        return unusable("not a scalar of the curve");
    PkeyPointer key = make_key(curve, *number, public_point(*group, *number));
    if (!key) return unusable("not a scalar of the curve");
    return PrivateKey{std::move(key)};
}

bool PrivateKey::is_consistent() const {
    const PkeyContext context{EVP_PKEY_CTX_new_from_pkey(nullptr, key_.get(), nullptr)};
    const bool consistent = context && EVP_PKEY_pairwise_check(context.get()) == 1;
    ERR_clear_error();
    return consistent;
}

}  // namespace tandem::crypto
