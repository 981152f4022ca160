#include "tandem/api/json_writer.hpp"
#include "tandem/crypto/random.hpp"

#include "handlers.hpp"
#include "huawei/views/key_details.hpp"

namespace tandem::api::huawei {

Result<void> generate_random(OperationCall& call) {
    const auto bits = static_cast<std::size_t>(call.fields.integer("random_data_length").value_or(0));
    const SecretBytes random = crypto::random_secret(bits / 8);
    JsonWriter json{call.exchange.reply.body};
    json.begin_object();
    write_upper_hex(json, "random_data", random.expose_secret());
    json.end_object();
    return {};
}

}  // namespace tandem::api::huawei
