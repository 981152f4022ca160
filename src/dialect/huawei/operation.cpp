#include "operation.hpp"

namespace tandem::dialect::huawei {

const boost::json::string* OperationCall::given_text(std::string_view name) const noexcept {
    const boost::json::value* value = body.if_contains(name);
    return value == nullptr ? nullptr : value->if_string();
}

}  // namespace tandem::dialect::huawei
