#pragma once
// From method, path and host to an operation. Literal segments win over placeholders (section 1, routing hint).

#include "huawei/operation.hpp"

#include <array>
#include <optional>
#include <vector>

namespace tandem::api::huawei {

struct Route {
    std::size_t operation = 0;  // index into operations()
    static constexpr std::size_t kMaxParameters = 4;
    std::array<PathParameter, kMaxParameters> parameters{};
    std::size_t parameter_count = 0;

    // The raw segment, or "" when the template has no such name.
    [[nodiscard]] std::string_view parameter(std::string_view name) const noexcept;
};

class RouteTable {
  public:
    explicit RouteTable(std::span<const Operation> operations);

    // Nothing when no template fits; a wrong method is an unknown path too. HEAD goes wherever GET does (RFC 9110
    // section 9.3.2). Slashes at the end are tolerated, and those that clients put twice where they join an endpoint
    // and a path.
    [[nodiscard]] std::optional<Route> find(const WireRequest& request) const noexcept;

  private:
    static constexpr std::size_t kMaxSegments = 8;
    struct Segments {
        std::array<std::string_view, kMaxSegments> text;
        std::size_t count = 0;
    };
    struct Row {
        std::string_view method;
        std::string_view host_prefix;
        Segments segments;
        std::size_t operation;
    };
    [[nodiscard]] std::optional<Route> find_exactly(std::string_view method, const Segments& path,
                                                    const WireRequest& request) const noexcept;
    static std::optional<Segments> split(std::string_view path) noexcept;
    static bool fits(const Row& row, const Segments& segments) noexcept;
    static bool fits_host(const Row& row, const WireRequest& request) noexcept;

    std::array<std::vector<Row>, kMaxSegments + 1> rows_;  // by number of segments; literal templates first
};

}  // namespace tandem::api::huawei
