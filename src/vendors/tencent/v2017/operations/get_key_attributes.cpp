// GetKeyAttributes (2017 API, section 6.3).

#include "tencent/v2017/operation.hpp"
#include "tencent/v2017/views/key_view.hpp"
#include "tencent/v2017/wire/reply.hpp"

namespace tandem::api::tencent::v2017::get_key_attributes {

namespace {

constexpr FieldRule kFields[] = {{"keyId", FieldType::text, true}};
constexpr DeclaredKey kKeys[] = {{.field = "keyId"}};

Result<void> read(Request& request) { return name_key(request, kKeys[0], request.fields.text("keyId")); }

Result<void> run(Request& request) {
    write_key_metadata(request, request.key());
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "GetKeyAttributes", .fields = kFields, .keys = kKeys, .steps = steps<read, run>()};

}  // namespace tandem::api::tencent::v2017::get_key_attributes
