#include "tandem/api/json_reader.hpp"

#include "tandem/api/field_hints.hpp"
#include "tandem/base/encoding.hpp"

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/value_stack.hpp>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <limits>
#include <optional>
#include <string>

namespace tandem::api {

namespace {

namespace json = boost::json;

enum class Refusal : std::uint8_t { none, too_many_members };

struct WholeNumber {
    bool is_negative;
    std::uint64_t magnitude;
};

// Value of a number's text when it is whole, to the last digit: a double would take 1e-400 and 1.00000000000000000001
// for whole ones. Nothing beyond 64 bits.
std::optional<WholeNumber> whole_number(std::string_view text) {
    constexpr std::size_t kMostDigits = 20;
    WholeNumber number{text.starts_with('-'), 0};
    if (number.is_negative) text.remove_prefix(1);
    const std::size_t e = std::min(text.find_first_of("eE"), text.size());
    std::string digits{text.substr(0, e)};
    std::int64_t scale = 0;  // a power of ten
    if (e < text.size()) {
        const std::string_view exponent = text.substr(e + (text.substr(e + 1).starts_with('+') ? 2 : 1));
        // Behind the point of so many digits that a body can hold.
        if (std::from_chars(exponent.data(), exponent.data() + exponent.size(), scale).ec != std::errc{} ||
            std::abs(scale) > std::numeric_limits<std::int32_t>::max())
            return std::nullopt;
    }
    if (const std::size_t point = digits.find('.'); point != std::string::npos) {
        scale -= static_cast<std::int64_t>(digits.size() - point - 1);
        digits.erase(point, 1);
    }
    const std::size_t significant = digits.find_last_not_of('0') + 1;  // 0: there is none but zeros
    scale += static_cast<std::int64_t>(digits.size() - significant);
    digits.resize(significant);
    digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size()));
    if (digits.empty()) return number;
    if (scale < 0 || digits.size() + static_cast<std::uint64_t>(scale) > kMostDigits) return std::nullopt;
    digits.append(static_cast<std::size_t>(scale), '0');
    const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), number.magnitude);
    return parsed.ec == std::errc{} ? std::optional{number} : std::nullopt;
}

// Builds the value in the arena while it counts what the limits are about.
class Builder {
  public:
    static constexpr std::size_t max_object_size = kMaxJsonMembers;
    static constexpr std::size_t max_array_size = kMaxJsonMembers;
    static constexpr std::size_t max_key_size = SIZE_MAX;
    static constexpr std::size_t max_string_size = SIZE_MAX;

    explicit Builder(Arena& arena) : values_(&arena) { values_.reset(&arena); }

    [[nodiscard]] Refusal refusal() const noexcept { return refusal_; }
    [[nodiscard]] std::size_t keys() const noexcept { return keys_; }
    [[nodiscard]] json::value release() { return values_.release(); }

    bool on_document_begin(json::error_code&) { return true; }
    bool on_document_end(json::error_code&) { return true; }
    bool on_object_begin(json::error_code&) { return true; }
    bool on_object_end(std::size_t size, json::error_code&) {
        values_.push_object(size);
        return true;
    }
    bool on_array_begin(json::error_code&) { return true; }
    bool on_array_end(std::size_t size, json::error_code& error) {
        values_.push_array(size);
        members_ += size;
        return within_limit(error);
    }
    bool on_key_part(json::string_view part, std::size_t, json::error_code&) {
        values_.push_chars(part);
        return true;
    }
    bool on_key(json::string_view part, std::size_t, json::error_code& error) {
        values_.push_key(part);
        ++keys_;
        ++members_;
        return within_limit(error);
    }
    bool on_string_part(json::string_view part, std::size_t, json::error_code&) {
        values_.push_chars(part);
        return true;
    }
    bool on_string(json::string_view part, std::size_t, json::error_code&) {
        values_.push_string(part);
        return true;
    }
    bool on_number_part(json::string_view part, json::error_code&) {
        number_ += part;
        return true;
    }
    bool on_int64(std::int64_t value, json::string_view, json::error_code&) {
        number_.clear();
        values_.push_int64(value);
        return true;
    }
    bool on_uint64(std::uint64_t value, json::string_view, json::error_code&) {
        number_.clear();
        values_.push_uint64(value);
        return true;
    }
    // Fractions, exponents, and integers beyond 64 bits all arrive here.
    bool on_double(double value, json::string_view part, json::error_code&) {
        number_ += part;
        const auto whole = whole_number(number_);
        number_.clear();
        constexpr std::uint64_t kGreatest = std::numeric_limits<std::int64_t>::max();
        if (whole && !whole->is_negative && whole->magnitude > kGreatest) {
            values_.push_uint64(whole->magnitude);
        } else if (whole && whole->magnitude <= kGreatest + (whole->is_negative ? 1 : 0)) {
            const auto magnitude = static_cast<std::int64_t>(whole->magnitude);  // of the least one: itself
            values_.push_int64(whole->is_negative && whole->magnitude <= kGreatest ? -magnitude : magnitude);
        } else {
            values_.push_double(value);
        }
        return true;
    }
    bool on_bool(bool value, json::error_code&) {
        values_.push_bool(value);
        return true;
    }
    bool on_null(json::error_code&) {
        values_.push_null();
        return true;
    }
    bool on_comment_part(json::string_view, json::error_code&) { return true; }
    bool on_comment(json::string_view, json::error_code&) { return true; }

  private:
    bool within_limit(json::error_code& error) {
        return members_ <= kMaxJsonMembers || refuse(Refusal::too_many_members, error);
    }
    bool refuse(Refusal refusal, json::error_code& error) {
        refusal_ = refusal;
        error = json::error::syntax;
        return false;
    }

    json::value_stack values_;
    std::string number_;  // the parts of one
    std::size_t keys_ = 0;
    std::size_t members_ = 0;  // of objects and arrays
    Refusal refusal_ = Refusal::none;
};

// Boost.JSON keeps the last of equal keys, so a document with a repeated key holds fewer members than it had keys.
std::size_t count_keys(const json::value& value) {
    std::size_t count = 0;
    if (const json::object* object = value.if_object()) {
        count = object->size();
        for (const auto& member : *object) count += count_keys(member.value());
    } else if (const json::array* array = value.if_array()) {
        for (const json::value& element : *array) count += count_keys(element);
    }
    return count;
}

Error malformed_json(std::string_view what, std::size_t offset) {
    return fail(ErrorCode::request_malformed, {},
                std::string{"JSON: "}.append(what).append(" at byte ").append(std::to_string(offset)));
}

std::string describe_refusal(Refusal refusal, const json::error_code& error) {
    switch (refusal) {
        case Refusal::too_many_members:
            return "more than 1000 members";
        case Refusal::none:
            break;
    }
    return error.message();
}

}  // namespace

Result<json::value> read_json(std::string_view text, Arena& arena) {
    json::parse_options options;
    options.max_depth = kMaxJsonDepth;
    json::basic_parser<Builder> parser{options, arena};

    json::error_code error;
    const std::size_t used = parser.write_some(false, text.data(), text.size(), error);
    if (const auto hint = error ? body_hint(text) : std::string_view{}; !hint.empty()) return malformed_json(hint, 0);
    if (error) return malformed_json(describe_refusal(parser.handler().refusal(), error), used);
    if (used != text.size()) return malformed_json("text behind the document", used);

    json::value value = parser.handler().release();
    if (count_keys(value) != parser.handler().keys()) return malformed_json("a key that is there twice", used);
    return value;
}

}  // namespace tandem::api
