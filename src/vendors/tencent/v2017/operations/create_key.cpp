// CreateKey (2017 API, section 6.1).

#include "tandem/base/encoding.hpp"
#include "tandem/service/actions/key_lifecycle.hpp"

#include "tencent/v2017/operation.hpp"
#include "tencent/v2017/views/key_view.hpp"
#include "tencent/v2017/wire/reply.hpp"

namespace tandem::api::tencent::v2017::create_key {

namespace {

constexpr FieldRule kFields[] = {{"alias", FieldType::text},
                                 {"description", FieldType::text},
                                 {"keyUsage", FieldType::text},
                                 {"type", FieldType::integer}};

Result<service::CreateKeyInput> read(Request& request) {
    const Fields& fields = request.fields;
    if (code_points(fields.text("alias")) > kMaxAlias) return fail(ErrorCode::parameter_out_of_range, "alias");
    if (fields.text("description").size() > kMaxDescription)
        return fail(ErrorCode::parameter_out_of_range, "description");
    const std::int64_t type = fields.integer("type").value_or(1);
    if (type != 1 && type != 2) return fail(ErrorCode::parameter_out_of_range, "type");
    if (fields.has("keyUsage") && fields.text("keyUsage") != "ENCRYPT/DECRYPT")
        return fail(ErrorCode::key_usage_invalid, "keyUsage");
    return service::CreateKeyInput{.alias = std::string{fields.text("alias")},
                                   .description = std::string{fields.text("description")}};
}

Result<void> run(Request& request, const service::CreateKeyInput& input) {
    TANDEM_TRY(const store::Key* key, service::create_key(request.call(), input));
    request.note_key(key->id);
    write_key_metadata(request, *key);
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "CreateKey",
    .fields = kFields,
    .remark = "type 2 (quantum) makes an ordinary key, shown as type 1",
    .place = Place::worker,
    .steps = steps<read, run>(),
};

}  // namespace tandem::api::tencent::v2017::create_key
