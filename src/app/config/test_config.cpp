#include "tandem/app/test_config.hpp"

#include "tandem/app/read_config.hpp"

namespace tandem::app {

Config test_config(const std::filesystem::path& data_directory, bool vendor_rates) {
    DevelopmentChoices choices;
    choices.data = data_directory;
    choices.port = 0;
    choices.threads = 1;
    return read_development_config(choices, {}, {vendor_rates ? "limits.rate=vendor" : "limits.rate=off"});
}

}  // namespace tandem::app
