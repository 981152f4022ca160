#include "refusal.hpp"

#include "tandem/api/admin_route.hpp"

#include <array>

namespace tandem::standin {
namespace {

// A caller can mend its document, or what is in its way; the rest is for whoever runs the server.
constexpr std::array<RefusalOfKind, UserError::kKinds> kRefusals{{
    {UserError::failed, 503, ErrorCode::store_unavailable},
    {UserError::usage, 503, ErrorCode::store_unavailable},
    {UserError::configuration, 400, ErrorCode::parameter_invalid},
    {UserError::unreachable, 503, ErrorCode::store_unavailable},
    {UserError::denied, 503, ErrorCode::store_unavailable},
    {UserError::not_found, 404, ErrorCode::action_unknown},
    {UserError::conflict, 409, ErrorCode::conflict},
    {UserError::server_failed, 503, ErrorCode::store_unavailable},
    {UserError::damaged, 503, ErrorCode::store_unavailable},
    {UserError::storage, 503, ErrorCode::store_unavailable},
    {UserError::unsafe, 503, ErrorCode::store_unavailable},
}};
static_assert(has_each_kind(kRefusals));

}  // namespace

const RefusalOfKind& refusal_of(UserError::Kind kind) noexcept { return kRefusals[static_cast<std::size_t>(kind)]; }

void answer_refusal(api::Exchange& exchange, const UserError& error) {
    const auto& refusal = refusal_of(error.kind());
    api::answer_failure(exchange, refusal.status, refusal.code, error.what());
}

}  // namespace tandem::standin
