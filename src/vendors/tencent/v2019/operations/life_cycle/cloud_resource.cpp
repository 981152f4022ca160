#include "cloud_resource.hpp"

#include "tandem/base/encoding.hpp"

namespace tandem::api::tencent::v2019 {
namespace {

// Characters; the vendor tells no limits.
constexpr std::size_t kLongestProduct = 64;
constexpr std::size_t kLongestResource = 256;

Result<std::string> read_resource_part(const Fields& fields, std::string_view name, std::size_t longest) {
    const std::string_view text = fields.text(name);
    if (text.empty() || code_points(text) > longest) return fail(ErrorCode::parameter_out_of_range, name);
    return std::string{text};
}

}  // namespace

Result<store::BoundResource> read_cloud_resource(const Fields& fields) {
    store::BoundResource resource;
    TANDEM_TRY(resource.product, read_resource_part(fields, "ProductId", kLongestProduct));
    TANDEM_TRY(resource.resource, read_resource_part(fields, "ResourceId", kLongestResource));
    return resource;
}

}  // namespace tandem::api::tencent::v2019
