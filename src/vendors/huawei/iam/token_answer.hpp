#pragma once
// How a token is shown, to who gets it and to who asks for it (section 3.1).

#include "huawei/auth/token.hpp"
#include "huawei/request.hpp"

namespace tandem::api::huawei::iam {

void write_token_answer(const Request& request, const Token& token);

}  // namespace tandem::api::huawei::iam
