#include "tandem/base/encoding.hpp"
#include "tandem/service/actions/bindings.hpp"

#include "handlers.hpp"
#include "tencent/v2019/views/key_view.hpp"

namespace tandem::api::tencent::v2019 {
namespace {

// Characters; the vendor tells no limits.
constexpr std::size_t kLongestProduct = 64;
constexpr std::size_t kLongestResource = 256;

Result<std::string> read_name(const Fields& fields, std::string_view name, std::size_t longest) {
    const std::string_view text = fields.text(name);
    if (text.empty() || code_points(text) > longest) return fail(ErrorCode::parameter_out_of_range, name);
    return std::string{text};
}

Result<store::BoundResource> read_resource(const Fields& fields) {
    store::BoundResource resource;
    TANDEM_TRY(resource.product, read_name(fields, "ProductId", kLongestProduct));
    TANDEM_TRY(resource.resource, read_name(fields, "ResourceId", kLongestResource));
    return resource;
}

}  // namespace

Result<void> bind_cloud_resource(ActionCall& action) {
    TANDEM_TRY(const store::BoundResource resource, read_resource(action.fields));
    TANDEM_TRY(const store::Key* key, find_key(action, "KeyId"));
    TANDEM_CHECK(service::bind_resource(action.call, *key, resource));
    return {};
}

Result<void> unbind_cloud_resource(ActionCall& action) {
    TANDEM_TRY(const store::BoundResource resource, read_resource(action.fields));
    TANDEM_TRY(const store::Key* key, find_key(action, "KeyId"));
    TANDEM_CHECK(service::unbind_resource(action.call, *key, resource));
    return {};
}

}  // namespace tandem::api::tencent::v2019
