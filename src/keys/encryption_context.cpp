#include "tandem/keys/encryption_context.hpp"

#include "tandem/base/encoding.hpp"

#include <algorithm>

namespace tandem::keys {
namespace {

constexpr std::string_view kMagic = "KMSCTX\x01";
// The largest integer that every JSON reader keeps exactly.
constexpr std::int64_t kMaxInteger = (std::int64_t{1} << 53) - 1;

// kMagic, then no pairs, then no additional data.
constexpr std::array<std::uint8_t, 15> kEmpty{'K', 'M', 'S', 'C', 'T', 'X', 1};

}  // namespace

Result<void> EncryptionContext::add_text(std::string_view key, std::string_view value) {
    if (!is_valid_utf8(value)) return fail(ErrorCode::context_malformed, {}, "a value is not UTF-8");
    return add(key, Type::text, std::string{value});
}

Result<void> EncryptionContext::add_integer(std::string_view key, std::int64_t value) {
    if (value > kMaxInteger || value < -kMaxInteger) {
        return fail(ErrorCode::context_malformed, {}, "an integer beyond 2^53 - 1");
    }
    return add(key, Type::integer, std::to_string(value));
}

Result<void> EncryptionContext::add_boolean(std::string_view key, bool value) {
    return add(key, Type::boolean, value ? "true" : "false");
}

Result<void> EncryptionContext::add(std::string_view key, Type type, std::string value) {
    if (!is_valid_utf8(key)) return fail(ErrorCode::context_malformed, {}, "a key is not UTF-8");
    // Kept sorted; std::string compares bytes as unsigned.
    const auto place = std::ranges::lower_bound(pairs_, key, {}, &Pair::key);
    if (place != pairs_.end() && place->key == key) return fail(ErrorCode::context_malformed, {}, "a key given twice");
    pairs_.insert(place, Pair{std::string{key}, type, std::move(value)});
    return {};
}

Bytes EncryptionContext::canonical() const {
    std::size_t size = kEmpty.size() + additional_data_.size();
    for (const Pair& pair : pairs_) size += 9 + pair.key.size() + pair.value.size();
    Bytes bytes;
    bytes.reserve(size);
    append(bytes, as_bytes(kMagic));
    append_u32_be(bytes, static_cast<std::uint32_t>(pairs_.size()));
    for (const Pair& pair : pairs_) {
        append_sized(bytes, as_bytes(pair.key));
        bytes.push_back(static_cast<std::uint8_t>(pair.type));
        append_sized(bytes, as_bytes(pair.value));
    }
    append_sized(bytes, as_bytes(additional_data_));
    return bytes;
}

ByteView EncryptionContext::canonical_empty() noexcept { return kEmpty; }

}  // namespace tandem::keys
