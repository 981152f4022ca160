#include "tandem/store/imported_memory.hpp"

#include "rows.hpp"

namespace tandem::store {
namespace {

constexpr std::size_t kFingerprintBytes = 32;
constexpr std::size_t kEndBytes = 8;

std::optional<OptionalTime> end_of(ByteView item) noexcept {
    if (item.size() % kFingerprintBytes != kEndBytes) return std::nullopt;
    const auto milliseconds = static_cast<std::int64_t>(load_u64_be(item.last(kEndBytes).data()));
    return milliseconds == kNoTime ? OptionalTime{} : OptionalTime{from_milliseconds(milliseconds)};
}

}  // namespace

ImportedMemory read_memory(ByteView item) {
    ImportedMemory memory{.ends = end_of(item)};
    if (item.size() >= kFingerprintBytes) memory.fingerprint = to_bytes(item.first(kFingerprintBytes));
    return memory;
}

Bytes write_memory(const ImportedMemory& memory) {
    Bytes item = memory.fingerprint;
    if (!memory.ends) return item;
    const OptionalTime& ends = *memory.ends;
    append_u64_be(item, static_cast<std::uint64_t>(ends ? to_milliseconds(*ends) : kNoTime));
    return item;
}

OptionalTime material_end(const Key& key, std::size_t version) noexcept {
    const KeyAttributes& attributes = *key.settings.attributes;
    const auto& memories = attributes.imported_fingerprints;
    const auto own = version < memories.size() ? end_of(memories[version]) : std::nullopt;
    return own ? *own : attributes.material_expires;
}

}  // namespace tandem::store
