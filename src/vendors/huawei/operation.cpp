#include "operation.hpp"

#include "tandem/api/json_writer.hpp"

#include "huawei/auth/percent.hpp"

namespace tandem::api::huawei {

std::string_view OperationCall::path_parameter(std::string_view name) const {
    for (const PathParameter& parameter : path_parameters) {
        if (parameter.name != name) continue;
        char* const begin = arena.characters(parameter.value.size());
        return {begin, static_cast<std::size_t>(percent_decode_to(begin, parameter.value) - begin)};
    }
    return {};
}

Result<void> answer_empty(OperationCall& call) {
    JsonWriter{call.exchange.reply.body}.begin_object().end_object();
    return {};
}

}  // namespace tandem::api::huawei
