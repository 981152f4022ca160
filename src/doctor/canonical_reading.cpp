#include "tandem/doctor/canonical_reading.hpp"

#include "tandem/api/diagnosis.hpp"
#include "tandem/base/encoding.hpp"

#include <algorithm>

namespace tandem::api::doctor {

namespace {

// Feeds the canonical request in pieces to `sink`; `shown_value` and `query` may stand in for what is hidden.
template <class Sink, class ValueOf>
void write(const CanonicalReading& reading, std::string_view query, Sink sink, ValueOf value_of) {
    for (const std::string_view part : {std::string_view{reading.method}, std::string_view{reading.uri}, query}) {
        sink(part);
        sink("\n");
    }
    for (const CanonicalReading::Header& header : reading.headers) {
        sink(header.name);
        sink(":");
        sink(value_of(header));
        sink("\n");
    }
    sink(reading.after_headers);
    sink(reading.signed_headers);
    sink("\n");
    sink(reading.payload_hash);
}

std::string hash_of(const CanonicalReading& reading) {
    crypto::Sha256 hash;
    write(
        reading, reading.query.view(), [&](std::string_view piece) { hash.update(piece); },
        [](const CanonicalReading::Header& header) { return header.value.view(); });
    return hex_encode(hash.finish());
}

std::string head_of_string_to_sign(const CanonicalReading& reading) {
    std::string head = reading.algorithm + "\n" + reading.date + "\n";
    if (!reading.scope.empty()) head += reading.scope + "\n";
    return head;
}

// Printable line by line: a client's text must not make lines of its own.
std::string shown(std::string_view text) { return printable(text); }

}  // namespace

CanonicalReading::Header* CanonicalReading::find(std::string_view name) noexcept {
    const auto found =
        std::ranges::find_if(headers, [&](const Header& header) { return equal_ignoring_case(header.name, name); });
    return found == headers.end() ? nullptr : &*found;
}

void CanonicalReading::set_value(std::string_view name, PrivateText value) {
    if (Header* header = find(name)) header->value = std::move(value);
}

std::size_t CanonicalReading::size() const {
    std::size_t size = 0;
    write(
        *this, query.view(), [&](std::string_view piece) { size += piece.size(); },
        [](const Header& header) { return header.value.view(); });
    return size + algorithm.size() + date.size() + scope.size();
}

bool CanonicalReading::matches() const {
    const crypto::HmacSha256Key signing_key = key(*this);
    crypto::HmacSha256Key::Stream stream{signing_key};
    stream.update(as_bytes(head_of_string_to_sign(*this)));
    if (hashed) {
        stream.update(as_bytes(hash_of(*this)));
    } else {
        write(
            *this, query.view(), [&](std::string_view piece) { stream.update(as_bytes(piece)); },
            [](const Header& header) { return header.value.view(); });
    }
    return constant_time_equal(as_bytes(hex_encode(stream.finish())), as_bytes(signature));
}

std::string CanonicalReading::canonical_request() const {
    std::string text = shown(method) + "\n" + shown(uri) + "\n" + shown_query(query.view()) + "\n";
    for (const Header& header : headers) {
        text += shown(header.name) + ":" + shown_header(header.name, header.value.view()) + "\n";
    }
    return text + after_headers + shown(signed_headers) + "\n" + shown(payload_hash);
}

std::string CanonicalReading::string_to_sign() const {
    std::string text = shown(algorithm) + "\n" + shown(date) + "\n";
    if (!scope.empty()) text += shown(scope) + "\n";
    return text + (hashed ? hash_of(*this) : std::string{"(the canonical request)"});
}

std::vector<CanonicalReading::Header> signed_headers_of(const WireRequest& request, std::string_view list) {
    std::vector<CanonicalReading::Header> headers;
    while (!list.empty()) {
        const std::string_view name = list.substr(0, list.find(';'));
        list.remove_prefix(std::min(name.size() + 1, list.size()));
        headers.push_back({std::string{name}, PrivateText{request.header(name)}});
    }
    return headers;
}

}  // namespace tandem::api::doctor
