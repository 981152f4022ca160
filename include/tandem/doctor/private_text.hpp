#pragma once
// Text that may hold plaintext, a token or a secret: cheap to copy, never changed, wiped with its last copy.

#include "tandem/base/secret.hpp"

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace tandem::api::doctor {

class PrivateText {
  public:
    PrivateText() = default;
    // Copies the text; the source is its owner's to wipe. Throws std::bad_alloc.
    explicit PrivateText(std::string_view text)
        : bytes_(std::make_shared<const SecretBytes>(SecretBytes::copy_of(as_bytes(text)))) {}
    // Takes the text over and wipes what it came in.
    static PrivateText from(std::string&& text) {
        const WipeOnExit wiped{{reinterpret_cast<std::uint8_t*>(text.data()), text.size()}};
        return PrivateText{text};
    }

    // The pieces one behind the other; what they are joined in is wiped.
    static PrivateText joined(std::initializer_list<std::string_view> pieces) {
        std::size_t size = 0;
        for (const std::string_view piece : pieces) size += piece.size();
        std::string text;
        text.reserve(size);
        for (const std::string_view piece : pieces) text += piece;
        return from(std::move(text));
    }

    // Both views are valid as long as a copy of the text lives; empty for a default one.
    [[nodiscard]] ByteView bytes() const noexcept { return bytes_ ? bytes_->expose_secret() : ByteView{}; }
    [[nodiscard]] std::string_view view() const noexcept { return as_text(bytes()); }

  private:
    // Null in a default one. Copies share it, in any thread.
    std::shared_ptr<const SecretBytes> bytes_;
};

}  // namespace tandem::api::doctor
