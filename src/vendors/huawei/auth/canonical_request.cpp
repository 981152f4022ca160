#include "canonical_request.hpp"

#include "tandem/api/diagnosis.hpp"

#include "percent.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace tandem::api::huawei {

namespace {

std::string_view since(const char* begin, const char* end) noexcept {
    return {begin, static_cast<std::size_t>(end - begin)};
}

// The characters that a URL parser escapes by itself (rule 1, Node).
constexpr std::string_view kParserEscapes = " \"<>`{}|\\^'";

char* write_segment_character(char* to, char c, UriForm form) noexcept {
    if (c == '/') {
        *to++ = c;
        return to;
    }
    if (form != UriForm::escaped || kParserEscapes.find(c) == std::string_view::npos) return percent_encode_to(to, c);
    char escape[3];
    return percent_encode_to(to, since(escape, percent_encode_to(escape, c)));
}

struct QueryPiece {
    std::string_view name;
    std::string_view value;
    auto operator<=>(const QueryPiece&) const = default;
};

std::string_view decode(std::string_view text, Arena& arena, Plus plus = Plus::itself) {
    char* const begin = arena.characters(text.size());
    if (plus == Plus::blank) {
        std::replace_copy(text.begin(), text.end(), begin, '+', ' ');
        text = {begin, text.size()};
    }
    return since(begin, percent_decode_to(begin, text));
}

std::vector<QueryPiece> read_query_pieces(std::string_view query, Plus plus, Arena& arena) {
    std::vector<QueryPiece> pieces;
    while (!query.empty()) {
        const std::string_view piece = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(piece.size() + 1, query.size()));
        if (piece.empty()) continue;
        const std::size_t equals = std::min(piece.find('='), piece.size());
        const std::string_view value = equals < piece.size() ? piece.substr(equals + 1) : std::string_view{};
        pieces.push_back({decode(piece.substr(0, equals), arena, plus), decode(value, arena, plus)});
    }
    return pieces;
}

// "a=1&b=2", of pieces that were read from a query of this size.
std::string_view write_query(const std::vector<QueryPiece>& pieces, std::size_t query_size, Arena& arena) {
    char* const begin = arena.characters(3 * query_size + 2 * pieces.size());
    char* end = begin;
    for (const QueryPiece& piece : pieces) {
        if (end != begin) *end++ = '&';
        end = percent_encode_to(end, piece.name);
        *end++ = '=';
        end = percent_encode_to(end, piece.value);
    }
    return since(begin, end);
}

// Feeds the pieces of the canonical request, in order, to `sink(text)`; `value_of(name)` gives a header's value.
template <class Sink, class ValueOf>
void emit(const CanonicalRequest& canonical, Sink sink, ValueOf value_of) {
    sink(canonical.request.method);
    sink("\n");
    sink(canonical.uri);
    sink("\n");
    sink(canonical.query);
    sink("\n");
    std::string_view names = canonical.signed_headers;
    while (!names.empty()) {
        const std::string_view name = names.substr(0, names.find(';'));
        names.remove_prefix(std::min(name.size() + 1, names.size()));
        sink(name);
        sink(":");
        sink(value_of(name));
        sink("\n");
    }
    sink("\n");
    sink(canonical.signed_headers);
    sink("\n");
    sink(canonical.payload_hash);
}

}  // namespace

bool every_uri_form_agrees(std::string_view path) noexcept {
    return std::all_of(path.begin(), path.end(), [](char c) { return c == '/' || is_unreserved(c); });
}

std::string_view canonical_uri(std::string_view path, UriForm form, Arena& arena) {
    if (every_uri_form_agrees(path)) {
        if (path.ends_with('/')) return path;
        char* const copy = arena.characters(path.size() + 1);
        char* const end = std::copy(path.begin(), path.end(), copy);
        *end = '/';
        return {copy, path.size() + 1};
    }
    constexpr std::size_t kLongestEscape = 5;  // "%25" and two digits
    const std::string_view text = form == UriForm::raw ? path : decode(path, arena);
    char* const begin = arena.characters(kLongestEscape * text.size() + 1);
    char* end = begin;
    for (const char c : text) end = write_segment_character(end, c, form);
    if (end == begin || end[-1] != '/') *end++ = '/';
    return since(begin, end);
}

std::string_view canonical_query(std::string_view query, Plus plus, Arena& arena) {
    if (query.empty()) return query;
    std::vector<QueryPiece> pieces = read_query_pieces(query, plus, arena);
    std::sort(pieces.begin(), pieces.end());
    return write_query(pieces, query.size(), arena);
}

std::string_view query_as_payload(std::string_view query, Arena& arena) {
    std::vector<QueryPiece> pieces = read_query_pieces(query, Plus::blank, arena);
    std::ranges::stable_sort(pieces, {}, &QueryPiece::name);
    const std::string_view escaped = write_query(pieces, query.size(), arena);
    char* const begin = arena.characters(escaped.size());
    char* end = begin;
    for (std::size_t i = 0; i < escaped.size(); ++i) {
        const bool blank = escaped.substr(i, 3) == "%20";
        *end++ = blank ? '+' : escaped[i];
        if (blank) i += 2;
    }
    return since(begin, end);
}

crypto::Sha256Digest CanonicalRequest::digest() const noexcept {
    crypto::Sha256 hash;
    emit(
        *this, [&](std::string_view text) { hash.update(text); },
        [&](std::string_view name) { return request.header(name); });
    return hash.finish();
}

crypto::Sm3Digest CanonicalRequest::sm3_digest() const {
    std::string text;
    emit(
        *this, [&](std::string_view piece) { text += piece; },
        [&](std::string_view name) { return request.header(name); });
    const WipeOnExit wiped{{reinterpret_cast<std::uint8_t*>(text.data()), text.size()}};
    return crypto::sm3(as_bytes(text));
}

std::string CanonicalRequest::readable() const {
    std::string text;
    emit(
        *this, [&](std::string_view piece) { text += piece; },
        [&](std::string_view name) { return header_may_be_shown(name) ? request.header(name) : "<hidden>"; });
    std::replace(text.begin(), text.end(), '\n', '|');
    return text;
}

}  // namespace tandem::api::huawei
