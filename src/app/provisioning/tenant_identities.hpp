#pragma once
// What a document says of a tenant, beside what is stored of it.

#include "tandem/app/config.hpp"

#include <string>

namespace tandem::app {

// `wanted`, with what is stored where the document states nothing.
store::TenantFacts settled_by(const store::TenantFacts& wanted, const StatedIds& stated,
                              const store::TenantFacts& stored);

// What differs, each with both values: "tencent.uin is 2 in the document and 1 in the database"; empty: nothing does.
std::string contradictions(const store::TenantFacts& wanted, const store::TenantFacts& stored);

}  // namespace tandem::app
