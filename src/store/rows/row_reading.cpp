#include "tandem/store/field_codec.hpp"

#include "rows.hpp"
#include "tables.hpp"

#include <algorithm>

namespace tandem::store {
namespace {

// Takes sized texts off the front of bytes.
struct SizedReader {
    ByteView rest;
    bool good = true;

    std::uint32_t number() {
        if (rest.size() < 4) return fail_with<std::uint32_t>();
        const std::uint32_t value = load_u32_be(rest.data());
        rest = rest.subspan(4);
        return value;
    }
    std::string text() {
        const std::uint32_t size = number();
        if (rest.size() < size) return fail_with<std::string>();
        std::string value{as_text(rest.first(size))};
        rest = rest.subspan(size);
        return value;
    }
    template <class T>
    T fail_with() {
        good = false;
        rest = {};
        return {};
    }
};

std::optional<std::vector<Project>> decode_projects(ByteView encoded) {
    SizedReader reader{encoded};
    std::vector<Project> projects;
    for (std::uint32_t left = reader.number(); left > 0 && reader.good; --left) {
        std::string name = reader.text();
        projects.push_back({std::move(name), reader.text()});
    }
    if (!reader.good || !reader.rest.empty()) return {};
    return projects;
}

// ---- reading: takes one column after the other; a wrong type spoils the whole ----

class ColumnReader {
  public:
    explicit ColumnReader(const RowView& row) : ColumnReader(row, definition_of(row.table)) {}
    ColumnReader(const RowView& row, const TableDefinition& definition)
        : row_(row), good_(row.values.size() == definition.columns.size()) {}

    [[nodiscard]] bool good() const noexcept { return good_; }
    void spoil() noexcept { good_ = false; }

    template <class T>
    T take() {
        if (good_ && next_ < row_.values.size()) {
            if (const auto* value = std::get_if<T>(&row_.values[next_++])) return *value;
        }
        good_ = false;
        return {};
    }
    std::string_view text() { return take<std::string_view>(); }
    ByteView bytes() { return take<ByteView>(); }
    template <class Number>
    Number number() {
        return static_cast<Number>(take<std::int64_t>());
    }
    TimePoint time() { return from_milliseconds(take<std::int64_t>()); }
    std::optional<TimePoint> optional_time() {
        const auto value = take<std::int64_t>();
        return value == kNoTime ? std::nullopt : std::optional{from_milliseconds(value)};
    }
    template <class Id>
    Id id() {
        const ByteView raw = bytes();
        Id id;
        if (raw.size() == id.bytes.size()) {
            std::ranges::copy(raw, id.bytes.begin());
        } else {
            good_ = false;
        }
        return id;
    }

