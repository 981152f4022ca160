#include "language.hpp"

#include "tandem/api/arena.hpp"
#include "tandem/api/form_reader.hpp"

namespace tandem::api::tencent::v2019 {
namespace {

Language language_from(std::string_view name) noexcept {
    if (equal_ignoring_case(name, "zh-CN")) return Language::chinese;
    if (equal_ignoring_case(name, "en-US")) return Language::english;
    return kDefaultLanguage;
}

}  // namespace

Language asked_language(const WireRequest& request) {
    if (const HeaderField* header = request.find_header("X-TC-Language")) return language_from(header->value);
    if (request.find_header("X-TC-Action") != nullptr || request.find_header("Authorization") != nullptr)
        return kDefaultLanguage;
    Arena arena;
    ParameterList parameters;
    if (read_parameters(request, arena, parameters).has_error()) return kDefaultLanguage;
    return language_from(parameters.value("Language"));
}

}  // namespace tandem::api::tencent::v2019
