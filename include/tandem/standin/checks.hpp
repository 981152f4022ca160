#pragma once
// Seeds and fault documents, read without a server: what a command says of a file before it sends it. Each throws
// UserError(configuration) with the place of what is wrong, and may be called by any thread.

#include "tandem/app/environment.hpp"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tandem::standin {

struct FaultCheck {
    std::size_t rules;
    std::string json;  // the document, as a server takes it
};
// `name` is what messages call the text.
FaultCheck check_faults(const std::string& text, const std::string& name);
// The text of a file of fault documents.
std::string read_fault_file(const std::filesystem::path& file);
// Whether a fault rule may have this name.
bool is_fault_name(std::string_view name) noexcept;

struct SeedSource {
    std::string name;  // what messages call the text; without one a file, or a directory of files
    std::optional<std::string> text = {};
};
struct SeedCheck {
    // A tenant that keys or credentials are of, and that neither the seeds have nor every development server.
    struct AbsentTenant {
        std::string name;
        std::string place;  // where it is needed first
    };
    std::size_t keys = 0;
    std::size_t credentials = 0;
    std::size_t tenants = 0;
    std::vector<AbsentTenant> absent_tenants = {};
};
// All of them, as the seed of one server. `environment` is what {env: NAME} may name; {file: PATH} is refused.
SeedCheck check_seeds(const std::vector<SeedSource>& sources, const app::Environment& environment);

}  // namespace tandem::standin
