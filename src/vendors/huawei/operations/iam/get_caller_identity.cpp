// GetCallerIdentity (section 3.4).

#include "tandem/api/json_writer.hpp"

#include "huawei/iam/user_id.hpp"
#include "huawei/request.hpp"

#include <string>

namespace tandem::api::huawei::get_caller_identity {

namespace {

std::string principal_urn(const Caller& caller) {
    const std::string account = "iam::" + caller.tenant->facts.domain_id;
    if (caller.agency != nullptr) return account + ":agency:" + caller.agency->name;
    return account + ":user:" + std::string{iam::user_name(*caller.credential)};
}

Result<void> run(Request& request) {
    const Caller& caller = request.caller;
    JsonWriter json{request.exchange.reply.body};
    json.begin_object()
        .unescaped("account_id", caller.tenant->facts.domain_id)
        .unescaped("principal_id", iam::user_id(*caller.credential, caller.agency))
        .text("principal_urn", principal_urn(caller))
        .end_object();
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "GetCallerIdentity", .details = of_iam(get("/v5/caller-identity")), .steps = steps(run)};

}  // namespace tandem::api::huawei::get_caller_identity
