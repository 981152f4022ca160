#pragma once
// From method, path and host to an operation. Literal segments win over placeholders (section 1, routing hint).

#include "huawei/request.hpp"

#include <array>
#include <optional>
#include <vector>

namespace tandem::api::huawei {

class RouteTable {
  public:
    explicit RouteTable(std::span<const Operation* const> operations);

    // Puts the operation and the path's parameters into the request. False when no template fits; a wrong method is an
    // unknown path too. HEAD goes wherever GET does (RFC 9110 section 9.3.2). Slashes at the end are tolerated, and
    // those that clients put twice where they join an endpoint and a path.
    bool find(Request& request) const noexcept;
    // nullptr: there is none.
    [[nodiscard]] const Operation* find_operation(const WireRequest& request) const noexcept;

  private:
    static constexpr std::size_t kMaxSegments = 8;
    struct Segments {
        std::array<std::string_view, kMaxSegments> text;
        std::size_t count = 0;
    };
    struct Row {
        const Operation* operation;
        Segments segments;
        std::size_t index;  // of the operation
    };
    [[nodiscard]] const Row* find_row(const WireRequest& request, const Segments& path) const noexcept;
    [[nodiscard]] const Row* find_row(std::string_view method, const Segments& path,
                                      const WireRequest& request) const noexcept;
    static std::optional<Segments> split(std::string_view path) noexcept;
    static bool fits(const Row& row, const Segments& segments) noexcept;
    static bool fits_host(const Row& row, const WireRequest& request) noexcept;

    std::array<std::vector<Row>, kMaxSegments + 1> rows_;  // by number of segments; literal templates first
};

}  // namespace tandem::api::huawei
