// Tags of one key, and those of the project (section 7, Tags).

#include "tandem/api/json_writer.hpp"
#include "tandem/service/actions/key_tags.hpp"

#include "handlers.hpp"
#include "huawei/views/key_details.hpp"
#include "huawei/wire/key_reference.hpp"
#include "huawei/wire/tag_reading.hpp"

#include <boost/json.hpp>

namespace tandem::api::huawei {

namespace {

Result<KeyId> read_path_key(OperationCall& call) { return read_key_id(call, call.path_parameter("key_id")); }

}  // namespace

Result<void> create_tag(OperationCall& call) {
    TANDEM_TRY(const KeyId id, read_path_key(call));
    TANDEM_TRY(store::Tag tag, read_tag(call.fields.value("tag")->get_object(), call.arena));
    TANDEM_TRY(const store::Key* key, service::find_key(call.service, id));
    TANDEM_CHECK(service::edit_tags(call.service, *key, {.put = {std::move(tag)}}, kTagLimits));
    return {};
}

Result<void> delete_tag(OperationCall& call) {
    TANDEM_TRY(const KeyId id, read_path_key(call));
    const service::TagFilter named{.key = std::string{call.path_parameter("key")}};
    TANDEM_TRY(const store::Key* key, service::find_key(call.service, id));
    TANDEM_CHECK(service::remove_tags(call.service, *key, std::span{&named, 1}));
    return {};
}

Result<void> change_tags(OperationCall& call) {
    TANDEM_TRY(const KeyId id, read_path_key(call));
    const boost::json::array& list = call.fields.value("tags")->get_array();
    if (call.fields.text("action") == "create") {
        TANDEM_TRY(std::vector<store::Tag> tags, read_tag_list(list, call.arena));
        TANDEM_TRY(const store::Key* key, service::find_key(call.service, id));
        TANDEM_CHECK(service::edit_tags(call.service, *key, {.put = std::move(tags)}, kTagLimits));
        return {};
    }
    TANDEM_TRY(const std::vector<service::TagFilter> removals, read_tag_removals(list, call.arena));
    TANDEM_TRY(const store::Key* key, service::find_key(call.service, id));
    TANDEM_CHECK(service::remove_tags(call.service, *key, removals));
    return {};
}

Result<void> show_tags(OperationCall& call) {
    TANDEM_TRY(const KeyId id, read_path_key(call));
    TANDEM_TRY(const store::Key* key, service::find_key(call.service, id));
    const std::vector<store::Tag>& tags = key->settings.particulars->tags;
    JsonWriter json{call.exchange.reply.body};
    json.begin_object();
    write_tags(json, tags);
    json.integer("existTagsNum", static_cast<std::int64_t>(tags.size())).end_object();
    return {};
}

Result<void> list_project_tags(OperationCall& call) {
    TANDEM_CHECK(service::require_place(call.service, service::Place::calculator));  // looks at every key
    JsonWriter json{call.exchange.reply.body};
    json.begin_object().begin_array("tags");
    for (const auto& [key, values] : service::list_tag_values(call.service)) {
        json.begin_object().text("key", key).begin_array("values");
        for (const std::string& value : values) json.text_element(value);
        json.end_array().end_object();
    }
    json.end_array().end_object();
    return {};
}

}  // namespace tandem::api::huawei
