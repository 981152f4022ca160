#include "errors.hpp"

#include "tandem/api/diagnosis.hpp"
#include "tandem/api/json_writer.hpp"
#include "tandem/base/encoding.hpp"

#include <algorithm>
#include <array>

namespace tandem::api::huawei {

namespace {

constexpr HuaweiError kErrors[] = {
#define TANDEM_HUAWEI_ERROR(code, body, status, vendor_code, text) \
    {{ErrorCode::code, status, vendor_code, text}, ErrorBody::body},
#include "errors.def"
#undef TANDEM_HUAWEI_ERROR
};
static_assert(std::size(kErrors) == kErrorCodeCount, "errors.def must map every ErrorCode once");

// Found by index, so the two tables must have the same order.
constexpr bool has_the_order_of_the_enumeration() {
    for (std::size_t i = 0; i < std::size(kErrors); ++i) {
        if (kErrors[i].vendor.code != static_cast<ErrorCode>(i)) return false;
    }
    return true;
}
static_assert(has_the_order_of_the_enumeration());

// IAM's own errors (section 3.1); for the rest its body carries the table's status and text.
struct IamError {
    ErrorCode code;
    unsigned http_status;
    std::string_view message;
};
constexpr IamError kIamErrors[] = {
    {ErrorCode::request_malformed, 400, "The request body is invalid"},
    {ErrorCode::parameter_missing, 400, "The request body is invalid"},
    {ErrorCode::parameter_type, 400, "The request body is invalid"},
    {ErrorCode::parameter_invalid, 400, "The request body is invalid"},
    {ErrorCode::login_failed, 401, "The username or password is wrong."},
    {ErrorCode::project_mismatch, 401, "The scope is not one of the user's projects or domains."},
    {ErrorCode::not_authorized, 403, "You are not authorized to perform the requested action."},
    {ErrorCode::action_not_emulated, 403, "You are not authorized to perform the requested action."},
    {ErrorCode::internal, 500, "Internal Server Error"},
};

std::string_view title_of(unsigned status) noexcept {
    switch (status) {
        case 400:
            return "Bad Request";
        case 401:
            return "Unauthorized";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 503:
            return "Service Unavailable";
        default:
            return "Internal Server Error";
    }
}

void write_kms(WireReply& reply, const VendorError& vendor, std::string_view text) {
    JsonWriter json{reply.body};
    json.begin_object().begin_object("error");
    json.unescaped("error_code", vendor.vendor_code).text("error_msg", text);
    json.end_object().end_object();
}

void write_gateway(WireReply& reply, const VendorError& vendor, std::string_view text, std::string_view request_id) {
    JsonWriter json{reply.body};
    json.begin_object().text("error_msg", text).unescaped("error_code", vendor.vendor_code);
    json.unescaped("request_id", request_id).end_object();
}

void write_iam(WireReply& reply, unsigned status, std::string_view message) {
    JsonWriter json{reply.body};
    json.begin_object().begin_object("error").integer("code", status);
    json.text("message", message).unescaped("title", title_of(status));
    json.end_object().end_object();
}

// The first member of the table with that code, or null.
template <class Table>
const auto* find_code(const Table& table, ErrorCode code) noexcept {
    const auto found =
        std::find_if(std::begin(table), std::end(table), [&](const auto& row) { return row.code == code; });
    return found == std::end(table) ? nullptr : &*found;
}

void write_iam_error(WireReply& reply, const VendorError& vendor, std::string_view text) {
    const IamError* own = find_code(kIamErrors, vendor.code);
    reply.status = own != nullptr ? own->http_status : vendor.http_status;
    write_iam(reply, reply.status, own != nullptr ? own->message : text);
}

// The answer's text with what it keeps to itself: the parameter's name and the reason.
std::string diagnosis_of(const Error& error, std::string_view text) {
    std::string out{text};
    if (!error.subject.empty() && text.find(error.subject) == std::string_view::npos) out += " (" + error.subject + ")";
    if (!error.detail.empty()) out += ": " + error.detail;
    return printable(out);
}

}  // namespace

std::span<const HuaweiError> error_table() noexcept { return kErrors; }

void write_error(Exchange& exchange, const Error& error, const Operation* operation, bool development) {
    const HuaweiError& row = kErrors[static_cast<std::size_t>(error.code)];
    const ErrorOverride* override_ = operation != nullptr ? find_code(operation->errors, error.code) : nullptr;
    const VendorError& vendor = override_ != nullptr ? override_->becomes : row.vendor;
    const std::string text = utf8_lossy(as_bytes(public_text(vendor.text, error.subject)));  // may echo a header
    const bool from_gateway = row.body == ErrorBody::gateway && override_ == nullptr;
    const bool from_iam = operation != nullptr && operation->details.family == Family::iam &&
                          (!from_gateway || error.code == ErrorCode::login_failed);

    exchange.facts.failed = true;
    exchange.facts.error = error.code;
    exchange.facts.vendor_code = from_iam ? "IAM" : vendor.vendor_code;
    if (development && exchange.facts.explanation == nullptr) exchange.facts.diagnosis = diagnosis_of(error, text);

    exchange.reply.body.clear();
    exchange.reply.status = vendor.http_status;
    if (from_iam) {
        write_iam_error(exchange.reply, vendor, text);
    } else if (from_gateway) {
        write_gateway(exchange.reply, vendor, text, exchange.facts.request_id());
    } else {
        write_kms(exchange.reply, vendor, text);
    }
}

}  // namespace tandem::api::huawei
