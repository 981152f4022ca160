#pragma once
// How documents name whose keys they speak of: TENANT, or TENANT@REGION where the keys of a region are meant.

#include "tandem/store/key_store.hpp"

#include <string>
#include <string_view>

namespace tandem::app {

struct SpaceName {
    std::string tenant;
    std::string region;  // empty: the tenant's own key space

    // Without a region where the text behind the "@" is not the form of one.
    static SpaceName parse(std::string_view text);
    static SpaceName of(const store::KeySpace& space);
    [[nodiscard]] std::string text() const;
};

// The key space that a document calls so; nullptr when it is not stored. A guard of the store must live.
[[nodiscard]] const store::KeySpace* find_key_space(const store::KeyStore& store, std::string_view text);

}  // namespace tandem::app
