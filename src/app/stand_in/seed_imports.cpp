#include "seed_imports.hpp"

#include "tandem/base/encoding.hpp"
#include "tandem/crypto/digest.hpp"

#include <algorithm>

namespace tandem::app {
namespace {

constexpr std::string_view kMember = "imported_fingerprints";
constexpr std::string_view kKeyLabel = "tandem/v1/fingerprint-key";
constexpr std::size_t kNameBytes = 8;
constexpr std::size_t kMostFingerprints = 100'000;  // as versions

std::optional<Bytes> hex_of_size(std::string_view text, std::size_t size) {
    auto bytes = hex_decode(text);
    if (!bytes || bytes->size() != size) return std::nullopt;
    return bytes;
}

}  // namespace

std::string name_of_fingerprint_key(const store::Tenant& tenant) {
    const auto mac = tenant.fingerprint_key.sign(as_bytes(kKeyLabel));
    return hex_encode(ByteView{mac}.first(kNameBytes));
}

void read_imported(SectionReader& section, SeedKey& key) {
    const auto* node = section.take(kMember);
    if (!node) return;
    if (key.facts.origin != keys::KeyOrigin::external)
        section.refuse(kMember, *node, "only a key whose origin is external has it");
    auto part = section.section(kMember);
    part.require("under", part.text("under", key.fingerprints_under));
    if (!hex_of_size(key.fingerprints_under, kNameBytes))
        section.refuse(kMember, *node, "\"under\" is 16 hexadecimal digits");
    std::vector<std::string> versions;
    part.require("versions", part.texts("versions", versions));
    part.finish();
    if (versions.size() > kMostFingerprints) section.refuse(kMember, *node, "at most 100,000 are allowed");
    key.facts.settings.particulars.edit([&](store::KeyParticulars& particulars) {
        for (const auto& text : versions) {
            auto fingerprint = hex_of_size(text, crypto::Sha256Digest{}.size());
            if (!fingerprint) section.refuse(kMember, *node, "each of \"versions\" is 64 hexadecimal digits");
            particulars.imported_fingerprints.push_back(std::move(*fingerprint));
        }
    });
}

void write_imported(const SeedKey& key, nlohmann::ordered_json& to) {
    const auto& fingerprints = key.facts.settings.particulars->imported_fingerprints;
    if (fingerprints.empty()) return;
    auto& out = to[kMember];
    out["under"] = key.fingerprints_under;
    for (const auto& fingerprint : fingerprints) out["versions"].push_back(hex_encode(fingerprint));
}

}  // namespace tandem::app
