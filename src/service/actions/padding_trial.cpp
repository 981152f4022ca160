#include "tandem/service/actions/padding_trial.hpp"

#include "tandem/crypto/padding_trial.hpp"

#include "../import_token.hpp"

namespace tandem::service {

bool is_encrypted_with_mgf1_sha1(const Call& call, const store::Key& key, ByteView ciphertext) {
    if (key.newest() == nullptr) return false;
    const auto material = call.services.store.open_material(call.space, key, *key.newest());
    return material && (*material)->private_key && crypto::opens_with_mgf1_sha1(*(*material)->private_key, ciphertext);
}

bool is_wrapped_with_mgf1_sha1(const Call& call, const store::Key& key, std::string_view import_token,
                               ByteView wrapped) {
    const auto token = find_import_token(call, key.id, import_token);
    if (!token) return false;
    const auto pair = store::Objects<store::ImportToken>{call.space}.open_secret(**token);
    if (!pair) return false;
    const auto private_key = crypto::PrivateKey::from_der(pair->expose_secret());
    return private_key && crypto::opens_with_mgf1_sha1(*private_key, wrapped);
}

}  // namespace tandem::service
