// Import tokens whose time is over.

#include "sweep_objects.hpp"
#include "sweepers.hpp"

namespace tandem::service {

std::size_t sweep_import_tokens(Services& services) {
    return remove_due<store::ImportToken>(services, [](const store::ImportToken&) { return true; });
}

}  // namespace tandem::service
