#pragma once
// Keys in answers, with the vendor's exact types: Go refuses a number for a text and a text for a number (section 1).

#include "tandem/api/json_writer.hpp"

#include "huawei/request.hpp"

#include <span>
#include <string>

namespace tandem::api::huawei {

// "1".."5" (section 5.3). A key that another API archived is disabled here.
std::string_view state_digit(keys::KeyState state) noexcept;

// The primary alias as it was written, or "" when this API cannot say it.
std::string shown_alias(const Request& request, const store::Key& key);

// Members of KeyDetails (section 5.1) into an open object. Of a key of request.call()'s tenant.
void write_key_details(JsonWriter& json, const Request& request, const store::Key& key);

void write_key_id(JsonWriter& json, const KeyId& key);

// "tags": [{"key", "value"}].
void write_tags(JsonWriter& json, std::span<const store::Tag> tags);

// Upper-case hexadecimal, without a copy outside the reply.
void write_upper_hex(JsonWriter& json, std::string_view name, ByteView bytes);
void write_base64(JsonWriter& json, std::string_view name, ByteView bytes);

}  // namespace tandem::api::huawei
