// ShowVersion (section 7, Queries).

#include "tandem/api/interfere.hpp"

#include "huawei/request.hpp"
#include "service_version.hpp"

namespace tandem::api::huawei::show_version {

namespace {

Result<void> run(Request& request) {
    std::string_view version = request.exchange.request.path;
    while (version.starts_with('/')) version.remove_prefix(1);
    while (version.ends_with('/')) version.remove_suffix(1);
    if (version != kApiVersion) return fail(ErrorCode::action_unknown, version);
    TANDEM_CHECK(interfere(request.exchange, nullptr));
    JsonWriter json{request.exchange.reply.body};
    json.begin_object().begin_object("version");
    write_service_version(json, request.exchange.request);
    json.end_object().end_object();
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "ShowVersion", .details = open_to_all(get("/{version_id}")), .steps = steps(run)};

}  // namespace tandem::api::huawei::show_version
