#pragma once
// Fault documents: YAML or JSON, as docs/faults.md and config/schema/tandem-faults.schema.json describe them.

#include "tandem/app/config.hpp"
#include "tandem/app/config_tree.hpp"

#include "rule.hpp"

#include <map>
#include <string>
#include <vector>

namespace tandem::standin {

// The vendors' action names, by dialect.
using FaultVocabulary = std::map<std::string, std::vector<std::string>, std::less<>>;
FaultVocabulary fault_vocabulary();

// A document, or one rule alone. Throws UserError(configuration) with line and column; `source` names the text.
FaultDocument read_fault_document(const std::string& text, const app::Origin& source,
                                  const FaultVocabulary& vocabulary);
// All documents of the configuration, in their order.
std::vector<FaultDocument> read_fault_documents(const app::StandInConfig& config, const FaultVocabulary& vocabulary);

}  // namespace tandem::standin
