#include "tandem/api/paced_reply.hpp"
#include "tandem/app/dates.hpp"

#include "names.hpp"

#include <nlohmann/json.hpp>

#include <deque>

namespace tandem::standin {
namespace {

using nlohmann::ordered_json;

using api::AdminCall;

std::string dumped(const ordered_json& value) {
    return value.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

// ---- one entry ----

ordered_json journal_json(const api::SignatureExplanation& explanation) {
    return {{"hypothesis", explanation.hypothesis},
            {"sentence", explanation.sentence},
            {"server",
             {{"canonical_request", explanation.server_canonical_request},
              {"string_to_sign", explanation.server_string_to_sign}}},
            {"client",
             {{"canonical_request", explanation.client_canonical_request},
              {"string_to_sign", explanation.client_string_to_sign}}}};
}

void put_if(ordered_json& out, const char* name, std::string_view text) {
    if (!text.empty()) out[name] = text;
}

ordered_json journal_json(const JournalEntry& entry) {
    ordered_json out = ordered_json::object();
    out["number"] = entry.number;
    put_if(out, "id", entry.request_id);
    out["time"] = app::format_date(entry.time);
    put_if(out, "dialect", entry.dialect);
    put_if(out, "action", entry.action);
    put_if(out, "method", entry.method);
    put_if(out, "path", entry.path);
    put_if(out, "access_key_id", entry.access_key_id);
    if (entry.tenant) out["tenant"] = entry.tenant->text();
    if (entry.key) out["key"] = entry.key->text();
    if (auto parameters = ordered_json::parse(entry.parameters, nullptr, false); parameters.is_object())
        out["parameters"] = std::move(parameters);
    out["status"] = entry.status;
    out["ok"] = !entry.failed;
    put_if(out, "code", entry.vendor_code);
    put_if(out, "diagnosis", entry.diagnosis);
    put_if(out, "fault", entry.fault);
    out["microseconds"] = entry.took.count();
    return out;
}

// ---- server-sent events ----

class EventStream final : public api::PacedReply {
  public:
    EventStream(const Journal& journal, const store::KeyStore& store, JournalFilter filter, std::uint64_t after)
        : journal_(journal), store_(store), filter_(std::move(filter)), seen_(after) {}

    void begin(std::string reply) override { head_ = std::move(reply); }

    Step next(std::string& out) override {
        constexpr std::size_t kEntries = 64;  // of a step, which must be short
        constexpr std::chrono::milliseconds kPause{50};
        constexpr int kQuietSteps = 300;  // then a comment, so that a reader that is gone is noticed
        out += head_;
        head_.clear();
        const auto before = out.size();
        const auto entries = journal_.after(seen_, kEntries);
        if (!entries.empty()) append(out, entries);
        quiet_ = out.size() == before ? quiet_ + 1 : 0;
        if (quiet_ == kQuietSteps) {
            out += ": still here\n\n";
            quiet_ = 0;
        }
        return {Then::wait, entries.size() == kEntries ? std::chrono::milliseconds{0} : kPause};
    }

  private:
    void append(std::string& out, const std::vector<JournalEntry>& entries) {
        filter_.look_up_key(store_);
        for (const auto& entry : entries) {
            seen_ = entry.number;
            if (!filter_.matches(entry)) continue;
            out += "id: " + std::to_string(entry.number) + "\ndata: " + dumped(journal_json(entry)) + "\n\n";
        }
    }

    const Journal& journal_;
    const store::KeyStore& store_;
    JournalFilter filter_;
    std::uint64_t seen_;
    std::string head_;
    int quiet_ = 0;
};

void answer_stream(const AdminCall& call, const Journal& journal, JournalQuery query) {
    auto& reply = call.exchange.reply;
    reply.status = 200;
    reply.content_type = "text/event-stream";
    reply.headers.push_back({"Cache-Control", "no-store"});
    reply.until_close = true;
    reply.close = true;
    reply.paced = std::make_shared<EventStream>(journal, call.services.store, std::move(query.filter),
                                                query.after.value_or(journal.last()));
}

// ---- handlers ----

// The newest ones that match, in the order in which they came; with `after` the oldest ones after that number, so that
// a reader who goes on from `last` misses none.
Result<void> answer_list(const AdminCall& call, const Journal& journal, const FaultVocabulary& actions) {
    TANDEM_TRY(auto query, read_journal_query(call));
    if (const auto sentence = name_that_cannot_be(query, call.services.store, journal, actions); !sentence.empty()) {
        api::answer_failure(call.exchange, 400, ErrorCode::parameter_invalid, sentence);
        return {};
    }
    if (query.follow) {
        answer_stream(call, journal, std::move(query));
        return {};
    }
    constexpr std::size_t kEntries = 256;
    query.filter.look_up_key(call.services.store);
    std::deque<ordered_json> found;
    std::uint64_t matched = 0;
    const std::uint64_t end = journal.last();
    std::uint64_t last = end;
    std::uint64_t seen = query.after.value_or(0) > end ? 0 : query.after.value_or(0);
    while (seen < end) {
        const auto entries = journal.after(seen, kEntries);
        if (entries.empty()) break;
        for (const auto& entry : entries) {
            seen = entry.number;
            if (seen > end) break;
            if (!query.filter.matches(entry) || (++matched > query.limit && query.after)) continue;
            found.push_back(journal_json(entry));
            if (matched == query.limit && query.after) last = seen;
            if (found.size() > query.limit) found.pop_front();
        }
    }
    api::answer_json(call.exchange, 200,
                     dumped({{"requests", std::move(found)}, {"matched", matched}, {"last", last}}));
    return {};
}

Result<void> answer_one(const AdminCall& call, const Journal& journal) {
    const auto entry = journal.find(call.tail);
    if (!entry) {
        api::answer_failure(call.exchange, 404, ErrorCode::action_unknown,
                            "no request \"" + std::string{call.tail} + "\" among those that are remembered");
        return {};
    }
    auto shown = journal_json(*entry);
    if (entry->explanation) shown["explanation"] = journal_json(*entry->explanation);
    api::answer_json(call.exchange, 200, dumped(shown));
    return {};
}

}  // namespace

std::vector<api::AdminRoute> journal_routes(Journal& journal, const FaultVocabulary& actions) {
    const auto forget = [&journal](const AdminCall& call) -> Result<void> {
        journal.clear();
        api::answer_json(call.exchange, 200, "{}");
        return {};
    };
    return {{"GET", "/_tandem/requests", "ListRequests",
             [&journal, &actions](const AdminCall& call) { return answer_list(call, journal, actions); }, true},
            {"GET", "/_tandem/requests/{}", "ShowRequest",
             [&journal](const AdminCall& call) { return answer_one(call, journal); }, true},
            {"DELETE", "/_tandem/requests", "ForgetRequests", forget, false}};
}

}  // namespace tandem::standin
