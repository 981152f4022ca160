#include "routes.hpp"

#include <algorithm>
#include <tuple>

namespace tandem::dialect::huawei {

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
    for (const Row& row : rows_[segments->count]) {
        if (!fits(row, *segments) || row.method != request.method || !fits_host(row, request)) continue;
        Route route{.operation = row.operation};
        for (std::size_t i = 0; i < segments->count; ++i) {
            const std::string_view name = row.segments.text[i];
            if (!is_placeholder(name)) continue;
            route.parameters[route.parameter_count++] = {name.substr(1, name.size() - 2), segments->text[i]};
        }
        return route;
    }
    return std::nullopt;
}

std::optional<RouteTable::Segments> RouteTable::split(std::string_view path) noexcept {
    Segments segments;
    if (!path.starts_with('/')) return std::nullopt;
    path.remove_prefix(1);
    if (path.ends_with('/')) path.remove_suffix(1);
    while (!path.empty()) {
        const std::size_t end = std::min(path.find('/'), path.size());
        if (end == 0 || segments.count == kMaxSegments) return std::nullopt;
        segments.text[segments.count++] = path.substr(0, end);
        path.remove_prefix(std::min(end + 1, path.size()));
    }
    return segments;
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

}  // namespace tandem::dialect::huawei
