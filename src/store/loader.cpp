#include "loader.hpp"

#include "tandem/base/encoding.hpp"
#include "tandem/base/user_error.hpp"
#include "tandem/crypto/random.hpp"
#include "tandem/store/unseal_key.hpp"

#include "anchor/anchor_opening.hpp"
#include "backend/durable_backend.hpp"
#include "rows/hierarchy.hpp"
#include "rows/key_space_migration.hpp"
#include "rows/rows.hpp"
#include "rows/tables.hpp"

#include <algorithm>
#include <deque>
#include <future>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace tandem::store {
namespace {

[[noreturn]] void refuse(Table table, const std::string& object, std::string_view why) {
    throw UserError(UserError::damaged, "the database was altered: table " + std::string{name_of(table)} + ", object " +
                                            object + ": " + std::string{why});
}

[[noreturn]] void refuse(const RowView& row, std::string_view why) { refuse(row.table, describe_object(row), why); }

constexpr std::string_view kBadMac = "the row's MAC does not hold";
constexpr std::string_view kBadColumn = "a column is not of its type";
constexpr std::string_view kBadSeal = "its secret does not open";
constexpr std::string_view kNoTenant = "its tenant is not in the database";
constexpr std::string_view kNoSpace = "its key space is not in the database";
constexpr std::string_view kNoKey = "its key is not in the database";
constexpr std::string_view kBadVersions = "its versions are not complete";

class Loader {
  public:
    Loader(Backend& backend, const SecretBytes& unseal_key, const Clock& clock, Index& index)
        : backend_(backend),
          durable_(dynamic_cast<DurableBackend*>(&backend)),
          unseal_key_(unseal_key),
          clock_(clock),
          index_(index) {}

    Installation run() {
        for_each(Table::meta, &Loader::read_meta);
        for_each(Table::root_keys, &Loader::try_root_key);
        if (!meta_.installation && !has_root_keys_) {
            for_each(Table::tenants, &Loader::refuse_without_installation);
            found_installation();
            return std::move(installation_);
        }
        if (!meta_.installation) refuse(Table::meta, std::string{kMetaInstallation}, "it is missing");
        installation_.id = *meta_.installation;
        require_root_key();
        if (durable_ != nullptr) {
            load_anchored();
        } else {
            installation_.epoch = meta_.epoch;
            load_rows();
        }
        return std::move(installation_);
    }

  private:
    struct TakenSpace {
        KeySpaceRow row;
        SecretBytes key;
    };
    struct VersionOfKey {
        KeySpaceId space;
        KeyId key;
        KeyVersion::Pointer version;
    };

    void for_each(Table table, void (Loader::*take)(const RowView&)) {
        backend_.load(table, [this, take](const RowView& row) {
            if (summer_ != nullptr) summer_->add(row);
            (this->*take)(row);
        });
    }

    void load_rows() {
        load_spaces();
        // Both by the key's id, so that each key finds its versions where those of the one before end.
        for_each(Table::key_versions, &Loader::add_version);
        for_each(Table::keys, &Loader::add_key);
        load_collected();
        if (!versions_.empty()) note_orphan(versions_.front());
        if (!orphan_.empty()) refuse(Table::key_versions, orphan_, kNoKey);
        for_each(Table::aliases, &Loader::add_alias);
        load_collected();
        for_each(Table::credentials, &Loader::add_credential);
        for_each(Table::objects, &Loader::add_object);
    }

    // ---- the state as a whole ----

    AnchorOpening open_anchor() const { return {*durable_, *installation_.root_key, installation_.id, meta_}; }

    // Sums rows that are not looked at.
    AnchoredState sum_rows(const crypto::HmacSha256Key& state_key, StateForm form = kStateForm) {
        RowSummer summer{state_key, form};
        for (const TableDefinition& table : table_definitions())
            backend_.load(table.table, [&](const RowView& row) { summer.add(row); });
        return {summer.finish(), meta_.epoch, meta_.schema};
    }

    void upgrade() {
        std::vector<RowWrite> rows;
        if (meta_.schema != 0 && meta_.schema < kKeySpacesSchema)
            rows = key_space_rows(backend_, *installation_.root_key);
        durable_->upgrade(rows);
        for_each(Table::meta, &Loader::read_meta);
    }

