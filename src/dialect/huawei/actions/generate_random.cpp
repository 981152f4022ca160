#include "tandem/crypto/random.hpp"

#include "../../json_writer.hpp"
#include "../key_details.hpp"
#include "../numbers.hpp"
#include "handlers.hpp"

namespace tandem::dialect::huawei {

Result<void> generate_random(OperationCall& call) {
    constexpr std::uint32_t kMinBits = 8;
    constexpr std::uint32_t kMaxBits = 8192;
    const auto bits = decimal(call.fields.text("random_data_length"));
    if (!bits || *bits < kMinBits || *bits > kMaxBits) {
        return fail(ErrorCode::random_length_invalid, "random_data_length");
    }
    if (*bits % 8 != 0) return fail(ErrorCode::random_length_not_bytes, "random_data_length");

    const SecretBytes random = crypto::random_secret(*bits / 8);
    JsonWriter json{call.exchange.reply.body};
    json.begin_object();
    write_upper_hex(json, "random_data", random.expose_secret());
    json.end_object();
    return {};
}

}  // namespace tandem::dialect::huawei
