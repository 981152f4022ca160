// ShowKmsTags (section 7, Tags).

#include "tandem/api/json_writer.hpp"

#include "huawei/request.hpp"
#include "huawei/views/key_details.hpp"
#include "huawei/wire/key_reference.hpp"

#include <vector>

namespace tandem::api::huawei::show_kms_tags {

namespace {

constexpr DeclaredKey kKeys[] = {{.field = "{key_id}"}};

Result<void> read(Request& request) { return name_own_key(request, kKeys[0], request.path_parameter("key_id")); }

Result<void> run(Request& request) {
    const std::vector<store::Tag>& tags = request.key().settings.attributes->tags;
    JsonWriter json{request.exchange.reply.body};
    json.begin_object();
    write_tags(json, tags);
    json.integer("existTagsNum", static_cast<std::int64_t>(tags.size())).end_object();
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "ShowKmsTags",
    .details = get("/v1.0/{project_id}/kms/{key_id}/tags"),
    .keys = kKeys,
    .steps = steps<read, run>(),
};

}  // namespace tandem::api::huawei::show_kms_tags
