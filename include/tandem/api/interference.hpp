#pragma once
// How a stand-in server answers some requests wrongly on purpose. A dialect says what it has identified, and gets an
// error to answer with, or goes on; the reply may be altered afterwards. A server without such rules pays for the look
// at a null pointer.

#include "tandem/api/wire.hpp"
#include "tandem/service/call.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

namespace tandem::api {

// Request as it is known before its action. Views and pointers are good for this run of the request.
struct IdentifiedRequest {
    std::string_view dialect;
    std::string_view action;                           // the vendor's name
    const store::Credential* credential = nullptr;     // null where nobody has to say who they are
    bool finds_key = false;                            // the action may come to found() with a key
    ErrorCode over_rate_limit = ErrorCode::throttled;  // what the action answers over its rate limit
    std::int64_t arrived_ticks = 0;                    // as in WireRequest
    TimePoint arrived{};
};

// Interference of a stand-in with one request. Kept in its exchange when the request moves to a worker, so that nothing
// is asked twice. Used by one thread at a time.
class Interference {
  public:
    virtual ~Interference() = default;
    // After authentication and rate limit, before the action. An error is the answer, and nothing may happen.
    virtual Result<void> identified(const IdentifiedRequest& request) = 0;
    // For each key that the request finds and its caller may use, before anything is done with it; `call` is in the
    // name of its owner. An error is the answer.
    virtual Result<void> found(const service::Call& call, const store::Key& key) = 0;
    // Once there is an answer: the failure that is to be answered in its place.
    virtual std::optional<Error> instead_of_answer() = 0;
    // The last word on the reply and its facts.
    virtual void alter(Exchange& exchange) = 0;
};

class InterferenceSource {
  public:
    virtual ~InterferenceSource() = default;
    // For one request; null when no rule is set. Thread-safe; quick when null.
    virtual std::shared_ptr<Interference> begin() = 0;
};

}  // namespace tandem::api
