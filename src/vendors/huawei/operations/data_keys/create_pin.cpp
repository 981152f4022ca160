// CreatePin (section 7, Data keys and random), which is not emulated.

#include "huawei/request.hpp"

namespace tandem::api::huawei::create_pin {

extern constexpr Operation kOperation{
    .name = "CreatePin",
    .details = post("/v1.0/{project_id}/kms/create-pin"),
    .remark = "answers KMS.0308: no document tells the types of PINs, what one looks like, or what it opens",
};

}  // namespace tandem::api::huawei::create_pin
