#include "tandem/api/interfere.hpp"
#include "tandem/api/json_writer.hpp"

#include "handlers.hpp"
#include "huawei/wire/base_url.hpp"

namespace tandem::api::huawei {

namespace {

constexpr std::string_view kApiVersion = "v1.0";

// The members of the one version there is, into an open object (section 7, ShowVersions).
void write_version(JsonWriter& json, const WireRequest& request) {
    json.plain("id", kApiVersion).begin_array("links");
    json.begin_object().text("href", base_url(request) + "/v1.0/").plain("rel", "self").end_object();
    json.end_array()
        .plain("version", "")
        .plain("min_version", "")
        .plain("status", "CURRENT")
        .plain("updated", "2016-10-29T02:00:00Z");
}

}  // namespace

Result<void> show_versions(OpenCall& call) {
    TANDEM_CHECK(interfere(call.exchange, nullptr));
    JsonWriter json{call.exchange.reply.body};
    json.begin_object().begin_array("versions").begin_object();
    write_version(json, call.exchange.request);
    json.end_object().end_array().end_object();
    return {};
}

Result<void> show_version(OpenCall& call) {
    std::string_view version = call.exchange.request.path;
    while (version.starts_with('/')) version.remove_prefix(1);
    while (version.ends_with('/')) version.remove_suffix(1);
    if (version != kApiVersion) return fail(ErrorCode::action_unknown, version);
    TANDEM_CHECK(interfere(call.exchange, nullptr));
    JsonWriter json{call.exchange.reply.body};
    json.begin_object().begin_object("version");
    write_version(json, call.exchange.request);
    json.end_object().end_object();
    return {};
}

}  // namespace tandem::api::huawei
