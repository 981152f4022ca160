#include "tandem/vendors/vendors.hpp"

#include "request.hpp"

#include <iterator>

namespace tandem::api::huawei {

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

}  // namespace tandem::api::huawei
