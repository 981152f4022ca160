// ListKeyPolicy (section 7, Confidential computing).

#include "huawei/confidential_computing/key_policies.hpp"
#include "huawei/request.hpp"
#include "huawei/wire/keyspace_paging.hpp"
#include "key_policy.hpp"

namespace tandem::api::huawei::list_key_policy {

namespace {

Result<confidential_computing::KeyspaceRange> read(Request& request) { return read_keyspace_range(request.fields); }

Result<void> run(Request& request, const confidential_computing::KeyspaceRange& range) {
    TANDEM_TRY(const auto found, confidential_computing::list_key_policies(request.call(), range));
    JsonWriter json{request.exchange.reply.body};
    write_keyspace_page(json, found, "keyspace_policies",
                        [&](const KeyPolicy& policy) { write_key_policy(json, policy, PolicySpelling::of_lists); });
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "ListKeyPolicy",
    .details = get("/v1.0/{project_id}/kms/key-policies"),
    .fields = kKeyspacePage,
    .steps = steps<read, run>(),
};

}  // namespace tandem::api::huawei::list_key_policy
