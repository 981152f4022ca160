#pragma once
// Everything that a connection needs while it has a request, and lends from its thread's pool: an idle connection
// holds none of it.

#include "tandem/api/wire.hpp"

#include "limits/memory_budget.hpp"
#include "messages/read_buffer.hpp"
#include "messages/request_reader.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tandem::http {

struct Workspace {
    ReadBuffer input;
    RequestReader reader;
    api::Exchange exchange;
    std::string output;        // replies not yet written
    std::size_t written = 0;   // of output
    std::size_t lent = 0;      // what its memory was last counted as
    std::size_t decoding = 0;  // what a dialect needs to decode a large body

    [[nodiscard]] std::string_view unwritten() const noexcept { return std::string_view{output}.substr(written); }
    // Bytes that it holds, those that the kernel has not sent yet included.
    [[nodiscard]] std::size_t footprint() const noexcept;
    // Wipes what was written; keeps the capacity.
    void clear_output() noexcept;
    // Empties the exchange for the next request, and wipes the reply's body.
    void clear_exchange() noexcept;
    // Wipes everything and gives unusually large memory back.
    void reset();
};

// Last in, first out, so that the next request finds its memory in the cache. Counts what is lent. Used by one thread.
class WorkspacePool {
  public:
    explicit WorkspacePool(MemoryShare& memory) : memory_(memory) {}
    std::unique_ptr<Workspace> take();
    // Counts what a lent one has grown by.
    void recount(Workspace& workspace) noexcept;
    void give(std::unique_ptr<Workspace> workspace);

  private:
    MemoryShare& memory_;
    std::vector<std::unique_ptr<Workspace>> spare_;
};

}  // namespace tandem::http