    // An older schema is judged as it is, and everything else is loaded and judged in one pass.
    void load_anchored() {
        const bool is_older = durable_->needs_upgrade();
        const bool was_anchored = meta_.schema >= kAnchoredSchema;
        AnchorOpening anchor = open_anchor();
        if (!was_anchored) anchor.judge_unanchored();
        if (was_anchored && is_older) anchor.judge(sum_rows(anchor.state_key(), meta_.state_form));
        if (is_older) upgrade();

        RowSummer summer{anchor.state_key()};
        summer_ = &summer;
        for (const Table table : {Table::meta, Table::root_keys}) for_each(table, &Loader::pass_by);
        load_rows();
        summer_ = nullptr;
        const AnchoredState state{summer.finish(), meta_.epoch, meta_.schema};
        if (!is_older) anchor.judge(state);

        std::vector<RowWrite> writes;
        if (!was_anchored) writes.push_back({RowWrite::Kind::put, rewrapped_root_key()});
        installation_.epoch = anchor.establish(state, std::move(writes));
        installation_.tag_keeper = anchor.take_keeper();
    }

    void pass_by(const RowView&) {}

    // A database from before anchors has its root key in another place.
    Row rewrapped_root_key() {
        root_row_.sealed_key = unseal_wrapping_key().seal(root_key_place(root_row_.root_key_id, RootKeyPlace::anchored),
                                                          root_key_bytes_.expose_secret());
        return to_row(root_row_);
    }

    RecordKey unseal_wrapping_key() const {
        return {unseal_key_identity(unseal_key_), kUnversioned, unseal_key_.expose_secret()};
    }

    // ---- rows ----

    void read_meta(const RowView& row) {
        const auto* name = std::get_if<std::string_view>(&row.values[0]);
        const auto* number = std::get_if<std::int64_t>(&row.values[1]);
        const auto* bytes = std::get_if<ByteView>(&row.values[2]);
        if (name == nullptr || number == nullptr || bytes == nullptr) {
            refuse(Table::meta, describe_object(row), kBadColumn);
        }
        if (*name == kMetaEpoch) meta_.epoch = static_cast<Epoch>(*number);
        if (*name == kMetaSchema) meta_.schema = static_cast<std::uint32_t>(*number);
        if (*name == kMetaStateKey) meta_.sealed_state_key = to_bytes(*bytes);
        if (*name == kMetaStateTag) read_state_tag(*number, *bytes);
        if (*name == kMetaInstallation && bytes->size() == sizeof(InstallationId))
            std::ranges::copy(*bytes, meta_.installation.emplace().begin());
    }

    // A form that this program does not know is as good as no tag.
    void read_state_tag(std::int64_t number, ByteView tag) {
        const bool is_known =
            number == static_cast<int>(StateForm::rows) || number == static_cast<int>(StateForm::macs);
        meta_.state_form = is_known ? static_cast<StateForm>(number) : StateForm::none;
        meta_.state_tag = is_known ? to_bytes(tag) : Bytes{};
    }

    void refuse_without_installation(const RowView&) {
        refuse(Table::meta, std::string{kMetaInstallation}, "it is missing");
    }

    // A new installation: an id for ever and a root key, wrapped by the unseal key.
    void found_installation() {
        crypto::random_bytes(installation_.id);
        WrappingKeyId root_key_id;
        crypto::random_bytes(root_key_id);
        const SecretBytes root_key = crypto::random_secret(kWrappingKeyBytes);
        installation_.root_key = std::make_unique<RecordKey>(root_key_id, kUnversioned, root_key.expose_secret());
        const Bytes sealed =
            unseal_wrapping_key().seal(root_key_place(root_key_id, RootKeyPlace::anchored), root_key.expose_secret());

        std::vector<RowWrite> writes;
        const auto put = [&](Row row) { writes.push_back({RowWrite::Kind::put, std::move(row)}); };
        put(meta_row(kMetaInstallation, 0, to_bytes(installation_.id)));
        put(to_row(
            RootKeyRow{to_bytes(root_key_id), to_bytes(unseal_key_identity(unseal_key_)), clock_.now(), sealed}));
        if (durable_ != nullptr) {
            write_anchored(std::move(writes));
        } else {
            put(meta_row(kMetaEpoch, installation_.epoch));
            (void)backend_.apply({std::move(writes)});  // into memory
        }
    }

    // The rows of a new installation.
    void write_anchored(std::vector<RowWrite> writes) {
        meta_ = {};
        AnchorOpening anchor = open_anchor();
        anchor.judge_nothing();
        if (durable_->needs_upgrade()) upgrade();
        installation_.epoch = anchor.establish(sum_rows(anchor.state_key()), std::move(writes), true);
        installation_.tag_keeper = anchor.take_keeper();
    }

