#include "tandem/dialect/paced_reply.hpp"
#include "tandem/keys/key_facts.hpp"

#include "../dates.hpp"
#include "journal.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <set>

namespace tandem::app {
namespace {

using dialect::AdminCall;
using json = nlohmann::ordered_json;

std::string text_of(const json& value) { return value.dump(-1, ' ', false, json::error_handler_t::replace); }

// ---- one entry ----

json to_json(const dialect::SignatureExplanation& explanation) {
    return {{"hypothesis", explanation.hypothesis},
            {"sentence", explanation.sentence},
            {"server",
             {{"canonical_request", explanation.server_canonical_request},
              {"string_to_sign", explanation.server_string_to_sign}}},
            {"client",
             {{"canonical_request", explanation.client_canonical_request},
              {"string_to_sign", explanation.client_string_to_sign}}}};
}

void put_if(json& out, const char* name, std::string_view text) {
    if (!text.empty()) out[name] = text;
}

json to_json(const JournalEntry& entry) {
    json out{{"number", entry.number}, {"id", entry.request_id}, {"time", format_date(entry.time)}};
    put_if(out, "dialect", entry.dialect);
    put_if(out, "action", entry.action);
    out["method"] = entry.method;
    out["path"] = entry.path;
    put_if(out, "access_key_id", entry.access_key_id);
    if (entry.tenant) out["tenant"] = entry.tenant->text();
    if (entry.key) out["key"] = entry.key->text();
    if (!entry.parameters.empty()) out["parameters"] = json::parse(entry.parameters, nullptr, false);
    out["status"] = entry.status;
    out["ok"] = !entry.failed;
    put_if(out, "code", entry.vendor_code);
    put_if(out, "diagnosis", entry.diagnosis);
    put_if(out, "fault", entry.fault);
    out["microseconds"] = entry.took.count();
    if (entry.explanation) out["explanation"] = to_json(*entry.explanation);
    return out;
}

// ---- which entries ----

struct Filter {
    std::string dialect, action, credential, tenant, code, key_text;
    std::set<KeyId> keys;  // what key_text means
    bool faulted = false;
    std::optional<bool> ok;

    [[nodiscard]] bool matches(const JournalEntry& entry) const {
        const auto agrees = [](const std::string& wanted, std::string_view is) {
            return wanted.empty() || wanted == is;
        };
        const auto tenant_id = entry.tenant ? entry.tenant->text() : std::string{};
        return agrees(dialect, entry.dialect) && agrees(action, entry.action) &&
               agrees(credential, entry.access_key_id) && agrees(tenant, tenant_id) &&
               agrees(code, entry.vendor_code) && (!faulted || !entry.fault.empty()) && (!ok || *ok != entry.failed) &&
               matches_key(entry);
    }

  private:
    // By what the key is now called, or by what the request called it.
    [[nodiscard]] bool matches_key(const JournalEntry& entry) const {
        if (key_text.empty()) return true;
        if (entry.key && keys.contains(*entry.key)) return true;
        return entry.parameters.find("\"" + key_text + "\"") != std::string::npos;
    }
};

std::set<KeyId> keys_called(const store::KeyStore& store, const std::string& text) {
    std::set<KeyId> found;
    if (const auto id = KeyId::parse(text)) found.insert(*id);
    const auto name = keys::KeyName::parse(text);
    const auto guard = store.read();
    for (const auto* tenant : store.tenants()) {
        if (const auto* alias = store.find_alias(*tenant, text)) found.insert(alias->key);
        const auto* key = name ? store.find_key(*tenant, *name) : nullptr;
        if (key != nullptr) found.insert(key->id);
    }
    return found;
}

Result<std::uint64_t> number_from(const AdminCall& call, std::string_view name, std::uint64_t otherwise) {
    const auto text = dialect::query_parameter(call.exchange.request, name);
    if (text.empty()) return otherwise;
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return fail(ErrorCode::parameter_invalid, name);
    return number;
}

Result<Filter> filter_from(const AdminCall& call) {
    const auto parameter = [&](std::string_view name) { return dialect::query_parameter(call.exchange.request, name); };
    Filter filter;
    filter.dialect = parameter("dialect");
    filter.action = parameter("action");
    filter.credential = parameter("credential");
    filter.code = parameter("code");
    filter.faulted = !parameter("faulted").empty();
    if (const auto ok = parameter("ok"); !ok.empty()) {
        if (ok != "yes" && ok != "no") return fail(ErrorCode::parameter_invalid, "ok", "yes or no");
        filter.ok = ok == "yes";
    }
    if (const auto name = parameter("tenant"); !name.empty()) {
        const auto guard = call.services.store.read();
        const auto* tenant = call.services.store.find_tenant_by_name(name);
        filter.tenant = tenant ? tenant->facts.id.text() : name;
    }
    filter.key_text = parameter("key");
    if (!filter.key_text.empty()) filter.keys = keys_called(call.services.store, filter.key_text);
    return filter;
}

// ---- server-sent events ----

class EventStream final : public dialect::PacedReply {
  public:
    EventStream(const Journal& journal, Filter filter, std::uint64_t after)
        : journal_(journal), filter_(std::move(filter)), seen_(after) {}

