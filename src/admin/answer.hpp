#pragma once
// Replies of the server's own API: compact JSON, and {"error":{"code","message"}} for failures.

#include "tandem/api/wire.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string_view>

namespace tandem::api::admin {

void answer_json(Exchange& exchange, unsigned status, const nlohmann::json& body);
void answer_error(Exchange& exchange, unsigned status, std::string_view message, const Error& error);
// Answers with the status that the error's code stands for.
void answer_error(Exchange& exchange, const Error& error);

}  // namespace tandem::api::admin