  private:
    const RowView& row_;
    std::size_t next_ = 0;
    bool good_;
};

template <class T>
std::optional<T> if_good(const ColumnReader& reader, T value) {
    if (!reader.good()) return {};
    return value;
}

TenantFacts take_facts(ColumnReader& in) {
    TenantFacts found;
    found.id = in.id<TenantId>();
    found.name = in.text();
    found.account_number = in.number<std::uint64_t>();
    found.application_number = in.number<std::uint64_t>();
    found.domain_id = in.text();
    found.domain_name = in.text();
    auto projects = decode_projects(in.bytes());
    if (!projects) in.spoil();
    if (projects) found.projects = std::move(*projects);
    return found;
}

struct ObjectColumns {
    KeySpaceId space;
    std::int64_t kind;
    Object object;
    ByteView fields;
};

std::optional<ObjectColumns> object_columns_from(const RowView& row) {
    ColumnReader in{row};
    ObjectColumns found;
    found.space = in.id<KeySpaceId>();
    found.kind = in.number<std::int64_t>();
    found.object.id = in.id<ObjectId>();
    found.object.created = in.time();
    found.object.revision = in.number<std::uint64_t>();
    found.fields = in.bytes();
    found.object.sealed_secret = to_bytes(in.bytes());
    return if_good(in, std::move(found));
}

}  // namespace

std::optional<RootKeyRow> root_key_from(const RowView& row) {
    ColumnReader in{row};
    RootKeyRow found;
    found.root_key_id = to_bytes(in.bytes());
    found.wrapping_key_id = to_bytes(in.bytes());
    found.created = in.time();
    found.sealed_key = to_bytes(in.bytes());
    return if_good(in, std::move(found));
}

std::optional<TenantFacts> tenant_from(const RowView& row) {
    ColumnReader in{row};
    return if_good(in, take_facts(in));
}

std::optional<TenantWithKeyRow> tenant_with_key_from(const RowView& row) {
    constexpr auto kTenants = static_cast<std::size_t>(Table::tenants);
    ColumnReader in{row, table_definitions_of(kKeySpacesSchema - 1)[kTenants]};
    TenantWithKeyRow found;
    found.facts = take_facts(in);
    found.key_version = in.number<std::uint32_t>();
    found.sealed_key = to_bytes(in.bytes());
    return if_good(in, std::move(found));
}

std::optional<KeySpaceRow> key_space_from(const RowView& row) {
    ColumnReader in{row};
    KeySpaceRow found;
    found.place.id = in.id<KeySpaceId>();
    found.place.tenant_id = in.id<TenantId>();
    found.place.region = in.text();
    found.key_version = in.number<std::uint32_t>();
    found.sealed_key = to_bytes(in.bytes());
    return if_good(in, std::move(found));
}

std::optional<KeyRow> key_from(const RowView& row) {
    ColumnReader in{row};
    KeyRow found;
    found.space = in.id<KeySpaceId>();
    Key& key = found.key;
    key.id = in.id<KeyId>();
    const auto name = keys::KeyName::parse(in.text());
    if (!name) return {};
    key.name = *name;
    key.spec = in.number<keys::KeySpec>();
    key.usage = in.number<keys::KeyUsage>();
    key.origin = in.number<keys::KeyOrigin>();
    key.settings.state = in.number<keys::KeyState>();
    key.created = in.time();
    key.revision = in.number<std::uint64_t>();
    key.settings.deletion_date = in.optional_time();
    key.settings.description = in.text();
    key.settings.primary_alias = in.text();
    found.versions = in.number<std::uint32_t>();
    if (const ByteView attributes = in.bytes(); !attributes.empty()) {
        KeyAttributes decoded;
        if (!decode_fields(attributes, decoded)) return {};
        key.settings.attributes.set(std::move(decoded));
    }
    return if_good(in, std::move(found));
}

std::optional<KeyVersionRow> key_version_from(const RowView& row, ByteView sealed_head) {
    ColumnReader in{row};
    KeyVersionRow found;
    found.space = in.id<KeySpaceId>();
    found.key = in.id<KeyId>();
    const auto number = in.number<std::uint32_t>();
    const TimePoint created = in.time();
    const ByteView sealed = in.bytes();
    const ByteView public_key = in.bytes();
    if (sealed.empty()) {
        found.version = KeyVersion::make(number, created, {}, public_key);
        return if_good(in, std::move(found));
    }
    if (sealed.size() <= sealed_head.size() || !std::ranges::equal(sealed.first(sealed_head.size()), sealed_head))
        return {};
    found.version = KeyVersion::make(number, created, sealed.subspan(sealed_head.size()), public_key);
    return if_good(in, std::move(found));
}

std::optional<AliasRow> alias_from(const RowView& row) {
    ColumnReader in{row};
    AliasRow found;
    found.space = in.id<KeySpaceId>();
    found.alias.name = in.text();
    found.alias.key = in.id<KeyId>();
    found.alias.created = in.time();
    const TimePoint updated = in.time();
    const ByteView prefixed = in.bytes();
    if (!prefixed.empty() && !std::ranges::equal(prefixed, std::array{kPrefixed})) return {};
    found.alias.updated = {updated, !prefixed.empty()};
    return if_good(in, std::move(found));
}

std::int64_t kind_of(const RowView& row) noexcept {
    constexpr std::size_t kKindColumn = 1;
    const auto* kind = row.values.size() > kKindColumn ? std::get_if<std::int64_t>(&row.values[kKindColumn]) : nullptr;
    return kind == nullptr ? 0 : *kind;
}

template <class T>
std::optional<ObjectRow<T>> object_from(const RowView& row) {
    ObjectRow<T> found;
    const auto columns = object_columns_from(row);
    if (!columns || columns->kind != KindOf<T>::number()) return {};
    found.space = columns->space;
    if (!decode_fields(columns->fields, found.object)) return {};
    static_cast<Object&>(found.object) = columns->object;
    return found;
}
#define TANDEM_OBJECT_KIND(type, ...) template std::optional<ObjectRow<type>> object_from(const RowView&);
#include "tandem/store/object_kinds.def"
#undef TANDEM_OBJECT_KIND

std::unique_ptr<Record> record_from(const RowView& row, const RecordKind& kind) {
    const auto columns = object_columns_from(row);
    if (!columns || columns->kind != kind.number) return nullptr;
    auto record = kind.decode(columns->fields);
    if (record) static_cast<Object&>(*record) = columns->object;
    return record;
}

std::optional<CredentialRow> credential_from(const RowView& row) {
    ColumnReader in{row};
    CredentialRow found;
    found.facts.id = in.text();
    found.facts.tenant = in.id<TenantId>();
    found.facts.enabled = in.number<std::int64_t>() != 0;
    found.facts.expires = in.optional_time();
    found.facts.user_name = in.text();
    found.sealed_secret = to_bytes(in.bytes());
    found.sealed_session_token = to_bytes(in.bytes());
    if (!decode_fields(in.bytes(), found.facts)) return {};
    return if_good(in, std::move(found));
}

}  // namespace tandem::store
