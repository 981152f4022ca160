#pragma once
// Whether what a filter of the journal names can be there at all: a mistyped name must not read as "nothing of it".

#include "faults/read_rules.hpp"
#include "query.hpp"

#include <string>

namespace tandem::standin {

// A sentence with the nearest name; empty: all can be there. Actions are those of the APIs (of one of them, where the
// filter says which). Keys, credentials and tenants are those that the server has, and those that remembered requests
// name. To a reader who waits for what is to come, keys and credentials may still come.
std::string name_that_cannot_be(const JournalQuery& query, const store::KeyStore& store, const Journal& journal,
                                const FaultVocabulary& actions);

// GET (a list, or server-sent events with ?follow=yes) and DELETE of /_tandem/requests, GET of one. Both arguments must
// outlive the routes.
std::vector<api::AdminRoute> journal_routes(Journal& journal, const FaultVocabulary& actions);

}  // namespace tandem::standin
