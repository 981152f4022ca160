#pragma once
// Matchers for Result<T>, and how GoogleTest prints one.

#include "tandem/base/error.hpp"

#include <gmock/gmock.h>

#include <ostream>
#include <string>

namespace tandem {

template <class T>
void PrintTo(const Result<T>& result, std::ostream* out) {
    *out << (result.has_value() ? std::string_view{"a value"} : name_of(result.error().code));
}

namespace test {

// EXPECT_THAT(encrypt(...), FailsWith(ErrorCode::key_disabled));
MATCHER_P(FailsWith, code, (negation ? "does not fail with " : "fails with ") + std::string{name_of(code)}) {
    return arg.has_error() && arg.error().code == code;
}
MATCHER(Succeeds, negation ? "fails" : "succeeds") { return arg.has_value(); }

}  // namespace test
}  // namespace tandem
