#pragma once
// Derived signing keys that proved right lately, a few for each thread: a hit saves the three HMACs of the derivation.

#include "tandem/crypto/digest.hpp"

#include <array>
#include <cstdint>
#include <string_view>

namespace tandem::api::tencent::v2019 {

// The origin of a signing key. A credential's serial is unique in its store alone, so the store and the
// dialect that asks are part of the name.
struct SigningKeyName {
    std::uint64_t dialect;
    const void* store;
    std::uint64_t serial;
    std::string_view date;
    std::string_view service;
};

// Belongs to one thread. The oldest use gives way; a key is wiped when it does and when the thread ends.
class SigningKeyCache {
  public:
    // The cache of the calling thread.
    static SigningKeyCache& of_this_thread() noexcept;

    // nullptr when absent; valid until the next insert().
    [[nodiscard]] const crypto::HmacSha256Key* find(const SigningKeyName& name) noexcept;
    // Only for a key that has just verified a signature, so that guesses cannot push out what is in use. A name too
    // long to be kept is not kept.
    void insert(const SigningKeyName& name, const crypto::HmacSha256Key& key) noexcept;

    static constexpr std::size_t kEntries = 32;
    static constexpr std::size_t kMaxServiceBytes = 48;

  private:
    struct Entry {
        std::uint64_t last_used = 0;  // 0: free
        std::uint64_t dialect = 0;
        const void* store = nullptr;
        std::uint64_t serial = 0;
        std::array<char, 10> date{};
        std::uint8_t service_length = 0;
        std::array<char, kMaxServiceBytes> service{};
        crypto::HmacSha256Key key;

        [[nodiscard]] bool is(const SigningKeyName& name) const noexcept;
    };

    std::uint64_t uses_ = 0;
    std::array<Entry, kEntries> entries_;
};

}  // namespace tandem::api::tencent::v2019
