#include "names.hpp"

#include "tandem/base/suggestion.hpp"

#include <algorithm>
#include <functional>
#include <set>
#include <vector>

namespace tandem::standin {
namespace {

constexpr std::size_t kMostCandidates = 10'000;  // a nearest name is looked for among so many

using Names = std::set<std::string, std::less<>>;

std::string with_nearest(std::string sentence, std::string_view typed, const Names& known) {
    const std::vector<std::string> list{known.begin(), known.end()};
    const auto nearest = nearest_name(typed, list);
    return nearest.empty() ? sentence : sentence + "; " + did_you_mean(nearest);
}

bool any_remembered(const Journal& journal, const std::function<bool(const JournalEntry&)>& agrees) {
    constexpr std::size_t kEntries = 256;
    for (std::uint64_t seen = 0;;) {
        const auto entries = journal.after(seen, kEntries);
        if (entries.empty()) return false;
        if (std::ranges::any_of(entries, agrees)) return true;
        seen = entries.back().number;
    }
}

void add(Names& names, std::string name) {
    if (names.size() < kMostCandidates) names.insert(std::move(name));
}

// ---- actions ----

std::string unknown_action(const JournalFilter& filter, const FaultVocabulary& actions) {
    Names of_dialect;
    std::string elsewhere;
    for (const auto& [dialect, names] : actions) {
        const bool is_there = std::ranges::find(names, filter.action) != names.end();
        const bool counts = filter.dialect.empty() || filter.dialect == dialect;
        if (is_there && counts) return {};
        if (is_there) elsewhere += (elsewhere.empty() ? "" : " and ") + dialect;
        if (counts) of_dialect.insert(names.begin(), names.end());
    }
    const auto sentence = filter.dialect.empty() ? "no API has an action " + in_quotes(filter.action)
                                                 : filter.dialect + " has no action " + in_quotes(filter.action);
    if (!elsewhere.empty()) return sentence + ", which is one of " + elsewhere;
    return with_nearest(sentence, filter.action, of_dialect);
}

// ---- keys ----

std::string unknown_key(const JournalFilter& filter, const store::KeyStore& store, const Journal& journal) {
    JournalFilter alone;
    alone.key = filter.key;
    alone.look_up_key(store);
    Names aliases;
    {
        const auto guard = store.read();
        for (const auto* space : store.key_spaces()) {
            const auto is_there = [&](const KeyId& id) { return store.find_key(*space, id) != nullptr; };
            if (std::ranges::any_of(alone.keys, is_there)) return {};
            store.visit_aliases(*space, [&](const store::Alias& alias) {
                add(aliases, alias.name.str());
                return aliases.size() < kMostCandidates;
            });
        }
    }
    if (any_remembered(journal, [&](const JournalEntry& entry) { return alone.matches(entry); })) return {};
    return with_nearest("there is no key " + in_quotes(filter.key) + ", and no request that is remembered names one so",
                        filter.key, aliases);
}

// ---- credentials and tenants ----

std::string unknown_credential(const JournalFilter& filter, const store::KeyStore& store, const Journal& journal) {
    Names known;
    {
        const auto guard = store.read();
        for (const auto& part : {store.credentials(), store.removed_credentials()})
            for (const auto* credential : part) {
                if (credential->facts.id == filter.credential) return {};
                add(known, credential->facts.id);
            }
    }
    if (any_remembered(journal, [&](const auto& entry) { return entry.access_key_id == filter.credential; })) return {};
    return with_nearest(
        "there is no credential " + in_quotes(filter.credential) + ", and no request that is remembered names it",
        filter.credential, known);
}

std::string unknown_tenant(const JournalFilter& filter, const store::KeyStore& store, const Journal& journal) {
    Names known;
    {
        const auto guard = store.read();
        for (const auto* tenant : store.tenants()) {
            if (tenant->facts.id.text() == filter.tenant) return {};
            add(known, tenant->facts.name);
        }
    }
    const auto is_its = [&](const JournalEntry& entry) {
        return entry.tenant && entry.tenant->text() == filter.tenant;
    };
    if (any_remembered(journal, is_its)) return {};
    return with_nearest(
        "there is no tenant " + in_quotes(filter.tenant) + ", and no request that is remembered is of one so called",
        filter.tenant, known);
}

}  // namespace

std::string name_that_cannot_be(const JournalQuery& query, const store::KeyStore& store, const Journal& journal,
                                const FaultVocabulary& actions) {
    const auto& filter = query.filter;
    std::string sentence;
    if (!filter.action.empty()) sentence = unknown_action(filter, actions);
    if (sentence.empty() && !filter.tenant.empty()) sentence = unknown_tenant(filter, store, journal);
    if (query.follow || query.after) return sentence;
    if (sentence.empty() && !filter.key.empty()) sentence = unknown_key(filter, store, journal);
    if (sentence.empty() && !filter.credential.empty()) sentence = unknown_credential(filter, store, journal);
    return sentence;
}

}  // namespace tandem::standin
