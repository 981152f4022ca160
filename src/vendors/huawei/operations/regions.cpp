// Keys in several regions (section 7, Multi-region). The caller's regions are those of his projects.

#include "tandem/service/actions/regions.hpp"

#include "tandem/api/json_writer.hpp"
#include "tandem/api/key_space.hpp"
#include "tandem/base/encoding.hpp"

#include "handlers.hpp"
#include "huawei/views/key_details.hpp"
#include "huawei/wire/field_patterns.hpp"
#include "huawei/wire/key_reference.hpp"
#include "huawei/wire/paging.hpp"
#include "huawei/wire/regions.hpp"
#include "huawei/wire/tag_reading.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace tandem::api::huawei {

namespace {

Result<void> require_separate_regions(const OperationCall& call) {
    if (call.settings.key_spaces == KeySpaces::per_region) return {};
    return fail(ErrorCode::parameter_invalid, {},
                "all regions of this server have the same keys; key_spaces: per_region separates them");
}

// Path and body name the same key; the latter may be silent where its rule says so.
Result<KeyId> read_key(const OperationCall& call) {
    TANDEM_TRY(const KeyId id, read_key_id(call, call.path_parameter("key_id")));
    const std::string_view named = call.fields.text("key_id");
    if (!named.empty() && named != call.path_parameter("key_id"))
        return fail(ErrorCode::parameter_invalid, "key_id", "the path names another key");
    return id;
}

// The region's own project, else the first of its parts.
Result<const store::Project*> read_region(const OperationCall& call, std::string_view field) {
    const auto& projects = call.caller.tenant->facts.projects;
    const std::string_view region = call.fields.text(field);
    auto found = std::ranges::find(projects, region, &store::Project::name);
    if (found == projects.end()) {
        found = std::ranges::find_if(
            projects, [&](const auto& project) { return region_named(project.name, call.settings) == region; });
    }
    if (found == projects.end()) return fail(ErrorCode::region_unsupported, field, "the caller has no project in it");
    return &*found;
}

// The project of that id, which is in the region.
Result<const store::Project*> read_project(const OperationCall& call, std::string_view region_field,
                                           std::string_view id_field) {
    TANDEM_TRY(const store::Project* first, read_region(call, region_field));
    const auto& projects = call.caller.tenant->facts.projects;
    const auto found = std::ranges::find(projects, call.fields.text(id_field), &store::Project::id);
    const bool is_there = found != projects.end() && (&*found == first || region_named(found->name, call.settings) ==
                                                                              call.fields.text(region_field));
    if (!is_there) return fail(ErrorCode::parameter_invalid, id_field, "it is not the project of the region");
    return &*found;
}

Result<const store::Tenant*> open_region_of(const OperationCall& call, const store::Project& project) {
    return open_region(call.service.services, *call.caller.tenant, project.name, call.settings, call.service.place);
}

Result<service::ReplicateKeyInput> read_replica(const OperationCall& call) {
    service::ReplicateKeyInput input;
    input.alias = given_alias(call.fields.text("key_alias"));
    input.description = call.fields.text("key_description");
    const boost::json::value* tags = call.fields.value("tags");
    if (tags == nullptr || tags->get_array().empty()) return input;
    TANDEM_TRY(input.tags, read_tag_list(tags->get_array(), call.arena));
    return input;
}

}  // namespace

Result<void> list_support_regions(OperationCall& call) {
    const Page page = page_of(call.fields, "offset");
    std::vector<std::string_view> regions;
    if (call.settings.key_spaces == KeySpaces::shared) {
        regions.emplace_back(call.caller.region);
    } else {
        for (const store::Project& project : call.caller.tenant->facts.projects) {
            const std::string_view region = region_named(project.name, call.settings);
            if (std::ranges::find(regions, region) == regions.end()) regions.push_back(region);
        }
    }
    JsonWriter json{call.exchange.reply.body};
    json.begin_object().begin_array("regions");
    for (std::size_t i = page.offset; i < regions.size() && i - page.offset < page.limit; ++i)
        json.text_element(regions[i]);
    json.end_array().end_object();
    return {};
}

Result<void> replicate_key(OperationCall& call) {
    TANDEM_CHECK(require_separate_regions(call));
    TANDEM_TRY(const KeyId id, read_key(call));
    TANDEM_TRY(const service::ReplicateKeyInput input, read_replica(call));
    TANDEM_TRY(const store::Project* project, read_project(call, "replica_region", "replica_project_id"));
    TANDEM_TRY(const store::Key* key, service::find_key(call.service, id));
    TANDEM_TRY(const store::Tenant* space, open_region_of(call, *project));
    TANDEM_CHECK(service::replicate_key(call.service, *key, *space, input));
    JsonWriter json{call.exchange.reply.body};
    json.begin_object();
    write_key_id(json, id);
    json.plain("domain_id", call.caller.tenant->facts.domain_id)
        .text("region", region_named(project->name, call.settings))
        .end_object();
    return {};
}

Result<void> update_primary_region(OperationCall& call) {
    TANDEM_CHECK(require_separate_regions(call));
    TANDEM_TRY(const KeyId id, read_key(call));
    TANDEM_TRY(const store::Project* project, read_region(call, "primary_region"));
    TANDEM_TRY(const store::Key* key, service::find_key(call.service, id));
    TANDEM_TRY(const store::Tenant* space, open_region_of(call, *project));
    TANDEM_CHECK(service::move_primary(call.service, *key, *space));
    JsonWriter json{call.exchange.reply.body};
    json.begin_object();
    write_key_id(json, id);
    json.text("primary_region", region_named(project->name, call.settings)).end_object();
    return {};
}

}  // namespace tandem::api::huawei
