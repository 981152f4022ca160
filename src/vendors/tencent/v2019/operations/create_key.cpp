#include "tandem/service/actions/key_lifecycle.hpp"

#include "handlers.hpp"
#include "tencent/v2019/views/key_usages.hpp"
#include "tencent/v2019/views/key_view.hpp"
#include "tencent/v2019/views/tags.hpp"
#include "tencent/v2019/wire/regions.hpp"

namespace tandem::api::tencent::v2019 {
namespace {

// CreateKey.Type, which has nothing to do with KeyMetadata.Type.
constexpr std::int64_t kGenerated = 1;
constexpr std::int64_t kExternal = 2;

Result<service::CreateKeyInput> read_input(const ActionCall& action) {
    const Fields& fields = action.fields;
    const std::string_view usage_name = fields.text("KeyUsage");
    const UsageRow* usage = find_usage(usage_name.empty() ? kEncryptDecrypt : usage_name, region_kind(action));
    if (usage == nullptr) return fail(ErrorCode::key_usage_invalid);
    const bool external = fields.integer("Type").value_or(kGenerated) == kExternal;
    if (external && usage->group != UsageGroup::symmetric) return fail(ErrorCode::key_type_invalid);
    TANDEM_TRY(std::vector<store::Tag> tags, read_tags(fields));
    return service::CreateKeyInput{.spec = usage->spec,
                                   .usage = usage->usage,
                                   .origin = external ? keys::KeyOrigin::external : keys::KeyOrigin::generated,
                                   .alias = std::string{fields.text("Alias")},
                                   .description = std::string{fields.text("Description")},
                                   .tags = std::move(tags)};
}

}  // namespace

Result<void> create_key(ActionCall& action) {
    TANDEM_TRY(const service::CreateKeyInput input, read_input(action));
    TANDEM_TRY(const store::Key* key, service::create_key(action.call, input));
    note_key(action, key->id);
    JsonWriter& out = action.out;
    write_key_id(out, "KeyId", key->id);
    out.plain("Alias", alias_of(*key)).integer("CreateTime", to_seconds(key->created));
    out.text("Description", key->settings.description).plain("KeyState", keys::name_of(key->settings.state));
    out.plain("KeyUsage", usage_of(*key));
    write_tagging(out, !input.tags.empty());
    out.plain("HsmClusterId", "");
    return {};
}

}  // namespace tandem::api::tencent::v2019
