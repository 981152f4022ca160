#pragma once
// HTTP requests that own their bytes, made by hand or from the raw text of a recorded one.

#include "tandem/api/wire.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tandem::test {

struct RequestText {
    std::string method = "POST";
    std::string path = "/";
    std::string query{};
    std::vector<std::pair<std::string, std::string>> headers{};
    std::string body{};

    // Replaces the field of that exact name, or adds it.
    RequestText& set(std::string_view name, std::string_view value) {
        for (auto& [own_name, own_value] : headers)
            if (api::equal_ignoring_case(own_name, name)) return own_value = value, *this;
        headers.emplace_back(name, value);
        return *this;
    }
    RequestText& remove(std::string_view name) {
        std::erase_if(headers, [&](const auto& field) { return api::equal_ignoring_case(field.first, name); });
        return *this;
    }
    [[nodiscard]] std::string get(std::string_view name) const {
        for (const auto& [own_name, value] : headers)
            if (api::equal_ignoring_case(own_name, name)) return value;
        return {};
    }
};

// "POST /path?query HTTP/1.1 CRLF Name: value CRLF CRLF body"
inline RequestText parse_request(std::string_view raw) {
    const auto take = [&](std::string_view end) {
        const std::size_t at = raw.find(end);
        const std::string_view taken = raw.substr(0, at);
        raw.remove_prefix(at == std::string_view::npos ? raw.size() : at + end.size());
        return taken;
    };
    RequestText request;
    request.method = take(" ");
    const std::string_view target = take(" ");
    request.path = target.substr(0, target.find('?'));
    if (request.path.size() < target.size()) request.query = target.substr(request.path.size() + 1);
    take("\r\n");
    for (std::string_view line = take("\r\n"); !line.empty(); line = take("\r\n")) {
        const std::size_t colon = line.find(':');
        std::string_view value = line.substr(colon + 1);
        while (value.starts_with(' ')) value.remove_prefix(1);
        request.headers.emplace_back(line.substr(0, colon), value);
    }
    request.body = raw;
    return request;
}

// Views of a RequestText, as a dialect sees them; neither may change while this lives.
class RequestView {
  public:
    RequestView(const RequestText& text, TimePoint arrived, std::int64_t arrived_ticks = 0) {
        for (const auto& [name, value] : text.headers) fields_.push_back({name, value});
        request_.method = text.method;
        request_.path = text.path;
        request_.query = text.query;
        request_.headers = fields_;
        request_.body = text.body;
        request_.arrived = arrived;
        request_.arrived_ticks = arrived_ticks;
    }
    RequestView(const RequestView&) = delete;
    RequestView& operator=(const RequestView&) = delete;

    [[nodiscard]] const api::WireRequest& request() const noexcept { return request_; }

  private:
    std::vector<api::HeaderField> fields_;
    api::WireRequest request_;
};

}  // namespace tandem::test
