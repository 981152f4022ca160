#include "tandem/service/destruction.hpp"

namespace tandem::service {

std::string_view name_of(EndedByTime::What what) noexcept {
    using enum EndedByTime::What;
    switch (what) {
        case key:
            return "key";
        case imported_material:
            return "imported material";
        case waiting_material:
            return "waiting imported material";
        case import_token:
            return "import token";
        case data_key:
            break;
    }
    return "data key";
}

std::string_view reason_of(EndedByTime::What what) noexcept {
    using enum EndedByTime::What;
    return what == key || what == data_key ? "its scheduled deletion" : "its expiry";
}

}  // namespace tandem::service
