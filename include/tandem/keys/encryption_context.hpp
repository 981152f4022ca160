#pragma once
// The canonical bytes of an encryption context: docs/formats.md, "Encryption context". The same pairs give the same
// bytes whatever their order, spacing or escapes were, and different pairs never do.

#include "tandem/base/bytes.hpp"
#include "tandem/base/error.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tandem::keys {

class EncryptionContext {
  public:
    // Keys and values are UTF-8, already unescaped. Error on a key seen before: context_malformed.
    Result<void> add_text(std::string_view key, std::string_view value);
    Result<void> add_integer(std::string_view key, std::int64_t value);  // beyond +-(2^53 - 1): context_malformed
    Result<void> add_boolean(std::string_view key, bool value);
    void set_additional_data(std::string_view data) { additional_data_ = data; }

    [[nodiscard]] bool empty() const noexcept { return pairs_.empty() && additional_data_.empty(); }
    [[nodiscard]] Bytes canonical() const;

    // The canonical bytes of no context at all; absent, "" and {} are this.
    static ByteView canonical_empty() noexcept;

  private:
    enum class Type : std::uint8_t { text = 1, integer = 2, boolean = 3 };
    struct Pair {
        std::string key;
        Type type;
        std::string value;  // integers in decimal, booleans as "true" or "false"
    };
    Result<void> add(std::string_view key, Type type, std::string value);

    std::vector<Pair> pairs_;
    std::string additional_data_;
};

}  // namespace tandem::keys
