#include "request.hpp"

#include "tandem/api/json_writer.hpp"

#include "huawei/auth/percent.hpp"

namespace tandem::api::huawei {

std::string_view Request::raw_path_parameter(std::string_view name) const noexcept {
    for (std::size_t i = 0; i < path_parameter_count; ++i)
        if (path_parameters[i].name == name) return path_parameters[i].value;
    return {};
}

std::string_view Request::path_parameter(std::string_view name) const {
    const std::string_view raw = raw_path_parameter(name);
    char* const begin = arena.characters(raw.size());
    return {begin, static_cast<std::size_t>(percent_decode_to(begin, raw) - begin)};
}

void answer_empty(Request& request) { JsonWriter{request.exchange.reply.body}.begin_object().end_object(); }

}  // namespace tandem::api::huawei
