#pragma once
// Which other secrets a client may have signed with than that of the id which it named.

#include "tandem/store/key_store.hpp"

#include "doctor/private_text.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tandem::dialect::doctor {

struct SignedSecret {
    std::string_view hypothesis;  // secret-other, secret-blanks
    PrivateText secret;
    std::string sentence;  // names ids, never a secret
};

// A guard of the store must live.
std::vector<SignedSecret> secrets_to_try(const store::KeyStore& store, const store::Credential& named);

}  // namespace tandem::dialect::doctor