    // Opens the root key with the row that the unseal key wrapped.
    void try_root_key(const RowView& row) {
        has_root_keys_ = true;
        const WrappingKeyId offered = unseal_key_identity(unseal_key_);
        const std::string object = describe_object(row);
        const auto root = root_key_from(row);
        if (!root || root->root_key_id.size() != offered.size()) refuse(Table::root_keys, object, kBadColumn);
        if (!std::ranges::equal(root->wrapping_key_id, offered)) {
            wanted_unseal_keys_ += (wanted_unseal_keys_.empty() ? "" : " or ") + hex_encode(root->wrapping_key_id);
            return;
        }
        const bool is_before_anchors = meta_.schema != 0 && meta_.schema < kAnchoredSchema;
        const auto place = is_before_anchors ? RootKeyPlace::before_anchors : RootKeyPlace::anchored;
        auto key = unseal_wrapping_key().open(root_key_place(root->root_key_id, place), root->sealed_key);
        if (!key) refuse(Table::root_keys, object, kBadSeal);
        WrappingKeyId root_key_id;
        std::ranges::copy(root->root_key_id, root_key_id.begin());
        installation_.root_key = std::make_unique<RecordKey>(root_key_id, kUnversioned, key->expose_secret());
        root_row_ = *root;
        root_key_bytes_ = std::move(*key);
    }

    void require_root_key() const {
        if (installation_.root_key) return;
        if (!has_root_keys_) refuse(Table::root_keys, "(any)", "there is none");
        throw UserError(UserError::damaged, "unseal key " + hex_encode(unseal_key_identity(unseal_key_)) +
                                                " does not open this database, which wants " + wanted_unseal_keys_ +
                                                "; use the key that belongs to this database");
    }

    // The key space of a row, once the row's MAC was found to hold under that one's key. In the column may also be the
    // id of a tenant.
    const KeySpace& checked_space(const RowView& row, std::size_t column = 0) {
        const auto* raw = std::get_if<ByteView>(&row.values[column]);
        if (raw == nullptr || raw->size() != sizeof(KeySpaceId::bytes)) refuse(row, kBadColumn);
        // Rows of one key space follow each other.
        if (space_ == nullptr || !std::ranges::equal(*raw, space_->id.bytes)) {
            load_collected();
            KeySpaceId id;
            std::ranges::copy(*raw, id.bytes.begin());
            space_ = index_.find_space(id);
        }
        if (space_ == nullptr) refuse(row, kNoSpace);
        if (!mac_holds(row, space_->contents().row_mac_key())) refuse(row, kBadMac);
        return *space_;
    }

    // Keys go into the index while rows are read on; the aliases are checked against them.
    void load_collected() {
        if (indexing_.valid()) indexing_.get();
        if (!keys_.empty()) {
            indexing_ =
                std::async(std::launch::async, [this, space = space_, keys = std::exchange(keys_, {})]() mutable {
                    index_.load(*space, std::move(keys));
                });
        }
        if (aliases_.empty()) return;
        if (const auto orphan = space_->contents().load(std::exchange(aliases_, {})))
            refuse(Table::aliases, space_->id.text() + "/" + *orphan, kNoKey);
    }

    // Both tables are small. A tenant is made of its row and that of its own key space; those of regions come after.
    void load_spaces() {
        for_each(Table::key_spaces, &Loader::take_space);
        for_each(Table::tenants, &Loader::add_tenant);
        for (auto& [id, taken] : spaces_taken_) {
            const KeySpacePlace& place = taken.row.place;
            const Tenant* owner = index_.find_tenant(place.tenant_id);
            if (owner == nullptr || place.region.empty()) refuse(Table::key_spaces, id.text(), kNoTenant);
            index_.put(make_space(index_, place, *owner, taken.row.key_version, taken.key.expose_secret()));
        }
        spaces_taken_.clear();
    }

    void take_space(const RowView& row) {
        auto read = key_space_from(row);
        if (!read) refuse(row, kBadColumn);
        auto key = installation_.root_key->open(tenant_key_place(read->place.id, read->key_version), read->sealed_key);
        if (!key) refuse(row, kBadSeal);
        if (!mac_holds(row, subkey(key->expose_secret(), kRowMacPurpose))) refuse(row, kBadMac);
        const KeySpaceId id = read->place.id;
        spaces_taken_.emplace(id, TakenSpace{std::move(*read), std::move(*key)});
    }

    void add_tenant(const RowView& row) {
        auto facts = tenant_from(row);
        if (!facts) refuse(row, kBadColumn);
        const auto own = spaces_taken_.extract(own_space(facts->id).id);
        if (own.empty()) refuse(row, kNoSpace);
        const TakenSpace& taken = own.mapped();
        if (taken.row.place.tenant_id != facts->id || !taken.row.place.region.empty()) refuse(row, kNoSpace);
        auto tenant = make_tenant(index_, std::move(*facts), taken.row.key_version, taken.key.expose_secret());
        if (!mac_holds(row, tenant->contents().row_mac_key())) refuse(row, kBadMac);
        index_.put(std::move(tenant));
    }

