#include "tandem/base/suggestion.hpp"
#include "tandem/base/user_error.hpp"

#include "sdk_target.hpp"
#include "snippet_files.hpp"

#include <algorithm>
#include <memory>
#include <ostream>
#include <utility>
#include <vector>

namespace tandem::cli {
namespace {

// A file of examples/snippets: "tencent-python.py" is the snippet tencent-python, its first line says what it needs.
std::string_view name_of_file(std::string_view file) { return file.substr(0, file.rfind('.')); }

std::string_view title_of(std::string_view text) {
    const auto line = text.substr(0, text.find('\n'));
    const auto begin = line.find_first_not_of("#/ ");
    return begin == std::string_view::npos ? line : line.substr(begin);
}

std::string_view find_snippet(const std::string& name) {
    std::vector<std::string> names;
    for (const auto& [file, text] : kSnippetFiles) {
        if (name_of_file(file) == name) return text;
        names.emplace_back(name_of_file(file));
    }
    const auto nearest = nearest_name(name, names);
    throw UserError{UserError::usage,
                    {.text = "no snippet '" + name + "'",
                     .remedy = nearest.empty() ? "`tandem snippet --list` shows what there is"
                                               : "did you mean '" + nearest + "'?"}};
}

// It will stand between quotes of five languages.
std::string pasteable(std::string value, const char* what) {
    constexpr std::string_view kSpecial{"'\"\\$`"};
    const auto is_plain = [&](char c) { return c > ' ' && c < 0x7f && kSpecial.find(c) == std::string_view::npos; };
    if (!std::ranges::all_of(value, is_plain))
        throw UserError{UserError::failed, std::string{what} + " has characters that cannot be pasted into code"};
    return value;
}

std::string filled(std::string_view text, const SdkTarget& target) {
    const std::pair<std::string_view, std::string> values[] = {
        {"{{url}}", pasteable(target.server.text(), "the address")},
        {"{{scheme}}", target.server.kind == ServerAddress::Kind::https ? "https" : "http"},
        {"{{host}}", pasteable(target.server.host_header(), "the address")},
        {"{{id}}", pasteable(target.id, "the credential's id")},
        {"{{secret}}", pasteable(target.secret, "the secret")},
        {"{{project}}", pasteable(target.project, "the project")}};
    std::string result{text};
    for (const auto& [place, value] : values)
        for (auto at = result.find(place); at != std::string::npos; at = result.find(place, at + value.size()))
            result.replace(at, place.size(), value);
    return result;
}

void list_snippets(std::ostream& out) {
    std::size_t widest = 0;
    for (const auto& [file, text] : kSnippetFiles) widest = std::max(widest, name_of_file(file).size());
    for (const auto& [file, text] : kSnippetFiles) {
        const auto name = name_of_file(file);
        out << name << std::string(widest - name.size() + 2, ' ') << title_of(text) << '\n';
    }
}

}  // namespace

void add_snippet_command(CLI::App& app, CommandContext& context) {
    struct Options {
        ClientOptions client;
        std::string name;
        bool list = false;
    };
    const auto options = std::make_shared<Options>();
    auto* command = add_command(app, "snippet", "Print a program for the server with a vendor's SDK, ready to run",
                                "  tandem snippet --list\n"
                                "  tandem snippet tencent-python > try.py");
    auto* name = command->add_option("NAME", options->name, "As --list shows it");
    auto* list = command->add_flag("--list", options->list, "Show all names");
    name->excludes(list);
    add_client_options(*command, options->client);
    command->callback([options, &context] {
        if (options->list) return list_snippets(context.out);
        if (options->name.empty()) throw UserError{UserError::usage, "which one? `tandem snippet --list` shows them"};
        const auto text = find_snippet(options->name);
        const bool with_project = text.find("{{project}}") != std::string_view::npos;
        context.out << filled(text, sdk_target(context, options->client, with_project)) << std::flush;
    });
}

}  // namespace tandem::cli
