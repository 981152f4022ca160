// The size that a connection's workspace counts as.

#include "sessions/workspace.hpp"

#include "tandem/api/continuation.hpp"

#include "echo_dialect.hpp"

#include <gtest/gtest.h>

namespace tandem::http {
namespace {

class Waiting final : public api::Continuation {
  public:
    using Continuation::Continuation;
    [[nodiscard]] std::size_t bytes() const noexcept override { return 12'345; }
};

TEST(Workspace, counts_what_a_request_takes_along_to_its_worker) {
    test::Gate gate;
    const test::EchoDialect dialect{gate, {}};
    Workspace workspace;
    const std::size_t before = workspace.footprint();
    workspace.exchange.continuation = std::make_shared<Waiting>(dialect);
    EXPECT_EQ(workspace.footprint(), before + 12'345);
    workspace.clear_exchange();
    EXPECT_EQ(workspace.footprint(), before);
}

}  // namespace
}  // namespace tandem::http
