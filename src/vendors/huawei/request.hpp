#pragma once
// This API's part of an operation and its request (sections 1 and 7).

#include "tandem/api/caller.hpp"
#include "tandem/api/pipeline.hpp"
#include "tandem/vendors/huawei/records.hpp"

#include "huawei/settings.hpp"

#include <boost/json/value.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace tandem::api::huawei {

class Request;

inline constexpr std::string_view kName = "huawei";          // of the dialect
inline constexpr std::uint32_t kOperationsPerSecond = 1000;  // section 1, a user and operation

// The API whose error bodies an operation answers with (section 4).
enum class Family : std::uint8_t { kms, iam };

struct Details {
    std::string_view method;
    std::string_view path;  // template; {name} is one segment
    unsigned success_status = 200;
    Family family = Family::kms;
    bool needs_caller = true;
    std::string_view host_prefix = {};  // only where Host begins so; such a row wins over one for every host
};
constexpr Details get(std::string_view path) noexcept { return {.method = "GET", .path = path}; }
constexpr Details post(std::string_view path, unsigned success_status = 200) noexcept {
    return {.method = "POST", .path = path, .success_status = success_status};
}
constexpr Details put(std::string_view path) noexcept { return {.method = "PUT", .path = path}; }
constexpr Details remove(std::string_view path, unsigned success_status = 200) noexcept {
    return {.method = "DELETE", .path = path, .success_status = success_status};
}
constexpr Details of_iam(Details details) noexcept {
    details.family = Family::iam;
    return details;
}
// Version lists and logging in: asked before there is a caller.
constexpr Details open_to_all(Details details) noexcept {
    details.needs_caller = false;
    return details;
}

using Operation = api::Operation<Request, Details>;

// Everything lives as long as the request's read guard and arena.
struct Caller : api::Caller {          // the credential may be another tenant's, in the role of an agency
    const Agency* agency = nullptr;    // of the tenant: in whose role; null: in the credential's own
    std::optional<TimePoint> until{};  // of a token or a temporary access key
    // A token's project scope; empty: none, or signed with an access key.
    std::string_view token_project{};
    std::string_view token_project_name{};
    const store::Project* project = nullptr;  // that the path names; of KMS calls
    std::string_view region{};                // whose keys are asked for

    [[nodiscard]] std::span<const store::AccessRule> rules() const noexcept {
        return agency != nullptr ? agency->allow : credential->facts.allow;
    }
};

// The role that a caller was in, to be known again under another guard.
struct RoleMark {
    TenantId tenant{};
    store::ObjectId agency{};
    std::uint64_t revision = 0;
    bool is_agency = false;
};

struct PathParameter {
    std::string_view name;   // as in the template, without braces
    std::string_view value;  // raw, still percent-encoded
};

class Request final : public VendorRequest<Caller, Operation, AllSettings> {
  public:
    using VendorRequest::VendorRequest;

    static constexpr std::size_t kMaxPathParameters = 4;
    std::array<PathParameter, kMaxPathParameters> path_parameters{};
    std::size_t path_parameter_count = 0;
    boost::json::value body{};  // an object, without members when there is none
    RoleMark role_mark{};

    // "" when the template has no such name.
    [[nodiscard]] std::string_view raw_path_parameter(std::string_view name) const noexcept;
    [[nodiscard]] std::string_view path_parameter(std::string_view name) const;  // decoded
};

// The success that says nothing: `{}`.
void answer_empty(Request& request);

// Every operation that the vendor's documents list (operations.def).
std::span<const Operation* const> operations() noexcept;

}  // namespace tandem::api::huawei
