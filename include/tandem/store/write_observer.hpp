#pragma once
// State of writing to a database, for whoever runs the process.

#include "tandem/store/backend.hpp"

#include <functional>
#include <memory>
#include <string_view>

namespace tandem::store {

enum class WriteState : std::uint8_t {
    writable,
    full,    // there was no room for the last write. Nothing of it was written; the next is tried again
    failed,  // a write or a sync went wrong, so that nobody knows what is durable: none is tried before the next start
};
// Told of each change of the state with its reason, by the thread that writes. Must not block.
using WriteObserver = std::function<void(WriteState, std::string_view reason)>;

// Opens as open_sqlite_backend() of backend.hpp does.
std::unique_ptr<Backend> open_sqlite_backend(const SqliteOptions& options, WriteObserver observer);

}  // namespace tandem::store
