#pragma once
// What a caller may do: one rule of several, of which any may allow a request. No rules at all allow everything.

#include <cstdint>
#include <string>
#include <vector>

namespace tandem::store {

struct AccessRule {
    std::vector<std::string> operations;  // patterns: "Encrypt", "api:*", with "*" for any characters
    std::vector<std::string> keys;        // patterns of key ids, of short names or of "alias/" names; none: all keys

    template <class Self, class Visit>
    static void describe(Self& self, Visit&& visit) {
        visit(1, "operations", self.operations);
        visit(2, "keys", self.keys);
    }
    friend bool operator==(const AccessRule&, const AccessRule&) = default;
};

}  // namespace tandem::store
