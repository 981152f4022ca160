#include "tandem/crypto/random.hpp"
#include "tandem/service/actions/messages.hpp"

#include "tencent/v2019/actions/handlers.hpp"
#include "tencent/v2019/key_view.hpp"
#include "tencent/v2019/messages.hpp"

namespace tandem::dialect::tencent::v2019 {
namespace {

// NumberOfBytes wins over KeySpec.
Result<std::size_t> read_length(const Fields& fields) {
    if (const std::optional<std::int64_t> bytes = fields.integer("NumberOfBytes")) {
        return static_cast<std::size_t>(*bytes);
    }
    const std::string_view spec = fields.text("KeySpec");
    if (spec.empty()) return fail(ErrorCode::parameters_missing, "`KeySpec`, `NumberOfBytes`");
    if (spec == "AES_128") return std::size_t{16};
    if (spec == "AES_256") return std::size_t{32};
    return fail(ErrorCode::data_key_spec_invalid);
}

// This server stores no data keys.
Result<void> check_hosting(const Fields& fields) {
    if (fields.integer("IsHostedByKms").value_or(0) != 0)
        return fail(ErrorCode::action_not_emulated, "IsHostedByKms=1");
    return {};
}

}  // namespace

Result<void> generate_data_key(ActionCall& action) {
    TANDEM_TRY(const std::size_t length, read_length(action.fields));
    TANDEM_CHECK(check_hosting(action.fields));
    TANDEM_TRY(const ByteView context, read_context(action, "EncryptionContext"));
    TANDEM_TRY(const std::optional<Wrapping> wrapping, read_wrapping(action));
    TANDEM_TRY(const store::Key* key, find_key(action, "KeyId"));

    const SecretBytes data_key = crypto::random_secret(length);
    keys::Envelope envelope;
    TANDEM_CHECK(service::encrypt(action.call,
                                  {.key = key->id,
                                   .plaintext = data_key.expose_secret(),
                                   .context = context,
                                   .shape = keys::Shape::three_piece,
                                   .operation = keys::Operation::generate_data_key},
                                  envelope));
    TANDEM_CHECK(write_plaintext(action, wrapping, data_key.expose_secret()));
    write_ciphertext(action.out, envelope);
    write_key_id(action.out, "KeyId", key->id);
    return {};
}

}  // namespace tandem::dialect::tencent::v2019
