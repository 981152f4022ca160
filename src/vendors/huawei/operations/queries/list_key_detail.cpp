// ListKeyDetail, which is describe-key (section 7, Queries).

#include "tandem/api/json_writer.hpp"

#include "huawei/request.hpp"
#include "huawei/views/key_details.hpp"
#include "huawei/wire/field_rules.hpp"
#include "huawei/wire/key_reference.hpp"

namespace tandem::api::huawei::list_key_detail {

namespace {

constexpr FieldRule kFields[] = {rules::kAnyKey};
constexpr DeclaredKey kKeys[] = {{.field = "key_id", .grant = "describe-key"}};

Result<void> read(Request& request) { return name_key(request, kKeys[0], request.fields.text("key_id")); }

Result<void> run(Request& request) {
    JsonWriter json{request.exchange.reply.body};
    json.begin_object().begin_object("key_info");
    write_key_details(json, request, request.key());
    json.end_object().end_object();
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "ListKeyDetail",
    .details = post("/v1.0/{project_id}/kms/describe-key"),
    .fields = kFields,
    .keys = kKeys,
    .steps = steps<read, run>(),
};

}  // namespace tandem::api::huawei::list_key_detail
