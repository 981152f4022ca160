#pragma once
// What a start finds out of the database, and commits go on with.

#include "tandem/store/state_anchor.hpp"

#include "anchor/tag_keeper.hpp"
#include "rows/record_key.hpp"

#include <cstdint>
#include <memory>

namespace tandem::store {

struct Installation {
    InstallationId id{};
    std::unique_ptr<const RecordKey> root_key;
    std::unique_ptr<TagKeeper> tag_keeper;  // the backend's witness; none when nothing is durable
    Epoch epoch = 0;
    std::uint64_t last_serial = 0;  // of credentials
};

}  // namespace tandem::store
