// DescribeKey (API 3.0 spec section 8).

#include "tencent/v2019/operation.hpp"
#include "tencent/v2019/views/key_view.hpp"
#include "tencent/v2019/wire/field_rules.hpp"

namespace tandem::api::tencent::v2019::describe_key {

namespace {

constexpr FieldRule kFields[] = {kKeyId, kMemberAccount};
constexpr DeclaredKey kKeys[] = {{.field = "KeyId"}};

Result<void> read(Request& request) { return name_key(request, kKeys[0], request.fields.text("KeyId")); }

Result<void> run(Request& request) {
    request.out.begin_object("KeyMetadata");
    write_key_metadata(request, request.key());
    request.out.end_object();
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "DescribeKey", .fields = kFields, .keys = kKeys, .steps = steps<read, run>()};

}  // namespace tandem::api::tencent::v2019::describe_key
