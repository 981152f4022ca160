#include "key_space_migration.hpp"

#include "tandem/base/user_error.hpp"

#include "hierarchy.hpp"
#include "rows.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace tandem::store {
namespace {

constexpr char kRegionMark = '@';

struct OldTenant {
    TenantWithKeyRow row;
    crypto::HmacSha256Key mac_key;
};

[[noreturn]] void refuse_tenant(const RowView& row, std::string_view why) {
    throw UserError(UserError::damaged, "the database was altered: table tenants, object " + describe_object(row) +
                                            ": " + std::string{why});
}

OldTenant read_tenant(const RowView& row, const RecordKey& root_key) {
    auto read = tenant_with_key_from(row);
    if (!read) refuse_tenant(row, "a column is not of its type");
    const KeySpaceId id = own_space(read->facts.id).id;
    const auto key = root_key.open(tenant_key_place(id, read->key_version), read->sealed_key);
    if (!key) refuse_tenant(row, "its secret does not open");
    const auto mac_key = subkey(key->expose_secret(), kRowMacPurpose);
    if (!mac_holds(row, mac_key)) refuse_tenant(row, "the row's MAC does not hold");
    return {std::move(*read), mac_key};
}

// Nobody knows whose a key space without its tenant is: it stays a tenant of that name.
KeySpacePlace new_place_of(const TenantFacts& facts, const std::vector<OldTenant>& all) {
    KeySpacePlace place = own_space(facts.id);
    const std::size_t mark = facts.name.find(kRegionMark);
    if (mark == std::string::npos) return place;
    const auto owner = std::ranges::find(all, facts.name.substr(0, mark),
                                         [](const OldTenant& one) { return std::string_view{one.row.facts.name}; });
    if (owner == all.end()) return place;
    return {place.id, owner->row.facts.id, facts.name.substr(mark + 1)};
}

}  // namespace

std::vector<RowWrite> key_space_rows(Backend& backend, const RecordKey& root_key) {
    std::vector<OldTenant> all;
    backend.load(Table::tenants, [&](const RowView& row) { all.push_back(read_tenant(row, root_key)); });
    std::vector<RowWrite> rows;
    for (OldTenant& one : all) {
        const KeySpacePlace place = new_place_of(one.row.facts, all);
        if (place.region.empty()) rows.push_back({RowWrite::Kind::put, to_row(one.row.facts, one.mac_key)});
        rows.push_back(
            {RowWrite::Kind::put, to_row(place, one.row.key_version, std::move(one.row.sealed_key), one.mac_key)});
    }
    return rows;
}

}  // namespace tandem::store
