#include "loader.hpp"

#include "tandem/base/encoding.hpp"
#include "tandem/base/startup.hpp"
#include "tandem/crypto/random.hpp"
#include "tandem/store/unseal_key.hpp"

#include "hierarchy.hpp"
#include "rows.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <vector>

namespace tandem::store {
namespace {

[[noreturn]] void refuse(Table table, const std::string& object, std::string_view why) {
    throw StartupError(ExitCode::integrity, "the database was altered: table " + std::string{name_of(table)} +
                                                ", object " + object + ": " + std::string{why});
}

constexpr std::string_view kBadMac = "the row's MAC does not hold";
constexpr std::string_view kBadColumn = "a column is not of its type";
constexpr std::string_view kBadSeal = "its secret does not open";
constexpr std::string_view kNoTenant = "its tenant is not in the database";
constexpr std::string_view kNoKey = "its key is not in the database";
constexpr std::string_view kBadVersions = "its versions are not complete";

class Loader {
  public:
    Loader(Backend& backend, const SecretBytes& unseal_key, const Clock& clock, Index& index)
        : backend_(backend), unseal_key_(unseal_key), clock_(clock), index_(index) {}

    Installation run() {
        backend_.load([this](Row&& row) {
            if (row.table != Table::change_log) rows_[static_cast<std::size_t>(row.table)].push_back(std::move(row));
        });
        read_meta();
        if (!has_installation_ && rows_of(Table::root_keys).empty() && rows_of(Table::tenants).empty()) {
            found_installation();
            return std::move(installation_);
        }
        if (!has_installation_) refuse(Table::meta, std::string{kMetaInstallation}, "it is missing");
        open_root_key();
        for (Row& row : rows_of(Table::tenants)) add_tenant(row);
        for (Row& row : rows_of(Table::key_versions)) add_version(row);
        for (Row& row : rows_of(Table::keys)) add_key(row);
        if (!versions_.empty()) {
            refuse(Table::key_versions, versions_.begin()->first.second.text(), kNoKey);
        }
        for (Row& row : rows_of(Table::aliases)) add_alias(row);
        for (Row& row : rows_of(Table::credentials)) add_credential(row);
        return std::move(installation_);
    }

  private:
    using VersionsOfKeys = std::map<std::pair<TenantId, KeyId>, std::vector<std::shared_ptr<const KeyVersion>>>;

    std::vector<Row>& rows_of(Table table) { return rows_[static_cast<std::size_t>(table)]; }

    void read_meta() {
        for (const Row& row : rows_of(Table::meta)) {
            const auto* name = std::get_if<std::string>(&row.values.at(0));
            const auto* number = std::get_if<std::int64_t>(&row.values.at(1));
            const auto* bytes = std::get_if<Bytes>(&row.values.at(2));
            if (name == nullptr || number == nullptr || bytes == nullptr) {
                refuse(Table::meta, describe_object(row), kBadColumn);
            }
            if (*name == kMetaEpoch) installation_.epoch = static_cast<Epoch>(*number);
            if (*name == kMetaInstallation && bytes->size() == installation_.id.size()) {
                std::ranges::copy(*bytes, installation_.id.begin());
                has_installation_ = true;
            }
        }
    }

    // A new installation: an id for ever and a root key, wrapped by the unseal key.
    void found_installation() {
        crypto::random_bytes(installation_.id);
        WrappingKeyId root_key_id;
        crypto::random_bytes(root_key_id);
        const SecretBytes root_key = crypto::random_secret(kWrappingKeyBytes);
        const WrappingKeyId wrapping_id = unseal_key_identity(unseal_key_);
        const RecordKey wrapping{wrapping_id, kUnversioned, unseal_key_.expose_secret()};

        std::vector<RowWrite> writes;
        const auto put = [&](Row row) { writes.push_back({RowWrite::Kind::put, std::move(row)}); };
        put(meta_row(kMetaInstallation, 0, to_bytes(installation_.id)));
        put(meta_row(kMetaEpoch, installation_.epoch));
        put(to_row(RootKeyRow{to_bytes(root_key_id), to_bytes(wrapping_id), clock_.now(),
                              wrapping.seal(root_key_place(root_key_id), root_key.expose_secret())}));
        if (auto written = backend_.apply({std::move(writes)}); written.has_error()) {
            throw StartupError(ExitCode::failed, "the new database cannot be written: " + written.error().detail);
        }
        installation_.root_key = std::make_unique<RecordKey>(root_key_id, kUnversioned, root_key.expose_secret());
    }

