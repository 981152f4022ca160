#include "tandem/api/json_writer.hpp"

#include "tandem/base/secret.hpp"

#include <array>
#include <charconv>

namespace tandem::api {

namespace {

// Grows without leaving a copy of what may be plaintext in freed memory.
void grow_wiped(std::string& out, std::size_t capacity) {
    std::string larger;
    larger.reserve(capacity);
    larger.append(out);
    wipe(out.data(), out.size());
    out = std::move(larger);
}

}  // namespace

void append_json_escaped(std::string& out, std::string_view text) {
    std::size_t begin = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\') continue;
        out.append(text, begin, i - begin);
        begin = i + 1;
        switch (c) {
            case '"':
                out += "\\\"";
                break;
            case '\\':
                out += "\\\\";
                break;
            case '\n':
                out += "\\n";
                break;
            case '\r':
                out += "\\r";
                break;
            case '\t':
                out += "\\t";
                break;
            default: {
                constexpr std::string_view kDigits = "0123456789abcdef";
                out += "\\u00";
                out += kDigits[static_cast<unsigned char>(c) >> 4];
                out += kDigits[static_cast<unsigned char>(c) & 0x0f];
            }
        }
    }
    out.append(text, begin, text.size() - begin);
}

void JsonWriter::separate() {
    if (!first_) out_ += ',';
    first_ = false;
}

void JsonWriter::member(std::string_view name) {
    separate();
    out_ += '"';
    out_ += name;
    out_ += "\":";
}

JsonWriter& JsonWriter::begin_object() {
    separate();
    out_ += '{';
    first_ = true;
    return *this;
}

JsonWriter& JsonWriter::begin_object(std::string_view name) {
    member(name);
    out_ += '{';
    first_ = true;
    return *this;
}

JsonWriter& JsonWriter::end_object() {
    out_ += '}';
    first_ = false;
    return *this;
}

JsonWriter& JsonWriter::begin_array() {
    separate();
    out_ += '[';
    first_ = true;
    return *this;
}

JsonWriter& JsonWriter::begin_array(std::string_view name) {
    member(name);
    out_ += '[';
    first_ = true;
    return *this;
}

JsonWriter& JsonWriter::end_array() {
    out_ += ']';
    first_ = false;
    return *this;
}

JsonWriter& JsonWriter::text(std::string_view name, std::string_view value) {
    member(name);
    out_ += '"';
    append_json_escaped(out_, value);
    out_ += '"';
    return *this;
}

JsonWriter& JsonWriter::unescaped(std::string_view name, std::string_view value) {
    member(name);
    out_ += '"';
    out_ += value;
    out_ += '"';
    return *this;
}

JsonWriter& JsonWriter::integer(std::string_view name, std::int64_t value) {
    member(name);
    std::array<char, 20> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    out_.append(digits.data(), end);
    return *this;
}

JsonWriter& JsonWriter::boolean(std::string_view name, bool value) {
    member(name);
    out_ += value ? "true" : "false";
    return *this;
}

JsonWriter& JsonWriter::text_element(std::string_view value) {
    separate();
    out_ += '"';
    append_json_escaped(out_, value);
    out_ += '"';
    return *this;
}

char* JsonWriter::fill(std::string_view name, std::size_t length) {
    constexpr std::size_t kRoomBehind = 512;  // for the members that follow, so that they do not move this one
    const std::size_t needed = out_.size() + name.size() + length + kRoomBehind;
    if (out_.capacity() < needed) grow_wiped(out_, needed);
    member(name);
    out_ += '"';
    const std::size_t begin = out_.size();
    out_.append(length, ' ');
    out_ += '"';
    return out_.data() + begin;
}

}  // namespace tandem::api
