// GenerateDataKey (API 3.0 spec section 8). With IsHostedByKms the server keeps the data key for its owner.

#include "tandem/crypto/random.hpp"
#include "tandem/service/actions/messages.hpp"

#include "tencent/v2019/operation.hpp"
#include "tencent/v2019/views/data_key_view.hpp"
#include "tencent/v2019/views/key_view.hpp"
#include "tencent/v2019/views/messages.hpp"
#include "tencent/v2019/views/tags.hpp"
#include "tencent/v2019/wire/error_overrides.hpp"
#include "tencent/v2019/wire/field_rules.hpp"

#include <array>

namespace tandem::api::tencent::v2019::generate_data_key {

namespace {

constexpr FieldLimit kSpec{.form = "AES_128, AES_256; not read with NumberOfBytes",
                           .breach = ErrorCode::data_key_spec_invalid};
constexpr FieldLimit kBytes{.breach = ErrorCode::data_key_length_invalid, .least = 1, .most = 1024};
constexpr FieldLimit kHostedChoice{.form = "0 no, 1 yes", .most = 1};
constexpr FieldRule kFields[] = {
    kKeyId,
    {"KeySpec", FieldType::text, kOptional, &kSpec},
    {"NumberOfBytes", FieldType::unsigned_integer, kOptional, &kBytes},
    kEncryptionContext,
    kEncryptionPublicKey,
    kEncryptionAlgorithm,
    {"IsHostedByKms", FieldType::unsigned_integer, kOptional, &kHostedChoice},
    {"DataKeyName", FieldType::text, kOptional, &kDataKeyName},
    {"Description", FieldType::text, kOptional, &kShortDescription},
    kHsmClusterId,
    kTags,
};
// A hosted one's is found late: once the wrapping was tried, for which an I/O thread has no time.
constexpr DeclaredKey kKeys[] = {{.field = "KeyId"}, {.field = "KeyId", .late = true}};
constexpr std::array kOwnErrors{
    kTooLongToWrap,      instead(ErrorCode::key_archived, kCmkDisabled, "The CMK is archived."),
    kPendingDeleteError, kAsymmetricKeyError,
    kHsmError,
};
constexpr auto kErrors = joined(kOwnErrors, kNotForEncryptionErrors);

struct Values {
    std::size_t length;
    ByteView context;
    std::optional<service::DataKeyFacts> hosted{};
    std::optional<Wrapping> wrapping{};
};

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

Result<Values> read(Request& request) {
    TANDEM_TRY(const std::size_t length, read_length(request.fields));
    TANDEM_TRY(const ByteView context, read_context(request, "EncryptionContext"));
    Values values{length, context};
    const bool is_hosted = request.fields.integer("IsHostedByKms").value_or(0) != 0;
    if (is_hosted) {
        TANDEM_TRY(values.hosted, read_data_key_facts(request.fields));
    }
    TANDEM_TRY(values.wrapping, read_wrapping(request));
    if (!is_hosted) TANDEM_CHECK(name_key(request, kKeys[0], request.fields.text("KeyId")));
    return values;
}

Place place(Request&, const Values& values) { return values.hosted ? Place::worker : place_of(values.wrapping); }

Result<void> generate(Request& request, const Values& values) {
    const SecretBytes data_key = crypto::random_secret(values.length);
    keys::Envelope envelope;
    TANDEM_CHECK(service::encrypt(request.call(),
                                  {.key = request.key(),
                                   .plaintext = data_key.expose_secret(),
                                   .context = values.context,
                                   .shape = keys::Shape::three_piece,
                                   .operation = keys::Operation::generate_data_key},
                                  envelope));
    TANDEM_CHECK(write_plaintext(request.out, values.wrapping, data_key.expose_secret()));
    write_ciphertext(request.out, envelope);
    write_key_id(request.out, "KeyId", request.key().id);
    return {};
}

// An answer that could not be given would leave a data key behind that its owner does not know of.
Result<void> try_wrapping(const Values& values) {
    if (!values.wrapping) return {};
    const SecretBytes trial{values.length};
    TANDEM_CHECK(
        service::wrap_for_caller(values.wrapping->public_key_pem, values.wrapping->scheme, trial.expose_secret()));
    return {};
}

Result<void> generate_hosted(Request& request, Values& values) {
    TANDEM_CHECK(try_wrapping(values));
    TANDEM_TRY(const FoundKey found, find_late_key(request, kKeys[1], request.fields.text("KeyId")));
    const KeyId id = found.key->id;
    TANDEM_TRY(const service::GeneratedDataKey made,
               service::generate_hosted_data_key(request.call_of(found.owner),
                                                 {.facts = std::move(*values.hosted),
                                                  .key = *found.key,
                                                  .bytes = static_cast<std::uint32_t>(values.length),
                                                  .context = values.context}));
    TANDEM_CHECK(write_plaintext(request.out, values.wrapping, made.plaintext.expose_secret()));
    request.out.unescaped("CiphertextBlob", made.data_key->ciphertext);
    write_key_id(request.out, "KeyId", id);
    write_data_key_id(request.out, made.data_key->id);
    write_tagging(request.out, !made.data_key->tags.empty());
    return {};
}

Result<void> run(Request& request, Values& values) {
    return values.hosted ? generate_hosted(request, values) : generate(request, values);
}

}  // namespace

extern constexpr Operation kOperation{.name = "GenerateDataKey",
                                      .details = {.per_second = 150},
                                      .fields = kFields,
                                      .keys = kKeys,
                                      .errors = kErrors,
                                      .steps = steps<read, run, place>()};

}  // namespace tandem::api::tencent::v2019::generate_data_key
