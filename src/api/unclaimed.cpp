#include "unclaimed.hpp"

#include "tandem/api/json_writer.hpp"
#include "tandem/api/request_id.hpp"

namespace tandem::api {

namespace {

constexpr std::string_view kWelcomePage = R"(<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Tandem KMS</title></head>
<body>
<h1>Tandem KMS is running</h1>
<p>One server, the KMS APIs of two clouds, all of them on this port. Next steps:</p>
<ul>
<li>Point your SDK's endpoint at this address and sign with an access key of this server.</li>
<li><a href="/healthz">/healthz</a> and <a href="/readyz">/readyz</a> tell how it is.</li>
<li><code>tandem --help</code> lists what the command line can do.</li>
</ul>
</body>
</html>
)";

unsigned status_of(ErrorCode code) {
    switch (code) {
        case ErrorCode::action_unknown:
            return 404;
        case ErrorCode::foreign_page:
            return 403;
        case ErrorCode::request_too_large:
            return 413;
        case ErrorCode::throttled:
        case ErrorCode::throttled_control:
            return 429;
        case ErrorCode::overloaded:
        case ErrorCode::store_unavailable:
            return 503;
        case ErrorCode::internal:
            return 500;
        default:
            return 400;
    }
}

// Begins the JSON of a failure and notes it in the facts; the caller ends the object.
JsonWriter begin_failure(Exchange& exchange, ErrorCode code, std::string_view message) {
    assign_request_id(exchange.facts, RequestIdForm::uuid);
    exchange.facts.failed = true;
    exchange.facts.error = code;
    exchange.facts.vendor_code = name_of(code);
    exchange.reply.status = status_of(code);
    exchange.reply.content_type = "application/json";
    exchange.reply.body.clear();
    JsonWriter json{exchange.reply.body};
    json.begin_object().unescaped("error", name_of(code)).text("message", message);
    json.unescaped("requestId", exchange.facts.request_id());
    return json;
}

}  // namespace

bool wants_welcome_page(const WireRequest& request) {
    return (request.method == "GET" || request.method == "HEAD") && request.path == "/" &&
           request.header("Accept").find("text/html") != std::string_view::npos;
}

void write_welcome_page(WireReply& reply) {
    reply.status = 200;
    reply.content_type = "text/html";
    reply.body = kWelcomePage;
}

void write_unclaimed(Dialects dialects, Exchange& exchange) {
    JsonWriter json =
        begin_failure(exchange, ErrorCode::action_unknown, "no API that is served here claims the request");
    json.begin_array("served");
    for (const auto& dialect : dialects) {
        json.begin_object().text("api", dialect->name()).begin_array("requests");
        for (const Claim& claim : dialect->claims()) json.text_element(describe(claim));
        json.end_array().end_object();
    }
    json.end_array().end_object();
}

void write_unclaimed_failure(Exchange& exchange, const Error& error) {
    begin_failure(exchange, error.code, error.detail.empty() ? name_of(error.code) : error.detail).end_object();
}

}  // namespace tandem::api
