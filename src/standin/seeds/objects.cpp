#include "objects.hpp"

#include "tandem/app/identities.hpp"
#include "tandem/app/named_id.hpp"
#include "tandem/base/user_error.hpp"
#include "tandem/crypto/asymmetric.hpp"
#include "tandem/crypto/random.hpp"
#include "tandem/keys/envelope.hpp"

#include "documents/described_json.hpp"
#include "key.hpp"

#include <algorithm>
#include <chrono>

namespace tandem::standin {
namespace {

using api::huawei::AccessPoint;
using api::huawei::Agency;
using api::huawei::KeyPolicy;
using keys::KeyState;
using service::DedicatedKeystore;
using store::Grant;
using store::HostedDataKey;
using store::ImportToken;
using store::WhiteBoxKey;

// ---- what must hold of each kind ----

[[noreturn]] void refuse_item(const app::SectionReader& section, const std::string& message) {
    app::refuse_configuration(section.node().origin, message);
}

void check_object(app::SectionReader& section, const SeedSources& sources, SeedObject<HostedDataKey>& read) {
    HostedDataKey& object = read.object;
    keys::Envelope envelope;
    if (!envelope.read_three_piece(object.ciphertext) || envelope.header().key != object.key)
        refuse_item(section, "the ciphertext is none under the key of the data key");
    if (object.bytes == 0 || object.bytes > keys::kMaxDataKeyBytes)
        refuse_item(section, "a data key has 1 to 1,024 bytes");
    const bool leaves = object.state == KeyState::pending_deletion;
    if (!leaves && object.state != KeyState::enabled && object.state != KeyState::disabled)
        refuse_item(section, "a data key is Enabled, Disabled or PendingDelete");
    if (!leaves && object.deletion_date)
        refuse_item(section, "only a data key whose state is PendingDelete has a deletion_date");
    if (!leaves || object.deletion_date) return;
    object.deletion_date = sources.now + std::chrono::days{7};
    read.relative_dates = true;
}

void check_object(app::SectionReader& section, const SeedSources&, SeedObject<WhiteBoxKey>& read) {
    const WhiteBoxKey& object = read.object;
    if (!keys::is_symmetric_cipher(object.spec)) refuse_item(section, "a white-box key is of AES_256 or SM4");
    if (object.state != KeyState::enabled && object.state != KeyState::disabled)
        refuse_item(section, "a white-box key is Enabled or Disabled");
    const std::size_t bytes = keys::material_bytes(object.spec);
    read.random_secret = read.secret.empty();
    if (read.random_secret) read.secret = crypto::random_secret(bytes);
    if (read.secret.size() != bytes)
        refuse_item(section,
                    std::string{keys::name_of(object.spec)} + " needs a secret of " + std::to_string(bytes) + " bytes");
}

void check_object(app::SectionReader& section, const SeedSources&, SeedObject<ImportToken>& read) {
    if (read.secret.empty()) refuse_item(section, "an import token needs its secret, DER PKCS#8 in base64");
}

void check_object(app::SectionReader& section, const SeedSources&, SeedObject<Grant>& read) {
    if (read.object.grantee.empty() || read.object.operations.empty())
        refuse_item(section, "a grant needs a grantee and operations");
}

void check_object(app::SectionReader& section, const SeedSources&, SeedObject<DedicatedKeystore>& read) {
    if (read.object.state != KeyState::enabled && read.object.state != KeyState::disabled)
        refuse_item(section, "a keystore is Enabled or Disabled");
}

void check_object(app::SectionReader& section, const SeedSources&, SeedObject<KeyPolicy>& read) {
    KeyPolicy& object = read.object;
    if (object.name.empty() || object.keyspace.empty())
        refuse_item(section, "a key policy needs a name and a keyspace");
    if (object.changed == TimePoint{}) object.changed = object.created;
}

SecretBytes new_access_key(app::SectionReader& section) {
    auto made = crypto::PrivateKey::generate(crypto::AsymmetricAlgorithm::ec_p256);
    if (!made) refuse_item(section, "its private key cannot be made");
    return made->to_der();
}

void check_object(app::SectionReader& section, const SeedSources&, SeedObject<AccessPoint>& read) {
    AccessPoint& object = read.object;
    if (object.name.empty() || object.keyspace.empty())
        refuse_item(section, "an access point needs a name and a keyspace");
    if (object.type < 1 || object.type > 3) refuse_item(section, "the type of an access point is 1, 2 or 3");
    if (object.state != KeyState::enabled && object.state != KeyState::disabled)
        refuse_item(section, "an access point is Enabled or Disabled");
    if (object.changed == TimePoint{}) object.changed = object.created;
    read.random_secret = read.secret.empty();
    if (read.random_secret) read.secret = new_access_key(section);
    if (crypto::PrivateKey::from_der(read.secret.expose_secret()).has_error())
        refuse_item(section, "the secret of an access point is DER PKCS#8 in base64");
}

void check_object(app::SectionReader& section, const SeedSources&, SeedObject<Agency>& read) {
    app::check_trusted(section, read.object.trusted);
    const auto has_operations = [](const store::AccessRule& rule) { return !rule.operations.empty(); };
    if (!std::ranges::all_of(read.object.allow, has_operations)) refuse_item(section, "a rule needs operations");
}

// ---- reading ----

SecretBytes read_object_secret(app::SectionReader& section) {
    const app::ConfigNode* value = section.take("secret");
    if (value == nullptr) return {};
    auto decoded = base64_decode(section.scalar_of("secret", *value));
    if (!decoded || decoded->empty()) section.refuse("secret", *value, "base64 is needed");
    const WipeOnExit wiped{*decoded};
    return SecretBytes::copy_of(*decoded);
}

template <class T>
SeedObject<T> read_object(app::SectionReader& section, const SeedSources& sources, const std::string& tenant) {
    SeedObject<T> read;
    read.tenant = tenant;
    read.origin = section.node().origin.text();
    section.text("tenant", read.tenant);
    DescribedReader reader{section, sources.now};
    reader.read(read.object);
    const std::string name = name_of_object(read.object);
    if (T::kNamed && name.empty()) refuse_item(section, std::string{kObjectNames<T>.one} + "s need a name");
    if (!reader.read("id", read.object.id)) {
        if (name.empty()) refuse_item(section, std::string{kObjectNames<T>.one} + "s need an id");
        read.object.id = app::id_of_named(kObjectNames<T>.list, read.tenant, name);
    }
    read.object.created = sources.now;
    const bool dated = reader.read("created", read.object.created);
    read.relative_dates = !dated || reader.has_relative_dates();
    read.secret = read_object_secret(section);
    check_object(section, sources, read);
    return read;
}

// ---- writing ----

template <class T>
nlohmann::ordered_json json_of_object(const SeedObject<T>& seed, WithMaterial material) {
    nlohmann::ordered_json out{
        {"id", seed.object.id.text()}, {"tenant", seed.tenant}, {"created", app::format_date(seed.object.created)}};
    out.update(described_json(seed.object));
    if (material == WithMaterial::yes && !seed.secret.empty())
        out["secret"] = base64_encode(seed.secret.expose_secret());
    return out;
}

template <class T>
SeedObject<T> capture_object(const store::KeySpace& space, const T& object) {
    SeedObject<T> captured;
    captured.tenant = app::SpaceName::of(space).text();
    captured.object = object;
    captured.object.sealed_secret.clear();
    if (object.sealed_secret.empty()) return captured;
    auto secret = store::Objects<T>{space}.open_secret(object);
    if (!secret) throw UserError{UserError::damaged, secret.error().detail};
    captured.secret = std::move(*secret);
    return captured;
}

}  // namespace

void read_seed_objects(app::SectionReader& root, const SeedSources& sources, const std::string& tenant, Seed& seed) {
    SeedTypes::for_each([&]<class T>(T*) {
        for_each_item(root, kObjectNames<T>.list,
                      [&](app::SectionReader& item) { seed.of<T>().push_back(read_object<T>(item, sources, tenant)); });
    });
}

void capture_objects(const store::KeySpace& space, const std::function<bool(const KeyId&)>& has_key, Seed& seed) {
    SeedTypes::for_each([&]<class T>(T*) {
        for (const T* object : store::Objects<T>{space}.list()) {
            if constexpr (T::kOfKey) {
                if (!has_key(object->key)) continue;
            }
            seed.of<T>().push_back(capture_object(space, *object));
        }
    });
}

void write_objects(const Seed& seed, WithMaterial material, const WriteList& write) {
    SeedTypes::for_each([&]<class T>(T*) {
        if (std::is_same_v<T, ImportToken> && material == WithMaterial::no) return;
        std::vector<nlohmann::ordered_json> items;
        for (const SeedObject<T>& object : seed.of<T>()) items.push_back(json_of_object(object, material));
        write(kObjectNames<T>.list, items);
    });
}

template <class T>
std::string difference(const T& stored, const T& wanted) {
    const auto now = described_json(stored), then = described_json(wanted);
    std::string names;
    T::describe(stored, [&](std::uint8_t, std::string_view name, const auto&) {
        const std::string key{name};
        if (now.value(key, nlohmann::ordered_json{}) == then.value(key, nlohmann::ordered_json{})) return;
        names.append(names.empty() ? "" : ", ").append(name);
    });
    if (stored.created != wanted.created) names.append(names.empty() ? "" : ", ").append("created");
    return names;
}
#define TANDEM_SEED_KIND(type, ...) template std::string difference(const type&, const type&);
#include "kinds.def"
#undef TANDEM_SEED_KIND

}  // namespace tandem::standin
