#pragma once
// From what a caller wrapped to material for a key.

#include "tandem/service/actions/import.hpp"

namespace tandem::service {

struct ImportedMaterial {
    SecretBytes secret;  // raw symmetric key or DER PKCS#8
    Bytes public_key{};  // DER SubjectPublicKeyInfo; empty for symmetric keys
};

// Errors: those of import_material that cost a try, but for material_mismatch; internal.
Result<ImportedMaterial> unwrap_material(const Call& call, const store::Key& key, const store::ImportToken& token,
                                         const ImportMaterialInput& input);

// Tells material of this key again without keeping it.
Bytes fingerprint_of(const store::KeySpace& space, const store::Key& key, const SecretBytes& secret);

}  // namespace tandem::service
