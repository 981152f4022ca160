#pragma once
// One row of the action table (actions.cpp), and what a handler gets.

#include "tandem/api/arena.hpp"
#include "tandem/api/dialect.hpp"
#include "tandem/api/fields.hpp"
#include "tandem/api/json_writer.hpp"
#include "tandem/api/vendor_error.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace tandem::api::tencent::v2019 {

struct RequestFrame;

// One authenticated request whose fields have the right names, types and ranges.
struct ActionCall {
    const service::Call& call;
    const Settings& settings;
    const Fields& fields;
    Arena& arena;
    RequestFacts& facts;
    JsonWriter& out;  // inside "Response": a handler writes its members once it can no longer fail
    const WireRequest& request;
    const RequestFrame& frame;
};
using Handler = Result<void> (*)(ActionCall& action);

enum class Runs : std::uint8_t {
    io_thread,  // microseconds
    worker,     // changes the store
    by_input,   // the handler asks for a place when what it got takes long
};

inline constexpr std::string_view kApiVersion = "2019-01-18";
// The vendor's tag service, of which clients of the KMS need a little.
inline constexpr std::string_view kTagApiVersion = "2018-08-13";

struct Action {
    std::string_view name;
    std::uint32_t per_second;  // API 3.0 spec section 8; 100 where the vendor published none
    Runs runs;
    Handler handler;  // nullptr: not emulated
    std::span<const FieldRule> fields;
    std::span<const ErrorOverride> errors;
    std::string_view remark = {};  // for docs/compatibility.md
    std::string_view version = kApiVersion;
    // Names the region whose keys the action is about; "" or no function: the request's own region.
    std::string_view (*region)(const Fields& fields) = nullptr;
};

// Whether some action has that version.
[[nodiscard]] bool is_version(std::string_view version) noexcept;

// All actions of the API and of the tag service, by name.
std::span<const Action> actions() noexcept;
// Its place in actions().
std::optional<std::size_t> find_action(std::string_view name) noexcept;

}  // namespace tandem::api::tencent::v2019
