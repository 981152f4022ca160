// GenerateRandom (API 3.0 spec section 8).

#include "tandem/crypto/random.hpp"

#include "tencent/v2019/operation.hpp"
#include "tencent/v2019/views/messages.hpp"
#include "tencent/v2019/wire/field_rules.hpp"

namespace tandem::api::tencent::v2019::generate_random {

namespace {

constexpr FieldLimit kBytes{.breach = ErrorCode::random_length_invalid, .least = 1, .most = 1024};
constexpr FieldRule kFields[] = {{"NumberOfBytes", FieldType::unsigned_integer, kRequired, &kBytes}};

Result<void> run(Request& request) {
    const std::int64_t length = request.fields.integer("NumberOfBytes").value_or(0);
    // Callers make keys of it, so it comes from where keys come from.
    const SecretBytes random = crypto::random_secret(static_cast<std::size_t>(length));
    write_base64(request.out, "Plaintext", random.expose_secret());
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "GenerateRandom", .details = {.per_second = 150}, .fields = kFields, .steps = steps(run)};

}  // namespace tandem::api::tencent::v2019::generate_random
