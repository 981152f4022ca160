// BindCloudResource (API 3.0 spec section 8).

#include "tandem/service/actions/bindings.hpp"

#include "cloud_resource.hpp"
#include "tencent/v2019/operation.hpp"
#include "tencent/v2019/views/key_view.hpp"
#include "tencent/v2019/wire/error_overrides.hpp"

namespace tandem::api::tencent::v2019::bind_cloud_resource {

namespace {

constexpr DeclaredKey kKeys[] = {{.field = "KeyId"}};

Result<store::BoundResource> read(Request& request) {
    TANDEM_TRY(store::BoundResource resource, read_cloud_resource(request.fields));
    TANDEM_CHECK(name_key(request, kKeys[0], request.fields.text("KeyId")));
    return resource;
}

Result<void> run(Request& request, const store::BoundResource& resource) {
    TANDEM_CHECK(service::bind_resource(request.call(), request.key(), resource));
    return {};
}

}  // namespace

extern constexpr Operation kOperation{.name = "BindCloudResource",
                                      .fields = kCloudResourceFields,
                                      .keys = kKeys,
                                      .errors = kAnyStateErrors,
                                      .place = Place::worker,
                                      .steps = steps<read, run>()};

}  // namespace tandem::api::tencent::v2019::bind_cloud_resource
