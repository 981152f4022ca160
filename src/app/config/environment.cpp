#include "tandem/app/environment.hpp"

#include <string_view>
#include <unistd.h>

namespace tandem::app {

Environment process_environment() {
    Environment variables;
    for (char** entry = environ; entry && *entry; ++entry) {
        const std::string_view text{*entry};
        const auto equals = text.find('=');
        if (equals == std::string_view::npos || equals + 1 == text.size()) continue;
        variables.emplace(text.substr(0, equals), text.substr(equals + 1));
    }
    return variables;
}

}  // namespace tandem::app
