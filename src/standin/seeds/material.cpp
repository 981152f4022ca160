#include "material.hpp"

#include "tandem/base/encoding.hpp"
#include "tandem/crypto/asymmetric.hpp"
#include "tandem/crypto/digest.hpp"
#include "tandem/crypto/random.hpp"
#include "tandem/service/actions/key_lifecycle.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>
#include <iterator>

namespace tandem::standin {
namespace {

constexpr std::string_view kMaterialForms = "hex, base64, pem, file, env, derive or random";
constexpr std::size_t kMostMaterialBytes = 16 * 1024;

// ---- texts to material ----

SecretBytes without_blanks(std::string_view text) {
    SecretBytes compact{text.size()};
    const auto to = compact.expose_secret_for_writing();
    std::size_t size = 0;
    for (const char c : text)
        if (c != ' ' && c != '\n' && c != '\r' && c != '\t') to[size++] = static_cast<std::uint8_t>(c);
    return SecretBytes::copy_of(compact.expose_secret().first(size));
}

std::optional<SecretBytes> from_hex(std::string_view text) {
    const auto compact = without_blanks(text);
    auto bytes = hex_decode(as_text(compact.expose_secret()));
    if (!bytes) return std::nullopt;
    const WipeOnExit wiped{*bytes};
    return SecretBytes::copy_of(*bytes);
}

std::optional<SecretBytes> from_base64(std::string_view text) {
    const auto compact = without_blanks(text);
    auto bytes = base64_decode(as_text(compact.expose_secret()));
    if (!bytes) return std::nullopt;
    const WipeOnExit wiped{*bytes};
    return SecretBytes::copy_of(*bytes);
}

// A file or variable may hold the bytes themselves, hexadecimal text, base64 or PEM: the length tells.
std::optional<SecretBytes> from_any_text(ByteView bytes, std::size_t wanted) {
    if (bytes.size() == wanted) return SecretBytes::copy_of(bytes);
    if (auto decoded = from_hex(as_text(bytes)); decoded && decoded->size() == wanted) return decoded;
    if (auto decoded = from_base64(as_text(bytes)); decoded && decoded->size() == wanted) return decoded;
    return std::nullopt;
}

// ---- material to a version ----

SeedVersion version_of(const crypto::PrivateKey& key) {
    const auto public_key = key.public_key();
    return {{}, key.to_der(), public_key.value().to_der(), false};
}

// docs/formats.md, "Derived material": HMAC-SHA256 blocks under a fixed label, so that it is the same everywhere.
SecretBytes derive(std::string_view label, keys::KeySpec spec, std::size_t size, std::uint32_t attempt) {
    const crypto::HmacSha256Key key{as_bytes("tandem/v1/derived")};
    SecretBytes material{size};
    const auto to = material.expose_secret_for_writing();
    for (std::size_t at = 0, block = 0; at < size; ++block) {
        const std::string text = std::string{keys::name_of(spec)} + "/" + std::to_string(attempt) + "/" +
                                 std::to_string(block) + "/" + std::string{label};
        auto digest = key.sign(as_bytes(text));
        const WipeOnExit wiped{digest};
        const auto count = std::min(size - at, digest.size());
        std::copy_n(digest.begin(), count, to.begin() + static_cast<std::ptrdiff_t>(at));
        at += count;
    }
    return material;
}

std::optional<SeedVersion> derive_version(std::string_view label, keys::KeySpec spec) {
    if (!keys::is_asymmetric(spec))
        return SeedVersion{{}, derive(label, spec, keys::material_bytes(spec), 0), {}, false};
    const std::size_t size = spec == keys::KeySpec::ec_p384 ? 48 : 32;
    // A draw that is no scalar of the curve is rarer than one in four thousand million.
    for (std::uint32_t attempt = 0; attempt < 4; ++attempt) {
        const auto scalar = derive(label, spec, size, attempt);
        const auto key = crypto::PrivateKey::from_scalar(service::algorithm_of(spec), scalar.expose_secret());
        if (key) return version_of(*key);
    }
    return std::nullopt;
}

// ---- one material mapping ----

class MaterialReader {
  public:
    MaterialReader(const app::ConfigNode& node, const std::string& path, keys::KeySpec spec, const SeedSources& sources)
        : section_(node, path), spec_(spec), sources_(sources) {}

    SeedVersion read() {
        const auto [form, value] = only_member();
        section_.take(form);
        section_.finish();
        const auto& text = section_.scalar_of(form, value);
        if (form == "hex") return decoded(form, value, from_hex(text));
        if (form == "base64") return decoded(form, value, from_base64(text));
        if (form == "pem") return from_pem(form, value, text);
        if (form == "file") return from_bytes(form, value, read_file(value, text));
        if (form == "env") return from_bytes(form, value, read_variable(value, text));
        if (form == "derive") return derived(value, text);
        if (text != "true") section_.refuse(form, value, "it can only be true");
        return random_seed_material(spec_);
    }

  private:
    struct Only {
        std::string form;
        const app::ConfigNode& value;
    };

