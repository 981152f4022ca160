#include "tandem/service/actions/data_key_pairs.hpp"

#include "tandem/service/actions/messages.hpp"
#include "tandem/service/key_state.hpp"

#include "key_pair.hpp"
#include "key_rules.hpp"

namespace tandem::service {

Result<DataKeyPair> generate_data_key_pair(const Call& call, const DataKeyPairInput& input, keys::Envelope& envelope) {
    TANDEM_CHECK(check_state(call, keys::Operation::generate_data_key, input.key));
    TANDEM_CHECK(require_symmetric_cipher(input.key));
    TANDEM_TRY(const crypto::PrivateKey pair, make_key_pair(call, input.algorithm));
    TANDEM_TRY(const crypto::PublicKey public_key, pair.public_key());
    SecretBytes private_key = pair.to_der();
    const EncryptInput sealing{.key = input.key,
                               .plaintext = private_key.expose_secret(),
                               .context = input.context,
                               .shape = input.shape,
                               .operation = keys::Operation::generate_data_key};
    TANDEM_CHECK(encrypt(call, sealing, envelope));
    return DataKeyPair{.key = &input.key, .public_key = public_key.to_der(), .private_key = std::move(private_key)};
}

}  // namespace tandem::service
