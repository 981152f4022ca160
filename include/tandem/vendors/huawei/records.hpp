#pragma once
// Records that only this cloud's API has: those of confidential computing (section 7), by which nothing is judged here,
// and the agencies of its IAM (section 3.3a).

#include "tandem/base/clock.hpp"
#include "tandem/keys/key_facts.hpp"
#include "tandem/store/access_rule.hpp"
#include "tandem/store/record_kinds.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tandem::api::huawei {

// Key policy: when, where and through which access points the keys of a key space may be used.
struct KeyPolicy : store::Record {
    static constexpr bool kNamed = false;
    static constexpr bool kOfKey = false;

    std::string keyspace;  // an id that the client gives
    std::string description;
    std::string version;
    std::string begins;  // both as they were given; may be empty
    std::string ends;
    // Ids of access points and names of zones, as the client gave them.
    std::vector<std::string> access_points;
    std::vector<std::string> zones;
    // Id of the user who made it; so it is of an access point.
    std::string author;
    TimePoint changed{};

    // Numbers are stored: none changes its meaning or is used again. So it is for each kind.
    template <class Self, class Visit>
    static void describe(Self& self, Visit&& visit) {
        visit(1, "name", self.name);
        visit(2, "keyspace", self.keyspace);
        visit(3, "description", self.description);
        visit(4, "version", self.version);
        visit(5, "begins", self.begins);
        visit(6, "ends", self.ends);
        visit(7, "access_points", self.access_points);
        visit(8, "zones", self.zones);
        visit(9, "author", self.author);
        visit(10, "changed", self.changed);
    }
};

// Access point: where programs come to the keys of a key space. Its secret: the DER PKCS#8 private key that they prove
// to be there with.
struct AccessPoint : store::Record {
    static constexpr bool kNamed = false;
    static constexpr bool kOfKey = false;

    std::string keyspace;   // an id that the client gives
    std::uint8_t type = 0;  // 1 to 3
    std::string identity;
    std::string cluster;
    std::string description;
    keys::KeyState state = keys::KeyState::enabled;  // or disabled
    std::string author;
    TimePoint changed{};

    template <class Self, class Visit>
    static void describe(Self& self, Visit&& visit) {
        visit(1, "name", self.name);
        visit(2, "keyspace", self.keyspace);
        visit(3, "type", self.type);
        visit(4, "identity", self.identity);
        visit(5, "cluster", self.cluster);
        visit(6, "description", self.description);
        visit(7, "state", self.state);
        visit(8, "author", self.author);
        visit(9, "changed", self.changed);
    }
};

// Agency: a role in the tenant that users of other tenants may take on.
struct Agency : store::Record {
    static constexpr bool kNamed = true;
    static constexpr bool kOfKey = false;

    std::vector<std::string> trusted;  // names or ids of the domains whose users may
    std::vector<store::AccessRule> allow;

    template <class Self, class Visit>
    static void describe(Self& self, Visit&& visit) {
        visit(1, "name", self.name);
        visit(2, "trusted", self.trusted);
        visit(3, "allow", self.allow);
    }
};

// The list: every kind, in the order of its rows.
using RecordTypes = store::TypeListBehind<void
#define TANDEM_RECORD_KIND(type, ...) , type
#include "tandem/vendors/huawei/record_kinds.def"
#undef TANDEM_RECORD_KIND
                                          >;

}  // namespace tandem::api::huawei

namespace tandem::store {

#define TANDEM_RECORD_KIND(type, number, put, removed, ...) \
    template <>                                             \
    inline constexpr RecordKind kRecordKind<type> = record_kind<type>(number, put, removed);
#include "tandem/vendors/huawei/record_kinds.def"
#undef TANDEM_RECORD_KIND

}  // namespace tandem::store
