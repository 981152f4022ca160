#include "alias_view.hpp"

#include "huawei/views/key_details.hpp"
#include "huawei/wire/field_patterns.hpp"
#include "huawei/wire/timestamps.hpp"

#include <string>

namespace tandem::api::huawei {

void write_alias(JsonWriter& json, const Request& request, const store::Alias& alias) {
    const std::string& domain = request.caller.tenant->facts.domain_id;
    json.begin_object().unescaped("domain_id", domain);
    write_key_id(json, alias.key);
    json.text("alias", written_alias(alias.name, alias.prefixed()))
        .text("alias_urn", "kms:" + std::string{request.caller.region} + ":" + domain + ":alias:" + alias.name)
        .unescaped("create_time", iso_seconds(alias.created))
        .unescaped("update_time", iso_seconds(alias.updated))
        .end_object();
}

}  // namespace tandem::api::huawei
