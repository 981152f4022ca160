#pragma once
// Destruction by the clock alone. A clock can be wrong for a moment, and what is destroyed then is gone for ever: so
// nothing but a sweep (actions/sweep.hpp) destroys by date, and that asks one gate about each thing. To callers what is
// past its date is refused all the same, and is back when the clock is.

#include "tandem/base/clock.hpp"
#include "tandem/base/ids.hpp"
#include "tandem/store/objects.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace tandem::service {

struct EndedByTime {
    enum class What : std::uint8_t {
        key,
        imported_material,  // of one version of a key
        waiting_material,   // imported, and not yet rotated to
        import_token,
        data_key,  // a hosted one
    };
    What what;
    TenantId tenant;
    KeyId key;  // itself, or that of the material, the token or the data key
    TimePoint date;
    std::optional<store::ObjectId> object{};  // of what is no key
};

// For people: "key", "imported material", ...; and what its date was.
std::string_view name_of(EndedByTime::What what) noexcept;
std::string_view reason_of(EndedByTime::What what) noexcept;

// Used by any thread that may wait.
class DestructionGate {
  public:
    virtual ~DestructionGate() = default;
    // Whether what ends at `date` may end for good at this moment. Reads the clock itself.
    [[nodiscard]] virtual bool may_end(TimePoint date) = 0;
    // These did, durably.
    virtual void ended(std::span<const EndedByTime> things) = 0;
};

}  // namespace tandem::service
