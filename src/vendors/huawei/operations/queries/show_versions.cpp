// ShowVersions (section 7, Queries).

#include "tandem/api/interfere.hpp"

#include "huawei/request.hpp"
#include "service_version.hpp"

namespace tandem::api::huawei::show_versions {

namespace {

Result<void> run(Request& request) {
    TANDEM_CHECK(interfere(request.exchange, nullptr));
    JsonWriter json{request.exchange.reply.body};
    json.begin_object().begin_array("versions").begin_object();
    write_service_version(json, request.exchange.request);
    json.end_object().end_array().end_object();
    return {};
}

}  // namespace

extern constexpr Operation kOperation{.name = "ShowVersions", .details = open_to_all(get("/")), .steps = steps(run)};

}  // namespace tandem::api::huawei::show_versions
