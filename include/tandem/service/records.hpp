#pragma once
// Records of the service's own, which its rules read and the store does not.

#include "tandem/keys/key_facts.hpp"
#include "tandem/store/record_kinds.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace tandem::service {

// Dedicated keystore: a place of their own for keys (KeyAttributes::keystore), which can be shut as a whole.
struct DedicatedKeystore : store::Record {
    static constexpr bool kNamed = true;
    static constexpr bool kOfKey = false;

    keys::KeyState state = keys::KeyState::enabled;  // or disabled: its keys cannot be used then
    // All three are as whoever made it said; nothing depends on them.
    std::string type;
    std::string cluster;
    std::string hsm_cluster;

    // Numbers are stored: none changes its meaning or is used again.
    template <class Self, class Visit>
    static void describe(Self& self, Visit&& visit) {
        visit(1, "name", self.name);
        visit(2, "state", self.state);
        visit(3, "type", self.type);
        visit(4, "cluster", self.cluster);
        visit(5, "hsm_cluster", self.hsm_cluster);
    }
};

// The list: every kind, in the order of its rows.
using RecordTypes = store::TypeListBehind<void
#define TANDEM_RECORD_KIND(type, ...) , type
#include "tandem/service/record_kinds.def"
#undef TANDEM_RECORD_KIND
                                          >;

}  // namespace tandem::service

namespace tandem::store {

#define TANDEM_RECORD_KIND(type, number, put, removed, ...) \
    template <>                                             \
    inline constexpr RecordKind kRecordKind<type> = record_kind<type>(number, put, removed);
#include "tandem/service/record_kinds.def"
#undef TANDEM_RECORD_KIND

}  // namespace tandem::store
