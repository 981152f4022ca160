#pragma once
// Errors are values. One neutral code; a dialect turns it into the vendor's (see vendors/**/errors.def).

#include <boost/system/result.hpp>

#include <cstdint>
#include <source_location>
#include <string>
#include <string_view>

namespace tandem {

enum class ErrorCode : std::uint16_t {
#define TANDEM_ERROR(name, meaning) name,
#include "tandem/base/error_codes.def"
#undef TANDEM_ERROR
};

#define TANDEM_ERROR(name, meaning) +1  // NOLINT(bugprone-macro-parentheses)
// The number of codes, for tables with a row for each.
inline constexpr std::size_t kErrorCodeCount = 0
#include "tandem/base/error_codes.def"
    ;
#undef TANDEM_ERROR

// The enumerator's own name, for logs and metrics.
std::string_view name_of(ErrorCode code) noexcept;

// A failure. `subject` is what it is about (a parameter's name, an access key id) and may reach the client;
// `detail` is for the log alone.
struct Error {
    ErrorCode code;
    std::string subject;
    std::string detail;
    std::source_location where;
};

// A value, or the Error that stands in its place: has_error() tells which.
template <class T>
using Result = boost::system::result<T, Error>;

// Makes an Error that says where it was made; every Result takes it. Copies both texts.
[[nodiscard]] inline Error fail(ErrorCode code, std::string_view subject = {}, std::string_view detail = {},
                                std::source_location where = std::source_location::current()) {
    return Error{code, std::string{subject}, std::string{detail}, where};
}

// Called by Result::value() on an error: a bug in the caller, which should have checked.
[[noreturn]] void throw_exception_from_error(const Error& error, const boost::source_location& where);

}  // namespace tandem

#define TANDEM_CONCAT_INNER(a, b) a##b
#define TANDEM_CONCAT(a, b) TANDEM_CONCAT_INNER(a, b)

// TANDEM_TRY(auto key, find_key(...)): declares `key` from the value, or returns the error.
#define TANDEM_TRY(declaration, ...) TANDEM_TRY_IMPL(TANDEM_CONCAT(tandem_try_, __COUNTER__), declaration, __VA_ARGS__)
#define TANDEM_TRY_IMPL(temporary, declaration, ...)                \
    auto temporary = (__VA_ARGS__);                                 \
    if (temporary.has_error()) return std::move(temporary).error(); \
    declaration = std::move(*temporary)

// TANDEM_CHECK(validate(...)): returns the error of a Result, drops its value.
#define TANDEM_CHECK(...)                                                                                              \
    do {                                                                                                               \
        if (auto tandem_checked = (__VA_ARGS__); tandem_checked.has_error()) return std::move(tandem_checked).error(); \
    } while (false)
