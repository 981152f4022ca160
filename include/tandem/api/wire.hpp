#pragma once
// A request and a reply as every dialect sees them, with no HTTP library behind: tests make them from text.

#include "tandem/api/place.hpp"
#include "tandem/base/clock.hpp"
#include "tandem/base/error.hpp"
#include "tandem/base/ids.hpp"
#include "tandem/base/secret.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace tandem::api {

struct HeaderField {
    std::string_view name;   // in any case
    std::string_view value;  // trimmed
};

// Views into the connection's buffer; valid until the reply is written.
struct WireRequest {
    std::string_view method;  // as sent
    std::string_view path;    // raw; scheme and authority of an absolute-form target are already stripped
    std::string_view query;   // raw, after the first '?'
    std::span<const HeaderField> headers;
    std::string_view body;
    std::string_view authority;            // of an absolute-form target, where it stands in for Host; else empty
    std::array<std::uint8_t, 8> client{};  // its IPv4 address, or the /64 of its IPv6 address; zeros: a unix socket
    bool tls = false;
    TimePoint arrived;               // real time
    std::int64_t arrived_ticks = 0;  // nanoseconds of a monotonic clock, for rate limits and latency

    // The first field of that name (compared without case), or an empty text. `found` tells absent from empty.
    [[nodiscard]] std::string_view header(std::string_view name) const noexcept;
    [[nodiscard]] const HeaderField* find_header(std::string_view name) const noexcept;
};

bool equal_ignoring_case(std::string_view a, std::string_view b) noexcept;
// Media type without its parameters, trimmed: "application/json; charset=utf-8" -> "application/json".
std::string_view media_type(std::string_view content_type) noexcept;

class PacedReply;
class Interference;
class Continuation;
class FailureBrake;

// The reply. `body` keeps its capacity from request to request; the session formats the head in front of it and wipes
// both after the write, since a body may hold plaintext.
struct WireReply {
    unsigned status = 200;
    std::string_view content_type = "application/json";
    std::string body;
    struct Header {
        std::string_view name;
        std::string value;
    };
    std::vector<Header> headers;  // beside Content-Type, Content-Length, Connection, Date
    bool close = false;
    bool until_close = false;           // no Content-Length: the body ends with the connection
    std::shared_ptr<PacedReply> paced;  // what sends it, when it does not go out at once; see paced_reply.hpp

    void clear() noexcept;  // keeps capacity
};

// Why a signature was refused, found by trying what clients get wrong. For people; made in development only. The texts
// hold no secret, no plaintext and no token.
struct SignatureExplanation {
    std::string hypothesis;  // one word of docs/diagnosis.md, "clock", "host-port", "secret"
    std::string sentence;    // what happened and what to do
    std::string server_canonical_request;
    std::string server_string_to_sign;
    // The texts that the client signed, where the hypothesis says it; else empty.
    std::string client_canonical_request;
    std::string client_string_to_sign;
};

// Facts that a log line may say of a request. Never plaintext, key material, signatures or whole blobs.
struct RequestFacts {
    std::array<char, 36> request_id_text{};
    std::uint8_t request_id_length = 0;
    std::string_view dialect;  // a dialect's own name, or empty
    std::string_view action;   // the vendor's name from the action table, or empty
    TenantId tenant{};
    bool has_tenant = false;
    KeyId key{};
    bool has_key = false;
    bool failed = false;
    ErrorCode error{};          // when failed
    std::string vendor_code;    // when failed
    std::string diagnosis;      // help for people, beside the vendor's body; when failed
    std::string access_key_id;  // as the request names it, whether it exists or not; printable, at most 128 bytes
    std::string decoded;        // in development: the parameters as a JSON object, values only where they may be shown
    std::string fault;          // the name of the fault that was injected, or empty
    std::shared_ptr<const SignatureExplanation> explanation;  // of a refused signature, in development

    [[nodiscard]] std::string_view request_id() const noexcept { return {request_id_text.data(), request_id_length}; }
    void clear() noexcept;
};

// One request through the dispatcher. Reused by a connection for its next request.
struct Exchange {
    WireRequest request;
    WireReply reply;
    RequestFacts facts;
    Place place = Place::io_thread;                // where it runs; once it moves, where to
    std::stop_token stop{};                        // nobody waits for the answer any more
    std::shared_ptr<Continuation> continuation{};  // what is known of a request that moved; see continuation.hpp
    bool admitted = false;                         // the rate limit was already paid for, on the way to the worker pool
    std::shared_ptr<Interference> interference{};  // what answers it wrongly on purpose; null in a real server
    FailureBrake* failures = nullptr;              // counts failed authentications; null where they are not limited
};

}  // namespace tandem::api
