// ReplicateKey (section 7, Multi-region).

#include "tandem/api/json_writer.hpp"
#include "tandem/api/key_space.hpp"
#include "tandem/service/actions/regions.hpp"

#include "huawei/request.hpp"
#include "huawei/views/key_details.hpp"
#include "huawei/wire/field_patterns.hpp"
#include "huawei/wire/field_rules.hpp"
#include "huawei/wire/regions.hpp"
#include "huawei/wire/tag_reading.hpp"
#include "key_regions.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <string>

namespace tandem::api::huawei::replicate_key {

namespace {

constexpr FieldLimit kTags{.breach = ErrorCode::tag_list_malformed, .also = &rules::kTenTags};
constexpr FieldRule kFields[] = {
    rules::kOwnKey,
    {"replica_region", FieldType::text, true, &kRegionName},
    {"key_alias", FieldType::text, true, &rules::kAliasName},
    {"key_description", FieldType::text, false, &rules::kDescription},
    {"replica_project_id", FieldType::text, true},
    {"tags", FieldType::object_list, false, &kTags, &rules::kTagItem},
};
constexpr DeclaredKey kKeys[] = {{.field = "{key_id}"}};

struct Values {
    service::ReplicateKeyInput input;
    std::string project;  // its name
};

Result<service::ReplicateKeyInput> read_replica(const Request& request) {
    service::ReplicateKeyInput input;
    input.alias = given_alias(request.fields.text("key_alias"));
    input.description = request.fields.text("key_description");
    const boost::json::value* tags = request.fields.value("tags");
    if (tags == nullptr || tags->get_array().empty()) return input;
    TANDEM_TRY(input.tags, read_tag_list(tags->get_array(), request.arena));
    return input;
}

// The name of the project of that id, which is in the region.
Result<std::string> read_project(const Request& request) {
    TANDEM_TRY(const store::Project* first, find_project_of_region(request, "replica_region"));
    const auto& projects = request.caller.tenant->facts.projects;
    const auto found = std::ranges::find(projects, request.fields.text("replica_project_id"), &store::Project::id);
    const bool is_there = found != projects.end() && (&*found == first || region_named(found->name, request.settings) ==
                                                                              request.fields.text("replica_region"));
    if (!is_there)
        return fail(ErrorCode::parameter_invalid, "replica_project_id", "it is not the project of the region");
    return found->name;
}

Result<Values> read(Request& request) {
    TANDEM_CHECK(require_separate_regions(request));
    TANDEM_CHECK(name_key_of_path(request, kKeys[0]));
    Values values;
    TANDEM_TRY(values.input, read_replica(request));
    TANDEM_TRY(values.project, read_project(request));
    return values;
}

Result<void> run(Request& request, const Values& values) {
    const KeyId id = request.key().id;
    TANDEM_TRY(const SpaceOfRegion to,
               space_of_region(request.services.store, *request.caller.tenant, values.project, request.settings));
    TANDEM_CHECK(service::replicate_key(request.call(), request.key(), *to.space, values.input));
    JsonWriter json{request.exchange.reply.body};
    json.begin_object();
    write_key_id(json, id);
    json.unescaped("domain_id", request.caller.tenant->facts.domain_id)
        .text("region", region_named(values.project, request.settings))
        .end_object();
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "ReplicateKey",
    .details = post("/v2/{project_id}/kms/keys/{key_id}/replicate"),
    .fields = kFields,
    .keys = kKeys,
    .errors = kRegionErrors,
    .remark =
        "with key_spaces: shared, KMS.0308; no replicas have a key that rotates (KMS.0319) and one of a dedicated "
        "keystore "
        "(KMS.0340); a key with replicas does not rotate",
    .place = Place::worker,
    .steps = steps<read, run>(),
};

}  // namespace tandem::api::huawei::replicate_key
