// GenerateDataKey (2017 API, section 6.8).

#include "tandem/crypto/random.hpp"
#include "tandem/service/key_state.hpp"

#include "message_values.hpp"
#include "tencent/v2017/operation.hpp"
#include "tencent/v2017/views/key_view.hpp"
#include "tencent/v2017/wire/reply.hpp"

namespace tandem::api::tencent::v2017::generate_data_key {

namespace {

constexpr FieldRule kFields[] = {{"keyId", FieldType::text, true},
                                 {"keySpec", FieldType::text},
                                 {"numberOfBytes", FieldType::integer},
                                 {"encryptionContext", FieldType::text}};
constexpr DeclaredKey kKeys[] = {{.field = "keyId"}};

// numberOfBytes wins over keySpec; 0 is what some SDKs send for none.
Result<std::size_t> read_length(const Fields& fields) {
    const std::int64_t bytes = fields.integer("numberOfBytes").value_or(0);
    if (bytes < 0 || bytes > std::int64_t{keys::kMaxDataKeyBytes})
        return fail(ErrorCode::data_key_length_invalid, "numberOfBytes");
    if (bytes != 0) return static_cast<std::size_t>(bytes);
    const std::string_view spec = fields.text("keySpec");
    if (spec.empty()) return fail(ErrorCode::parameters_missing, "keySpec, numberOfBytes");
    if (spec == "AES_128") return std::size_t{16};
    if (spec == "AES_256") return std::size_t{32};
    return fail(ErrorCode::data_key_spec_invalid, "keySpec");
}

struct Values {
    std::size_t length;
};

Result<Values> read(Request& request) {
    TANDEM_TRY(const std::size_t length, read_length(request.fields));
    TANDEM_CHECK(check_context_length(request.fields));
    TANDEM_CHECK(name_key(request, kKeys[0], request.fields.text("keyId")));
    return Values{length};
}

Result<void> run(Request& request, const Values& values) {
    TANDEM_CHECK(service::check_state(request.call(), keys::Operation::generate_data_key, request.key()));
    const SecretBytes data_key = crypto::random_secret(values.length);
    keys::Envelope envelope;
    TANDEM_CHECK(seal(request, data_key.expose_secret(), keys::Operation::generate_data_key, envelope));
    write_reply(request, [&](JsonWriter& json, ReplyName& name) {
        json.unescaped(name("keyId"), request.key().name.text());
        write_base64(json, name("plaintext"), data_key.expose_secret());
        write_blob(json, name("ciphertextBlob"), envelope);
    });
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "GenerateDataKey",
    .details = {.plane = Plane::data},
    .fields = kFields,
    .keys = kKeys,
    .steps = steps<read, run>(),
};

}  // namespace tandem::api::tencent::v2017::generate_data_key
