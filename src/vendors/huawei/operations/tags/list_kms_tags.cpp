// ListKmsTags, those of the project (section 7, Tags).

#include "tandem/api/json_writer.hpp"
#include "tandem/service/actions/key_tags.hpp"

#include "huawei/request.hpp"

#include <string>

namespace tandem::api::huawei::list_kms_tags {

namespace {

// Looks at every key.
Result<void> run(Request& request) {
    JsonWriter json{request.exchange.reply.body};
    json.begin_object().begin_array("tags");
    for (const auto& [key, values] : service::list_tag_values(request.call())) {
        json.begin_object().text("key", key).begin_array("values");
        for (const std::string& value : values) json.text_element(value);
        json.end_array().end_object();
    }
    json.end_array().end_object();
    return {};
}

}  // namespace

extern constexpr Operation kOperation{.name = "ListKmsTags",
                                      .details = get("/v1.0/{project_id}/kms/tags"),
                                      .place = Place::calculator,
                                      .steps = steps(run)};

}  // namespace tandem::api::huawei::list_kms_tags
