#pragma once
// Id of an object that a document calls by a name alone, always the same, so that reading it twice means the same.

#include "tandem/base/bytes.hpp"
#include "tandem/crypto/digest.hpp"
#include "tandem/store/objects.hpp"

#include <algorithm>
#include <string>
#include <string_view>

namespace tandem::app {

// `list` is the name of the kind's list in documents.
inline store::ObjectId id_of_named(std::string_view list, const std::string& tenant, const std::string& name) {
    const auto digest = crypto::sha256(as_bytes("tandem/seed/" + std::string{list} + "/" + tenant + "/" + name));
    store::ObjectId id;
    std::copy_n(digest.begin(), id.bytes.size(), id.bytes.begin());
    // Version 4, variant of RFC 4122: clients check the form.
    id.bytes[6] = static_cast<std::uint8_t>((id.bytes[6] & 0x0f) | 0x40);
    id.bytes[8] = static_cast<std::uint8_t>((id.bytes[8] & 0x3f) | 0x80);
    return id;
}

}  // namespace tandem::app
