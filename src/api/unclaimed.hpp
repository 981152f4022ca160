#pragma once
// Answer to a request that belongs to no dialect: a page for people with a browser, else JSON.

#include "claims.hpp"

namespace tandem::api {

// GET / of a browser.
bool wants_welcome_page(const WireRequest& request);
void write_welcome_page(WireReply& reply);

// 404 and the shapes that are served, or the failure that came before (413, 503, ...).
void write_unclaimed(Dialects dialects, Exchange& exchange);
void write_unclaimed_failure(Exchange& exchange, const Error& error);

}  // namespace tandem::api
