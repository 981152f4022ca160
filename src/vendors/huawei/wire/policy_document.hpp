#pragma once
// The terms of a key policy. Requests carry them as JSON in a text, answers as an object whose members each answer
// spells in its own way (catalogue: ShowKeyPolicyResponseBodyPolicy, ListKeyPolicyResponseBodyPolicy).

#include "tandem/api/arena.hpp"
#include "tandem/api/json_writer.hpp"

#include "huawei/confidential_computing/key_policies.hpp"

#include <string_view>

namespace tandem::api::huawei {

// Either spelling; members that no answer has are ignored. Error: parameter_invalid (no JSON object, or a member of
// another type).
Result<confidential_computing::KeyPolicyTerms> read_policy_terms(std::string_view text, Arena& arena);

enum class PolicySpelling : bool { of_one, of_lists };
// "policy": {...}
void write_policy_terms(JsonWriter& json, const KeyPolicy& policy, PolicySpelling spelling);

}  // namespace tandem::api::huawei
