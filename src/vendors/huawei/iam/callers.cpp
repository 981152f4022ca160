#include "callers.hpp"

#include "huawei/auth/authentication.hpp"
#include "huawei/auth/authorization.hpp"

#include <optional>

namespace tandem::api::huawei::iam {

Place place_to_find_caller(Request& request) {
    const std::string_view text = request.exchange.request.header("Authorization");
    const bool is_of_curve = is_signature(text) && read_authorization(text).is_of_curve();
    return is_of_curve ? Place::calculator : Place::io_thread;
}

Result<Caller> find_caller(const Request& request) {
    TANDEM_TRY(const std::optional<Caller> caller,
               authenticate(request.services, request.settings, request.exchange, request.arena));
    if (!caller) return fail(ErrorCode::internal, {}, "a signature was to be checked at the wrong place");
    return *caller;
}

}  // namespace tandem::api::huawei::iam
