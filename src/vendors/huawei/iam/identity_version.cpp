#include "identity_version.hpp"

#include "huawei/wire/base_url.hpp"

namespace tandem::api::huawei::iam {

void write_identity_version(JsonWriter& json, const WireRequest& request) {
    json.unescaped("id", "v3.6")
        .unescaped("status", "stable")
        .unescaped("updated", "2016-04-04T00:00:00Z")
        .begin_array("links");
    json.begin_object().unescaped("rel", "self").text("href", base_url(request) + "/v3/").end_object();
    json.end_array().begin_array("media-types").begin_object();
    json.unescaped("base", "application/json")
        .unescaped("type", "application/vnd.openstack.identity-v3+json")
        .end_object();
    json.end_array();
}

}  // namespace tandem::api::huawei::iam
