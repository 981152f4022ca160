#pragma once
// How the parts of a stand-in server (seeds, clock, faults, journal) add paths to the server's own API.

#include "tandem/api/wire.hpp"
#include "tandem/service/call.hpp"

#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>

namespace tandem::api {

struct AdminCall {
    service::Services& services;
    Exchange& exchange;
    std::string_view tail;  // the segment that stands in the place of the path's "{}"
};

struct AdminRoute {
    std::string_view method;
    std::string_view path;    // below /_tandem/; one segment may be "{}"
    std::string_view action;  // the name in logs and metrics; lives as long as the process
    // Answers the exchange, or returns why not. Thread-safe.
    std::function<Result<void>(const AdminCall&)> handler;
    bool on_worker = true;  // changes the store, or may take long
};

// The path's segment `tail`, percent-decoded; empty when it cannot be.
std::string decoded_segment(std::string_view tail);
// The value of a query parameter, percent-decoded; empty when absent.
std::string query_parameter(const WireRequest& request, std::string_view name);
// All of them, each at most once and none but the known ones, so that a mistyped filter is not taken for none. Errors:
// parameter_unknown, parameter_invalid.
using QueryParameters = std::map<std::string, std::string, std::less<>>;
Result<QueryParameters> query_parameters(const WireRequest& request, std::span<const std::string_view> known);

// `body` is JSON text. It is moved into the reply, which is wiped after the write.
void answer_json(Exchange& exchange, unsigned status, std::string body);
// {"error":{"code","message"}}, for failures whose message is better than what the code's own would be.
void answer_failure(Exchange& exchange, unsigned status, ErrorCode code, std::string_view message);

}  // namespace tandem::api
