#pragma once
// A dialect turns one vendor's requests into calls of the service and back.

#include "tandem/api/wire.hpp"
#include "tandem/service/call.hpp"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tandem::api {

// Source of the rate limits' numbers.
enum class RateMode : std::uint8_t { vendor, off, map };
struct RateOverride {
    std::string dialect;       // its name
    std::string action;        // or "*"
    std::uint32_t per_second;  // 0 = no limit
};

// Whether the regions of a tenant have the same keys.
enum class KeySpaces : std::uint8_t { shared, per_region };

// Choices that configuration may make for all dialects. What is one vendor's alone is in that vendor's own settings
// (tandem/vendors/vendors.hpp).
struct Settings {
    RateMode rate = RateMode::vendor;
    std::vector<RateOverride> rates{};
    std::vector<std::string> public_hosts{};  // further names that clients may have signed
    bool development = false;                 // X-Tandem-Diag, "{project_id}" placeholder, IAM without a token
    KeySpaces key_spaces = KeySpaces::shared;
    std::vector<std::string> own_regions{};  // one a vendor: with per_region, the tenant's own keys are of these

    [[nodiscard]] bool is_own_region(std::string_view region) const noexcept {
        return std::ranges::find(own_regions, region) != own_regions.end();
    }
};

// How requests are told apart: data, checked for overlaps at start. The dispatcher asks in this order: header claims,
// path claims, parameter claims.
struct Claim {
    enum class Kind : std::uint8_t {
        header,             // a header of this name is present
        header_prefix,      // `name` header begins with `value`
        path_exact,         // path equals `value`
        path_prefix,        // path begins with `value`
        parameter_present,  // a query or form parameter `name` is there
    };
    Kind kind;
    std::string_view name;
    std::string_view value;
    std::string_view unless_parameter = {};  // for parameter_present: and this one is not
};

enum class Disposition : std::uint8_t {
    answered,  // the reply is ready
    moves,     // nothing was done: handle() goes on, on a worker of the kind that `place` now says
};

// One request field of an action, for docs/compatibility.md.
struct FieldStatus {
    std::string name;  // of an object's member too: "Tags.n.TagKey"
    std::string_view type;
    bool required;
    std::string range;
    std::string_view no_effect;  // why it changes nothing; empty: it does
};

// One row of docs/compatibility.md.
struct ActionStatus {
    std::string_view dialect;
    std::string_view action;  // the vendor's name
    bool emulated;
    std::string_view remark;  // why not, or what differs; may be empty
    std::vector<FieldStatus> fields = {};
};

// An error code of the vendor's that cannot occur here, for docs/compatibility.md.
struct UnraisedCode {
    std::string_view code;
    std::string_view reason;
};

class Dialect {
  public:
    virtual ~Dialect() = default;
    [[nodiscard]] virtual std::string_view name() const noexcept = 0;
    [[nodiscard]] virtual std::span<const Claim> claims() const noexcept = 0;
    [[nodiscard]] virtual std::vector<ActionStatus> actions() const = 0;
    // Fields that every action takes beside its own fields, where the dialect documents it.
    [[nodiscard]] virtual std::vector<FieldStatus> common_fields() const { return {}; }
    // Codes that do not occur, for a dialect whose vendor lists its codes; all others do occur.
    [[nodiscard]] virtual std::span<const UnraisedCode> unraised_codes() const noexcept { return {}; }
    // Whether its failures may be those of somebody who guesses a credential.
    [[nodiscard]] virtual bool asks_for_credentials() const noexcept { return true; }
    // Never throws for anything in the request. Thread-safe; called on every I/O thread and every worker.
    virtual Disposition handle(service::Services& services, Exchange& exchange) const = 0;
    // The dialect's own form of a failure that came before it could be asked (body too large, overload, crash).
    virtual void refuse(Exchange& exchange, const Error& error) const = 0;
};

}  // namespace tandem::api
