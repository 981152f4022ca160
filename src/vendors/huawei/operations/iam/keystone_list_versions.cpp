// KeystoneListVersions, IAM's GET / (Querying the Version Information of Keystone APIs), where clients that were given
// no version begin (section 3.4).

#include "tandem/api/interfere.hpp"
#include "tandem/api/json_writer.hpp"

#include "huawei/iam/identity_version.hpp"
#include "huawei/request.hpp"

namespace tandem::api::huawei::keystone_list_versions {

namespace {

Result<void> run(Request& request) {
    TANDEM_CHECK(interfere(request.exchange, nullptr));
    JsonWriter json{request.exchange.reply.body};
    json.begin_object().begin_object("versions").begin_array("values").begin_object();
    iam::write_identity_version(json, request.exchange.request);
    json.end_object().end_array().end_object().end_object();
    return {};
}

// Beside the path of another API, told apart by the host.
constexpr Details kDetails{.method = "GET",
                           .path = "/",
                           .success_status = 300,
                           .family = Family::iam,
                           .needs_caller = false,
                           .host_prefix = "iam."};

}  // namespace

extern constexpr Operation kOperation{
    .name = "KeystoneListVersions",
    .details = kDetails,
    .remark = "where the host is called iam.*",
    .steps = steps(run),
};

}  // namespace tandem::api::huawei::keystone_list_versions
