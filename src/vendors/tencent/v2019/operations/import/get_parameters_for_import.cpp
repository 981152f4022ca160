// GetParametersForImport (API 3.0 spec section 8). In any state: the operation lists no error for one (section 6).

#include "tandem/service/actions/import.hpp"

#include "tencent/v2019/operation.hpp"
#include "tencent/v2019/views/key_view.hpp"
#include "tencent/v2019/views/messages.hpp"
#include "tencent/v2019/wire/field_rules.hpp"

namespace tandem::api::tencent::v2019::get_parameters_for_import {

namespace {

using service::WrappingAlgorithm;

constexpr std::string_view kAlgorithms[] = {"RSAES_PKCS1_V1_5", "RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256"};
constexpr FieldLimit kAlgorithm{.breach = ErrorCode::parameter_invalid, .choices = kAlgorithms};
constexpr std::string_view kKeySpecs[] = {"RSA_2048"};
constexpr FieldLimit kKeySpec{.breach = ErrorCode::parameter_invalid, .choices = kKeySpecs};
constexpr FieldRule kFields[] = {kKeyId,
                                 {"WrappingAlgorithm", FieldType::text, kRequired, &kAlgorithm},
                                 {"WrappingKeySpec", FieldType::text, kRequired, &kKeySpec}};
constexpr DeclaredKey kKeys[] = {{.field = "KeyId"}};

// WrappingAlgorithm, one of the three that the fields let through.
WrappingAlgorithm wrapping_of(crypto::RsaPadding padding) noexcept {
    switch (padding) {
        case crypto::RsaPadding::oaep_sha1:
            return WrappingAlgorithm::rsaes_oaep_sha1;
        case crypto::RsaPadding::oaep_sha256:
            return WrappingAlgorithm::rsaes_oaep_sha256;
        case crypto::RsaPadding::pkcs1_v1_5:
            break;
    }
    return WrappingAlgorithm::rsaes_pkcs1_v1_5;
}

Result<WrappingAlgorithm> read(Request& request) {
    TANDEM_TRY(const crypto::RsaPadding padding, read_rsa_padding(request.fields.text("WrappingAlgorithm")));
    TANDEM_CHECK(name_key(request, kKeys[0], request.fields.text("KeyId")));
    return wrapping_of(padding);
}

Result<void> run(Request& request, const WrappingAlgorithm& algorithm) {
    TANDEM_TRY(
        const service::ImportParameters parameters,
        service::get_import_parameters(
            request.call(), {.key = request.key(), .algorithm = algorithm, .states = service::ImportStates::any}));
    write_key_id(request.out, "KeyId", parameters.key->id);
    request.out.unescaped("ImportToken", parameters.token);
    write_base64(request.out, "PublicKey", parameters.public_key);
    request.out.integer("ParametersValidTo", to_seconds(parameters.expires));
    return {};
}

}  // namespace

extern constexpr Operation kOperation{.name = "GetParametersForImport",
                                      .fields = kFields,
                                      .keys = kKeys,
                                      .place = Place::generator,
                                      .steps = steps<read, run>()};

}  // namespace tandem::api::tencent::v2019::get_parameters_for_import
