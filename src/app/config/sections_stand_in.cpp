// The settings of a stand-in server: docs/configuration.md, "For tests".

#include "tandem/base/encoding.hpp"

#include "sections.hpp"

#include <algorithm>
#include <array>

namespace tandem::app {
namespace {

void refuse_in_server(SectionReader& root) {
    constexpr std::array<std::string_view, 4> kSections{"seed", "faults", "clock", "journal"};
    for (const auto name : kSections)
        if (const auto* section = root.node().find(name))
            refuse_configuration(section->origin,
                                 "\"" + std::string{name} + "\" is for tests: `tandem dev` has it, a server never");
}

const std::string* variable(const Environment& environment, std::string_view name) {
    const auto found = environment.find(name);
    return found == environment.end() || found->second.empty() ? nullptr : &found->second;
}

void read_document_variables(const Environment& environment, StandInConfig& stand_in) {
    if (const auto* text = variable(environment, "TANDEM_SEED")) stand_in.seed_texts.push_back({"TANDEM_SEED", *text});
    if (const auto* text = variable(environment, "TANDEM_FAULTS")) stand_in.fault_texts.push_back(*text);
    const auto* encoded = variable(environment, "TANDEM_SEED_B64");
    if (!encoded) return;
    // Variables of CI services are often wrapped by the tool that encoded them.
    std::string compact = *encoded;
    std::erase_if(compact, [](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; });
    const auto text = base64_decode(compact);
    if (!text)
        refuse_configuration({Origin::Kind::environment, "TANDEM_SEED_B64", 0, 0}, "this is not base64 of a seed");
    stand_in.seed_texts.push_back({"TANDEM_SEED_B64", std::string{as_text(*text)}});
}

void read_paths(SectionReader section, std::string_view key, std::vector<std::filesystem::path>& to) {
    std::vector<std::string> paths;
    section.texts(key, paths);
    to.assign(paths.begin(), paths.end());
    section.finish();
}

}  // namespace

void read_stand_in(SectionReader& root, const Environment& environment, Config& config) {
    if (config.mode == Mode::server) {
        refuse_in_server(root);
        for (const auto* name : {"TANDEM_SEED", "TANDEM_SEED_B64", "TANDEM_FAULTS"})
            if (variable(environment, name))
                refuse_configuration({Origin::Kind::environment, name, 0, 0},
                                     "this is for tests: `tandem dev` has it, a server never");
        return;
    }
    auto& stand_in = config.stand_in;
    stand_in.environment = environment;
    read_document_variables(environment, stand_in);
    read_paths(root.section("seed"), "paths", stand_in.seeds);
    read_paths(root.section("faults"), "files", stand_in.faults);

    auto clock = root.section("clock");
    clock.text("start", stand_in.clock);
    clock.finish();

    auto journal = root.section("journal");
    journal.number("requests", stand_in.journal_requests, 0, 1'000'000);
    journal.finish();
}

}  // namespace tandem::app
