// DisableAccessPoint (section 7, Confidential computing).

#include "access_point.hpp"
#include "huawei/confidential_computing/access_points.hpp"
#include "huawei/request.hpp"

namespace tandem::api::huawei::disable_access_point {

namespace {

Result<void> run(Request& request, const store::ObjectId& id) {
    TANDEM_CHECK(confidential_computing::disable_access_point(request.call(), id));
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
