#include "rows.hpp"

#include "tandem/base/encoding.hpp"
#include "tandem/base/ids.hpp"
#include "tandem/store/field_codec.hpp"
#include "tandem/store/imported_memory.hpp"

#include "record_key.hpp"
#include "row_encoding.hpp"
#include "tables.hpp"

#include <algorithm>
#include <array>
#include <cstring>

namespace tandem::store {
namespace {

// ---- values ----

Value value_of(std::uint64_t number) { return static_cast<std::int64_t>(number); }
Value value_of(TimePoint time) { return to_milliseconds(time); }
Value value_of(const OptionalTime& time) { return time ? to_milliseconds(*time) : kNoTime; }
Value value_of(std::string_view text) { return std::string{text}; }
Value value_of(Bytes bytes) { return bytes; }
Value value_of(ByteView bytes) { return to_bytes(bytes); }
template <class Tag>
Value value_of(const Id128<Tag>& id) {
    return to_bytes(id.bytes);
}
template <class Enumeration>
    requires std::is_enum_v<Enumeration>
Value value_of(Enumeration value) {
    return static_cast<std::int64_t>(value);
}

template <class... Columns>
Row make_row(Table table, Columns&&... columns) {
    Row row{table, {}};
    row.values.reserve(sizeof...(columns) + 1);
    (row.values.push_back(value_of(std::forward<Columns>(columns))), ...);
    return row;
}

// ---- the MAC ----

// Gathers small pieces for the hash, which takes large ones faster.
class MacStream {
  public:
    explicit MacStream(const crypto::HmacSha256Key& key) : stream_(key) {}

    // A million rows have forty million of these, so they are copied at once.
    void copy(const void* from, std::size_t bytes) {
        if (buffer_.size() - used_ < bytes) flush();
        std::memcpy(buffer_.data() + used_, from, bytes);
        used_ += bytes;
    }
    void append(ByteView bytes) {
        if (bytes.size() > buffer_.size()) {
            flush();
            stream_.update(bytes);
        } else if (!bytes.empty()) {
            copy(bytes.data(), bytes.size());
        }
    }
    crypto::Sha256Digest finish() {
        flush();
        return stream_.finish();
    }

  private:
    void flush() {
        stream_.update(ByteView{buffer_}.first(used_));
        used_ = 0;
    }

