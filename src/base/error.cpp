#include "tandem/base/error.hpp"

#include <array>
#include <stdexcept>

namespace tandem {
namespace {

constexpr std::array<std::string_view, kErrorCodeCount> kNames{
#define TANDEM_ERROR(name, meaning) std::string_view{#name},
#include "tandem/base/error_codes.def"
#undef TANDEM_ERROR
};

}  // namespace

std::string_view name_of(ErrorCode code) noexcept {
    const auto index = static_cast<std::size_t>(code);
    return index < kNames.size() ? kNames[index] : "unknown";
}

void throw_exception_from_error(const Error& error, const boost::source_location& where) {
    std::string message{"unchecked result: "};
    message.append(name_of(error.code)).append(" at ").append(where.to_string());
    throw std::logic_error(message);
}

}  // namespace tandem
