#include "workspace.hpp"

#include "tandem/api/continuation.hpp"
#include "tandem/base/secret.hpp"

#include "sockets/network.hpp"

#include <utility>

namespace tandem::http {

namespace {

constexpr std::size_t kMaxSpare = 64;
// Header fields, as views: what nearly every request has room in.
constexpr std::size_t kFieldBytes = 64 * sizeof(api::HeaderField);
// Above the largest data plane reply (4,096 bytes of plaintext, sealed and in base64).
constexpr std::size_t kMaxKeptText = 32 * 1024;

void clear_text(std::string& text) noexcept {
    wipe(text.data(), text.size());
    text.clear();
}

void drop_if_large(std::string& text) noexcept {
    if (text.capacity() > kMaxKeptText) std::string{}.swap(text);
}

}  // namespace

void Workspace::clear_output() noexcept {
    clear_text(output);
    written = 0;
}

void Workspace::clear_exchange() noexcept {
    wipe(exchange.reply.body.data(), exchange.reply.body.size());
    exchange.reply.clear();
    exchange.facts.clear();
    exchange.request = {};
    exchange.place = api::Place::io_thread;
    exchange.stop = {};
    exchange.continuation.reset();
    exchange.admitted = false;
    exchange.interference.reset();
    decoding = 0;
}

void Workspace::reset() {
    input.reset();
    clear_output();
    clear_exchange();
    drop_if_large(output);
    drop_if_large(exchange.reply.body);
}

std::size_t Workspace::footprint() const noexcept {
    // While a reply waits for its client nothing is read, and the kernel's buffers may be full in both directions.
    const std::size_t unsent = written == output.size() ? 0 : 4 * kSocketBufferBytes;
    const std::size_t parked = exchange.continuation == nullptr ? 0 : exchange.continuation->bytes();
    return sizeof(Workspace) + kFieldBytes + input.capacity() + output.capacity() + exchange.reply.body.capacity() +
           decoding + parked + unsent;
}

std::unique_ptr<Workspace> WorkspacePool::take() {
    std::unique_ptr<Workspace> workspace;
    if (spare_.empty()) {
        workspace = std::make_unique<Workspace>();
    } else {
        workspace = std::move(spare_.back());
        spare_.pop_back();
    }
    recount(*workspace);
    return workspace;
}

void WorkspacePool::recount(Workspace& workspace) noexcept {
    const std::size_t now = workspace.footprint();
    if (now > workspace.lent) memory_.lend(now - workspace.lent);
    if (now < workspace.lent) memory_.give_back(workspace.lent - now);
    workspace.lent = now;
}

void WorkspacePool::give(std::unique_ptr<Workspace> workspace) {
    if (workspace == nullptr) return;
    memory_.give_back(std::exchange(workspace->lent, 0));
    if (spare_.size() == kMaxSpare) return;
    workspace->reset();
    spare_.push_back(std::move(workspace));
}

}  // namespace tandem::http
