// CreateKmsTag (section 7, Tags).

#include "tandem/service/actions/key_tags.hpp"

#include "huawei/request.hpp"
#include "huawei/wire/field_rules.hpp"
#include "huawei/wire/key_reference.hpp"
#include "huawei/wire/tag_reading.hpp"

#include <boost/json.hpp>

namespace tandem::api::huawei::create_kms_tag {

namespace {

constexpr FieldLimit kOneTag{.breach = ErrorCode::tag_list_malformed};
constexpr FieldRule kFields[] = {{"tag", FieldType::object, true, &kOneTag, &rules::kTagItem}};
constexpr DeclaredKey kKeys[] = {{.field = "{key_id}"}};

Result<store::Tag> read(Request& request) {
    TANDEM_CHECK(name_own_key(request, kKeys[0], request.path_parameter("key_id")));
    return read_tag(request.fields.value("tag")->get_object(), request.arena);
}

Result<void> run(Request& request, const store::Tag& tag) {
    TANDEM_CHECK(service::edit_tags(request.call(), request.key(), {.put = {tag}}, kTagLimits));
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "CreateKmsTag",
    .details = post("/v1.0/{project_id}/kms/{key_id}/tags", 204),
    .fields = kFields,
    .keys = kKeys,
    .place = Place::worker,
    .steps = steps<read, run>(),
};

}  // namespace tandem::api::huawei::create_kms_tag
