// ModifyResourceTags, of the tag service.

#include "tandem/service/actions/key_tags.hpp"
#include "tandem/service/actions/white_box_keys.hpp"

#include "resource.hpp"
#include "tencent/v2019/operation.hpp"
#include "tencent/v2019/views/key_view.hpp"
#include "tencent/v2019/views/tags.hpp"
#include "tencent/v2019/wire/errors.hpp"
#include "tencent/v2019/wire/field_rules.hpp"

namespace tandem::api::tencent::v2019::modify_resource_tags {

namespace {

constexpr FieldLimit kResource{.form =
                                   "qcs::kms:REGION:uin/UIN:key/ID, with the ResourceId of DescribeKey, or "
                                   "the KeyId of a white-box key",
                               .breach = ErrorCode::parameter_invalid};
constexpr FieldLimit kKeyGiven{.least = 1, .empty_is_given = true};
constexpr FieldRule kReplacedRules[] = {{"TagKey", FieldType::text, kRequired, &kKeyGiven},
                                        {"TagValue", FieldType::text, kRequired}};
constexpr FieldMembers kReplaced{kReplacedRules};
constexpr FieldRule kDeletedRules[] = {{"TagKey", FieldType::text, kRequired, &kKeyGiven}};
constexpr FieldMembers kDeleted{kDeletedRules};
constexpr FieldRule kFields[] = {{"Resource", FieldType::text, kRequired, &kResource},
                                 {"ReplaceTags", FieldType::object_list, kOptional, nullptr, &kReplaced},
                                 {"DeleteTags", FieldType::object_list, kOptional, nullptr, &kDeleted}};
constexpr DeclaredKey kKeys[] = {{.field = "Resource", .may_be_absent = true}};

constexpr std::string_view kResourceText = "The resource is not valid.";
constexpr std::string_view kResourceError = "InvalidParameterValue.ResourceDescriptionError";
constexpr ErrorOverride kErrors[] = {
    instead(ErrorCode::parameter_invalid, kResourceError, kResourceText),
    instead(ErrorCode::key_id_malformed, kResourceError, kResourceText),
    instead(ErrorCode::key_not_found, kResourceError, kResourceText),
    instead(ErrorCode::white_box_key_not_found, kResourceError, kResourceText),
    instead(ErrorCode::region_unsupported, kResourceError, kResourceText),
    instead(ErrorCode::parameters_missing, "MissingParameter", "One of the parameters {} is required."),
    instead(ErrorCode::tag_list_malformed, "InvalidParameter.Tag", "The tags are not valid."),
    instead(ErrorCode::tag_key_duplicate, "InvalidParameter.Tag", "The tags are not valid."),
    instead(ErrorCode::tag_action_invalid, "InvalidParameterValue.DeleteTagsParamError",
            "DeleteTags has a key that ReplaceTags has too."),
    instead(ErrorCode::tag_key_invalid, "InvalidParameter.ReservedTagKey", "The tag key is reserved."),
    instead(ErrorCode::parameter_out_of_range, "InvalidParameterValue.TagKeyEmpty", "The tag key is empty."),
    instead(ErrorCode::tag_key_length_invalid, "InvalidParameterValue.TagKeyLengthExceeded",
            "The tag key is too long."),
    instead(ErrorCode::tag_value_length_invalid, "InvalidParameterValue.TagValueLengthExceeded",
            "The tag value is too long."),
    instead(ErrorCode::tag_limit_exceeded, "LimitExceeded.ResourceAttachedTags", "The resource has too many tags."),
};

struct Values {
    service::TagChanges changes;
    store::ObjectId id;  // of the white-box key, if no key has it
};

std::string_view region_of_resource(const Fields& fields) { return Resource{fields.text("Resource")}.region; }

Result<Values> read(Request& request) {
    const std::uint64_t account = request.space->tenant().facts.account_number;
    const Resource resource{request.fields.text("Resource")};
    if (!resource.is_of(account)) return fail(ErrorCode::parameter_invalid, "Resource");
    const std::string_view id = id_in(resource.resource_id(), account);
    TANDEM_TRY(service::TagChanges changes, read_tag_changes(request.fields));
    TANDEM_CHECK(name_key(request, kKeys[0], id));
    return Values{std::move(changes), *store::ObjectId::parse(id)};
}

Result<void> run(Request& request, const Values& values) {
    if (request.found().key == nullptr)
        return service::edit_white_box_tags(request.call(), values.id, values.changes, kTagLimits);
    TANDEM_CHECK(service::edit_tags(request.call(), request.key(), values.changes, kTagLimits));
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "ModifyResourceTags",
    .details = {.version = kTagApiVersion, .region = region_of_resource},
    .fields = kFields,
    .keys = kKeys,
    .errors = kErrors,
    .remark = kTagServiceRemark,
    .place = Place::worker,
    .steps = steps<read, run>(),
};

}  // namespace tandem::api::tencent::v2019::modify_resource_tags