    void open_root_key() {
        const WrappingKeyId offered = unseal_key_identity(unseal_key_);
        std::string wanted;
        for (Row& row : rows_of(Table::root_keys)) {
            const std::string object = describe_object(row);
            const auto root = root_key_from(row);
            if (!root || root->root_key_id.size() != offered.size()) refuse(Table::root_keys, object, kBadColumn);
            if (!std::ranges::equal(root->wrapping_key_id, offered)) {
                wanted += (wanted.empty() ? "" : " or ") + hex_encode(root->wrapping_key_id);
                continue;
            }
            const RecordKey wrapping{offered, kUnversioned, unseal_key_.expose_secret()};
            const auto key = wrapping.open(root_key_place(root->root_key_id), root->sealed_key);
            if (!key) refuse(Table::root_keys, object, kBadSeal);
            WrappingKeyId root_key_id;
            std::ranges::copy(root->root_key_id, root_key_id.begin());
            installation_.root_key = std::make_unique<RecordKey>(root_key_id, kUnversioned, key->expose_secret());
            return;
        }
        if (wanted.empty()) refuse(Table::root_keys, "(any)", "there is none");
        throw StartupError(ExitCode::integrity, "unseal key " + hex_encode(offered) +
                                                    " does not open this database, which wants " + wanted +
                                                    "; use the key that belongs to this database");
    }

    // The tenant of a row, once the row's MAC was found to hold under that tenant's key.
    const Tenant& checked_tenant(const Row& row, std::size_t tenant_column) {
        const auto* raw = std::get_if<Bytes>(&row.values.at(tenant_column));
        TenantId id;
        if (raw == nullptr || raw->size() != id.bytes.size()) refuse(row.table, describe_object(row), kBadColumn);
        std::ranges::copy(*raw, id.bytes.begin());
        const Tenant* tenant = index_.find_tenant(id);
        if (tenant == nullptr) refuse(row.table, describe_object(row), kNoTenant);
        if (!mac_holds(row, tenant->keys->row_mac_key())) refuse(row.table, describe_object(row), kBadMac);
        return *tenant;
    }

    void add_tenant(Row& row) {
        Row copy = row;
        auto read = tenant_from(copy);
        if (!read) refuse(row.table, describe_object(row), kBadColumn);
        const auto key =
            installation_.root_key->open(tenant_key_place(read->facts.id, read->key_version), read->sealed_key);
        if (!key) refuse(row.table, describe_object(row), kBadSeal);
        auto tenant = make_tenant(index_.reclaimer(), std::move(read->facts), read->key_version, key->expose_secret());
        if (!mac_holds(row, tenant->keys->row_mac_key())) refuse(row.table, describe_object(row), kBadMac);
        index_.put(std::move(tenant));
    }

    void add_version(Row& row) {
        checked_tenant(row, 0);
        const std::string object = describe_object(row);
        auto read = key_version_from(row);
        if (!read) refuse(row.table, object, kBadColumn);
        versions_[{read->tenant, read->key}].push_back(std::move(read->version));
    }

    void add_key(Row& row) {
        const Tenant& tenant = checked_tenant(row, 0);
        const std::string object = describe_object(row);
        auto read = key_from(row);
        if (!read) refuse(row.table, object, kBadColumn);
        if (auto found = versions_.extract({read->tenant, read->key.id}); !found.empty()) {
            read->key.versions = std::move(found.mapped());
        }
        auto& versions = read->key.versions;
        std::ranges::sort(versions, {}, [](const auto& one) { return one->number; });
        if (versions.size() != read->versions) refuse(row.table, object, kBadVersions);
        for (std::size_t number = 0; number < versions.size(); ++number) {
            if (versions[number]->number != number) refuse(row.table, object, kBadVersions);
        }
        index_.put(tenant, std::make_unique<const Key>(std::move(read->key)));
    }

    void add_alias(Row& row) {
        const Tenant& tenant = checked_tenant(row, 0);
        const std::string object = describe_object(row);
        auto read = alias_from(row);
        if (!read) refuse(row.table, object, kBadColumn);
        if (tenant.keys->find(read->alias.key) == nullptr) refuse(row.table, object, kNoKey);
        tenant.keys->put(std::make_unique<const Alias>(std::move(read->alias)));
    }

    void add_credential(Row& row) {
        const Tenant& tenant = checked_tenant(row, 1);
        const std::string object = describe_object(row);
        auto read = credential_from(row);
        if (!read) refuse(row.table, object, kBadColumn);
        const RecordKey& record_key = tenant.keys->record_key();
        auto credential = std::make_unique<Credential>();
        auto secret = record_key.open(secret_place(tenant.facts.id, read->facts.id), read->sealed_secret);
        if (!secret) refuse(row.table, object, kBadSeal);
        if (!read->sealed_session_token.empty()) {
            const auto token =
                record_key.open(session_token_place(tenant.facts.id, read->facts.id), read->sealed_session_token);
            if (!token) refuse(row.table, object, kBadSeal);
            read->facts.session_token = as_text(token->expose_secret());
        }
        credential->facts = std::move(read->facts);
        credential->secret = std::move(*secret);
        credential->serial = ++installation_.last_serial;
        credential->tenant = index_.share(tenant);
        index_.put(std::unique_ptr<const Credential>{std::move(credential)});
    }

    Backend& backend_;
    const SecretBytes& unseal_key_;
    const Clock& clock_;
    Index& index_;
    std::array<std::vector<Row>, kTableCount> rows_;
    VersionsOfKeys versions_;
    Installation installation_;
    bool has_installation_ = false;
};

}  // namespace

Installation load_installation(Backend& backend, const SecretBytes& unseal_key, const Clock& clock, Index& index) {
    return Loader{backend, unseal_key, clock, index}.run();
}

}  // namespace tandem::store
