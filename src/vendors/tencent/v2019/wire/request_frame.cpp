#include "request_frame.hpp"

#include "tandem/api/json_reader.hpp"

#include <charconv>
#include <optional>

namespace tandem::api::tencent::v2019 {
namespace {

constexpr std::int64_t kLastSecond = 253'402'300'799;  // of the year 9999

Result<void> check_method_and_size(const WireRequest& request) {
    if (request.method != "GET" && request.method != "POST")
        return fail(ErrorCode::method_not_supported, request.method);
    if (request.query.size() > kMaxQueryBytes) return fail(ErrorCode::request_too_large);
    return {};
}

// Digits only, as the vendor writes numbers in headers.
std::optional<std::int64_t> signed_decimal(std::string_view text) noexcept {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value < 0) return std::nullopt;
    return value;
}

Result<void> read_json_fields(const WireRequest& request, Arena& arena, RequestFrame& frame) {
    // A call without fields has the body "{}" in every SDK; no body at all means the same.
    TANDEM_TRY(boost::json::value document, read_json(request.body.empty() ? "{}" : request.body, arena));
    if (!document.is_object()) return fail(ErrorCode::request_malformed, {}, "the JSON body is not an object");
    frame.document.emplace(std::move(document));  // by its move constructor, which keeps the arena
    return {};
}

// Reads the common parameters from headers; the fields are in the query (GET) or in the body (POST).
Result<void> read_header_frame(const WireRequest& request, Arena& arena, RequestFrame& frame) {
    frame.signature = SignatureVersion::v3;
    frame.action = request.header("X-TC-Action");
    frame.version = request.header("X-TC-Version");
    frame.timestamp_text = request.header("X-TC-Timestamp");
    frame.token = request.header("X-TC-Token");
    if (request.method == "GET") return read_urlencoded(request.query, arena, frame.parameters);
    const std::string_view content_type = request.header("Content-Type");
    if (is_multipart(request)) return read_multipart(content_type, request.body, frame.parameters);
    if (equal_ignoring_case(media_type(content_type), "application/x-www-form-urlencoded"))
        return read_urlencoded(request.body, arena, frame.parameters);
    return read_json_fields(request, arena, frame);
}

Result<void> read_parameter_frame(const WireRequest& request, Arena& arena, RequestFrame& frame) {
    frame.signature = SignatureVersion::v1;
    TANDEM_CHECK(read_parameters(request, arena, frame.parameters));
    frame.action = frame.parameters.value("Action");
    frame.version = frame.parameters.value("Version");
    frame.timestamp_text = frame.parameters.value("Timestamp");
    frame.token = frame.parameters.value("Token");
    return {};
}

Result<void> check_presence(const WireRequest& request, const RequestFrame& frame, bool signed_v3) {
    if (frame.action.empty()) return fail(ErrorCode::action_missing);
    if (frame.version.empty()) return fail(ErrorCode::version_missing);
    if (frame.timestamp_text.empty()) return fail(ErrorCode::parameter_missing, "Timestamp");
    if (signed_v3) return {};
    const bool signed_v1 = frame.signature == SignatureVersion::v1 && frame.parameters.find("Signature") != nullptr;
    if (!signed_v1) {
        // "Authorization: SKIP" and other schemes.
        if (request.find_header("Authorization") != nullptr) return fail(ErrorCode::authorization_malformed);
        return fail(ErrorCode::authorization_missing,
                    frame.signature == SignatureVersion::v1 ? "Signature" : "Authorization");
    }
    for (const std::string_view name : {"SecretId", "Nonce"})
        if (frame.parameters.value(name).empty()) return fail(ErrorCode::parameter_missing, name);
    if (!signed_decimal(frame.parameters.value("Nonce"))) return fail(ErrorCode::parameter_type, "Nonce");
    return {};
}

}  // namespace

std::vector<FieldStatus> describe_common_parameters() {
    return {
        {"Action, X-TC-Action", "string", true, "the names above", {}},
        {"Version, X-TC-Version", "string", true, "2019-01-18; of the tag service 2018-08-13", {}},
        {"Timestamp, X-TC-Timestamp", "uint64", true, "unix seconds, within clock_skew", {}},
        {"Region, X-TC-Region", "string", false, "any; its kind is tencent.regions of the configuration", {}},
        {"Language, X-TC-Language", "string", false, "zh-CN, en-US; else en-US: the language of messages", {}},
        {"Token, X-TC-Token", "string", false, "the credential's", {}},
        {"RequestClient, X-TC-RequestClient", "string", false, {}, "it names the caller's software"},
        {"X-TC-TraceId", "string", false, "echoed up to 128 printable characters", {}},
        {"X-TC-Content-SHA256", "string", false, "UNSIGNED-PAYLOAD: the body is not signed", {}},
        {"X-Idempotency-Key", "string", false, {}, "no action of this API has a client token"},
        {"Nonce", "uint64", true, "signature v1 alone", "a replay is not refused: SDKs repeat their nonces"},
        {"SignatureMethod", "string", false, "signature v1 alone: HmacSHA256; else HmacSHA1", {}},
    };
}

bool is_multipart(const WireRequest& request) noexcept {
    return equal_ignoring_case(media_type(request.header("Content-Type")), "multipart/form-data");
}

Result<RequestFrame> read_request_frame(const WireRequest& request, Arena& arena) {
    TANDEM_CHECK(check_method_and_size(request));
    RequestFrame frame;
    const bool signed_v3 = request.header("Authorization").starts_with(kSignatureV3Algorithm);
    const bool in_headers = signed_v3 || request.find_header("X-TC-Action") != nullptr;
    TANDEM_CHECK(in_headers ? read_header_frame(request, arena, frame) : read_parameter_frame(request, arena, frame));
    TANDEM_CHECK(check_presence(request, frame, signed_v3));
    const std::optional<std::int64_t> timestamp = signed_decimal(frame.timestamp_text);
    if (!timestamp || *timestamp > kLastSecond) return fail(ErrorCode::parameter_type, "Timestamp");
    frame.timestamp = *timestamp;
    return frame;
}

}  // namespace tandem::api::tencent::v2019
