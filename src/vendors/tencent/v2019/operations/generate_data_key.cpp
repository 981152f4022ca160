#include "tandem/crypto/random.hpp"
#include "tandem/service/actions/messages.hpp"

#include "handlers.hpp"
#include "tencent/v2019/views/data_key_view.hpp"
#include "tencent/v2019/views/key_view.hpp"
#include "tencent/v2019/views/messages.hpp"
#include "tencent/v2019/views/tags.hpp"

namespace tandem::api::tencent::v2019 {
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

bool is_hosted(const Fields& fields) noexcept { return fields.integer("IsHostedByKms").value_or(0) != 0; }

// An answer that could not be given would leave a data key behind that its owner does not know of.
Result<void> check_wrapping(const std::optional<Wrapping>& wrapping, std::size_t length) {
    if (!wrapping) return {};
    const SecretBytes trial{length};
    TANDEM_CHECK(service::wrap_for_caller(wrapping->public_key_pem, wrapping->scheme, trial.expose_secret()));
    return {};
}

Result<void> generate_hosted(ActionCall& action, std::size_t length, ByteView context) {
    TANDEM_CHECK(service::require_worker(action.call));
    TANDEM_TRY(service::DataKeyFacts facts, read_data_key_facts(action.fields));
    TANDEM_TRY(const std::optional<Wrapping> wrapping, read_wrapping(action));
    TANDEM_CHECK(check_wrapping(wrapping, length));
    TANDEM_TRY(const store::Key* key, find_key(action, "KeyId"));
    TANDEM_TRY(
        const service::GeneratedDataKey made,
        service::generate_hosted_data_key(
            action.call,
            {.facts = std::move(facts), .key = *key, .bytes = static_cast<std::uint32_t>(length), .context = context}));
    TANDEM_CHECK(write_plaintext(action, wrapping, made.plaintext.expose_secret()));
    action.out.plain("CiphertextBlob", made.data_key->ciphertext);
    write_key_id(action.out, "KeyId", key->id);
    write_data_key_id(action.out, made.data_key->id);
    write_tagging(action.out, !made.data_key->tags.empty());
    return {};
}

}  // namespace

Result<void> generate_data_key(ActionCall& action) {
    TANDEM_TRY(const std::size_t length, read_length(action.fields));
    TANDEM_TRY(const ByteView context, read_context(action, "EncryptionContext"));
    if (is_hosted(action.fields)) return generate_hosted(action, length, context);
    TANDEM_TRY(const std::optional<Wrapping> wrapping, read_wrapping(action));
    TANDEM_TRY(const store::Key* key, find_key(action, "KeyId"));

    const SecretBytes data_key = crypto::random_secret(length);
    keys::Envelope envelope;
    TANDEM_CHECK(service::encrypt(action.call,
                                  {.key = *key,
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

}  // namespace tandem::api::tencent::v2019
