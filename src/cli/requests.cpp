// requests, explain and assert: what a development server remembers of the requests that it answered.

#include "tandem/app/dates.hpp"
#include "tandem/base/user_error.hpp"

#include "client/admin_client.hpp"
#include "client_options.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <memory>
#include <optional>
#include <ostream>
#include <span>
#include <sstream>
#include <thread>

namespace tandem::cli {
namespace {

using nlohmann::ordered_json;

struct RequestOptions {
    ClientOptions client;
    std::string action, key, credential, tenant, dialect, code;
    std::string id;
    std::string within;
    bool faulted = false;
    bool failed = false;
    bool as_json = false;
    std::uint64_t count = 1;
};

ordered_json ask_journal(CommandContext& context, const RequestOptions& options, const std::string& target) {
    return ordered_json::parse(send_admin(options.client.address(context), options.client.http, "GET", target, {}));
}

std::string query_of(const RequestOptions& options, std::uint64_t limit) {
    std::string query = "/_tandem/requests?limit=" + std::to_string(limit);
    const auto add = [&](std::string_view name, std::string_view value) {
        if (!value.empty()) query.append("&").append(name).append("=").append(percent_encoded(value));
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

void print_line(CommandContext& context, const RequestOptions& options, const ordered_json& request) {
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

constexpr std::uint64_t kMostListed = 10'000;

void list_requests(CommandContext& context, const RequestOptions& options) {
    const auto answer = ask_journal(context, options, query_of(options, kMostListed));
    for (const auto& request : answer.at("requests")) print_line(context, options, request);
}

// Those that came after the number, which moves on. A server that was started again begins at 1 and knows that a number
// beyond its own is not one of its own.
void print_after(CommandContext& context, const RequestOptions& options, std::uint64_t& after) {
    const auto answer =
        ask_journal(context, options, query_of(options, kMostListed) + "&after=" + std::to_string(after));
    for (const auto& request : answer.at("requests")) print_line(context, options, request);
    after = answer.at("last").get<std::uint64_t>();
}

// Until it is interrupted or nobody reads any more, also while the server is started again.
void tail_requests(CommandContext& context, const RequestOptions& options) {
    constexpr std::chrono::milliseconds kPause{250};
    std::uint64_t after = 0;
    print_after(context, options, after);
    bool server_is_gone = false;
    while (context.out && !context.process.reader_is_gone()) {
        std::this_thread::sleep_for(kPause);
        try {
            print_after(context, options, after);
            server_is_gone = false;
        } catch (const UserError& error) {
            if (error.kind() != UserError::unreachable) throw;
            if (!server_is_gone) context.err << "tandem: " << error.what() << "; waiting for it" << std::endl;
            server_is_gone = true;
        }
    }
    context.reader_is_gone = context.process.reader_is_gone();
}

void show_request(CommandContext& context, const RequestOptions& options) {
    context.out << ask_journal(context, options, "/_tandem/requests/" + percent_encoded(options.id)).dump(2)
                << std::endl;
}

void clear_requests(CommandContext& context, const RequestOptions& options) {
    send_admin(options.client.address(context), options.client.http, "DELETE", "/_tandem/requests", {});
    context.out << "forgotten" << std::endl;
}

// ---- explain ----

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream stream{text};
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    return lines;
}

using Lines = std::span<const std::string>;

void print_lines(CommandContext& context, std::string_view before, Lines lines) {
    for (const auto& line : lines) context.out << before << line << '\n';
}

// Two texts: what they begin and end with in common once, and what differs in between one below the other.
void print_beside(CommandContext& context, const std::string& server_text, const std::string& client_text) {
    constexpr std::string_view kBoth = "         | ";
    const auto server_lines = lines_of(server_text), client_lines = lines_of(client_text);
    Lines server{server_lines}, client{client_lines};
    const auto begin = static_cast<std::size_t>(std::ranges::mismatch(server, client).in1 - server.begin());
    print_lines(context, kBoth, server.first(begin));
    server = server.subspan(begin);
    client = client.subspan(begin);
    std::size_t end = 0;
    while (end < std::min(server.size(), client.size()) &&
           server[server.size() - 1 - end] == client[client.size() - 1 - end])
        ++end;
    print_lines(context, "  server | ", server.first(server.size() - end));
    print_lines(context, "  client | ", client.first(client.size() - end));
    print_lines(context, kBoth, server.last(end));
}

void print_signed(CommandContext& context, std::string_view title, const std::string& server,
                  const std::string& client) {
    if (server.empty()) return;
    context.out << '\n' << title << (client.empty() ? " of the server" : "") << '\n';
    if (client.empty())
        print_lines(context, "         | ", lines_of(server));
    else
        print_beside(context, server, client);
}

void explain(CommandContext& context, const RequestOptions& options) {
    const auto request = ask_journal(context, options, "/_tandem/requests/" + percent_encoded(options.id));
    print_line(context, options, request);
    if (!request.contains("explanation")) {
        const std::string otherwise = request.at("ok").get<bool>() ? "It was answered." : "There is no more to say.";
        context.out << request.value("diagnosis", otherwise) << std::endl;
        return;
    }
    const auto& explanation = request.at("explanation");
    const auto text = [&](const char* side, const char* name) {
        return explanation.at(side).at(name).get<std::string>();
    };
    context.out << explanation.at("hypothesis").get<std::string>() << ": "
                << explanation.at("sentence").get<std::string>() << '\n';
    print_signed(context, "Canonical request", text("server", "canonical_request"),
                 text("client", "canonical_request"));
    print_signed(context, "String to sign", text("server", "string_to_sign"), text("client", "string_to_sign"));
    context.out << std::flush;
}

// ---- assert ----

std::string requests_in_words(std::uint64_t count) {
    return std::to_string(count) + (count == 1 ? " request" : " requests");
}

// Too many is final at once; too few, and none where none is asserted, only when the time is over.
void assert_requests(CommandContext& context, const RequestOptions& options) {
    constexpr std::chrono::milliseconds kPause{100};
    constexpr std::uint64_t kMostShown = 50;  // of those that match
    const auto within = options.within.empty() ? std::optional{Milliseconds{0}} : app::parse_span(options.within);
    if (!within || *within < Milliseconds{0})
        throw UserError{UserError::usage,
                        {.place = "--within", .text = "\"" + options.within + "\" is not a time such as 10s"}};
    const auto end = std::chrono::steady_clock::now() + *within;
    for (;;) {
        const bool late = std::chrono::steady_clock::now() >= end;
        // Keys and credentials may still come while there is time: only the last look takes unknown ones for mistakes.
        const auto answer = ask_journal(context, options, query_of(options, kMostShown) + (late ? "" : "&after=0"));
        const auto found = answer.at("matched").get<std::uint64_t>();
        if (found == options.count && (late || found != 0)) {
            context.out << requests_in_words(found) << ", as asserted" << std::endl;
            return;
        }
        if (late || found > options.count) {
            for (const auto& request : answer.at("requests")) print_line(context, options, request);
            throw UserError{UserError::failed, requests_in_words(found) + (found == 1 ? " matches" : " match") +
                                                   " where " + std::to_string(options.count) +
                                                   (options.count == 1 ? " is" : " are") + " asserted"};
        }
        std::this_thread::sleep_for(kPause);
    }
}

// ---- the tree ----

void add_filters(CLI::App& command, RequestOptions& options) {
    // An empty filter, of a variable that is not set, must not stand for every request.
    const auto filter = [&](const std::string& name, std::string& to, const std::string& help) {
        command.add_option(name, to, help)->check([](const std::string& text) {
            return text.empty() ? std::string{"it is empty"} : std::string{};
        });
    };
    filter("--action", options.action, "The vendor's name: Decrypt, EncryptData, ...");
    filter("--key", options.key, "Alias, id or short name");
    filter("--credential", options.credential, "Access key id");
    filter("--tenant", options.tenant, "The tenant's name or id");
    command.add_option("--dialect", options.dialect, "tencent-2019, tencent-2017 or huawei")
        ->check(CLI::IsMember({"tencent-2019", "tencent-2017", "huawei"}));
    filter("--code", options.code, "The vendor's error code");
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
    add_client_verb(*requests, context, options, "clear", "Forget them", "  tandem requests clear", clear_requests);

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
    assertion->add_option("--count", options->count, "Exactly so many (default 1)")->check([](const std::string& text) {
        return text.starts_with('-') ? std::string{"less than none"} : "";
    });
    assertion->add_option("--within", options->within, "Wait as long as this for them, such as 10s");
}

}  // namespace tandem::cli
