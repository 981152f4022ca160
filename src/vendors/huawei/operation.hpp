#pragma once
// What the routing table says of an operation, and what its handler gets.

#include "tandem/api/arena.hpp"
#include "tandem/api/dialect.hpp"
#include "tandem/api/fields.hpp"
#include "tandem/api/vendor_error.hpp"
#include "tandem/service/call.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace tandem::api::huawei {

inline constexpr std::string_view kName = "huawei";  // of the dialect

// Who calls. Everything lives as long as the request's read guard and arena.
struct Caller {
    const store::Tenant* tenant = nullptr;
    const store::Credential* credential = nullptr;  // of another tenant in the role of an agency
    const store::Agency* agency = nullptr;          // of the tenant: in whose role; null: in his own
    std::optional<TimePoint> until{};               // of a token or a temporary access key
    // A token's project scope; empty: none, or signed with an access key.
    std::string_view token_project{};
    std::string_view token_project_name{};
    const store::Project* project = nullptr;  // that the path names; of KMS calls
    std::string_view region{};                // whose keys are asked for

    [[nodiscard]] std::span<const store::AccessRule> rules() const noexcept {
        return agency != nullptr ? agency->allow : credential->facts.allow;
    }
};

struct PathParameter {
    std::string_view name;   // as in the template, without braces
    std::string_view value;  // raw, still percent-encoded
};

// One authenticated request on its way through its operation. `body` is empty when the operation takes none.
struct OperationCall {
    service::Call service;
    const Settings& settings;
    const Caller& caller;
    const boost::json::object& body;
    const Fields& fields;
    Arena& arena;
    Exchange& exchange;
    std::span<const PathParameter> path_parameters;

    // Decoded; "" when the template has no such name.
    [[nodiscard]] std::string_view path_parameter(std::string_view name) const;
};

// A request of an operation that has no caller yet: version lists and logging in.
struct OpenCall {
    service::Services& services;
    const Settings& settings;
    Arena& arena;
    Exchange& exchange;
};

// The success that says nothing: `{}`.
Result<void> answer_empty(OperationCall& call);

// Both write the body of a success and nothing at all on an error.
using Handler = Result<void> (*)(OperationCall&);
using OpenHandler = Result<void> (*)(OpenCall&);

// Whose error bodies an operation answers with (section 4).
enum class Family : std::uint8_t { kms, iam };

// One row of the table in operations.cpp.
struct Operation {
    std::string_view name;  // the SDKs' name
    std::string_view method;
    std::string_view path;  // template; {name} is one segment
    std::span<const FieldRule> fields = {};
    Handler handler = nullptr;           // neither handler: not emulated
    OpenHandler open_handler = nullptr;  // no authentication
    std::span<const ErrorOverride> overrides = {};
    std::string_view remark = {};
    unsigned success_status = 200;
    service::Place place = service::Place::io_thread;
    Family family = Family::kms;
    std::string_view host_prefix = {};  // only where Host begins so; such a row wins over one for every host

    [[nodiscard]] bool emulated() const noexcept { return handler != nullptr || open_handler != nullptr; }
};

inline constexpr std::uint32_t kOperationsPerSecond = 1000;  // section 1, a user and operation

// Every operation that the vendor's documents list, in no order that matters; the index is the rate limit's slot.
std::span<const Operation> operations() noexcept;

}  // namespace tandem::api::huawei
