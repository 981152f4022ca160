#pragma once
// Memory that a key keeps of each imported material beside the material: one item of
// KeyAttributes::imported_fingerprints a version. A version whose material was removed stays, without any (PutKey with
// an empty one makes it so), and waits for the same again.

#include "tandem/store/records.hpp"

#include <optional>

namespace tandem::store {

struct ImportedMemory {
    Bytes fingerprint{};                 // 32 bytes; empty: not known
    std::optional<OptionalTime> ends{};  // none: with the newest version, at KeyAttributes::material_expires
};
// docs/formats.md, "Fields": fingerprint ‖ i64, the second where the version has an end of its own, -1 for never.
ImportedMemory read_memory(ByteView item);
Bytes write_memory(const ImportedMemory& memory);

// False when it was removed.
inline bool has_material(const KeyVersion& version) noexcept { return !version.sealed_material().empty(); }

// When the version's imported material ends by itself.
OptionalTime material_end(const Key& key, std::size_t version) noexcept;

}  // namespace tandem::store
