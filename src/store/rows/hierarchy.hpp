#pragma once
// The keys above the tenants' rows: an unseal key wraps the root key, the root key wraps tenant keys.

#include "tandem/base/ids.hpp"
#include "tandem/base/secret.hpp"
#include "tandem/store/objects.hpp"

#include "record_key.hpp"
#include "rows.hpp"
#include "tables.hpp"

#include <cstdint>

namespace tandem::store {

// First 16 bytes of SHA-256("tandem/unseal/" ‖ key).
[[nodiscard]] WrappingKeyId unseal_key_identity(const SecretBytes& unseal_key);

// The root key as a wrapping key, and an unseal key as the wrapping key of root keys. Neither has versions.
inline constexpr std::uint32_t kUnversioned = 0;

// ---- the places of everything that is sealed ----

// Before a database had a state anchor, the place had another version: a database that was edited so that it seems to
// be from then does not open.
enum class RootKeyPlace : std::uint32_t { before_anchors = 0, anchored = 1 };
inline RecordPlace root_key_place(ByteView root_key_id, RootKeyPlace place) {
    return {{}, name_of(Table::root_keys), root_key_id, static_cast<std::uint32_t>(place), "sealed_key"};
}
inline RecordPlace state_key_place() {
    return {{}, name_of(Table::meta), as_bytes(kMetaStateKey), kUnversioned, "bytes"};
}
// The table that tenant keys stood in when the first ones were sealed.
inline RecordPlace tenant_key_place(const KeySpaceId& space, std::uint32_t version) {
    return {space, "tenants", space.bytes, version, "sealed_key"};
}
inline RecordPlace material_place(const KeySpaceId& space, const KeyId& key, std::uint32_t version) {
    return {space, name_of(Table::key_versions), key.bytes, version, "sealed_material"};
}
inline RecordPlace secret_place(const TenantId& tenant, std::string_view credential) {
    return {own_space(tenant).id, name_of(Table::credentials), as_bytes(credential), kUnversioned, "sealed_secret"};
}
inline RecordPlace object_secret_place(const KeySpaceId& space, std::uint8_t kind, const ObjectId& object) {
    return {space, name_of(Table::objects), object.bytes, kind, "sealed_secret"};
}
inline RecordPlace session_token_place(const TenantId& tenant, std::string_view credential) {
    return {own_space(tenant).id, name_of(Table::credentials), as_bytes(credential), kUnversioned,
            "sealed_session_token"};
}

}  // namespace tandem::store
