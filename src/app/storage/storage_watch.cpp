#include "storage_watch.hpp"

#include <utility>

namespace tandem::app {

void StorageWatch::changed(store::WriteState state, std::string_view reason) {
    switch (state) {
        case store::WriteState::full:
            log_.error(
                "changes are refused for want of room ({}); all else goes on, and they are taken as soon as "
                "there is some",
                reason);
            return;
        case store::WriteState::writable:
            log_.info("there is room again: changes are taken");
            return;
        case store::WriteState::failed:
            log_.critical(
                "the server ends, since a write to the database failed ({}): what was acknowledged is kept, "
                "and the next start checks what the disk holds",
                reason);
            break;
    }
    const std::scoped_lock lock{mutex_};
    has_failed_ = true;
    if (tell_) tell_();
}

void StorageWatch::on_failure(std::function<void()> tell) {
    const std::scoped_lock lock{mutex_};
    tell_ = std::move(tell);
    if (has_failed_) tell_();
}

}  // namespace tandem::app
