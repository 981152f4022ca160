#include "poller.hpp"

#include <cerrno>
#include <system_error>

namespace tandem::http {

Poller::Poller() : epoll_(::epoll_create1(EPOLL_CLOEXEC)) {
    if (epoll_.get() < 0) throw std::system_error{errno, std::generic_category(), "epoll_create1"};
}

void Poller::add(int socket, void* owner) {
    epoll_event event{};
    event.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
    event.data.ptr = owner;
    if (::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, socket, &event) != 0)
        throw std::system_error{errno, std::generic_category(), "epoll_ctl"};
}

std::span<const Poller::Event> Poller::poll() noexcept {
    constexpr std::uint32_t kBroken = EPOLLERR | EPOLLHUP;
    std::array<epoll_event, kMostEvents> raw;
    const int count = ::epoll_wait(epoll_.get(), raw.data(), static_cast<int>(raw.size()), 0);
    std::size_t size = 0;
    for (; count > 0 && size < static_cast<std::size_t>(count); ++size) {
        const std::uint32_t events = raw[size].events;
        events_[size] = {raw[size].data.ptr,
                         {.readable = (events & (EPOLLIN | EPOLLRDHUP | kBroken)) != 0,
                          .writable = (events & (EPOLLOUT | kBroken)) != 0,
                          .ending = (events & (EPOLLRDHUP | kBroken)) != 0}};
    }
    return std::span{events_}.first(size);
}

}  // namespace tandem::http
