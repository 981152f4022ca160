// Section 6.9.

#include "tandem/service/actions/import.hpp"

#include "tandem/base/encoding.hpp"

#include "../../json_writer.hpp"
#include "../key_details.hpp"
#include "../key_reference.hpp"
#include "../numbers.hpp"
#include "handlers.hpp"

#include <algorithm>
#include <array>

namespace tandem::dialect::huawei {

namespace {

using service::WrappingAlgorithm;

struct WrappingRow {
    std::string_view name;
    WrappingAlgorithm algorithm;
};
constexpr std::array<WrappingRow, 4> kWrappings = {{
    {"RSAES_OAEP_SHA_256", WrappingAlgorithm::rsaes_oaep_sha256},
    {"RSAES_OAEP_SHA_1", WrappingAlgorithm::rsaes_oaep_sha1},
    {"RSAES_PKCS1_V1_5", WrappingAlgorithm::rsaes_pkcs1_v1_5},
    {"SM2_ENCRYPT", WrappingAlgorithm::sm2},
}};

constexpr std::size_t kMostPrivateKeyBytes = 4608;  // 6,144 characters

// Base64 into the arena. Error: `malformed`.
Result<ByteView> read_base64(OperationCall& call, std::string_view field, std::size_t most_bytes, ErrorCode malformed) {
    const std::string_view text = call.fields.text(field);
    if (text.size() > base64_length(most_bytes)) return fail(malformed, field);
    const MutableBytes bytes = call.arena.bytes(base64_capacity(text.size()));
    const auto length = base64_decode_to(bytes, text);
    if (!length) return fail(malformed, field);
    return ByteView{bytes.first(*length)};
}

// Seconds, as an integer or a decimal text (section 1, time stamps).
Result<OptionalTime> read_expiry(const Fields& fields) {
    if (!fields.has("expiration_time")) return OptionalTime{};
    const auto seconds = decimal(fields.text("expiration_time"));
    if (!seconds) return fail(ErrorCode::material_expiry_invalid, "expiration_time");
    return OptionalTime{TimePoint{std::chrono::seconds{*seconds}}};
}

Result<void> answer_nothing(OperationCall& call) {
    JsonWriter{call.exchange.reply.body}.begin_object().end_object();
    return {};
}

}  // namespace

Result<void> get_parameters_for_import(OperationCall& call) {
    TANDEM_TRY(const KeyId id, read_key_id(call, call.fields.text("key_id")));
    const auto row = std::ranges::find(kWrappings, call.fields.text("wrapping_algorithm"), &WrappingRow::name);
    if (row == kWrappings.end()) return fail(ErrorCode::algorithm_invalid, "wrapping_algorithm");
    TANDEM_TRY(
        const service::ImportParameters parameters,
        service::get_import_parameters(
            call.service,
            {.key = id, .algorithm = row->algorithm, .states = service::ImportStates::pending_import_or_waiting}));
    JsonWriter json{call.exchange.reply.body};
    json.begin_object();
    write_key_id(json, id);
    json.plain("import_token", parameters.token)
        .integer("expiration_time", to_seconds(parameters.expires))
        .plain("public_key", base64_encode(parameters.public_key))
        .end_object();
    return {};
}

Result<void> import_key_material(OperationCall& call) {
    TANDEM_TRY(const KeyId id, read_key_id(call, call.fields.text("key_id")));
    TANDEM_TRY(const ByteView wrapped,
               read_base64(call, "encrypted_key_material", service::kMostWrappedBytes, ErrorCode::parameter_invalid));
    TANDEM_TRY(const ByteView private_key,
               read_base64(call, "encrypted_privatekey", kMostPrivateKeyBytes, ErrorCode::private_key_invalid));
    TANDEM_TRY(const OptionalTime expires, read_expiry(call.fields));
    TANDEM_CHECK(service::import_material(call.service, {.key = id,
                                                         .token = call.fields.text("import_token"),
                                                         .wrapped = wrapped,
                                                         .wrapped_private_key = private_key,
                                                         .expires = expires,
                                                         .states = service::ImportStates::pending_import_or_waiting}));
    return answer_nothing(call);
}

Result<void> delete_imported_key_material(OperationCall& call) {
    TANDEM_TRY(const KeyId id, read_key_id(call, call.fields.text("key_id")));
    TANDEM_CHECK(service::delete_imported_material(call.service, id));
    return answer_nothing(call);
}

}  // namespace tandem::dialect::huawei
