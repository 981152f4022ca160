// DownloadAccessPointPrivateKey (section 7, Confidential computing). No document tells the form of the key: base64 of
// DER PKCS#8, as of data key pairs.

#include "tandem/api/json_writer.hpp"

#include "access_point.hpp"
#include "huawei/confidential_computing/access_points.hpp"
#include "huawei/request.hpp"
#include "huawei/views/key_details.hpp"

namespace tandem::api::huawei::download_access_point_private_key {

namespace {

Result<void> run(Request& request, const store::ObjectId& id) {
    TANDEM_TRY(const AccessPoint* point, confidential_computing::find_access_point(request.call(), id));
    TANDEM_TRY(const SecretBytes key, confidential_computing::private_key_of(request.call(), *point));
    JsonWriter json{request.exchange.reply.body};
    json.begin_object().unescaped("access_point_id", id.text());
    write_base64(json, "private_key", key.expose_secret());
    json.end_object();
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "DownloadAccessPointPrivateKey",
    .details = post("/v1.0/{project_id}/kms/access-points/{access_point_id}/get-privatekey"),
    .remark = "an EC P-256 key in base64 of DER PKCS#8: no document tells the algorithm or the form",
    .steps = steps<read_access_point_id, run>(),
};

}  // namespace tandem::api::huawei::download_access_point_private_key
