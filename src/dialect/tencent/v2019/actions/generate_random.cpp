#include "tandem/crypto/random.hpp"

#include "tencent/v2019/actions/handlers.hpp"
#include "tencent/v2019/messages.hpp"

namespace tandem::dialect::tencent::v2019 {

Result<void> generate_random(ActionCall& action) {
    const std::int64_t length = action.fields.integer("NumberOfBytes").value_or(0);
    // Callers make keys of it, so it comes from where keys come from.
    const SecretBytes random = crypto::random_secret(static_cast<std::size_t>(length));
    write_base64(action.out, "Plaintext", random.expose_secret());
    return {};
}

}  // namespace tandem::dialect::tencent::v2019
