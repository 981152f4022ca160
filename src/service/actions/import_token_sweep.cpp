// Import tokens whose time is over, and material that waited in them.

#include "import_token.hpp"
#include "sweep_objects.hpp"
#include "sweepers.hpp"

namespace tandem::service {

std::size_t sweep_import_tokens(Services& services, DestructionGate& gate) {
    using What = EndedByTime::What;
    return remove_due<store::ImportToken>(services, gate, [](const store::ImportToken& token) {
        return token.wrapping == kHoldsMaterial ? What::waiting_material : What::import_token;
    });
}

}  // namespace tandem::service
