#include "routes.hpp"

#include <algorithm>
#include <tuple>

namespace tandem::api::huawei {

namespace {

bool is_placeholder(std::string_view segment) noexcept { return segment.starts_with('{'); }

}  // namespace

std::string_view Route::parameter(std::string_view name) const noexcept {
    for (std::size_t i = 0; i < parameter_count; ++i) {
        if (parameters[i].name == name) return parameters[i].value;
    }
    return {};
}

RouteTable::RouteTable(std::span<const Operation> operations) {
    for (std::size_t i = 0; i < operations.size(); ++i) {
        const auto segments = split(operations[i].path);
        rows_.at(segments->count).push_back({operations[i].method, operations[i].host_prefix, *segments, i});
    }
    const auto rank = [](const Row& row) {
        const auto& text = row.segments.text;
        return std::tuple(std::count_if(text.begin(), text.end(), is_placeholder), row.host_prefix.empty(),
                          row.operation);
    };
    for (std::vector<Row>& rows : rows_) {
        std::sort(rows.begin(), rows.end(), [&](const Row& a, const Row& b) { return rank(a) < rank(b); });
    }
}

std::optional<Route> RouteTable::find(const WireRequest& request) const noexcept {
    const auto segments = split(request.path);
    if (!segments) return std::nullopt;
    if (const auto route = find_exactly(request.method, *segments, request)) return route;
    return request.method == "HEAD" ? find_exactly("GET", *segments, request) : std::nullopt;
}

std::optional<Route> RouteTable::find_exactly(std::string_view method, const Segments& path,
                                              const WireRequest& request) const noexcept {
    for (const Row& row : rows_[path.count]) {
        if (!fits(row, path) || row.method != method || !fits_host(row, request)) continue;
        Route route{.operation = row.operation};
        for (std::size_t i = 0; i < path.count; ++i) {
            const std::string_view name = row.segments.text[i];
            if (!is_placeholder(name)) continue;
            route.parameters[route.parameter_count++] = {name.substr(1, name.size() - 2), path.text[i]};
        }
        return route;
    }
    return std::nullopt;
}

std::optional<RouteTable::Segments> RouteTable::split(std::string_view path) noexcept {
    Segments segments;
    if (!path.starts_with('/')) return std::nullopt;
    for (;;) {
        while (path.starts_with('/')) path.remove_prefix(1);
        if (path.empty()) return segments;
        if (segments.count == kMaxSegments) return std::nullopt;
        const std::size_t end = std::min(path.find('/'), path.size());
        segments.text[segments.count++] = path.substr(0, end);
        path.remove_prefix(end);
    }
}

// From the last segment on, since that is where templates differ.
bool RouteTable::fits(const Row& row, const Segments& segments) noexcept {
    for (std::size_t i = segments.count; i-- > 0;) {
        const std::string_view wanted = row.segments.text[i];
        if (wanted != segments.text[i] && !is_placeholder(wanted)) return false;
    }
    return true;
}

bool RouteTable::fits_host(const Row& row, const WireRequest& request) noexcept {
    if (row.host_prefix.empty()) return true;
    return equal_ignoring_case(request.header("Host").substr(0, row.host_prefix.size()), row.host_prefix);
}

}  // namespace tandem::api::huawei
