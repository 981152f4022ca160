#pragma once
// Attributes of keys: facts that only some keys have, beside the few that every key has (records.hpp).
//
// A struct that is stored as fields tells them by describe(): a number that is never used again for another field, a
// name for people, and the member. What is as in a new object is not stored.

#include "tandem/base/bytes.hpp"
#include "tandem/base/ids.hpp"
#include "tandem/base/optional_time.hpp"

#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <boost/smart_ptr/intrusive_ref_counter.hpp>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace tandem::store {

using ObjectId = Id128<struct ObjectIdTag>;

// Tag of a key or object; texts in UTF-8, whose limits are the service's (service/tags.hpp).
struct Tag {
    std::string key;
    std::string value;

    template <class Self, class Visit>
    static void describe(Self& self, Visit&& visit) {
        visit(1, "key", self.key);
        visit(2, "value", self.value);
    }
    friend bool operator==(const Tag&, const Tag&) = default;
};

// Rotation of the material by the clock.
struct Rotation {
    bool enabled = false;
    std::uint32_t period_days = 0;  // as last set; 0: never
    OptionalTime last;              // when the newest version was made by a rotation
    OptionalTime next;              // when one is due; set while enabled

    template <class Self, class Visit>
    static void describe(Self& self, Visit&& visit) {
        visit(1, "enabled", self.enabled);
        visit(2, "period_days", self.period_days);
        visit(3, "last", self.last);
        visit(4, "next", self.next);
    }
    friend bool operator==(const Rotation&, const Rotation&) = default;
};

// Something outside that relies on the key.
struct BoundResource {
    std::string product;
    std::string resource;

    template <class Self, class Visit>
    static void describe(Self& self, Visit&& visit) {
        visit(1, "product", self.product);
        visit(2, "resource", self.resource);
    }
    friend bool operator==(const BoundResource&, const BoundResource&) = default;
};

// The part of one copy of a key that stands in the key spaces of several regions, each with a copy of its own.
enum class RegionRole : std::uint8_t {
    alone,    // in one region; every key is at first
    primary,  // the copy that others are made of
    replica,
};

struct KeyAttributes {
    Rotation rotation;
    std::vector<Tag> tags;  // distinct keys, in the order of their coming
    std::vector<BoundResource> bound_resources;
    OptionalTime material_expires;  // of imported material
    // The memory of each imported material, by its version (store/imported_memory.hpp): its MAC under the tenant's
    // fingerprint key, since what was removed comes back only as the same, and its own end.
    std::vector<Bytes> imported_fingerprints;
    ObjectId keystore;  // where the key lives, which is the service's to know (service/actions/keystores.hpp)
    RegionRole region_role = RegionRole::alone;
    KeySpaceId sealing_space;  // of a copy: where it was made, which its messages name; zeros: its own

    template <class Self, class Visit>
    static void describe(Self& self, Visit&& visit) {
        visit(1, "rotation", self.rotation);
        visit(2, "tags", self.tags);
        visit(3, "bound_resources", self.bound_resources);
        visit(4, "material_expires", self.material_expires);
        visit(5, "imported_fingerprints", self.imported_fingerprints);
        visit(6, "keystore", self.keystore);
        visit(7, "region_role", self.region_role);
        visit(8, "home", self.sealing_space);
    }
    friend bool operator==(const KeyAttributes&, const KeyAttributes&) = default;
};

// Attributes in one pointer, which is null while there are none. Copies share what they point to.
class SharedAttributes {
  public:
    SharedAttributes() noexcept = default;

    // The attributes; those of a new key while there are none. Valid until the next set() or edit().
    [[nodiscard]] const KeyAttributes& operator*() const noexcept { return shared_ ? shared_->value : kNone; }
    [[nodiscard]] const KeyAttributes* operator->() const noexcept { return &**this; }
    [[nodiscard]] bool empty() const noexcept { return !shared_; }

    // Replaces them for this copy alone; the others keep what they share.
    void set(KeyAttributes value) {
        shared_ = value == kNone ? nullptr : boost::intrusive_ptr<const Shared>{new Shared{std::move(value)}};
    }
    // `change` gets a copy to change.
    template <class Change>
    void edit(Change change) {
        KeyAttributes copy = **this;
        change(copy);
        set(std::move(copy));
    }
    friend bool operator==(const SharedAttributes& a, const SharedAttributes& b) { return *a == *b; }

  private:
    struct Shared : boost::intrusive_ref_counter<Shared> {
        explicit Shared(KeyAttributes attributes) : value(std::move(attributes)) {}
        KeyAttributes value;
    };
    static const KeyAttributes kNone;
    boost::intrusive_ptr<const Shared> shared_;
};
inline const KeyAttributes SharedAttributes::kNone{};

}  // namespace tandem::store
