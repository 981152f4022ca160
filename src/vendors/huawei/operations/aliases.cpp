#include "tandem/service/actions/aliases.hpp"

#include "tandem/api/json_writer.hpp"

#include "handlers.hpp"
#include "huawei/views/key_details.hpp"
#include "huawei/wire/field_patterns.hpp"
#include "huawei/wire/key_reference.hpp"
#include "huawei/wire/paging.hpp"
#include "huawei/wire/timestamps.hpp"

namespace tandem::api::huawei {

namespace {

void write_alias(JsonWriter& json, const OperationCall& call, const store::Alias& alias) {
    const std::string& domain = call.caller.tenant->facts.domain_id;
    json.begin_object().plain("domain_id", domain);
    write_key_id(json, alias.key);
    json.text("alias", written_alias(alias.name, alias.prefixed()))
        .text("alias_urn", "kms:" + std::string{call.caller.region} + ":" + domain + ":alias:" + alias.name)
        .plain("create_time", iso_seconds(alias.created))
        .plain("update_time", iso_seconds(alias.updated))
        .end_object();
}

// The vendor's description has a list of one object here, and so have the released SDKs that are generated from it
// (Java, Python, Go, Node, .NET): Java and Go refuse an object. Programs on the older OpenStack libraries, Terraform's
// provider among them, read the object that the vendor's sample shows. What tells them apart is in the request, not in
// a name: those libraries ask for "application/json" and nothing else in every call, the generated SDKs never do.
bool wants_object(const WireRequest& request) noexcept { return request.header("Accept") == "application/json"; }

}  // namespace

Result<void> create_alias(OperationCall& call) {
    TANDEM_TRY(const store::Key* key, find_named_key(call, "key_id"));
    TANDEM_TRY(const store::Alias alias,
               service::create_alias(call.service, *key, given_alias(call.fields.text("alias"))));
    JsonWriter json{call.exchange.reply.body};
    write_alias(json, call, alias);
    return {};
}

Result<void> associate_alias(OperationCall& call) {
    TANDEM_TRY(const store::Key* target, find_named_key(call, "target_key_id"));
    TANDEM_TRY(const store::Alias alias,
               service::associate_alias(call.service, given_alias(call.fields.text("alias")).name, *target));
    JsonWriter json{call.exchange.reply.body};
    write_alias(json, call, alias);
    return {};
}

Result<void> delete_alias(OperationCall& call) {
    TANDEM_TRY(const store::Key* key, find_named_key(call, "key_id"));
    std::vector<std::string> names;
    for (const std::string_view given : call.fields.list("aliases")) names.emplace_back(bare_alias(given));
    return service::delete_aliases(call.service, *key, names);
}

Result<void> list_aliases(OperationCall& call) {
    service::ListAliasesInput input;
    if (call.fields.has("key_id")) {
        TANDEM_TRY(input.key, find_named_key(call, "key_id"));
    }
    const Page page = page_of(call.fields);
    input.offset = page.offset;
    input.limit = page.limit;
    const service::ListAliasesOutput found = service::list_aliases(call.service, input);

    const bool array = !wants_object(call.exchange.request);
    JsonWriter json{call.exchange.reply.body};
    if (array) json.begin_array();
    json.begin_object().begin_array("aliases");
    for (const store::Alias* alias : found.page) write_alias(json, call, *alias);
    json.end_array()
        .begin_object("page_info")
        .plain("next_marker", page.next_marker(found.total))
        .integer("current_count", static_cast<std::int64_t>(found.page.size()))
        .end_object()
        .end_object();
    if (array) json.end_array();
    return {};
}

}  // namespace tandem::api::huawei
