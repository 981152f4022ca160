// Making, showing and moving white-box keys. white_box_use.cpp is what they are for.

#include "handlers.hpp"
#include "tencent/v2019/views/tags.hpp"
#include "tencent/v2019/views/white_box_view.hpp"

namespace tandem::api::tencent::v2019 {
namespace {

constexpr std::int64_t kEnabled = 1;  // DescribeWhiteBoxKeyDetails.KeyStatus; 0 is Disabled

using MoveWhiteBoxKeys = Result<void> (*)(const service::Call&, std::span<const store::ObjectId>);

Result<void> move_white_box_key(ActionCall& action, MoveWhiteBoxKeys move) {
    TANDEM_TRY(const store::ObjectId id, read_white_box_key_id(action));
    return move(action.call, {&id, 1});
}

Result<void> move_white_box_keys(ActionCall& action, MoveWhiteBoxKeys move) {
    TANDEM_TRY(const std::vector<store::ObjectId> ids, read_white_box_key_ids(action));
    return move(action.call, ids);
}

using TagFilters = std::vector<service::TagFilter>;

service::ListWhiteBoxKeysInput read_list(const Fields& fields, const TagFilters& tags) {
    service::ListWhiteBoxKeysInput input;
    input.offset = static_cast<std::size_t>(fields.integer("Offset").value_or(0));
    const auto limit = static_cast<std::size_t>(fields.integer("Limit").value_or(0));
    if (limit != 0) input.limit = limit;
    const std::optional<std::int64_t> status = fields.integer("KeyStatus");
    if (!status && tags.empty()) return input;
    input.matches = [status, &tags](const store::WhiteBoxKey& key) {
        const bool enabled = key.state == keys::KeyState::enabled;
        return (!status || enabled == (*status == kEnabled)) && service::matches(key.tags, tags);
    };
    return input;
}

}  // namespace

Result<void> create_white_box_key(ActionCall& action) {
    const Fields& fields = action.fields;
    TANDEM_TRY(std::vector<store::Tag> tags, read_tags(fields));
    const bool is_sm4 = fields.text("Algorithm") == keys::name_of(keys::KeySpec::sm4);
    TANDEM_TRY(const store::WhiteBoxKey* key,
               service::create_white_box_key(action.call, {.name = std::string{fields.text("Alias")},
                                                           .spec = is_sm4 ? keys::KeySpec::sm4 : keys::KeySpec::aes_256,
                                                           .description = std::string{fields.text("Description")},
                                                           .tags = std::move(tags)}));
    TANDEM_TRY(const SecretBytes raw, service::raw_white_box_key(action.call, *key));
    write_encrypt_key(action.out, *key, raw.expose_secret());
    write_decrypt_key(action.out, raw.expose_secret());
    write_white_box_key_id(action.out, key->id);
    write_tagging(action.out, !key->tags.empty());
    return {};
}

Result<void> describe_white_box_key(ActionCall& action) {
    TANDEM_TRY(const store::ObjectId id, read_white_box_key_id(action));
    TANDEM_TRY(const store::WhiteBoxKey* key, service::find_white_box_key(action.call, id));
    TANDEM_TRY(const SecretBytes raw, service::raw_white_box_key(action.call, *key));
    action.out.begin_object("KeyInfo");
    write_white_box_key_info(action, *key, raw.expose_secret());
    action.out.end_object();
    return {};
}

Result<void> describe_white_box_key_details(ActionCall& action) {
    TANDEM_TRY(const TagFilters tags, read_tag_filters(action.fields));
    const service::ListWhiteBoxKeysInput input = read_list(action.fields, tags);
    const service::ListWhiteBoxKeysOutput found = service::list_white_box_keys(action.call, input);
    std::vector<SecretBytes> raw_keys;
    for (const store::WhiteBoxKey* key : found.page) {
        TANDEM_TRY(SecretBytes raw, service::raw_white_box_key(action.call, *key));
        raw_keys.push_back(std::move(raw));
    }
    action.out.begin_array("KeyInfos");
    for (std::size_t i = 0; i < found.page.size(); ++i) {
        action.out.begin_object();
        write_white_box_key_info(action, *found.page[i], raw_keys[i].expose_secret());
        action.out.end_object();
    }
    action.out.end_array().integer("TotalCount", static_cast<std::int64_t>(found.total));
    return {};
}

Result<void> describe_white_box_service_status(ActionCall& action) {
    action.out.boolean("ServiceEnabled", true);
    return {};
}

Result<void> enable_white_box_key(ActionCall& action) {
    return move_white_box_key(action, service::enable_white_box_keys);
}
Result<void> enable_white_box_keys(ActionCall& action) {
    return move_white_box_keys(action, service::enable_white_box_keys);
}
Result<void> disable_white_box_key(ActionCall& action) {
    return move_white_box_key(action, service::disable_white_box_keys);
}
Result<void> disable_white_box_keys(ActionCall& action) {
    return move_white_box_keys(action, service::disable_white_box_keys);
}

Result<void> delete_white_box_key(ActionCall& action) {
    TANDEM_TRY(const store::ObjectId id, read_white_box_key_id(action));
    return service::delete_white_box_key(action.call, id);
}

}  // namespace tandem::api::tencent::v2019