    void add_version(const RowView& row) {
        const KeySpace& space = checked_space(row);
        auto read = key_version_from(row, space.contents().record_key().head());
        if (!read) refuse(row, kBadColumn);
        versions_.push_back({read->space, read->key, std::move(read->version)});
    }

    // Told once all keys were read: what is wrong with one of them says more.
    void note_orphan(const VersionOfKey& version) {
        if (orphan_.empty()) orphan_ = version.key.text();
    }

    void add_key(const RowView& row) {
        checked_space(row);
        auto read = key_from(row);
        if (!read) refuse(row, kBadColumn);
        const auto place = std::tie(read->space, read->key.id);
        for (; !versions_.empty(); versions_.pop_front()) {
            VersionOfKey& next = versions_.front();
            const auto its_place = std::tie(next.space, next.key);
            if (place < its_place) break;
            if (its_place < place) {
                note_orphan(next);
                continue;
            }
            if (next.version->number() != read->key.versions.size()) refuse(row, kBadVersions);
            read->key.versions.push_back(std::move(next.version));
        }
        if (read->key.versions.size() != read->versions) refuse(row, kBadVersions);
        keys_.push_back(std::make_unique<const Key>(std::move(read->key)));
    }

    void add_alias(const RowView& row) {
        checked_space(row);
        auto read = alias_from(row);
        if (!read) refuse(row, kBadColumn);
        aliases_.push_back(std::make_unique<Alias>(std::move(read->alias)));
    }

    void add_credential(const RowView& row) {
        const KeySpace& space = checked_space(row, 1);
        auto read = credential_from(row);
        if (!read) refuse(row, kBadColumn);
        const Tenant* tenant = index_.find_tenant(read->facts.tenant);
        if (tenant == nullptr) refuse(row, kNoTenant);
        const RecordKey& record_key = space.contents().record_key();
        auto credential = std::make_unique<Credential>();
        auto secret = record_key.open(secret_place(tenant->facts.id, read->facts.id), read->sealed_secret);
        if (!secret) refuse(row, kBadSeal);
        if (!read->sealed_session_token.empty()) {
            const auto token =
                record_key.open(session_token_place(tenant->facts.id, read->facts.id), read->sealed_session_token);
            if (!token) refuse(row, kBadSeal);
            read->facts.session_token = as_text(token->expose_secret());
        }
        credential->facts = std::move(read->facts);
        credential->secret = std::move(*secret);
        credential->serial = ++installation_.last_serial;
        credential->tenant = index_.share(*tenant);
        index_.put(std::unique_ptr<const Credential>{std::move(credential)});
    }

    void add_object(const RowView& row) {
        const KeySpace& space = checked_space(row);
        bool known = false;
        ObjectTypes::for_each([&]<class T>(T*) {
            if (kind_of(row) != static_cast<std::int64_t>(kObjectKind<T>)) return;
            auto read = object_from<T>(row);
            if (!read) refuse(row, kBadColumn);
            index_.put_object<T>(space, std::make_unique<const T>(std::move(read->object)));
            known = true;
        });
        for (const RecordKind& kind : index_.record_kinds()) {
            if (kind_of(row) != kind.number) continue;
            std::unique_ptr<const Record> read = record_from(row, kind);
            if (!read) refuse(row, kBadColumn);
            index_.put_object(space, std::move(read), KindOf<Record>{kind});
            known = true;
        }
        if (!known) refuse(row, kBadColumn);
    }

    Backend& backend_;
    DurableBackend* const durable_;  // the same, if it is one
    const SecretBytes& unseal_key_;
    const Clock& clock_;
    Index& index_;
    MetaFacts meta_;
    RootKeyRow root_row_;  // that our unseal key opened
    SecretBytes root_key_bytes_;
    RowSummer* summer_ = nullptr;  // of the rows that are loaded
    Installation installation_;
    std::map<KeySpaceId, TakenSpace> spaces_taken_;  // until their tenants are there
    std::deque<VersionOfKey> versions_;              // those that no key has taken yet
    std::vector<std::unique_ptr<const Key>> keys_;   // of the key space of the last row, until all are there
    std::vector<std::unique_ptr<Alias>> aliases_;
    std::future<void> indexing_;
    const KeySpace* space_ = nullptr;  // of the last row
    std::string orphan_;               // a key that versions name and that is not there
    std::string wanted_unseal_keys_;
    bool has_root_keys_ = false;
};

}  // namespace

Installation load_installation(Backend& backend, const SecretBytes& unseal_key, const Clock& clock, Index& index) {
    return Loader{backend, unseal_key, clock, index}.run();
}

}  // namespace tandem::store
