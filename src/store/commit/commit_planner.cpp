#include "commit_planner.hpp"

#include "tandem/crypto/random.hpp"

#include "change_kind.hpp"
#include "rows/hierarchy.hpp"
#include "rows/rows.hpp"

#include <algorithm>
#include <limits>

namespace tandem::store {
namespace {

// The change log keeps this many epochs, for nodes that follow it.
constexpr Epoch kLoggedEpochs = 10'000;

constexpr std::uint32_t kFirstTenantKeyVersion = 0;

}  // namespace

bool CommitPlanner::stands_alone(const std::vector<Change>& changes) noexcept {
    return std::ranges::any_of(changes, [](const Change& one) {
        return std::holds_alternative<RemoveTenant>(one) || std::holds_alternative<RemoveKeySpace>(one) ||
               std::holds_alternative<HoldEveryCredential>(one);
    });
}

Result<void> CommitPlanner::plan(std::vector<Change>& changes) {
    if (stands_alone(changes) && changes.size() != 1) {
        return fail(ErrorCode::internal, "tenant", "a change that stands alone must be the only one of its commit");
    }
    if (needs_key_space(changes)) changes.emplace(changes.begin(), CreateKeySpace{});
    for (std::size_t ordinal = 0; ordinal < changes.size(); ++ordinal) {
        Change& change = changes[ordinal];
        TANDEM_CHECK(std::visit([this](auto& one) { return apply(one); }, change));
        put({Table::change_log,
             {static_cast<std::int64_t>(epoch_), static_cast<std::int64_t>(ordinal), to_bytes(space_id_.bytes),
              static_cast<std::int64_t>(kind_of(change)), std::move(changed_object_)}});
    }
    if (epoch_ > kLoggedEpochs) remove(Table::change_log, {static_cast<std::int64_t>(epoch_ - kLoggedEpochs)});
    return {};
}

// ---- helpers ----

void CommitPlanner::put(Row row) { writes_.push_back({RowWrite::Kind::put, std::move(row)}); }

void CommitPlanner::remove(Table table, std::vector<Value> primary_key) {
    writes_.push_back({RowWrite::Kind::remove, {table, std::move(primary_key)}});
}

Result<std::shared_ptr<const Tenant>> CommitPlanner::tenant() const {
    auto found = staging_.find_tenant(place_.tenant_id);
    // Removed since the caller was authenticated: their next request would hear the same.
    if (found == nullptr) return fail(ErrorCode::credential_unknown, {}, "the tenant is gone");
    return found;
}

Result<const KeySpace*> CommitPlanner::space() const {
    // The index or a staging holds on to it, so the plain pointer lasts as long as this plan.
    const KeySpace* found = staging_.find_space(space_id_).get();
    if (found == nullptr) return fail(ErrorCode::credential_unknown, {}, "the key space is gone");
    // An id that a seed chose may be the one that another's would get.
    if (!found->is_at(place_)) return fail(ErrorCode::conflict, place_.region, "the id is another key space's");
    return found;
}

bool CommitPlanner::needs_key_space(const std::vector<Change>& changes) const {
    return !place_.region.empty() && !stands_alone(changes) &&
           !std::holds_alternative<CreateKeySpace>(changes.front()) && staging_.find_space(space_id_) == nullptr;
}

Result<const Key*> CommitPlanner::key_at(const KeySpace& space, const KeyId& id,
                                         std::uint64_t expected_revision) const {
    const Key* key = staging_.find_key(space, id);
    // Whoever read it before reads again.
    if (key == nullptr) return fail(ErrorCode::conflict, id.text(), "the key is gone");
    if (key->revision != expected_revision) return fail(ErrorCode::conflict, id.text(), "another revision");
    return key;
}

const KeyVersion& CommitPlanner::add_version(const KeySpace& space, Key& key, const SecretBytes& material,
                                             ByteView public_key, TimePoint created) const {
    const auto number = static_cast<std::uint32_t>(key.versions.size());
    if (material.empty()) {  // it was removed
        key.versions.push_back(KeyVersion::make(number, created, {}, {}));
        return key.versions.back();
    }
    const Bytes sealed =
        space.contents().record_key().seal(material_place(space_id_, key.id, number), material.expose_secret());
    key.versions.push_back(
        KeyVersion::make(number, created, ByteView{sealed}.subspan(RecordKey::kHeadBytes), public_key));
    return key.versions.back();
}

void CommitPlanner::put_key(const KeySpace& space, Key key, const KeyVersion* fresh) {
    const crypto::HmacSha256Key& mac_key = space.contents().row_mac_key();
    put(to_row(space_id_, key, mac_key));
    if (fresh != nullptr) put(to_row(space_id_, key.id, *fresh, space.contents().record_key().head(), mac_key));
    changed_object_ = key.id.text();
    staging_.put(space, std::make_unique<const Key>(std::move(key)));
}

// ---- tenants and key spaces ----

template <class Make>
auto CommitPlanner::make_key_space(const Make& make) {
    const SecretBytes tenant_key = crypto::random_secret(kWrappingKeyBytes);
    Bytes sealed =
        installation_.root_key->seal(tenant_key_place(space_id_, kFirstTenantKeyVersion), tenant_key.expose_secret());
    changed_object_ = space_id_.text();
    auto made = make(tenant_key.expose_secret());
    put(to_row(place_, kFirstTenantKeyVersion, std::move(sealed), made->contents().row_mac_key()));
    return made;
}

Result<void> CommitPlanner::apply(CreateTenant& change) {
    TenantFacts& facts = change.facts;
    if (facts.id != place_.tenant_id || !place_.region.empty())
        return fail(ErrorCode::internal, "tenant", "created in another's key space");
    if (staging_.find_tenant(facts.id) || staging_.is_taken(facts.name))
        return fail(ErrorCode::conflict, "tenant", "the tenant exists");
    const std::size_t tenant_row = writes_.size();  // what its key space's row refers to
    writes_.emplace_back();
    auto made = make_key_space([&](ByteView tenant_key) {
        return make_tenant(staging_.index(), std::move(facts), kFirstTenantKeyVersion, tenant_key);
    });
    writes_[tenant_row] = {RowWrite::Kind::put, to_row(made->facts, made->contents().row_mac_key())};
    staging_.put(std::move(made));
    return {};
}

Result<void> CommitPlanner::apply(CreateKeySpace&) {
    TANDEM_TRY(const auto owner, tenant());
    if (place_.region.empty() || place_.region.size() > kMaxRegionBytes)
        return fail(ErrorCode::internal, "region", "not the form of one");
    if (staging_.find_space(space_id_) != nullptr || staging_.has_space(place_.tenant_id, place_.region))
        return fail(ErrorCode::conflict, "region", "the key space is there already");
    if (staging_.space_count(place_.tenant_id) > kMaxKeySpaces)
        return fail(ErrorCode::region_unsupported, place_.region, "the tenant has keys in too many regions");
    staging_.put(make_key_space([&](ByteView tenant_key) {
        return make_space(staging_.index(), place_, *owner, kFirstTenantKeyVersion, tenant_key);
    }));
    return {};
}

void CommitPlanner::remove_rows(const KeySpaceId& space) {
    for (const Table table : {Table::objects, Table::aliases, Table::key_versions, Table::keys, Table::key_spaces})
        remove(table, {to_bytes(space.bytes)});
}

Result<void> CommitPlanner::apply(RemoveTenant&) {
    TANDEM_TRY(const auto found, tenant());
    for (const Credential* credential : staging_.index().credentials()) {
        if (credential->facts.tenant == place_.tenant_id) remove(Table::credentials, {credential->facts.id});
    }
    for (const KeySpace* space : staging_.index().spaces()) {
        if (space->tenant_id == place_.tenant_id) remove_rows(space->id);
    }
    remove(Table::tenants, {to_bytes(place_.tenant_id.bytes)});
    changed_object_ = place_.tenant_id.text();
    staging_.remove_tenant(*found);
    return {};
}

Result<void> CommitPlanner::apply(RemoveKeySpace&) {
    TANDEM_TRY(const KeySpace* found, space());
    if (place_.region.empty()) return fail(ErrorCode::internal, "region", "the tenant's own key space");
    remove_rows(space_id_);
    changed_object_ = space_id_.text();
    staging_.remove_space(*found);
    return {};
}

// ---- keys ----

Result<void> CommitPlanner::apply(CreateKey& change) {
    TANDEM_TRY(const KeySpace* owner, space());
    Key key = std::move(change.key);
    if (staging_.find_key(*owner, key.id) != nullptr)
        return fail(ErrorCode::conflict, key.id.text(), "the id is taken");
    if (staging_.is_taken(*owner, key.name)) return fail(ErrorCode::conflict, key.name.text(), "the name is taken");
    if (staging_.key_count(*owner) >= change.most_keys) return fail(ErrorCode::conflict, "tenant", "it has no room");
    key.revision = 1;
    key.versions.clear();
    const KeyVersion* first = nullptr;
    if (!change.material.empty()) {
        first = &add_version(*owner, key, change.material, change.public_key, key.created);
    }
    put_key(*owner, std::move(key), first);
    return {};
}

Result<void> CommitPlanner::apply(PutKey& change) {
    TANDEM_TRY(const KeySpace* owner, space());
    Key& key = change.key;
    const Key* before = staging_.find_key(*owner, key.id);
    const bool own_name = before != nullptr && before->name == key.name;
    if (!own_name && (before != nullptr || staging_.is_taken(*owner, key.name)))
        return fail(ErrorCode::conflict, key.name.text(), "the name is taken, or the key has another");
    if (before != nullptr) remove(Table::key_versions, {to_bytes(space_id_.bytes), to_bytes(key.id.bytes)});
    // No condition that was read before may hold after.
    key.revision = before == nullptr ? 1 : before->revision + 1;
    key.versions.clear();
    for (auto& version : change.versions)
        add_version(*owner, key, version.material, version.public_key, version.created);
    put_key(*owner, key);
    // The key's row first: those of its versions refer to it.
    for (std::size_t i = 0; i < key.versions.size(); ++i)
        put(to_row(space_id_, key.id, key.versions[i], owner->contents().record_key().head(),
                   owner->contents().row_mac_key()));
    return {};
}

Result<void> CommitPlanner::apply(UpdateKey& change) {
    TANDEM_TRY(const KeySpace* owner, space());
    TANDEM_TRY(const Key* before, key_at(*owner, change.key, change.expected_revision));
    Key key = *before;
    ++key.revision;
    key.settings = std::move(change.settings);
    put_key(*owner, std::move(key));
    return {};
}

Result<void> CommitPlanner::apply(AddKeyVersion& change) {
    TANDEM_TRY(const KeySpace* owner, space());
    TANDEM_TRY(const Key* before, key_at(*owner, change.key, change.expected_revision));
    Key key = *before;
    ++key.revision;
    if (change.settings) key.settings = std::move(*change.settings);
    const KeyVersion& fresh = add_version(*owner, key, change.material, change.public_key, change.created);
    put_key(*owner, std::move(key), &fresh);
    return {};
}

Result<void> CommitPlanner::apply(RemoveKey& change) {
    TANDEM_TRY(const KeySpace* owner, space());
    TANDEM_CHECK(key_at(*owner, change.key, change.expected_revision));
    const Bytes space_column = to_bytes(space_id_.bytes);
    const Bytes key_column = to_bytes(change.key.bytes);
    for (const std::string& name : staging_.alias_names_of(*owner, change.key)) {
        remove(Table::aliases, {space_column, name});
        staging_.remove_alias(*owner, name);
    }
    ObjectTypes::for_each([&]<class T>(T*) {
        if constexpr (T::kOfKey) {
            for (const ObjectId& id : staging_.objects_of<T>(*owner, change.key)) remove_object<T>(*owner, id);
        }
    });
    for (const RecordKind& row : staging_.index().record_kinds()) {
        if (!row.of_key) continue;
        const KindOf<Record> kind{row};
        for (const ObjectId& id : staging_.objects_of(*owner, change.key, kind)) remove_object(*owner, id, kind);
    }
    remove(Table::key_versions, {space_column, key_column});
    remove(Table::keys, {space_column, key_column});
    changed_object_ = change.key.text();
    staging_.remove_key(*owner, change.key);
    return {};
}

// ---- aliases ----

Result<void> CommitPlanner::apply(PutAlias& change) {
    TANDEM_TRY(const KeySpace* owner, space());
    Alias& alias = change.alias;
    const Key* key = staging_.find_key(*owner, alias.key);
    if (key == nullptr) return fail(ErrorCode::conflict, alias.key.text(), "the key is gone");
    if (change.if_exists == IfExists::refuse && staging_.find_alias(*owner, alias.name.str()) != nullptr) {
        return fail(ErrorCode::alias_exists, alias.name);
    }
    if (key->settings.primary_alias == alias.name) alias.name = key->settings.primary_alias;  // one text for both
    put(to_row(space_id_, alias, owner->contents().row_mac_key()));
    changed_object_ = alias.name.str();
    staging_.put(*owner, std::make_unique<const Alias>(std::move(alias)));
    return {};
}

Result<void> CommitPlanner::apply(RemoveAlias& change) {
    TANDEM_TRY(const KeySpace* owner, space());
    const Alias* alias = staging_.find_alias(*owner, change.name);
    if (alias == nullptr || alias->key != change.key) return fail(ErrorCode::conflict, change.name, "not of the key");
    remove(Table::aliases, {to_bytes(space_id_.bytes), change.name});
    changed_object_ = change.name;
    staging_.remove_alias(*owner, change.name);
    return {};
}

// ---- other objects ----

template <class T>
bool CommitPlanner::has_room(const KeySpace& space, const T& object, KindOf<T> kind, std::size_t most) const {
    if (most == std::numeric_limits<std::size_t>::max()) return true;
    if constexpr (T::kOfKey) {
        if (kind.is_of_key()) return staging_.objects_of(space, object.key, kind).size() < most;
    }
    return staging_.object_count(space, kind) < most;
}

template <class T, class Put>
Result<void> CommitPlanner::admit(const KeySpace& space, T& object, KindOf<T> kind, const Put& change) const {
    const std::string id = object.id.text();
    const T* before = staging_.find_object(space, object.id, kind);
    const std::uint64_t revision = before == nullptr ? PutObject<T>::kNew : before->revision;
    if (change.expected_revision && *change.expected_revision != revision)
        return fail(ErrorCode::conflict, id, "another revision");
    if constexpr (T::kNamed) {
        const T* namesake = kind.is_named() ? staging_.find_object_named(space, object.name, kind) : nullptr;
        if (namesake != nullptr && namesake->id != object.id) return fail(ErrorCode::conflict, id, "the name is taken");
    }
    if constexpr (T::kOfKey) {
        if (kind.is_of_key() && staging_.find_key(space, object.key) == nullptr)
            return fail(ErrorCode::conflict, object.key.text(), "the key is gone");
    }
    if (before == nullptr && !has_room(space, object, kind, change.most))
        return fail(ErrorCode::conflict, id, "there are as many as there may be");
    object.revision = revision + 1;
    if (!change.secret.empty()) {
        object.sealed_secret = space.contents().record_key().seal(
            object_secret_place(space_id_, kind.number(), object.id), change.secret.expose_secret());
    } else if (before != nullptr) {
        object.sealed_secret = before->sealed_secret;
    }
    return {};
}

template <class T>
Result<void> CommitPlanner::apply(PutObject<T>& change) {
    TANDEM_TRY(const KeySpace* owner, space());
    T& object = change.object;
    TANDEM_CHECK(admit(*owner, object, KindOf<T>{}, change));
    put(to_row(space_id_, object, owner->contents().row_mac_key()));
    changed_object_ = object.id.text();
    staging_.put_object(*owner, std::make_unique<const T>(std::move(object)));
    return {};
}

template <class T>
Result<void> CommitPlanner::apply(RemoveObject<T>& change) {
    return remove_object_at<T>(change.id, change.expected_revision);
}

template <class T>
Result<void> CommitPlanner::remove_object_at(const ObjectId& id, std::uint64_t expected_revision, KindOf<T> kind) {
    TANDEM_TRY(const KeySpace* owner, space());
    const T* before = staging_.find_object(*owner, id, kind);
    if (before == nullptr || before->revision != expected_revision)
        return fail(ErrorCode::conflict, id.text(), "another revision");
    changed_object_ = id.text();
    remove_object(*owner, id, kind);
    return {};
}

template <class T>
void CommitPlanner::remove_object(const KeySpace& space, const ObjectId& id, KindOf<T> kind) {
    remove(Table::objects, {to_bytes(space_id_.bytes), std::int64_t{kind.number()}, to_bytes(id.bytes)});
    staging_.remove_object(space, id, kind);
}

// ---- records: what is shown later is what the stored bytes decode to ----

Result<const RecordKind*> CommitPlanner::registered(const RecordKind& kind) const {
    for (const RecordKind& row : staging_.index().record_kinds())
        if (is_same(row, kind)) return &row;
    return fail(ErrorCode::internal, std::to_string(kind.number), "nobody registered this kind of record");
}

Result<void> CommitPlanner::apply(PutRecord& change) {
    TANDEM_TRY(const KeySpace* owner, space());
    TANDEM_TRY(const RecordKind* row, registered(*change.kind));
    const KindOf<Record> kind{*row};
    std::unique_ptr<Record> record = row->decode(change.fields);
    if (!record) return fail(ErrorCode::internal, change.id.text(), "the record's fields are not its kind's");
    record->id = change.id;
    record->created = change.created;
    TANDEM_CHECK(admit(*owner, *record, kind, change));
    put(to_row(space_id_, *row, *record, change.fields, owner->contents().row_mac_key()));
    changed_object_ = record->id.text();
    staging_.put_object<Record>(*owner, std::move(record), kind);
    return {};
}

Result<void> CommitPlanner::apply(RemoveRecord& change) {
    TANDEM_TRY(const RecordKind* row, registered(*change.kind));
    return remove_object_at(change.id, change.expected_revision, KindOf<Record>{*row});
}

// ---- credentials: their ids are unique over all tenants, and none can be taken from another ----

Result<void> CommitPlanner::apply(PutCredential& change) {
    TANDEM_TRY(const auto owner, tenant());
    CredentialFacts& facts = change.facts;
    if (facts.tenant != place_.tenant_id) return fail(ErrorCode::internal, facts.id, "a credential of another tenant");
    const Credential* before = staging_.find_credential(facts.id);
    const bool elsewhere =
        before != nullptr && before->facts.tenant != place_.tenant_id && before->facts.hold != CredentialHold::removed;
    if (before != nullptr && (change.if_exists == IfExists::refuse || elsewhere)) {
        return fail(ErrorCode::conflict, facts.id, "the access key id is taken");
    }
    put_credential(owner, std::move(facts), std::move(change.secret));
    return {};
}

Result<void> CommitPlanner::apply(RemoveCredential& change) {
    TANDEM_CHECK(own_credential(change.id));
    remove(Table::credentials, {change.id});
    changed_object_ = change.id;
    staging_.remove_credential(change.id);
    return {};
}

Result<void> CommitPlanner::apply(HoldCredential& change) {
    TANDEM_TRY(const Credential* before, own_credential(change.id));
    const bool was_removed = before->facts.hold == CredentialHold::removed;
    if (was_removed && change.hold == CredentialHold::none) {
        RemoveCredential forgotten{change.id};
        return apply(forgotten);
    }
    const bool keeps_secret = !was_removed && change.hold != CredentialHold::removed;
    CredentialFacts facts = before->facts;
    facts.hold = was_removed ? CredentialHold::removed : change.hold;
    facts.held_since = change.since;
    if (!keeps_secret) facts.session_token.clear();
    put_credential(before->tenant, std::move(facts), keeps_secret ? before->secret.clone() : SecretBytes{});
    return {};
}

Result<void> CommitPlanner::apply(HoldEveryCredential& change) {
    const auto hold = [&](const std::shared_ptr<const Tenant>& owner, CredentialFacts facts, SecretBytes secret) {
        facts.hold = CredentialHold::older_state;
        facts.held_since = change.since;
        put_credential(owner, std::move(facts), std::move(secret));
    };
    // Nothing is staged below: this change stands alone.
    for (const Credential* one : staging_.index().credentials()) {
        if (one->facts.hold == CredentialHold::none) hold(one->tenant, one->facts, one->secret.clone());
    }
    for (CredentialFacts& facts : change.also) {
        const auto owner = staging_.find_tenant(facts.tenant);
        if (owner == nullptr || staging_.find_credential(facts.id) != nullptr) continue;
        facts.session_token.clear();
        hold(owner, std::move(facts), {});
    }
    changed_object_ = "credentials";
    return {};
}

Result<const Credential*> CommitPlanner::own_credential(const std::string& id) const {
    const Credential* found = staging_.find_credential(id);
    if (found == nullptr || found->facts.tenant != place_.tenant_id) return fail(ErrorCode::credential_unknown, id);
    return found;
}

void CommitPlanner::put_credential(const std::shared_ptr<const Tenant>& owner, CredentialFacts facts,
                                   SecretBytes secret) {
    const TenantId& tenant = owner->facts.id;
    const RecordKey& record_key = owner->contents().record_key();
    Bytes sealed_secret = record_key.seal(secret_place(tenant, facts.id), secret.expose_secret());
    Bytes sealed_token;
    if (!facts.session_token.empty()) {
        sealed_token = record_key.seal(session_token_place(tenant, facts.id), as_bytes(facts.session_token));
    }
    put(to_row(facts, std::move(sealed_secret), std::move(sealed_token), owner->contents().row_mac_key()));

    changed_object_ = facts.id;
    auto credential = std::make_unique<Credential>();
    credential->facts = std::move(facts);
    credential->secret = std::move(secret);
    credential->serial = ++installation_.last_serial;
    credential->tenant = owner;
    staging_.put(std::unique_ptr<const Credential>{std::move(credential)});
}

}  // namespace tandem::store
