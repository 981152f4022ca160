#include "json_reader.hpp"

#include "tandem/base/encoding.hpp"

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/value_stack.hpp>

#include <string>

namespace tandem::dialect {

namespace {

namespace json = boost::json;

enum class Refusal : std::uint8_t { none, too_many_members, inexact_number };

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
    bool on_number_part(json::string_view, json::error_code&) { return true; }
    bool on_int64(std::int64_t value, json::string_view, json::error_code&) {
        values_.push_int64(value);
        return true;
    }
    bool on_uint64(std::uint64_t value, json::string_view, json::error_code&) {
        values_.push_uint64(value);
        return true;
    }
    // Fractions, exponents, and integers beyond 64 bits all arrive here.
    bool on_double(double, json::string_view, json::error_code& error) {
        return refuse(Refusal::inexact_number, error);
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

Error malformed(std::string_view what, std::size_t offset) {
    return fail(ErrorCode::request_malformed, {},
                std::string{"JSON: "}.append(what).append(" at byte ").append(std::to_string(offset)));
}

std::string describe(Refusal refusal, const json::error_code& error) {
    switch (refusal) {
        case Refusal::too_many_members:
            return "more than 1000 members";
        case Refusal::inexact_number:
            return "a number that is not a 64-bit integer";
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
    if (error) return malformed(describe(parser.handler().refusal(), error), used);
    if (used != text.size()) return malformed("text behind the document", used);

    json::value value = parser.handler().release();
    if (count_keys(value) != parser.handler().keys()) return malformed("a key that is there twice", used);
    return value;
}

}  // namespace tandem::dialect
