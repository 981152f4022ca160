#include "imports.hpp"

#include "tandem/app/dates.hpp"
#include "tandem/base/encoding.hpp"
#include "tandem/crypto/digest.hpp"
#include "tandem/store/imported_memory.hpp"

#include <algorithm>

namespace tandem::standin {
namespace {

constexpr std::string_view kMember = "imported_fingerprints";
constexpr std::string_view kKeyLabel = "tandem/v1/fingerprint-key";
constexpr std::size_t kNameBytes = 8;
constexpr std::size_t kMostFingerprints = 100'000;  // as versions

using Memories = std::vector<Bytes>;

std::optional<Bytes> hex_of_size(std::string_view text, std::size_t size) {
    auto bytes = hex_decode(text);
    if (!bytes || bytes->size() != size) return std::nullopt;
    return bytes;
}

// `change(memory)` of one version.
template <class Change>
void edit_memory(Memories& memories, std::size_t version, Change change) {
    memories.resize(std::max(memories.size(), version + 1));
    store::ImportedMemory memory = store::read_memory(memories[version]);
    change(memory);
    memories[version] = store::write_memory(memory);
}

void drop_empty(Memories& memories) {
    while (!memories.empty() && memories.back().empty()) memories.pop_back();
}

}  // namespace

std::string name_of_fingerprint_key(const store::KeySpace& space) {
    const auto mac = space.fingerprint_key().sign(as_bytes(kKeyLabel));
    return hex_encode(ByteView{mac}.first(kNameBytes));
}

void read_imported(app::SectionReader& section, SeedKey& key) {
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
    key.facts.settings.attributes.edit([&](store::KeyAttributes& attributes) {
        for (const auto& text : versions) {
            auto fingerprint = hex_of_size(text, crypto::Sha256Digest{}.size());
            if (!fingerprint && !text.empty())
                section.refuse(kMember, *node, "each of \"versions\" is 64 hexadecimal digits, or empty");
            attributes.imported_fingerprints.push_back(fingerprint ? std::move(*fingerprint) : Bytes{});
        }
    });
}

void write_imported(const SeedKey& key, nlohmann::ordered_json& to) {
    const auto& memories = key.facts.settings.attributes->imported_fingerprints;
    std::vector<std::string> fingerprints;
    fingerprints.reserve(memories.size());
    for (const auto& item : memories) fingerprints.push_back(hex_encode(store::read_memory(item).fingerprint));
    if (std::ranges::all_of(fingerprints, &std::string::empty)) return;
    to[kMember] = {{"under", key.fingerprints_under}, {"versions", fingerprints}};
}

std::optional<OptionalTime> read_end(app::SectionReader& version, const ReadDate& date) {
    const auto* node = version.take("expires");
    if (!node) return std::nullopt;
    if (version.scalar_of("expires", *node) == "never") return OptionalTime{};
    return OptionalTime{*date(version, "expires")};
}

void set_ends(store::KeyAttributes& attributes, std::span<const SeedEnd> ends) {
    for (const SeedEnd& end : ends)
        edit_memory(attributes.imported_fingerprints, end.version,
                    [&](store::ImportedMemory& memory) { memory.ends = end.time; });
}

void write_end(const SeedKey& key, std::size_t version, nlohmann::ordered_json& to) {
    const auto& memories = key.facts.settings.attributes->imported_fingerprints;
    if (version >= memories.size()) return;
    if (const auto end = store::read_memory(memories[version]).ends)
        to["expires"] = *end ? app::format_date(**end) : "never";
}

void resolve_ends(store::KeyAttributes& ours, const store::KeyAttributes& theirs) {
    const std::size_t both = std::min(ours.imported_fingerprints.size(), theirs.imported_fingerprints.size());
    for (std::size_t i = 0; i < both; ++i) {
        const auto known = store::read_memory(theirs.imported_fingerprints[i]).ends;
        edit_memory(ours.imported_fingerprints, i, [&](store::ImportedMemory& memory) {
            if (memory.ends && *memory.ends && known && *known) memory.ends = known;
        });
    }
}

void take_fingerprints(store::KeyAttributes& ours, const store::KeyAttributes* theirs) {
    Memories& memories = ours.imported_fingerprints;
    if (theirs) memories.resize(std::max(memories.size(), theirs->imported_fingerprints.size()));
    for (std::size_t i = 0; i < memories.size(); ++i) {
        const bool is_known = theirs && i < theirs->imported_fingerprints.size();
        edit_memory(memories, i, [&](store::ImportedMemory& memory) {
            memory.fingerprint = is_known ? store::read_memory(theirs->imported_fingerprints[i]).fingerprint : Bytes{};
        });
    }
    drop_empty(memories);
}

}  // namespace tandem::standin
