// UpdatePrimaryRegion (section 7, Multi-region).

#include "tandem/api/json_writer.hpp"
#include "tandem/api/key_space.hpp"
#include "tandem/service/actions/regions.hpp"

#include "huawei/request.hpp"
#include "huawei/views/key_details.hpp"
#include "huawei/wire/field_rules.hpp"
#include "huawei/wire/regions.hpp"
#include "key_regions.hpp"

#include <string>

namespace tandem::api::huawei::update_primary_region {

namespace {

// The path names the key; the body may too.
constexpr FieldRule kFields[] = {{"key_id", FieldType::text, false, &rules::kId},
                                 {"primary_region", FieldType::text, true, &kRegionName}};
constexpr DeclaredKey kKeys[] = {{.field = "{key_id}"}};

struct Values {
    std::string project;  // its name
};

Result<Values> read(Request& request) {
    TANDEM_CHECK(require_separate_regions(request));
    TANDEM_CHECK(name_key_of_path(request, kKeys[0]));
    TANDEM_TRY(const store::Project* project, find_project_of_region(request, "primary_region"));
    return Values{project->name};
}

Result<void> run(Request& request, const Values& values) {
    const KeyId id = request.key().id;
    TANDEM_TRY(const SpaceOfRegion to,
               space_of_region(request.services.store, *request.caller.tenant, values.project, request.settings));
    TANDEM_CHECK(service::move_primary(request.call(), request.key(), *to.space));
    JsonWriter json{request.exchange.reply.body};
    json.begin_object();
    write_key_id(json, id);
    json.text("primary_region", region_named(values.project, request.settings)).end_object();
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "UpdatePrimaryRegion",
    .details = put("/v2/{project_id}/kms/keys/{key_id}/update-primary-region"),
    .fields = kFields,
    .keys = kKeys,
    .errors = kRegionErrors,
    .remark = "with key_spaces: shared, KMS.0308",
    .place = Place::worker,
    .steps = steps<read, run>(),
};

}  // namespace tandem::api::huawei::update_primary_region
