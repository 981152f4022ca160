// DeleteTag (section 7, Tags).

#include "tandem/service/actions/key_tags.hpp"

#include "huawei/request.hpp"
#include "huawei/wire/key_reference.hpp"

#include <string>

namespace tandem::api::huawei::delete_tag {

namespace {

constexpr DeclaredKey kKeys[] = {{.field = "{key_id}"}};

Result<void> read(Request& request) { return name_own_key(request, kKeys[0], request.path_parameter("key_id")); }

Result<void> run(Request& request) {
    const service::TagFilter named{.key = std::string{request.path_parameter("key")}};
    TANDEM_CHECK(service::remove_tags(request.call(), request.key(), std::span{&named, 1}));
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "DeleteTag",
    .details = remove("/v1.0/{project_id}/kms/{key_id}/tags/{key}", 204),
    .keys = kKeys,
    .place = Place::worker,
    .steps = steps<read, run>(),
};

}  // namespace tandem::api::huawei::delete_tag