    Only only_member() {
        constexpr std::array<std::string_view, 7> kNames{"hex", "base64", "pem", "file", "env", "derive", "random"};
        const auto& members = section_.node().members;
        for (const auto& member : members) {
            if (std::ranges::find(kNames, member.name) != kNames.end()) continue;
            for (const auto name : kNames) section_.take(name);
            section_.finish();  // refuses it, with the nearest name
        }
        if (members.size() != 1)
            app::refuse_configuration(section_.node().origin,
                                      "material: exactly one of " + std::string{kMaterialForms});
        return {members.front().name, members.front().value};
    }

    SeedVersion decoded(const std::string& form, const app::ConfigNode& value, std::optional<SecretBytes> bytes) {
        if (!bytes) section_.refuse(form, value, "this is not " + form);
        if (keys::is_asymmetric(spec_)) return from_der(form, value, *bytes);
        check_length(form, value, bytes->size());
        return {{}, std::move(*bytes), {}, false};
    }

    void check_length(const std::string& form, const app::ConfigNode& value, std::size_t size) {
        const auto wanted = keys::material_bytes(spec_);
        if (size != wanted)
            section_.refuse(form, value,
                            std::to_string(size) + " bytes, where " + std::string{keys::name_of(spec_)} + " has " +
                                std::to_string(wanted));
    }

    SeedVersion from_key(const std::string& form, const app::ConfigNode& value, const Result<crypto::PrivateKey>& key) {
        if (!key) section_.refuse(form, value, key.error().detail);
        if (key->algorithm() != service::algorithm_of(spec_))
            section_.refuse(form, value, "this private key is not of the spec " + std::string{keys::name_of(spec_)});
        if (!key->is_consistent()) section_.refuse(form, value, "the private key does not match its public part");
        return version_of(*key);
    }
    SeedVersion from_der(const std::string& form, const app::ConfigNode& value, const SecretBytes& bytes) {
        return from_key(form, value, crypto::PrivateKey::from_der(bytes.expose_secret()));
    }
    SeedVersion from_pem(const std::string& form, const app::ConfigNode& value, std::string_view text) {
        if (!keys::is_asymmetric(spec_))
            section_.refuse(form, value, std::string{keys::name_of(spec_)} + " keys are not written as PEM");
        return from_key(form, value, crypto::PrivateKey::from_pem(text));
    }

    SeedVersion from_bytes(const std::string& form, const app::ConfigNode& value, const SecretBytes& bytes) {
        const auto text = as_text(bytes.expose_secret());
        if (keys::is_asymmetric(spec_))
            return text.find("-----BEGIN") != std::string_view::npos ? from_pem(form, value, text)
                                                                     : from_der(form, value, bytes);
        auto found = from_any_text(bytes.expose_secret(), keys::material_bytes(spec_));
        if (!found)
            section_.refuse(form, value,
                            std::to_string(keys::material_bytes(spec_)) + " bytes for " +
                                std::string{keys::name_of(spec_)} + " are needed: raw, hexadecimal or base64");
        return {{}, std::move(*found), {}, false};
    }

    SecretBytes read_file(const app::ConfigNode& value, const std::string& name) {
        if (!sources_.folder)
            section_.refuse("file", value, "a seed that did not come from a file cannot name files; write it inline");
        const auto path = *sources_.folder / name;
        std::error_code error;
        std::ifstream stream{path, std::ios::binary};
        std::string content(kMostMaterialBytes + 1, '\0');
        if (!std::filesystem::is_directory(path, error))
            stream.read(content.data(), static_cast<std::streamsize>(content.size()));
        const auto size = static_cast<std::size_t>(stream.gcount());
        const WipeOnExit wiped{{reinterpret_cast<std::uint8_t*>(content.data()), content.size()}};
        if (size == 0 || size > kMostMaterialBytes)
            section_.refuse("file", value, "cannot read " + path.string() + " (1 byte to 16 KiB)");
        return SecretBytes::copy_of(as_bytes(std::string_view{content}.substr(0, size)));
    }

    SecretBytes read_variable(const app::ConfigNode& value, const std::string& name) {
        const auto found = sources_.environment.find(name);
        if (found == sources_.environment.end())
            section_.refuse("env", value, "the variable " + name + " is not set, or the seed came over HTTP");
        return SecretBytes::copy_of(as_bytes(found->second));
    }

    SeedVersion derived(const app::ConfigNode& value, const std::string& label) {
        if (label.empty()) section_.refuse("derive", value, "a label is needed");
        const bool can = !keys::is_rsa(spec_) && spec_ != keys::KeySpec::ed25519;
        if (!can)
            section_.refuse("derive", value, std::string{keys::name_of(spec_)} + " keys cannot be derived; use pem");
        auto version = derive_version(label, spec_);
        if (!version) section_.refuse("derive", value, "another label, please: this one gives no key");
        return std::move(*version);
    }

    app::SectionReader section_;
    keys::KeySpec spec_;
    const SeedSources& sources_;
};

}  // namespace

SeedVersion read_seed_material(const app::ConfigNode& node, const std::string& path, keys::KeySpec spec,
                               const SeedSources& sources) {
    return MaterialReader{node, path, spec, sources}.read();
}

SeedVersion random_seed_material(keys::KeySpec spec) {
    if (!keys::is_asymmetric(spec)) return {{}, crypto::random_secret(keys::material_bytes(spec)), {}, true};
    auto version = version_of(crypto::PrivateKey::generate(service::algorithm_of(spec)).value());
    version.random = true;
    return version;
}

}  // namespace tandem::standin
