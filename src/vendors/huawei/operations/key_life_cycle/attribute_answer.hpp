#pragma once
// How a changed attribute of a key is answered.

#include "tandem/api/json_writer.hpp"

#include "huawei/request.hpp"
#include "huawei/views/key_details.hpp"

#include <string_view>

namespace tandem::api::huawei {

inline void write_attribute(const Request& request, const KeyId& key, std::string_view name, std::string_view value) {
    JsonWriter json{request.exchange.reply.body};
    json.begin_object().begin_object("key_info");
    write_key_id(json, key);
    json.text(name, value).end_object().end_object();
}

}  // namespace tandem::api::huawei
