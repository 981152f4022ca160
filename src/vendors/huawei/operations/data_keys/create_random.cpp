// CreateRandom (section 6.5).

#include "tandem/api/json_writer.hpp"
#include "tandem/crypto/random.hpp"

#include "huawei/request.hpp"
#include "huawei/views/key_details.hpp"
#include "huawei/wire/field_rules.hpp"

namespace tandem::api::huawei::create_random {

namespace {

constexpr FieldLimit kWholeBytes{.breach = ErrorCode::random_length_not_bytes, .step = 8};
constexpr FieldLimit kBits{.form = "8 to 8192 bits",
                           .breach = ErrorCode::random_length_invalid,
                           .least = 8,
                           .most = 8192,
                           .also = &kWholeBytes};
constexpr FieldRule kFields[] = {{"random_data_length", FieldType::decimal, true, &kBits}};

Result<void> run(Request& request) {
    const auto bits = static_cast<std::size_t>(request.fields.integer("random_data_length").value_or(0));
    const SecretBytes random = crypto::random_secret(bits / 8);
    JsonWriter json{request.exchange.reply.body};
    json.begin_object();
    write_upper_hex(json, "random_data", random.expose_secret());
    json.end_object();
    return {};
}

}  // namespace

extern constexpr Operation kOperation{.name = "CreateRandom",
                                      .details = post("/v1.0/{project_id}/kms/gen-random"),
                                      .fields = kFields,
                                      .steps = steps(run)};

}  // namespace tandem::api::huawei::create_random
