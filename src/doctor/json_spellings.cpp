#include "json_spellings.hpp"

#include "tandem/api/json_reader.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <array>
#include <string>

namespace tandem::api::doctor {

namespace {

namespace json = boost::json;

struct Style {
    std::string_view how;
    std::string_view between_members;
    std::string_view between_name_and_value;
    bool ascii = false;             // \uXXXX for what is not ASCII
    bool sorted = false;            // members by name
    std::string_view as_unicode{};  // these characters as \u00XX
    bool escaped_slash = false;     // "\/"
    std::size_t indent = 0;         // blanks a level, on lines of their own
};

constexpr std::array<Style, 13> kJsonStyles = {{
    {"without blanks, as JavaScript writes it", ",", ":"},
    {"with blanks behind commas and colons, as Python writes it", ", ", ": ", true},
    {"with blanks behind commas and colons", ", ", ": "},
    {"without blanks and in ASCII", ",", ":", true},
    {"without blanks and sorted by name", ",", ":", false, true},
    {"sorted by name, as Python's sort_keys writes it", ", ", ": ", true, true},
    {"with escaped slashes, as PHP writes it", ",", ":", true, false, "", true},
    {"with <, > and & escaped, as Go writes it", ",", ":", false, false, "<>&"},
    {"sorted by name with <, > and & escaped, as Go writes a map", ",", ":", false, true, "<>&"},
    {"with =, <, >, & and ' escaped, as Gson writes it", ",", ":", false, false, "<>&='"},
    {"with a blank behind colons alone", ",", ": "},
    {"indented by two", ",", ": ", false, false, "", false, 2},
    {"indented by four", ",", ": ", false, false, "", false, 4},
}};

class Writer {
  public:
    Writer(std::string& to, const Style& style) : to_(to), style_(style) {}

    void value(const json::value& from) {
        if (const json::object* object = from.if_object()) {
            members(*object);
        } else if (const json::array* array = from.if_array()) {
            elements(*array);
        } else if (const json::string* text = from.if_string()) {
            string({text->data(), text->size()});
        } else {
            to_ += json::serialize(from);
        }
    }

  private:
    void members(const json::object& object) {
        std::vector<const json::key_value_pair*> order;
        for (const json::key_value_pair& member : object) order.push_back(&member);
        if (style_.sorted) std::ranges::sort(order, {}, [](const auto* member) { return member->key(); });
        open('{');
        for (const json::key_value_pair* member : order) {
            next(member == order.front());
            string(member->key());
            to_ += style_.between_name_and_value;
            value(member->value());
        }
        close('}', object.empty());
    }
    void elements(const json::array& array) {
        open('[');
        for (const json::value& element : array) {
            next(&element == &array.front());
            value(element);
        }
        close(']', array.empty());
    }
    void open(char bracket) {
        to_ += bracket;
        ++depth_;
    }
    void close(char bracket, bool empty) {
        --depth_;
        if (!empty) line();
        to_ += bracket;
    }
    void next(bool first) {
        if (!first) to_ += style_.indent != 0 ? std::string_view{","} : style_.between_members;
        line();
    }
    void line() {
        if (style_.indent != 0) to_.append("\n").append(style_.indent * depth_, ' ');
    }

    void unicode(unsigned unit) {
        constexpr std::string_view kDigits = "0123456789abcdef";
        to_ += "\\u";
        for (int shift = 12; shift >= 0; shift -= 4) to_ += kDigits[(unit >> shift) & 0xf];
    }
    void plain(char c) {
        constexpr std::string_view kNamed = "\"\\\b\f\n\r\t";
        constexpr std::string_view kNames = "\"\\bfnrt";
        const std::size_t named = kNamed.find(c);
        if (named != std::string_view::npos) {
            to_ += '\\';
            to_ += kNames[named];
        } else if (static_cast<unsigned char>(c) < 0x20 || style_.as_unicode.find(c) != std::string_view::npos) {
            unicode(static_cast<unsigned char>(c));
        } else {
            if (c == '/' && style_.escaped_slash) to_ += '\\';
            to_ += c;
        }
    }
    // The text is valid UTF-8: the reader has seen to it.
    void string(std::string_view text) {
        to_ += '"';
        for (std::size_t i = 0; i < text.size(); ++i) {
            const auto lead = static_cast<unsigned char>(text[i]);
            if (lead < 0x80 || !style_.ascii) {
                plain(text[i]);
                continue;
            }
            const std::size_t more = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1;
            unsigned point = lead & (0x3fU >> more);
            for (std::size_t k = 0; k < more; ++k) point = point << 6 | (static_cast<unsigned char>(text[++i]) & 0x3fU);
            if (point < 0x10000) {
                unicode(point);
            } else {
                unicode(0xd800 + ((point - 0x10000) >> 10));
                unicode(0xdc00 + ((point - 0x10000) & 0x3ff));
            }
        }
        to_ += '"';
    }

    std::string& to_;
    const Style& style_;
    std::size_t depth_ = 0;
};

}  // namespace

std::vector<JsonSpelling> json_spellings(std::string_view body) {
    constexpr std::size_t kLongestBody = 64 * 1024;
    constexpr std::size_t kMostGrowth = 6;  // "<" becomes "\u003c"
    if (body.empty() || body.size() > kLongestBody) return {};
    Arena arena;
    const Result<json::value> document = read_json(body, arena);
    if (document.has_error() || !document->is_object()) return {};
    std::vector<JsonSpelling> spellings;
    for (const Style& style : kJsonStyles) {
        std::string text;
        text.reserve(kMostGrowth * body.size() + 64);
        Writer{text, style}.value(*document);
        spellings.push_back({PrivateText::from(std::move(text)), style.how});
    }
    return spellings;
}

}  // namespace tandem::api::doctor
