// ListAliases (section 7, Aliases): of one key, or of all.

#include "tandem/api/json_writer.hpp"
#include "tandem/service/actions/aliases.hpp"

#include "alias_view.hpp"
#include "huawei/request.hpp"
#include "huawei/wire/field_rules.hpp"
#include "huawei/wire/key_reference.hpp"
#include "huawei/wire/paging.hpp"

namespace tandem::api::huawei::list_aliases {

namespace {

constexpr FieldRule kFields[] = {{"key_id", FieldType::text, false, &rules::kId}, rules::kLimit, rules::kMarker};
constexpr DeclaredKey kKeys[] = {{.field = "key_id"}};

// The vendor's description has a list of one object here, and so have the released SDKs that are generated from it
// (Java, Python, Go, Node, .NET): Java and Go refuse an object. Programs on the older OpenStack libraries, Terraform's
// provider among them, read the object that the vendor's sample shows. What tells them apart is in the request, not in
// a name: those libraries ask for "application/json" and nothing else in every call, the generated SDKs never do.
bool wants_object(const WireRequest& request) noexcept { return request.header("Accept") == "application/json"; }

Result<void> read(Request& request) {
    if (!request.fields.has("key_id")) return {};
    return name_own_key(request, kKeys[0], request.fields.text("key_id"));
}

void write_page(JsonWriter& json, const Request& request, const Page& page, const service::ListAliasesOutput& found) {
    json.begin_object().begin_array("aliases");
    for (const store::Alias* alias : found.page) write_alias(json, request, *alias);
    json.end_array()
        .begin_object("page_info")
        .unescaped("next_marker", page.next_marker(found.total))
        .integer("current_count", static_cast<std::int64_t>(found.page.size()))
        .end_object()
        .end_object();
}

Result<void> run(Request& request) {
    const Page page = page_of(request.fields);
    const service::ListAliasesOutput found = service::list_aliases(
        request.call(),
        {.key = request.key_count() == 0 ? nullptr : &request.key(), .offset = page.offset, .limit = page.limit});
    const bool in_array = !wants_object(request.exchange.request);
    JsonWriter json{request.exchange.reply.body};
    if (in_array) json.begin_array();
    write_page(json, request, page, found);
    if (in_array) json.end_array();
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "ListAliases",
    .details = get("/v1.0/{project_id}/kms/aliases"),
    .fields = kFields,
    .keys = kKeys,
    .steps = steps<read, run>(),
};

}  // namespace tandem::api::huawei::list_aliases
