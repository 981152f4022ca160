#include "tandem/crypto/random.hpp"

#include "tandem/base/ids.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace tandem::crypto {
namespace {

TEST(RandomBytes, fills_every_size_around_the_pool) {
    for (const std::size_t size : {16U, 2047U, 2048U, 2049U, 4096U, 100'000U}) {
        Bytes bytes(size);
        random_bytes(bytes);
        // Sixteen zeros in a row would mean a part that was not filled (chance 2^-111).
        EXPECT_TRUE(std::ranges::search(bytes, Bytes(16)).empty()) << size;
    }
}

TEST(RandomBytes, takes_nothing_at_all) { random_bytes({}); }

TEST(RandomBytes, never_repeats_over_many_refills) {
    std::set<KeyId> seen;
    for (int i = 0; i < 2000; ++i) EXPECT_TRUE(seen.insert(random_id<KeyId>()).second);
}

TEST(RandomBytes, threads_have_pools_of_their_own) {
    KeyId other;
    std::thread{[&other] { other = random_id<KeyId>(); }}.join();
    EXPECT_NE(random_id<KeyId>(), other);
}

TEST(RandomBytes, a_forked_child_does_not_draw_what_its_parent_draws) {
    static_cast<void>(random_id<KeyId>());  // the pool is filled now
    int ends[2];
    ASSERT_EQ(pipe(ends), 0);
    const pid_t child = fork();
    if (child == 0) {
        const KeyId id = random_id<KeyId>();
        _exit(write(ends[1], id.bytes.data(), id.bytes.size()) == 16 ? 0 : 1);
    }
    KeyId of_child;
    EXPECT_EQ(read(ends[0], of_child.bytes.data(), of_child.bytes.size()), 16);
    EXPECT_NE(random_id<KeyId>(), of_child);
    int status = 1;
    waitpid(child, &status, 0);
    EXPECT_EQ(status, 0);
    close(ends[0]);
    close(ends[1]);
}

TEST(RandomSecret, has_the_size_asked_for) {
    EXPECT_EQ(random_secret(0).size(), 0U);
    EXPECT_EQ(random_secret(1024).size(), 1024U);
    EXPECT_FALSE(random_secret(32) == random_secret(32));
}

TEST(RandomUuid, is_of_version_4) {
    for (int i = 0; i < 100; ++i) {
        const std::string text = random_uuid<KeyId>().text();
        EXPECT_EQ(text[14], '4');
        EXPECT_NE(std::string_view{"89ab"}.find(text[19]), std::string_view::npos);
    }
}

}  // namespace
}  // namespace tandem::crypto
