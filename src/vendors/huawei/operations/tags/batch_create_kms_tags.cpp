// BatchCreateKmsTags, which removes tags too (section 7, Tags).

#include "tandem/service/actions/key_tags.hpp"

#include "huawei/request.hpp"
#include "huawei/wire/field_rules.hpp"
#include "huawei/wire/key_reference.hpp"
#include "huawei/wire/tag_reading.hpp"

#include <boost/json.hpp>

#include <vector>

namespace tandem::api::huawei::batch_create_kms_tags {

namespace {

constexpr FieldLimit kSomeTags{
    .form = "at least one", .breach = ErrorCode::tag_list_empty, .least = 1, .also = &rules::kTenTags};
constexpr FieldLimit kTagList{.breach = ErrorCode::tag_list_malformed, .also = &kSomeTags};
constexpr std::string_view kActions[] = {"create", "delete"};
constexpr FieldLimit kAction{.breach = ErrorCode::tag_action_invalid, .choices = kActions};
constexpr FieldRule kFields[] = {{"tags", FieldType::object_list, true, &kTagList, &rules::kTagItem},
                                 {"action", FieldType::text, true, &kAction}};
constexpr DeclaredKey kKeys[] = {{.field = "{key_id}"}};

struct Values {
    bool removes;
    std::vector<store::Tag> tags{};
    std::vector<service::TagFilter> removals{};
};

Result<Values> read(Request& request) {
    TANDEM_CHECK(name_own_key(request, kKeys[0], request.path_parameter("key_id")));
    const boost::json::array& list = request.fields.value("tags")->get_array();
    Values values{.removes = request.fields.text("action") == "delete"};
    if (values.removes) {
        TANDEM_TRY(values.removals, read_tag_removals(list, request.arena));
    } else {
        TANDEM_TRY(values.tags, read_tag_list(list, request.arena));
    }
    return values;
}

Result<void> run(Request& request, const Values& values) {
    if (values.removes) {
        TANDEM_CHECK(service::remove_tags(request.call(), request.key(), values.removals));
    } else {
        TANDEM_CHECK(service::edit_tags(request.call(), request.key(), {.put = values.tags}, kTagLimits));
    }
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "BatchCreateKmsTags",
    .details = post("/v1.0/{project_id}/kms/{key_id}/tags/action", 204),
    .fields = kFields,
    .keys = kKeys,
    .place = Place::worker,
    .steps = steps<read, run>(),
};

}  // namespace tandem::api::huawei::batch_create_kms_tags
