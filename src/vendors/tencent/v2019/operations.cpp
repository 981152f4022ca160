#include "tandem/vendors/vendors.hpp"

#include "operation.hpp"

#include <iterator>

namespace tandem::api::tencent::v2019 {

#define TANDEM_OPERATION(name)         \
    namespace name {                   \
    extern const Operation kOperation; \
    }
#include "operations.def"
#undef TANDEM_OPERATION

std::span<const Operation* const> operations() noexcept {
    static constexpr const Operation* kOperations[] = {
#define TANDEM_OPERATION(name) &name::kOperation,
#include "operations.def"
#undef TANDEM_OPERATION
    };
    return kOperations;
}

bool is_version(std::string_view version) noexcept { return version == kApiVersion || version == kTagApiVersion; }

}  // namespace tandem::api::tencent::v2019
