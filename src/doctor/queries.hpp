#pragma once
// Which other query strings a client may have signed than the server's reading of the one that came.

#include "tandem/doctor/private_text.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tandem::api::doctor {

struct SignedQuery {
    PrivateText query;
    std::string sentence;
};

// `raw` is the text behind the "?". Empty when there is none, or when it is too long to try.
std::vector<SignedQuery> queries_to_try(std::string_view raw);

}  // namespace tandem::api::doctor
