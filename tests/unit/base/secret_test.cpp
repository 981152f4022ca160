#include "tandem/base/secret.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <type_traits>

namespace tandem {
namespace {

TEST(Wipe, zeroes_all_bytes) {
    Bytes bytes(33, 0xaa);
    wipe(bytes);
    EXPECT_EQ(bytes, Bytes(33));
}

TEST(Wipe, takes_nothing_at_all) { wipe(nullptr, 0); }

TEST(ConstantTimeEqual, compares_length_and_content) {
    const Bytes bytes{1, 2, 3};
    EXPECT_TRUE(constant_time_equal(bytes, Bytes{1, 2, 3}));
    EXPECT_TRUE(constant_time_equal({}, {}));
    EXPECT_FALSE(constant_time_equal(bytes, Bytes{1, 2}));
    EXPECT_FALSE(constant_time_equal(bytes, {}));
}

TEST(ConstantTimeEqual, sees_one_flipped_bit_anywhere) {
    const Bytes bytes(32, 0x5a);
    for (std::size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
        Bytes other = bytes;
        other[bit / 8] ^= static_cast<std::uint8_t>(1 << bit % 8);
        EXPECT_FALSE(constant_time_equal(bytes, other)) << bit;
    }
}

TEST(SecretBytes, is_moved_and_never_copied_by_accident) {
    static_assert(!std::is_copy_constructible_v<SecretBytes>);
    static_assert(!std::is_copy_assignable_v<SecretBytes>);
    SecretBytes secret = SecretBytes::copy_of(as_bytes("secret"));
    const SecretBytes moved = std::move(secret);
    EXPECT_EQ(as_text(moved.expose_secret()), "secret");
    EXPECT_EQ(moved.clone(), moved);
}

TEST(SecretBytes, shrinks_but_does_not_grow) {
    SecretBytes secret = SecretBytes::copy_of(as_bytes("secret"));
    secret.shrink_to(100);
    EXPECT_EQ(secret.size(), 6U);
    secret.shrink_to(3);
    EXPECT_EQ(as_text(secret.expose_secret()), "sec");
}

TEST(SecretArray, is_wiped_on_destruction) {
    // The object lives in this buffer, so what the destructor leaves behind can be seen.
    alignas(SecretArray<16>) std::array<std::uint8_t, sizeof(SecretArray<16>)> memory;
    auto* secret = new (memory.data()) SecretArray<16>;
    std::ranges::fill(secret->expose_secret_for_writing(), 0xaa);
    secret->~SecretArray<16>();
    EXPECT_EQ(memory, decltype(memory){});
}

TEST(WipeOnExit, wipes_when_the_scope_ends) {
    Bytes bytes(16, 0xaa);
    {
        const WipeOnExit wipe_bytes{bytes};
    }
    EXPECT_EQ(bytes, Bytes(16));
}

}  // namespace
}  // namespace tandem
