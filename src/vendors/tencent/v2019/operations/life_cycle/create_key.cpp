// CreateKey (API 3.0 spec section 8).

#include "tandem/service/actions/key_lifecycle.hpp"

#include "tencent/v2019/operation.hpp"
#include "tencent/v2019/views/key_usages.hpp"
#include "tencent/v2019/views/key_view.hpp"
#include "tencent/v2019/views/tags.hpp"
#include "tencent/v2019/wire/error_overrides.hpp"
#include "tencent/v2019/wire/field_rules.hpp"
#include "tencent/v2019/wire/regions.hpp"

namespace tandem::api::tencent::v2019::create_key {

namespace {

constexpr FieldLimit kUsageChoice{.form = "see ListAlgorithms; empty: ENCRYPT_DECRYPT",
                                  .breach = ErrorCode::key_usage_invalid};
constexpr FieldLimit kTypeChoice{
    .form = "1 generated, 2 imported", .breach = ErrorCode::key_type_invalid, .least = 1, .most = 2};
constexpr FieldRule kFields[] = {
    {"Alias", FieldType::text, kRequired, &kNewAlias},
    {"Description", FieldType::text, kOptional, &kDescription},
    {"KeyUsage", FieldType::text, kOptional, &kUsageChoice},
    {"Type", FieldType::unsigned_integer, kOptional, &kTypeChoice},
    kTags,
    kHsmClusterId,
};
constexpr ErrorOverride kErrors[] = {kHsmError};

// CreateKey.Type, which has nothing to do with KeyMetadata.Type.
constexpr std::int64_t kGenerated = 1;
constexpr std::int64_t kExternal = 2;

Result<service::CreateKeyInput> read(Request& request) {
    const Fields& fields = request.fields;
    const std::string_view usage_name = fields.text("KeyUsage");
    const UsageRow* usage = find_usage(usage_name.empty() ? kEncryptDecrypt : usage_name, region_kind(request));
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

Place place(Request&, const service::CreateKeyInput& input) {
    if (keys::is_rsa(input.spec)) return Place::generator;
    return keys::is_asymmetric(input.spec) ? Place::calculator : Place::worker;
}

Result<void> run(Request& request, const service::CreateKeyInput& input) {
    TANDEM_TRY(const store::Key* key, service::create_key(request.call(), input));
    request.note_key(key->id);
    JsonWriter& out = request.out;
    write_key_id(out, "KeyId", key->id);
    out.unescaped("Alias", alias_of(*key)).integer("CreateTime", to_seconds(key->created));
    out.text("Description", key->settings.description).unescaped("KeyState", keys::name_of(key->settings.state));
    out.unescaped("KeyUsage", usage_of(*key));
    write_tagging(out, !input.tags.empty());
    out.unescaped("HsmClusterId", "");
    return {};
}

}  // namespace

extern constexpr Operation kOperation{.name = "CreateKey",
                                      .fields = kFields,
                                      .errors = kErrors,
                                      .place = Place::worker,
                                      .steps = steps<read, run, place>()};

}  // namespace tandem::api::tencent::v2019::create_key
