#pragma once
// Records as rows and back. Rows that decide something end in a MAC of all their other columns.

#include "tandem/crypto/digest.hpp"
#include "tandem/store/backend.hpp"
#include "tandem/store/objects.hpp"
#include "tandem/store/records.hpp"

#include <concepts>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tandem::store {

// ---- names in the table meta ----
inline constexpr std::string_view kMetaSchema = "schema";              // number: of the schema; the backend's own
inline constexpr std::string_view kMetaEpoch = "epoch";                // number: of the last commit
inline constexpr std::string_view kMetaInstallation = "installation";  // bytes: the installation id, 16

inline constexpr std::string_view kMetaStateKey = "state_key";  // bytes: the state key, sealed by the root key
inline constexpr std::string_view kMetaStateTag = "state_tag";  // bytes: the tag of all rows; number: its form
// Its forms: over whole rows (schema 3), and over the MACs of those rows that have one.
enum class StateForm : std::uint8_t { none = 0, rows = 1, macs = 2 };
inline constexpr StateForm kStateForm = StateForm::macs;

// How a date that is not set stands in a column.
inline constexpr std::int64_t kNoTime = -1;

// Byte in the column `prefixed` of an alias that has the prefix; others have none there.
inline constexpr std::uint8_t kPrefixed = 1;

// ---- rows without a MAC ----
Row meta_row(std::string_view name, std::uint64_t number, Bytes bytes = {});

struct RootKeyRow {
    Bytes root_key_id;
    Bytes wrapping_key_id;
    TimePoint created;
    Bytes sealed_key;
};
Row to_row(RootKeyRow root_key);
std::optional<RootKeyRow> root_key_from(const RowView& row);

// ---- rows with a MAC, made complete by these ----
// The MACs of a tenant's own rows are under the keys of its own key space.
Row to_row(const TenantFacts& facts, const crypto::HmacSha256Key& mac_key);
Row to_row(const KeySpacePlace& place, std::uint32_t key_version, Bytes sealed_key,
           const crypto::HmacSha256Key& mac_key);
Row to_row(const KeySpaceId& space, const Key& key, const crypto::HmacSha256Key& mac_key);
// `sealed_head`: what the records of the key space begin with, and what the version leaves out.
Row to_row(const KeySpaceId& space, const KeyId& key, const KeyVersion& version, ByteView sealed_head,
           const crypto::HmacSha256Key& mac_key);
Row to_row(const KeySpaceId& space, const Alias& alias, const crypto::HmacSha256Key& mac_key);
template <class T>
Row to_row(const KeySpaceId& space, const T& object, const crypto::HmacSha256Key& mac_key)
    requires std::derived_from<T, Object>;
// Its fields, which the record does not keep, are given.
Row to_row(const KeySpaceId& space, const RecordKind& kind, const Record& record, ByteView fields,
           const crypto::HmacSha256Key& mac_key);
Row to_row(const CredentialFacts& facts, Bytes sealed_secret, Bytes sealed_session_token,
           const crypto::HmacSha256Key& mac_key);

// True when the row's last column is the MAC of the others.
bool mac_holds(const RowView& row, const crypto::HmacSha256Key& mac_key);

// ---- reading; nothing when a column is not of its type ----
struct KeySpaceRow {
    KeySpacePlace place;
    std::uint32_t key_version;
    Bytes sealed_key;
};
struct KeyRow {
    KeySpaceId space;
    Key key;
    std::uint32_t versions;  // how many rows of key_versions the key has
};
struct KeyVersionRow {
    KeySpaceId space;
    KeyId key;
    KeyVersion::Pointer version;
};
struct AliasRow {
    KeySpaceId space;
    Alias alias;
};
template <class T>
struct ObjectRow {
    KeySpaceId space;
    T object;
};
struct CredentialRow {
    CredentialFacts facts;  // without the session token
    Bytes sealed_secret;
    Bytes sealed_session_token;  // empty: none
};
std::optional<TenantFacts> tenant_from(const RowView& row);
std::optional<KeySpaceRow> key_space_from(const RowView& row);
// A row of the table tenants from before kKeySpacesSchema (tables.hpp).
struct TenantWithKeyRow {
    TenantFacts facts;
    std::uint32_t key_version;
    Bytes sealed_key;
};
std::optional<TenantWithKeyRow> tenant_with_key_from(const RowView& row);
std::optional<KeyRow> key_from(const RowView& row);
// Nothing either when the sealed material begins otherwise.
std::optional<KeyVersionRow> key_version_from(const RowView& row, ByteView sealed_head);
std::optional<AliasRow> alias_from(const RowView& row);
std::optional<CredentialRow> credential_from(const RowView& row);
// Nothing also when the fields are not those of the kind.
template <class T>
std::optional<ObjectRow<T>> object_from(const RowView& row);
// The same of a record; nullptr.
std::unique_ptr<Record> record_from(const RowView& row, const RecordKind& kind);
// The kind's number of a row of the table `objects`; 0 when it does not say.
std::int64_t kind_of(const RowView& row) noexcept;

// How people find the row: ids as UUIDs where they are 16 bytes, else text or numbers, joined by "/".
std::string describe_object(const RowView& row);

}  // namespace tandem::store
