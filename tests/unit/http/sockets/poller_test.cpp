#include "sockets/poller.hpp"

#include <gtest/gtest.h>

#include <array>
#include <sys/socket.h>

namespace tandem::http {
namespace {

// Two connected sockets: ours is watched, the peer's is the client.
class PollerTest : public testing::Test {
  protected:
    PollerTest() {
        std::array<int, 2> pair{};
        EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, pair.data()), 0);
        ours = Descriptor{pair[0]};
        peer = Descriptor{pair[1]};
        poller.add(ours.get(), this);
        static_cast<void>(poller.poll());  // at first it is writable
    }

    void peer_sends(std::string_view text) const {
        EXPECT_EQ(::send(peer.get(), text.data(), text.size(), 0), static_cast<ssize_t>(text.size()));
    }

    Poller poller;
    Descriptor ours, peer;
};

TEST(Poller, tells_at_first_that_a_socket_is_writable) {
    std::array<int, 2> pair{};
    ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, pair.data()), 0);
    const Descriptor one{pair[0]}, other{pair[1]};
    Poller poller;
    poller.add(one.get(), &poller);
    const auto events = poller.poll();
    ASSERT_EQ(events.size(), 1);
    EXPECT_EQ(events[0].owner, &poller);
    EXPECT_TRUE(events[0].readiness.writable);
    EXPECT_FALSE(events[0].readiness.readable);
}

TEST_F(PollerTest, has_nothing_to_tell_of_a_quiet_socket) { EXPECT_TRUE(poller.poll().empty()); }

TEST_F(PollerTest, tells_of_bytes_with_their_owner) {
    peer_sends("x");
    const auto events = poller.poll();
    ASSERT_EQ(events.size(), 1);
    EXPECT_EQ(events[0].owner, this);
    EXPECT_TRUE(events[0].readiness.readable);
    EXPECT_FALSE(events[0].readiness.ending);
}

TEST_F(PollerTest, tells_of_the_same_bytes_once) {
    peer_sends("x");
    static_cast<void>(poller.poll());
    EXPECT_TRUE(poller.poll().empty());
}

TEST_F(PollerTest, tells_of_bytes_that_come_while_others_are_unread) {
    peer_sends("x");
    static_cast<void>(poller.poll());
    peer_sends("y");
    EXPECT_EQ(poller.poll().size(), 1);
}

TEST_F(PollerTest, tells_of_an_end_together_with_the_last_bytes) {
    peer_sends("x");
    ::shutdown(peer.get(), SHUT_WR);
    const auto events = poller.poll();
    ASSERT_EQ(events.size(), 1);
    EXPECT_TRUE(events[0].readiness.readable);
    EXPECT_TRUE(events[0].readiness.ending);
}

TEST_F(PollerTest, forgets_a_socket_that_is_closed) {
    peer_sends("x");
    ours = Descriptor{};
    EXPECT_TRUE(poller.poll().empty());
}

TEST_F(PollerTest, is_readable_itself_while_a_socket_is_ready) {
    epoll_event event{.events = EPOLLIN, .data = {}};
    const Descriptor outer{::epoll_create1(0)};
    ASSERT_EQ(::epoll_ctl(outer.get(), EPOLL_CTL_ADD, poller.descriptor(), &event), 0);
    EXPECT_EQ(::epoll_wait(outer.get(), &event, 1, 0), 0);
    peer_sends("x");
    EXPECT_EQ(::epoll_wait(outer.get(), &event, 1, 0), 1);
}

}  // namespace
}  // namespace tandem::http