    crypto::HmacSha256Key::Stream stream_;
    std::array<std::uint8_t, 512> buffer_;
    std::size_t used_ = 0;
};

template <class AnyValue>
crypto::Sha256Digest row_mac(Table table, std::span<const AnyValue> values, const crypto::HmacSha256Key& mac_key) {
    MacStream stream{mac_key};
    encode_row(stream, table, values);
    return stream.finish();
}

// Rows from before the schema had a last column keep their MACs: it is covered once there is something in it.
template <class AnyValue>
std::span<const AnyValue> covered_by_mac(Table table, std::span<const AnyValue> values) {
    const bool has_added_column = table == Table::keys || table == Table::credentials || table == Table::aliases;
    if (!has_added_column || values.empty()) return values;
    const auto* added = std::get_if<2>(&values.back());
    return added != nullptr && added->empty() ? values.first(values.size() - 1) : values;
}

Row with_mac(Row row, const crypto::HmacSha256Key& mac_key) {
    row.values.emplace_back(
        to_bytes(row_mac(row.table, covered_by_mac(row.table, std::span<const Value>{row.values}), mac_key)));
    return row;
}

Row object_row(const KeySpaceId& space, std::uint8_t kind, const Object& object, Bytes fields,
               const crypto::HmacSha256Key& mac_key) {
    return with_mac(make_row(Table::objects, space, std::uint64_t{kind}, object.id, object.created, object.revision,
                             std::move(fields), object.sealed_secret),
                    mac_key);
}

// ---- projects: u32 count, then name and id of each, both sized ----

Bytes encode_projects(const std::vector<Project>& projects) {
    Bytes encoded;
    append_u32_be(encoded, static_cast<std::uint32_t>(projects.size()));
    for (const Project& project : projects) {
        append_sized(encoded, as_bytes(project.name));
        append_sized(encoded, as_bytes(project.id));
    }
    return encoded;
}

}  // namespace

Row meta_row(std::string_view name, std::uint64_t number, Bytes bytes) {
    return make_row(Table::meta, name, number, std::move(bytes));
}

Row to_row(RootKeyRow root_key) {
    return make_row(Table::root_keys, std::move(root_key.root_key_id), std::move(root_key.wrapping_key_id),
                    root_key.created, std::move(root_key.sealed_key));
}

Row to_row(const TenantFacts& facts, const crypto::HmacSha256Key& mac_key) {
    return with_mac(make_row(Table::tenants, facts.id, facts.name, facts.account_number, facts.application_number,
                             facts.domain_id, facts.domain_name, encode_projects(facts.projects)),
                    mac_key);
}

Row to_row(const KeySpacePlace& place, std::uint32_t key_version, Bytes sealed_key,
           const crypto::HmacSha256Key& mac_key) {
    return with_mac(make_row(Table::key_spaces, place.id, place.tenant_id, place.region, std::uint64_t{key_version},
                             std::move(sealed_key)),
                    mac_key);
}

Row to_row(const KeySpaceId& space, const Key& key, const crypto::HmacSha256Key& mac_key) {
    return with_mac(make_row(Table::keys, space, key.id, key.name.text(), key.spec, key.usage, key.origin,
                             key.settings.state, key.created, key.revision, key.settings.deletion_date,
                             key.settings.description, key.settings.primary_alias, std::uint64_t{key.versions.size()},
                             encode_fields(*key.settings.attributes)),
                    mac_key);
}

Row to_row(const KeySpaceId& space, const KeyId& key, const KeyVersion& version, ByteView sealed_head,
           const crypto::HmacSha256Key& mac_key) {
    Bytes sealed;
    if (has_material(version)) append(sealed, sealed_head);
    append(sealed, version.sealed_material());
    return with_mac(make_row(Table::key_versions, space, key, std::uint64_t{version.number()}, version.created(),
                             std::move(sealed), version.public_key()),
                    mac_key);
}

Row to_row(const KeySpaceId& space, const Alias& alias, const crypto::HmacSha256Key& mac_key) {
    return with_mac(make_row(Table::aliases, space, alias.name, alias.key, alias.created, TimePoint{alias.updated},
                             alias.prefixed() ? Bytes{kPrefixed} : Bytes{}),
                    mac_key);
}

template <class T>
Row to_row(const KeySpaceId& space, const T& object, const crypto::HmacSha256Key& mac_key)
    requires std::derived_from<T, Object>
{
    return object_row(space, KindOf<T>::number(), object, encode_fields(object), mac_key);
}
#define TANDEM_OBJECT_KIND(type, ...) template Row to_row(const KeySpaceId&, const type&, const crypto::HmacSha256Key&);
#include "tandem/store/object_kinds.def"
#undef TANDEM_OBJECT_KIND

Row to_row(const KeySpaceId& space, const RecordKind& kind, const Record& record, ByteView fields,
           const crypto::HmacSha256Key& mac_key) {
    return object_row(space, kind.number, record, to_bytes(fields), mac_key);
}

Row to_row(const CredentialFacts& facts, Bytes sealed_secret, Bytes sealed_session_token,
           const crypto::HmacSha256Key& mac_key) {
    return with_mac(
        make_row(Table::credentials, facts.id, facts.tenant, std::uint64_t{facts.enabled}, facts.expires,
                 facts.user_name, std::move(sealed_secret), std::move(sealed_session_token), encode_fields(facts)),
        mac_key);
}

bool mac_holds(const RowView& row, const crypto::HmacSha256Key& mac_key) {
    const auto* stored = row.values.empty() ? nullptr : std::get_if<ByteView>(&row.values.back());
    if (stored == nullptr) return false;
    const auto values = covered_by_mac(row.table, row.values.first(row.values.size() - 1));
    return constant_time_equal(*stored, row_mac(row.table, values, mac_key));
}

std::string describe_object(const RowView& row) {
    const std::size_t key_columns = std::min(definition_of(row.table).primary_key_columns, row.values.size());
    std::string described;
    for (const ValueView& value : row.values.first(key_columns)) {
        if (!described.empty()) described += '/';
        if (const auto* number = std::get_if<std::int64_t>(&value)) {
            described += std::to_string(*number);
        } else if (const auto* text = std::get_if<std::string_view>(&value)) {
            described += *text;
        } else if (const auto bytes = std::get<ByteView>(value); bytes.size() == 16) {
            std::string uuid(kUuidLength, '\0');
            format_uuid_to(uuid.data(), bytes.first<16>());
            described += uuid;
        } else {
            described += hex_encode(bytes);
        }
    }
    return described;
}

}  // namespace tandem::store
