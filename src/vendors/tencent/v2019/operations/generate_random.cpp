#include "tandem/crypto/random.hpp"

#include "handlers.hpp"
#include "tencent/v2019/views/messages.hpp"

namespace tandem::api::tencent::v2019 {

Result<void> generate_random(ActionCall& action) {
    const std::int64_t length = action.fields.integer("NumberOfBytes").value_or(0);
    // Callers make keys of it, so it comes from where keys come from.
    const SecretBytes random = crypto::random_secret(static_cast<std::size_t>(length));
    write_base64(action.out, "Plaintext", random.expose_secret());
    return {};
}

}  // namespace tandem::api::tencent::v2019
