#pragma once
// The frame around an answer (API 3.0 spec section 5): {"Response":{...,"RequestId":"..."}}, HTTP 200, Content-Type
// exactly application/json.

#include "tandem/api/dialect.hpp"
#include "tandem/api/json_writer.hpp"
#include "tandem/api/vendor_error.hpp"

#include <span>

namespace tandem::api::tencent::v2019 {

// Begins a reply: request id, headers, the echo of X-TC-TraceId. The body is empty.
void start_reply(Exchange& exchange);

// Around the members of "Response".
void begin_response(JsonWriter& out);
void end_response(JsonWriter& out, const RequestFacts& facts);

// Replaces whatever the body holds by the vendor's error in the language asked for, and notes it in the facts. In
// development the error's detail, or else its subject, becomes the diagnosis.
void write_error(Exchange& exchange, const Error& error, std::span<const ErrorOverride> overrides, bool development);

}  // namespace tandem::api::tencent::v2019
