#include "workspace.hpp"

#include "tandem/base/secret.hpp"

#include <utility>

namespace tandem::http {

namespace {

constexpr std::size_t kMaxSpare = 64;
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
    exchange.place = service::Place::io_thread;
    exchange.stop = {};
    exchange.admitted = false;
    exchange.interference.reset();
}

void Workspace::reset() {
    input.reset();
    clear_output();
    clear_exchange();
    drop_if_large(output);
    drop_if_large(exchange.reply.body);
}

std::unique_ptr<Workspace> WorkspacePool::take() {
    if (spare_.empty()) return std::make_unique<Workspace>();
    std::unique_ptr<Workspace> workspace = std::move(spare_.back());
    spare_.pop_back();
    return workspace;
}

void WorkspacePool::give(std::unique_ptr<Workspace> workspace) {
    if (workspace == nullptr || spare_.size() == kMaxSpare) return;
    workspace->reset();
    spare_.push_back(std::move(workspace));
}

}  // namespace tandem::http
