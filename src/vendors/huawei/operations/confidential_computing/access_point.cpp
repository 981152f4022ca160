#include "access_point.hpp"

namespace tandem::api::huawei {

Result<store::ObjectId> read_access_point_id(Request& request) {
    const auto id = store::ObjectId::parse(request.path_parameter("access_point_id"));
    if (!id) return fail(ErrorCode::access_point_not_found, "access_point_id");
    return *id;
}

}  // namespace tandem::api::huawei
