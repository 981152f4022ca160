#include "tandem/service/destruction.hpp"

namespace tandem::service {

using What = EndedByTime::What;

std::string_view name_of(What what) noexcept {
    switch (what) {
        case What::key:
            return "key";
        case What::imported_material:
            return "imported material";
        case What::waiting_material:
            return "waiting imported material";
        case What::import_token:
            return "import token";
        case What::data_key:
            break;
    }
    return "data key";
}

std::string_view reason_of(What what) noexcept {
    return what == What::key || what == What::data_key ? "its scheduled deletion" : "its expiry";
}

}  // namespace tandem::service
