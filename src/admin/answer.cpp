#include "answer.hpp"

#include "tandem/api/admin_route.hpp"
#include "tandem/api/arena.hpp"
#include "tandem/api/form_reader.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace tandem::api::admin {
namespace {

struct Failure {
    unsigned status;
    std::string_view message;
};

// Most of the codes belong to cryptographic actions and cannot happen here: those are a fault of this server.
Failure failure_of(ErrorCode code) {
    switch (code) {
        case ErrorCode::request_malformed:
            return {400, "the body is not a JSON object"};
        case ErrorCode::parameter_missing:
            return {400, "a member is missing"};
        case ErrorCode::parameter_unknown:
            return {400, "no such member"};
        case ErrorCode::parameter_type:
            return {400, "a member of the wrong type"};
        case ErrorCode::parameter_invalid:
        case ErrorCode::parameter_out_of_range:
            return {400, "a member with a value that is not allowed"};
        case ErrorCode::foreign_page:
            return {403, "requests that a foreign web page may have caused are refused"};
        case ErrorCode::action_unknown:
            return {404, "no such path"};
        case ErrorCode::credential_unknown:
            return {404, "no such credential"};
        case ErrorCode::method_not_supported:
            return {405, "the path does not take this method"};
        case ErrorCode::conflict:
            return {409, "the name is taken"};
        case ErrorCode::request_too_large:
            return {413, "the request is too large"};
        case ErrorCode::throttled:
            return {429, "too many requests"};
        case ErrorCode::store_unavailable:
            return {503, "the store cannot take the change"};
        case ErrorCode::overloaded:
            return {503, "the server sheds load"};
        default:
            return {500, "a fault of this server"};
    }
}

}  // namespace

void answer_json(Exchange& exchange, unsigned status, const nlohmann::json& body) {
    // A path or member that is not UTF-8 is shown with replacement characters, never refused by an exception.
    api::answer_json(exchange, status, body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

void answer_error(Exchange& exchange, unsigned status, std::string_view message, const Error& error) {
    exchange.facts.failed = true;
    exchange.facts.error = error.code;
    exchange.facts.vendor_code = name_of(error.code);
    exchange.facts.diagnosis = error.detail;
    std::string text{message};
    if (!error.subject.empty()) text += ": " + error.subject;
    if (!error.detail.empty()) text += " (" + error.detail + ")";
    answer_json(exchange, status, {{"error", {{"code", name_of(error.code)}, {"message", text}}}});
}

void answer_error(Exchange& exchange, const Error& error) {
    const auto [status, message] = failure_of(error.code);
    answer_error(exchange, status, message, error);
}

}  // namespace tandem::api::admin

namespace tandem::api {

std::string decoded_segment(std::string_view tail) {
    std::string pair{"x="};
    for (const char c : tail) pair += c == '+' ? std::string{"%2B"} : std::string{c};  // of queries alone a blank
    Arena arena;
    ParameterList parameters;
    if (read_urlencoded(pair, arena, parameters).has_error()) return {};
    return std::string{parameters.value("x")};
}

std::string query_parameter(const WireRequest& request, std::string_view name) {
    Arena arena;
    ParameterList parameters;
    if (read_urlencoded(request.query, arena, parameters).has_error()) return {};
    return std::string{parameters.value(name)};
}

Result<QueryParameters> query_parameters(const WireRequest& request, std::span<const std::string_view> known) {
    Arena arena;
    ParameterList parameters;
    if (read_urlencoded(request.query, arena, parameters).has_error())
        return fail(ErrorCode::parameter_invalid, {}, "the query cannot be read");
    QueryParameters found;
    for (const auto& [name, value] : parameters) {
        if (std::ranges::find(known, name) == known.end()) return fail(ErrorCode::parameter_unknown, name);
        if (!found.emplace(name, value).second) return fail(ErrorCode::parameter_invalid, name, "given twice");
    }
    return found;
}

void answer_json(Exchange& exchange, unsigned status, std::string body) {
    exchange.reply.status = status;
    exchange.reply.content_type = "application/json";
    exchange.reply.headers.push_back({"X-Request-Id", std::string{exchange.facts.request_id()}});
    exchange.reply.body = std::move(body);
    exchange.reply.body += '\n';
}

void answer_failure(Exchange& exchange, unsigned status, ErrorCode code, std::string_view message) {
    admin::answer_error(exchange, status, message, fail(code));
}

}  // namespace tandem::api
