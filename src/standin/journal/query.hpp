#pragma once
// The question of a reader of the journal: the parameters of GET /_tandem/requests.

#include "journal.hpp"

#include <optional>
#include <set>
#include <string>

namespace tandem::standin {

// Empty members agree with every entry.
struct JournalFilter {
    std::string dialect, action, credential, tenant, code, key;
    std::optional<bool> faulted, ok;
    std::set<KeyId> keys;  // what `key` means now

    // Before entries are matched, since a key may have been made or renamed.
    void look_up_key(const store::KeyStore& store);
    [[nodiscard]] bool matches(const JournalEntry& entry) const;
};

struct JournalQuery {
    static constexpr std::uint64_t kUsualLimit = 1'000;
    static constexpr std::uint64_t kMostLimit = 10'000;

    JournalFilter filter;
    std::uint64_t limit = kUsualLimit;
    std::optional<std::uint64_t> after;  // also by the header Last-Event-ID, which an EventSource sends
    bool follow = false;
};

// Errors: parameter_unknown, parameter_invalid.
Result<JournalQuery> read_journal_query(const api::AdminCall& call);

}  // namespace tandem::standin
