#pragma once
// Appends JSON to a reply. Only what replies need: objects, arrays, strings, integers, booleans.

#include <cstdint>
#include <string>
#include <string_view>

namespace tandem::api {

class JsonWriter {
  public:
    explicit JsonWriter(std::string& out) noexcept : out_(out) {}

    JsonWriter& begin_object();                       // as a value: of the document or in an array
    JsonWriter& begin_object(std::string_view name);  // as a member
    JsonWriter& end_object();
    JsonWriter& begin_array();
    JsonWriter& begin_array(std::string_view name);
    JsonWriter& end_array();

    JsonWriter& text(std::string_view name, std::string_view value);  // escaped
    JsonWriter& unescaped(std::string_view name,
                          std::string_view value);  // known to need no escape: base64, ids, digits
    JsonWriter& integer(std::string_view name, std::int64_t value);
    JsonWriter& boolean(std::string_view name, bool value);
    JsonWriter& text_element(std::string_view value);
    // Opens a member of `length` characters that need no escape; the caller fills them.
    char* fill(std::string_view name, std::size_t length);

  private:
    void member(std::string_view name);
    void separate();
    std::string& out_;
    bool first_ = true;
};

void append_json_escaped(std::string& out, std::string_view text);

}  // namespace tandem::api
