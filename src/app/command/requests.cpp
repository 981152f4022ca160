// requests, explain and assert: what a development server remembers of the requests that it answered.

#include "tandem/base/encoding.hpp"
#include "tandem/base/startup.hpp"

#include "../client/admin_client.hpp"
#include "../dates.hpp"
#include "client_options.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <memory>
#include <ostream>
#include <thread>

namespace tandem::app {
namespace {

using json = nlohmann::ordered_json;

struct RequestOptions {
    ClientOptions client;
    std::string action, key, credential, tenant, dialect, code;
    std::string id;
    std::string within;
    bool faulted = false;
    bool failed = false;
    bool as_json = false;
    std::size_t count = 1;
};

json ask(CommandContext& context, const RequestOptions& options, const std::string& target) {
    return json::parse(send_admin(options.client.address(context), options.client.http, "GET", target, {}));
}

std::string percent_encoded(std::string_view text) {
    std::string out;
    for (const char& c : text) {
        const bool plain = std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_' || c == '.';
        out += plain ? std::string{c} : "%" + hex_encode(as_bytes({&c, 1}));
    }
    return out;
}

std::string query_of(const RequestOptions& options) {
    std::string query = "/_tandem/requests?";
    const auto add = [&](std::string_view name, std::string_view value) {
        if (!value.empty()) query.append(name).append("=").append(percent_encoded(value)).append("&");
    };
    add("action", options.action);
    add("key", options.key);
    add("credential", options.credential);
    add("tenant", options.tenant);
    add("dialect", options.dialect);
    add("code", options.code);
    add("faulted", options.faulted ? "yes" : "");
    add("ok", options.failed ? "no" : "");
    return query;
}

void print_line(CommandContext& context, const RequestOptions& options, const json& request) {
    if (options.as_json) {
        context.out << request.dump() << std::endl;
        return;
    }
    const auto text = [&](const char* name) { return request.value(name, std::string{"-"}); };
    context.out << text("time") << "  " << text("id") << "  " << text("dialect") << ' ' << text("action") << "  "
                << request.at("status") << ' ' << (request.at("ok").get<bool>() ? "ok" : text("code")) << "  "
                << request.at("microseconds") << "us";
    if (request.contains("access_key_id")) context.out << "  by " << text("access_key_id");
    if (request.contains("key")) context.out << "  key " << text("key");
    if (request.contains("fault")) context.out << "  fault " << text("fault");
    context.out << std::endl;
}

// ---- requests ----

void list_requests(CommandContext& context, const RequestOptions& options) {
    const auto answer = ask(context, options, query_of(options));
    for (const auto& request : answer.at("requests")) print_line(context, options, request);
}

// Until it is interrupted.
void tail_requests(CommandContext& context, const RequestOptions& options) {
    constexpr std::chrono::milliseconds kPause{250};
    std::uint64_t after = 0;
    for (;;) {
        const auto answer = ask(context, options, query_of(options) + "after=" + std::to_string(after));
        for (const auto& request : answer.at("requests")) print_line(context, options, request);
        after = answer.at("last").get<std::uint64_t>();
        if (!context.out) return;
        std::this_thread::sleep_for(kPause);
    }
}

void show_request(CommandContext& context, const RequestOptions& options) {
    context.out << ask(context, options, "/_tandem/requests/" + percent_encoded(options.id)).dump(2) << std::endl;
}

// ---- explain ----

std::vector<std::string> lines_of(std::string_view text) {
    std::vector<std::string> lines;
    for (;;) {
        const auto end = text.find('\n');
        lines.emplace_back(text.substr(0, end));
        if (end == std::string_view::npos) return lines;
        text.remove_prefix(end + 1);
    }
}

// Two texts line by line, those that differ marked.
void print_beside(CommandContext& context, const std::string& title, const std::string& server,
                  const std::string& client) {
    context.out << '\n' << title << '\n';
    const auto left = lines_of(server), right = lines_of(client);
    if (client.empty()) {
        for (const auto& line : left) context.out << "    " << line << '\n';
        return;
    }
    for (std::size_t i = 0; i < std::max(left.size(), right.size()); ++i) {
        const auto here = i < left.size() ? left[i] : std::string{};
        const auto there = i < right.size() ? right[i] : std::string{};
        if (here == there) {
            context.out << "    " << here << '\n';
            continue;
        }
        context.out << "  server | " << here << "\n  client | " << there << '\n';
    }
}

void explain(CommandContext& context, const RequestOptions& options) {
    const auto request = ask(context, options, "/_tandem/requests/" + percent_encoded(options.id));
    print_line(context, options, request);
    if (!request.contains("explanation")) {
        context.out << (request.contains("diagnosis") ? request.at("diagnosis").get<std::string>()
                                                      : "Its signature was not refused.")
                    << std::endl;
        return;
    }
    const auto& explanation = request.at("explanation");
    context.out << explanation.at("hypothesis").get<std::string>() << ": "
                << explanation.at("sentence").get<std::string>() << '\n';
    const auto& server = explanation.at("server");
    const auto& client = explanation.at("client");
    for (const auto& [member, title] :
         {std::pair{"canonical_request", "Canonical request"}, std::pair{"string_to_sign", "String to sign"}})
        if (!server.at(member).get<std::string>().empty())
            print_beside(context, title, server.at(member).get<std::string>(), client.at(member).get<std::string>());
    context.out << std::flush;
}

// ---- assert ----

void assert_requests(CommandContext& context, const RequestOptions& options) {
    constexpr std::chrono::milliseconds kPause{50};
    const auto within = options.within.empty() ? std::optional{Milliseconds{0}} : parse_span(options.within);
    if (!within) throw StartupError{ExitCode::usage, "--within: \"" + options.within + "\" is not a time such as 10s"};
    const auto end = std::chrono::steady_clock::now() + *within;
    for (;;) {
        const auto found = ask(context, options, query_of(options)).at("requests");
        const bool late = std::chrono::steady_clock::now() >= end;
        const bool settled = options.count == 0 ? late : found.size() >= options.count;
        if (settled && found.size() == options.count) {
            context.out << found.size() << " requests, as asserted" << std::endl;
            return;
        }
        if (late || found.size() > options.count) {
            for (const auto& request : found) print_line(context, options, request);
            throw StartupError{ExitCode::failed, std::to_string(found.size()) + " requests match, where " +
                                                     std::to_string(options.count) + " are asserted"};
        }
        std::this_thread::sleep_for(kPause);
    }
}

// ---- the tree ----

void add_filters(CLI::App& command, RequestOptions& options) {
    command.add_option("--action", options.action, "The vendor's name: Decrypt, EncryptData, ...");
    command.add_option("--key", options.key, "Alias, id or short name");
    command.add_option("--credential", options.credential, "Access key id");
    command.add_option("--tenant", options.tenant, "The tenant's name");
    command.add_option("--dialect", options.dialect, "tencent-2019, tencent-2017 or huawei");
    command.add_option("--code", options.code, "The vendor's error code");
    command.add_flag("--faulted", options.faulted, "Only those into which a fault was injected");
    command.add_flag("--failed", options.failed, "Only those that were refused");
    command.add_flag("--json", options.as_json, "One JSON object a line");
}

}  // namespace

void add_request_commands(CLI::App& app, CommandContext& context) {
    const auto options = std::make_shared<RequestOptions>();
    auto* requests = add_command(app, "requests", "The last requests of a development server",
                                 "  tandem requests list --failed\n  tandem requests tail --action Decrypt");
    requests->require_subcommand(1);
    add_filters(*add_client_verb(*requests, context, options, "list", "Show those that are remembered",
                                 "  tandem requests list --key orders", list_requests),
                *options);
    add_filters(*add_client_verb(*requests, context, options, "tail", "Show them as they come",
                                 "  tandem requests tail --faulted", tail_requests),
                *options);
    add_client_verb(*requests, context, options, "show", "Show one wholly", "  tandem requests show REQUEST_ID",
                    show_request)
        ->add_option("REQUEST_ID", options->id, "As the answer carried it")
        ->required();

    add_client_verb(app, context, options, "explain", "Why a request's signature was refused",
                    "  tandem explain REQUEST_ID", explain)
        ->add_option("REQUEST_ID", options->id, "As the answer carried it")
        ->required();

    auto* asserting = add_command(app, "assert", "Exit with 1 unless something holds",
                                  "  tandem assert requests --action Decrypt --key orders --count 3 --within 10s");
    asserting->require_subcommand(1);
    auto* assertion = add_client_verb(*asserting, context, options, "requests", "So many requests were answered",
                                      "  tandem assert requests --action Decrypt --key orders --count 3 --within 10s",
                                      assert_requests);
    add_filters(*assertion, *options);
    assertion->add_option("--count", options->count, "Exactly so many (default 1)");
    assertion->add_option("--within", options->within, "Wait as long as this for them, such as 10s");
}

}  // namespace tandem::app
