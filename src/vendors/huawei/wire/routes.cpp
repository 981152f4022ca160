#include "routes.hpp"

#include <algorithm>
#include <tuple>

namespace tandem::api::huawei {

namespace {

bool is_placeholder(std::string_view segment) noexcept { return segment.starts_with('{'); }

}  // namespace

RouteTable::RouteTable(std::span<const Operation* const> operations) {
    for (std::size_t i = 0; i < operations.size(); ++i) {
        const auto segments = split(operations[i]->details.path);
        rows_.at(segments->count).push_back({operations[i], *segments, i});
    }
    const auto rank = [](const Row& row) {
        const auto& text = row.segments.text;
        return std::tuple(std::count_if(text.begin(), text.end(), is_placeholder),
                          row.operation->details.host_prefix.empty(), row.index);
    };
    for (std::vector<Row>& rows : rows_) {
        std::sort(rows.begin(), rows.end(), [&](const Row& a, const Row& b) { return rank(a) < rank(b); });
    }
}

bool RouteTable::find(Request& request) const noexcept {
    const WireRequest& wire = request.exchange.request;
    const auto path = split(wire.path);
    const Row* row = path ? find_row(wire, *path) : nullptr;
    if (row == nullptr) return false;
    request.operation = row->operation;
    request.operation_index = row->index;
    for (std::size_t i = 0; i < path->count; ++i) {
        const std::string_view name = row->segments.text[i];
        if (!is_placeholder(name)) continue;
        request.path_parameters[request.path_parameter_count++] = {name.substr(1, name.size() - 2), path->text[i]};
    }
    return true;
}

const Operation* RouteTable::find_operation(const WireRequest& request) const noexcept {
    const auto path = split(request.path);
    const Row* row = path ? find_row(request, *path) : nullptr;
    return row == nullptr ? nullptr : row->operation;
}

const RouteTable::Row* RouteTable::find_row(const WireRequest& request, const Segments& path) const noexcept {
    const Row* row = find_row(request.method, path, request);
    return row == nullptr && request.method == "HEAD" ? find_row("GET", path, request) : row;
}

const RouteTable::Row* RouteTable::find_row(std::string_view method, const Segments& path,
                                            const WireRequest& request) const noexcept {
    const auto& rows = rows_[path.count];
    const auto found = std::ranges::find_if(rows, [&](const Row& row) {
        return fits(row, path) && row.operation->details.method == method && fits_host(row, request);
    });
    return found == rows.end() ? nullptr : &*found;
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
    const std::string_view prefix = row.operation->details.host_prefix;
    return prefix.empty() || equal_ignoring_case(request.header("Host").substr(0, prefix.size()), prefix);
}

}  // namespace tandem::api::huawei
