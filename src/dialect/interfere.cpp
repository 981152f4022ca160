#include "interfere.hpp"

#include <algorithm>
#include <cctype>
#include <string>

namespace tandem::dialect {

namespace {

// KeyId, key_ids, DestinationKeyId, ciphertextBlob, cipher_text.
bool may_name_a_key(const FieldRule& rule) {
    std::string name;
    for (const char c : rule.name) {
        if (c != '_') name += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    return name.find("keyid") != std::string::npos || name.find("ciphertext") != std::string::npos;
}

}  // namespace

Result<void> identify_to_interference(Exchange& exchange, const store::Credential* credential,
                                      std::span<const FieldRule> fields, ErrorCode over_rate_limit) {
    return exchange.interference->identified({.dialect = exchange.facts.dialect,
                                              .action = exchange.facts.action,
                                              .credential = credential,
                                              .finds_key = std::ranges::any_of(fields, may_name_a_key),
                                              .over_rate_limit = over_rate_limit,
                                              .arrived_ticks = exchange.request.arrived_ticks,
                                              .arrived = exchange.request.arrived});
}

}  // namespace tandem::dialect
