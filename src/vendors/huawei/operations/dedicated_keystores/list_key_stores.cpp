// ListKeyStores (section 7, Dedicated keystores).

#include "huawei/request.hpp"
#include "huawei/wire/field_rules.hpp"
#include "huawei/wire/paging.hpp"
#include "keystore.hpp"

namespace tandem::api::huawei::list_key_stores {

namespace {

constexpr FieldRule kFields[] = {rules::kLimit, rules::kOffset};

Result<void> run(Request& request) {
    const Page page = page_of(request.fields, "offset");
    const service::ListKeystoresOutput found = service::list_keystores(request.call(), page.offset, page.limit);
    JsonWriter json{request.exchange.reply.body};
    json.begin_object().integer("total", static_cast<std::int64_t>(found.total)).begin_array("keystores");
    for (const service::DedicatedKeystore* keystore : found.page) {
        json.begin_object();
        write_keystore(json, request, *keystore);
        json.end_object();
    }
    json.end_array().end_object();
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "ListKeyStores",
    .details = get("/v1.0/{project_id}/keystores"),
    .fields = kFields,
    .errors = kOffsetErrors,
    .steps = steps(run),
};

}  // namespace tandem::api::huawei::list_key_stores
