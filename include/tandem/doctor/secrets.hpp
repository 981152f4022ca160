#pragma once
// Which other secrets a client may have signed with than that of the id which it named.

#include "tandem/doctor/private_text.hpp"
#include "tandem/store/key_store.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tandem::api::doctor {

struct SignedSecret {
    std::string_view hypothesis;  // secret-other, secret-blanks
    PrivateText secret;
    std::string sentence;  // names ids, never a secret
};

// Those of other credentials, and what stands in the place of one. A guard of the store must live.
std::vector<SignedSecret> other_secrets(const store::KeyStore& store, const store::Credential& named);
// The right one as a careless reading of a file or a variable gives it.
std::vector<SignedSecret> secrets_with_blanks(const store::Credential& named);

}  // namespace tandem::api::doctor
