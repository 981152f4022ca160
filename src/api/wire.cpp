#include "tandem/api/wire.hpp"

#include <algorithm>
#include <cstring>

namespace tandem::api {

namespace {

constexpr char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }
bool equal_bytes_ignoring_case(const char* a, const char* b, std::size_t size) noexcept {
    return std::equal(a, a + size, b, [](char x, char y) { return lower(x) == lower(y); });
}

constexpr bool is_blank(char c) noexcept { return c == ' ' || c == '\t'; }

}  // namespace

bool equal_ignoring_case(std::string_view a, std::string_view b) noexcept {
    if (a.size() != b.size()) return false;
    // Eight at a time: most names are spelled alike, and most others differ even with the bit of the case left out. The
    // last eight overlap those before them.
    constexpr std::uint64_t kCaseBits = 0x2020'2020'2020'2020;
    std::uint64_t x = 0;
    std::uint64_t y = 0;
    if (a.size() < sizeof x) return equal_bytes_ignoring_case(a.data(), b.data(), a.size());
    const std::size_t last = a.size() - sizeof x;
    for (std::size_t at = 0;; at = std::min(at + sizeof x, last)) {
        std::memcpy(&x, a.data() + at, sizeof x);
        std::memcpy(&y, b.data() + at, sizeof y);
        if (x != y) {
            if ((x | kCaseBits) != (y | kCaseBits)) return false;
            if (!equal_bytes_ignoring_case(a.data() + at, b.data() + at, sizeof x)) return false;
        }
        if (at == last) return true;
    }
}

std::string_view media_type(std::string_view content_type) noexcept {
    std::string_view type = content_type.substr(0, content_type.find(';'));
    while (!type.empty() && is_blank(type.front())) type.remove_prefix(1);
    while (!type.empty() && is_blank(type.back())) type.remove_suffix(1);
    return type;
}

const HeaderField* WireRequest::find_header(std::string_view name) const noexcept {
    const auto found = std::find_if(headers.begin(), headers.end(), [&](const HeaderField& field) {
        // Most differ in length, which is looked at before anything is called.
        return field.name.size() == name.size() && equal_ignoring_case(field.name, name);
    });
    return found == headers.end() ? nullptr : &*found;
}

std::string_view WireRequest::header(std::string_view name) const noexcept {
    const HeaderField* field = find_header(name);
    return field == nullptr ? std::string_view{} : field->value;
}

void WireReply::clear() noexcept {
    status = 200;
    content_type = "application/json";
    body.clear();
    headers.clear();
    close = false;
    until_close = false;
    paced.reset();
}

void RequestFacts::clear() noexcept {
    request_id_length = 0;
    dialect = {};
    action = {};
    has_tenant = false;
    has_key = false;
    failed = false;
    error = {};
    vendor_code.clear();
    diagnosis.clear();
    access_key_id.clear();
    decoded.clear();
    fault.clear();
    explanation.reset();
}

}  // namespace tandem::api
