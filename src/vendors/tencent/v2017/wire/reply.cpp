#include "reply.hpp"

#include "tandem/api/diagnosis.hpp"

#include "errors.hpp"

#include <algorithm>
#include <cassert>

namespace tandem::api::tencent::v2017 {

namespace {

JsonWriter begin(Exchange& exchange, int code, std::string_view message) {
    exchange.reply.status = kStatus;
    exchange.reply.content_type = "application/json";
    exchange.reply.body.clear();
    JsonWriter json{exchange.reply.body};
    json.begin_object().integer("code", code).text("message", message);
    json.unescaped("requestId", exchange.facts.request_id());
    return json;
}

}  // namespace

std::string_view ReplyName::operator()(std::string_view lower_camel) noexcept {
    if (!older_) return lower_camel;
    assert(!lower_camel.empty() && lower_camel.size() <= text_.size());
    std::ranges::copy(lower_camel, text_.begin());
    text_[0] = static_cast<char>(text_[0] - 'a' + 'A');
    return {text_.data(), lower_camel.size()};
}

JsonWriter begin_reply(Exchange& exchange) {
    exchange.facts.failed = false;
    return begin(exchange, 0, "");
}

void write_error(Exchange& exchange, const Error& error) {
    const VendorError& vendor = vendor_error(error.code);
    const WireError wire = wire_error(vendor, error.subject);
    begin(exchange, wire.code, wire.message).end_object();
    exchange.facts.failed = true;
    exchange.facts.error = error.code;
    exchange.facts.vendor_code = vendor.vendor_code;
    if (!exchange.facts.diagnosis.empty()) return;
    exchange.facts.diagnosis = printable(error.detail.empty() ? error.subject : error.detail);
}

}  // namespace tandem::api::tencent::v2017
