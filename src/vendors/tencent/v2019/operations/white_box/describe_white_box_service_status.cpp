// DescribeWhiteBoxServiceStatus (API 3.0 spec section 8).

#include "tencent/v2019/operation.hpp"

namespace tandem::api::tencent::v2019::describe_white_box_service_status {

namespace {

Result<void> run(Request& request) {
    request.out.boolean("ServiceEnabled", true);
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "DescribeWhiteBoxServiceStatus", .details = {.per_second = 200}, .steps = steps(run)};

}  // namespace tandem::api::tencent::v2019::describe_white_box_service_status
