#pragma once
// A rule of what a caller may do: one of several, any of which may allow a request. No rules at all allow everything.
// The store keeps them as they are given; service/caller_rules.hpp holds requests against them, and
// docs/configuration.md tells what they mean.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tandem::store {

// Patterns are printable ASCII of 1 to 256 bytes, in which "*" stands for any characters, also for none. Configurations
// and seeds have 1 to 100 in a list that they give; errors in them are told there.
struct AccessRule {
    std::vector<std::string> operations;  // "Encrypt" of every API, "api:*" of one
    std::vector<std::string> keys;        // of key ids, of short names or of "alias/" names; none: all keys

    // Fields as of field_codec.hpp.
    template <class Self, class Visit>
    static void describe(Self& self, Visit&& visit) {
        visit(1, "operations", self.operations);
        visit(2, "keys", self.keys);
    }
    friend bool operator==(const AccessRule&, const AccessRule&) = default;
};

}  // namespace tandem::store
