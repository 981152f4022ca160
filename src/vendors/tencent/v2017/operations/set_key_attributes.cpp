// SetKeyAttributes (2017 API, section 6.4): an empty alias removes it.

#include "tandem/base/encoding.hpp"
#include "tandem/service/actions/key_lifecycle.hpp"

#include "tencent/v2017/operation.hpp"
#include "tencent/v2017/views/key_view.hpp"
#include "tencent/v2017/wire/reply.hpp"

namespace tandem::api::tencent::v2017::set_key_attributes {

namespace {

constexpr FieldRule kFields[] = {{"keyId", FieldType::text, true}, {"alias", FieldType::text}};
constexpr DeclaredKey kKeys[] = {{.field = "keyId"}};

Result<void> read(Request& request) {
    if (code_points(request.fields.text("alias")) > kMaxAlias) return fail(ErrorCode::parameter_out_of_range, "alias");
    return name_key(request, kKeys[0], request.fields.text("keyId"));
}

Place place(Request& request) { return request.fields.has("alias") ? Place::worker : Place::io_thread; }

Result<void> run(Request& request) {
    if (request.fields.has("alias")) {
        const std::string alias{request.fields.text("alias")};
        TANDEM_CHECK(service::update_alias(request.call(), request.key(), alias));
    }
    write_success(request);
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "SetKeyAttributes",
    .details = {.empty_is_absent = false},
    .fields = kFields,
    .keys = kKeys,
    .steps = {.read = read, .place = place, .run = run},
};

}  // namespace tandem::api::tencent::v2017::set_key_attributes
