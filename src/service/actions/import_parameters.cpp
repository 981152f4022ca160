#include "tandem/crypto/random.hpp"
#include "tandem/service/actions/import.hpp"

#include "change_key.hpp"
#include "import_rules.hpp"
#include "import_token.hpp"
#include "key_pair.hpp"

#include <algorithm>

namespace tandem::service {

namespace {

using store::ImportToken;

crypto::AsymmetricAlgorithm wrapping_algorithm_of(WrappingAlgorithm wrapping) noexcept {
    return wrapping == WrappingAlgorithm::sm2 ? crypto::AsymmetricAlgorithm::sm2
                                              : crypto::AsymmetricAlgorithm::rsa_2048;
}

// Those that must go for one more: the oldest.
void make_room(const Call& call, const KeyId& key, Changes& changes) {
    std::vector<const ImportToken*> tokens = store::Objects<ImportToken>{call.space}.of_key(key);
    std::erase_if(tokens, [](const ImportToken* token) { return token->wrapping == kHoldsMaterial; });
    std::ranges::sort(tokens, {}, [](const ImportToken* token) { return token->created; });
    const std::size_t kept = kMostImportTokens - 1;
    for (std::size_t i = 0; i + kept < tokens.size(); ++i)
        changes.emplace_back(
            store::RemoveObject<ImportToken>{.id = tokens[i]->id, .expected_revision = tokens[i]->revision});
}

Result<ImportToken> commit_token(const Call& call, const ImportParametersInput& input, const SecretBytes& secret) {
    // Making the key pair took its time: the key is looked at as it is now.
    TANDEM_TRY(const store::Key* key, find_key(call, input.key.id));
    TANDEM_CHECK(require_importable(call, *key, input.states));
    ImportToken token;
    token.id = crypto::random_id<store::ObjectId>();
    token.created = call.services.clock.now();
    token.key = key->id;
    token.wrapping = static_cast<std::uint8_t>(input.algorithm);
    token.expires = token.created + kImportTokenLife;
    Changes changes;
    make_room(call, key->id, changes);
    changes.emplace_back(store::PutObject<ImportToken>{
        .object = token, .expected_revision = store::PutObject<ImportToken>::kNew, .secret = secret.clone()});
    TANDEM_CHECK(call.services.store.commit(call.space, std::move(changes)));
    return token;
}

}  // namespace

Result<ImportParameters> get_import_parameters(const Call& call, const ImportParametersInput& input) {
    // Before the key pair is made: it is the costly part.
    TANDEM_CHECK(require_importable(call, input.key, input.states));
    TANDEM_TRY(const crypto::PrivateKey pair, make_key_pair(call, wrapping_algorithm_of(input.algorithm)));
    TANDEM_TRY(const crypto::PublicKey public_key, pair.public_key());
    const SecretBytes secret = pair.to_der();
    TANDEM_TRY(const ImportToken token, retry_on_conflict([&] { return commit_token(call, input, secret); }));
    TANDEM_TRY(const store::Key* key, find_key(call, token.key));
    return ImportParameters{.key = key,
                            .token = write_import_token(call.space, token),
                            .public_key = public_key.to_der(),
                            .expires = token.expires};
}

}  // namespace tandem::service
