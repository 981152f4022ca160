// KeystoneShowVersion (section 3.4).

#include "tandem/api/interfere.hpp"
#include "tandem/api/json_writer.hpp"

#include "huawei/iam/identity_version.hpp"
#include "huawei/request.hpp"

namespace tandem::api::huawei::keystone_show_version {

namespace {

Result<void> run(Request& request) {
    TANDEM_CHECK(interfere(request.exchange, nullptr));
    JsonWriter json{request.exchange.reply.body};
    json.begin_object().begin_object("version");
    iam::write_identity_version(json, request.exchange.request);
    json.end_object().end_object();
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "KeystoneShowVersion", .details = of_iam(open_to_all(get("/v3"))), .steps = steps(run)};

}  // namespace tandem::api::huawei::keystone_show_version
