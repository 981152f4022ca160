// DescribeResourceTagsByResourceIds, of the tag service.

#include "tandem/base/encoding.hpp"
#include "tandem/crypto/md5.hpp"
#include "tandem/service/actions/white_box_keys.hpp"

#include "resource.hpp"
#include "tencent/v2019/operation.hpp"
#include "tencent/v2019/views/key_view.hpp"
#include "tencent/v2019/wire/errors.hpp"
#include "tencent/v2019/wire/field_rules.hpp"

#include <algorithm>

namespace tandem::api::tencent::v2019::describe_resource_tags_by_resource_ids {

namespace {

constexpr FieldLimit kIds{.form = "at most 50", .breach = ErrorCode::key_id_malformed, .most = 50};
constexpr std::string_view kCategories[] = {"Custom", "System", "All"};
constexpr FieldLimit kCategory{.form = "Custom, System, All; keys have no System tags", .choices = kCategories};
constexpr FieldRule kFields[] = {{"ServiceType", FieldType::text, kRequired},
                                 {"ResourcePrefix", FieldType::text, kRequired},
                                 {"ResourceIds", FieldType::text_list, kRequired, &kIds},
                                 {"ResourceRegion", FieldType::text},
                                 kOffset,
                                 kLimit,
                                 {"Category", FieldType::text, kOptional, &kCategory}};
constexpr DeclaredKey kKeys[] = {{.field = "ResourceIds", .may_be_absent = true}};
constexpr ErrorOverride kErrors[] = {
    instead(ErrorCode::action_not_emulated, "InvalidParameterValue.ServiceTypeInvalid", "The ServiceType is not kms."),
    instead(ErrorCode::parameter_invalid, "InvalidParameterValue.ResourcePrefixInvalid",
            "The ResourcePrefix is not key."),
    instead(ErrorCode::key_id_malformed, "InvalidParameterValue.ResourceIdInvalid", "The ResourceIds are not valid."),
    instead(ErrorCode::region_unsupported, "InvalidParameterValue.RegionInvalid", "The region is not valid."),
};
constexpr std::int64_t kDefaultResources = 15;
constexpr std::string_view kSystemTags = "System";  // of which keys have none

// Each is named as a key.
struct Asked {
    std::string_view resource_id;
    store::ObjectId id;  // of the white-box key, if no key has it
};
struct Attached {
    std::string_view resource_id;  // as it was asked for
    const store::Tag* tag;
};

std::string_view region_of_resources(const Fields& fields) { return fields.text("ResourceRegion"); }

// Without those that can be nobody's.
Result<std::vector<Asked>> read(Request& request) {
    const Fields& fields = request.fields;
    if (fields.text("ServiceType") != kTaggedService)
        return fail(ErrorCode::action_not_emulated, fields.text("ServiceType"));
    if (fields.text("ResourcePrefix") != kTaggedPrefix) return fail(ErrorCode::parameter_invalid, "ResourcePrefix");
    std::vector<Asked> asked;
    if (fields.text("Category") == kSystemTags) return asked;
    for (const std::string_view resource_id : fields.list("ResourceIds")) {
        const std::string_view id = id_in(resource_id, request.space->tenant().facts.account_number);
        if (name_key(request, kKeys[0], id).has_error()) continue;
        asked.push_back({resource_id, *store::ObjectId::parse(id)});
    }
    return asked;
}

// Nothing for an id that neither a key nor a white-box key of the caller has.
const std::vector<store::Tag>* find_tags(const Request& request, const FoundKey& found, const Asked& asked) {
    if (found.key != nullptr) return &found.key->settings.attributes->tags;
    const auto white_box_key = service::find_white_box_key(request.call(), asked.id);
    return white_box_key.has_value() ? &(*white_box_key)->tags : nullptr;
}

std::vector<Attached> find_attached(const Request& request, const std::vector<Asked>& asked) {
    std::vector<Attached> found;
    for (std::size_t i = 0; i < asked.size(); ++i) {
        const std::vector<store::Tag>* tags = find_tags(request, request.found(i), asked[i]);
        if (tags == nullptr) continue;
        for (const store::Tag& tag : *tags) found.push_back({asked[i].resource_id, &tag});
    }
    return found;
}

void write_md5(JsonWriter& out, std::string_view name, std::string_view text) {
    out.unescaped(name, hex_encode(crypto::md5(as_bytes(text))));
}

void write_attached(JsonWriter& out, const Attached& one) {
    out.begin_object().text("TagKey", one.tag->key).text("TagValue", one.tag->value);
    out.text("ResourceId", one.resource_id);
    write_md5(out, "TagKeyMd5", one.tag->key);
    write_md5(out, "TagValueMd5", one.tag->value);
    out.unescaped("ServiceType", kTaggedService).end_object();
}

Result<void> run(Request& request, const std::vector<Asked>& asked) {
    const std::vector<Attached> found = find_attached(request, asked);
    const std::int64_t offset = request.fields.integer("Offset").value_or(0);
    const std::int64_t limit = request.fields.integer("Limit").value_or(kDefaultResources);
    const auto total = static_cast<std::int64_t>(found.size());
    const auto begin = found.begin() + std::min(offset, total);
    const auto end = begin + std::min(limit, found.end() - begin);
    JsonWriter& out = request.out;
    out.integer("TotalCount", total).integer("Offset", offset).integer("Limit", limit).begin_array("Tags");
    std::for_each(begin, end, [&](const Attached& one) { write_attached(out, one); });
    out.end_array();
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "DescribeResourceTagsByResourceIds",
    .details = {.version = kTagApiVersion, .region = region_of_resources},
    .fields = kFields,
    .keys = kKeys,
    .errors = kErrors,
    .remark = kTagServiceRemark,
    .steps = steps<read, run>(),
};

}  // namespace tandem::api::tencent::v2019::describe_resource_tags_by_resource_ids
