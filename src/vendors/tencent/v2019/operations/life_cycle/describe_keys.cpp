// DescribeKeys (API 3.0 spec section 8).

#include "tencent/v2019/operation.hpp"
#include "tencent/v2019/views/key_view.hpp"
#include "tencent/v2019/wire/field_rules.hpp"

namespace tandem::api::tencent::v2019::describe_keys {

namespace {

constexpr FieldRule kFields[] = {kKeyIds, kMemberAccount};
constexpr DeclaredKey kKeys[] = {{.field = "KeyIds"}};

Result<void> read(Request& request) {
    name_keys(request, kKeys[0]);
    return {};
}

Result<void> run(Request& request) {
    request.out.begin_array("KeyMetadatas");
    for (std::size_t i = 0; i < request.key_count(); ++i) {
        request.out.begin_object();
        write_key_metadata(request, request.key(i));
        request.out.end_object();
    }
    request.out.end_array();
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "DescribeKeys", .fields = kFields, .keys = kKeys, .steps = steps<read, run>()};

}  // namespace tandem::api::tencent::v2019::describe_keys
