// CreateTokenByIdToken (section 3.4), which is not emulated.

#include "huawei/request.hpp"

namespace tandem::api::huawei::create_token_by_id_token {

extern constexpr Operation kOperation{
    .name = "CreateTokenByIdToken",
    .details = of_iam(post("/v3.0/OS-AUTH/id-token/tokens")),
    .remark = "answers 403: which identity providers and mappings an account trusts is nowhere said",
};

}  // namespace tandem::api::huawei::create_token_by_id_token
