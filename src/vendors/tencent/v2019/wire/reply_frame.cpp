#include "reply_frame.hpp"

#include "tandem/api/diagnosis.hpp"
#include "tandem/api/request_id.hpp"
#include "tandem/base/encoding.hpp"

#include "errors.hpp"
#include "language.hpp"
#include "tencent/v2019/diagnosis/diagnose.hpp"

#include <algorithm>

namespace tandem::api::tencent::v2019 {
namespace {

constexpr std::size_t kMaxTraceIdBytes = 128;
constexpr std::size_t kMaxSubjectBytes = 128;

void echo_trace_id(Exchange& exchange) {
    const std::string_view trace_id = exchange.request.header("X-TC-TraceId");
    const bool printable = std::ranges::all_of(trace_id, [](char c) { return c >= ' ' && c < 0x7f; });
    if (trace_id.empty() || trace_id.size() > kMaxTraceIdBytes || !printable) return;
    exchange.reply.headers.push_back({"X-TC-TraceId", std::string{trace_id}});
}

// Names that a client sent are shown back in part and as valid UTF-8: SDKs refuse any other JSON.
std::string shown_subject(std::string_view subject) {
    return utf8_lossy(as_bytes(subject.substr(0, kMaxSubjectBytes)));
}

}  // namespace

void start_reply(Exchange& exchange) {
    assign_request_id(exchange.facts, RequestIdForm::uuid);
    exchange.reply.clear();
    exchange.reply.content_type = "application/json";
    echo_trace_id(exchange);
}

void begin_response(JsonWriter& out) { out.begin_object().begin_object("Response"); }

void end_response(JsonWriter& out, const RequestFacts& facts) {
    out.unescaped("RequestId", facts.request_id()).end_object().end_object();
}

void write_error(Exchange& exchange, const Error& error, std::span<const ErrorOverride> overrides, bool development) {
    const VendorError& row = vendor_error(error.code, overrides);
    RequestFacts& facts = exchange.facts;
    facts.failed = true;
    facts.error = error.code;
    facts.vendor_code = row.vendor_code;
    if (development && facts.explanation == nullptr) {
        facts.diagnosis = printable(error.detail.empty() ? error.subject : error.detail);
        diagnose_unread(exchange, error);
    }

    exchange.reply.status = row.http_status;
    exchange.reply.body.clear();
    JsonWriter out{exchange.reply.body};
    begin_response(out);
    out.begin_object("Error").unescaped("Code", row.vendor_code);
    out.text("Message", public_text(text_in(asked_language(exchange.request), row), shown_subject(error.subject)))
        .end_object();
    end_response(out, facts);
}

}  // namespace tandem::api::tencent::v2019
