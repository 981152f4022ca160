#pragma once
// The one version of the API that there is (section 7, ShowVersions).

#include "tandem/api/json_writer.hpp"

#include "huawei/request.hpp"
#include "huawei/wire/base_url.hpp"

#include <string_view>

namespace tandem::api::huawei {

inline constexpr std::string_view kApiVersion = "v1.0";

// Its members, into an open object.
inline void write_service_version(JsonWriter& json, const WireRequest& request) {
    json.unescaped("id", kApiVersion).begin_array("links");
    json.begin_object().text("href", base_url(request) + "/v1.0/").unescaped("rel", "self").end_object();
    json.end_array()
        .unescaped("version", "")
        .unescaped("min_version", "")
        .unescaped("status", "CURRENT")
        .unescaped("updated", "2016-10-29T02:00:00Z");
}

}  // namespace tandem::api::huawei
