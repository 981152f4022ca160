// DisableAccessPoint (section 7, Confidential computing).

#include "tandem/service/actions/access_points.hpp"

#include "access_point.hpp"
#include "huawei/request.hpp"

namespace tandem::api::huawei::disable_access_point {

namespace {

Result<void> run(Request& request, const store::ObjectId& id) {
    TANDEM_CHECK(service::disable_access_point(request.call(), id));
    answer_empty(request);
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "DisableAccessPoint",
    .details = post("/v1.0/{project_id}/kms/access-points/{access_point_id}/disable"),
    .place = Place::worker,
    .steps = steps<read_access_point_id, run>(),
};

}  // namespace tandem::api::huawei::disable_access_point