    void begin(std::string reply) override { head_ = std::move(reply); }

    Step next(std::string& out) override {
        constexpr std::chrono::milliseconds kPause{50};
        constexpr int kQuietSteps = 300;  // then a comment, so that a reader that is gone is noticed
        out += head_;
        head_.clear();
        const auto before = out.size();
        journal_.for_each(seen_, [&](const JournalEntry& entry) {
            seen_ = entry.number;
            if (!filter_.matches(entry)) return;
            out += "id: " + std::to_string(entry.number) + "\ndata: " + text_of(to_json(entry)) + "\n\n";
        });
        quiet_ = out.size() == before ? quiet_ + 1 : 0;
        if (quiet_ == kQuietSteps) {
            out += ": still here\n\n";
            quiet_ = 0;
        }
        return {Then::wait, kPause};
    }

  private:
    const Journal& journal_;
    const Filter filter_;
    std::uint64_t seen_;
    std::string head_;
    int quiet_ = 0;
};

void answer_stream(const AdminCall& call, const Journal& journal, Filter filter, std::uint64_t after) {
    auto& reply = call.exchange.reply;
    reply.status = 200;
    reply.content_type = "text/event-stream";
    reply.headers.push_back({"Cache-Control", "no-store"});
    reply.until_close = true;
    reply.close = true;
    reply.paced = std::make_shared<EventStream>(journal, std::move(filter), after);
}

// ---- handlers ----

Result<void> list(const AdminCall& call, const Journal& journal) {
    constexpr std::uint64_t kAll = 1'000'000;
    TANDEM_TRY(auto filter, filter_from(call));
    TANDEM_TRY(const auto limit, number_from(call, "limit", kAll));
    const bool follow = !dialect::query_parameter(call.exchange.request, "follow").empty();
    TANDEM_TRY(const auto after, number_from(call, "after", follow ? journal.last() : 0));
    if (follow) {
        answer_stream(call, journal, std::move(filter), after);
        return {};
    }
    std::vector<json> found;
    std::uint64_t last = after;
    journal.for_each(after, [&](const JournalEntry& entry) {
        last = entry.number;
        if (filter.matches(entry)) found.push_back(to_json(entry));
    });
    // The newest ones, in the order in which they came.
    if (found.size() > limit) found.erase(found.begin(), found.end() - static_cast<std::ptrdiff_t>(limit));
    dialect::answer_json(call.exchange, 200, text_of({{"requests", std::move(found)}, {"last", last}}));
    return {};
}

Result<void> show(const AdminCall& call, const Journal& journal) {
    const auto entry = journal.find(call.tail);
    if (!entry) {
        dialect::answer_failure(call.exchange, 404, ErrorCode::action_unknown,
                                "no request \"" + std::string{call.tail} + "\" among those that are remembered");
        return {};
    }
    dialect::answer_json(call.exchange, 200, text_of(to_json(*entry)));
    return {};
}

}  // namespace

std::vector<dialect::AdminRoute> journal_routes(Journal& journal) {
    const auto forget = [&journal](const AdminCall& call) -> Result<void> {
        journal.clear();
        dialect::answer_json(call.exchange, 200, "{}");
        return {};
    };
    return {{"GET", "/_tandem/requests", "ListRequests",
             [&journal](const AdminCall& call) { return list(call, journal); }, true},
            {"GET", "/_tandem/requests/{}", "ShowRequest",
             [&journal](const AdminCall& call) { return show(call, journal); }, true},
            {"DELETE", "/_tandem/requests", "ForgetRequests", forget, false}};
}

}  // namespace tandem::app
