#pragma once
// Bringing one's own material into a key: parameters, import, deletion. All change the store and use private keys:
// worker pool.

#include "tandem/service/call.hpp"

#include <string>
#include <string_view>

namespace tandem::service {

// Stored as numbers: append only.
enum class WrappingAlgorithm : std::uint8_t {
    rsaes_pkcs1_v1_5 = 0,
    rsaes_oaep_sha1 = 1,
    rsaes_oaep_sha256 = 2,
    sm2 = 3,  // asn1 form
};

inline constexpr std::chrono::hours kImportTokenLife{24};
inline constexpr std::size_t kMostImportTokens = 10;    // of a key; the oldest end before their time
inline constexpr std::uint32_t kImportTries = 10;       // of a token; every one that fails counts
inline constexpr std::size_t kMostWrappedBytes = 1024;  // of a material, more than any algorithm's

// States in which a key takes an import; in the others key_pending_deletion or key_not_pending_import. Where enabled
// symmetric keys take more, it waits for rotate_to_imported.
enum class ImportStates : std::uint8_t { pending_import_or_waiting, also_enabled, any };

struct ImportParametersInput {
    const store::Key& key;
    WrappingAlgorithm algorithm;
    ImportStates states;
};
struct ImportParameters {
    const store::Key* key;
    std::string token;  // base64 of at least 200 characters
    Bytes public_key;   // DER SubjectPublicKeyInfo: RSA of 2,048 bits, or SM2
    TimePoint expires;
};
// Errors: key_is_not_external, keystore_without_import, key_is_replica, the states'.
Result<ImportParameters> get_import_parameters(const Call& call, const ImportParametersInput& input);

struct ImportMaterialInput {
    const store::Key& key;
    std::string_view token;
    ByteView wrapped;                // the material; of an asymmetric key, the temporary key around the private one
    ByteView wrapped_private_key{};  // DER PKCS#8 under RFC 5649, with AES; with sm2 also with SM4
    OptionalTime expires{};          // none: never
    ImportStates states;
};
// Every material that the key once had comes back as the version that it was, in any order; the key is enabled once the
// newest is there. What is new to a key that has had material only waits, where the states say so. Errors, in this
// order: key_is_not_external, the states', material_expiry_invalid, import_token_invalid, import_token_of_another_key,
// import_token_expired (also when its tries are spent), private_key_missing; then those that cost a try:
// material_not_unwrapped, material_length_invalid, temporary_key_length_invalid, private_key_invalid,
// material_mismatch. With PKCS#1 v1.5 all of them but the last are material_not_unwrapped, so that nobody learns from
// them how a block is padded.
Result<const store::Key*> import_material(const Call& call, const ImportMaterialInput& input);

// From enabled or disabled to pending_import, without any of its materials. Errors: key_is_not_external, key_in_use,
// the key's state, material_not_removable (an asymmetric key's).
Result<const store::Key*> delete_imported_material(const Call& call, const store::Key& key);

// Makes the material that waits the key's newest version. Errors: key_is_not_external, the key's state unless
// enabled, parameter_invalid (none waits), material_mismatch (the key has had it meanwhile).
Result<const store::Key*> rotate_to_imported(const Call& call, const store::Key& key);

// When it came, and whether it ends.
struct WaitingMaterial {
    TimePoint created;
    OptionalTime expires;
};
std::optional<WaitingMaterial> waiting_material(const store::KeySpace& space, const store::Key& key);

}  // namespace tandem::service
