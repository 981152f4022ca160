#include "exit_code.hpp"

#include <array>

namespace tandem::cli {
namespace {

struct ExitCodeOfKind {
    UserError::Kind kind;
    int code;
};

constexpr std::array<ExitCodeOfKind, UserError::kKinds> kExitCodes{{
    {UserError::failed, 1},
    {UserError::usage, 2},
    {UserError::configuration, 3},
    {UserError::unreachable, 4},
    {UserError::denied, 5},
    {UserError::not_found, 6},
    {UserError::conflict, 7},
    {UserError::server_failed, 8},
    {UserError::damaged, 9},
    {UserError::storage, 74},  // EX_IOERR of sysexits.h
    {UserError::unsafe, 78},
}};
static_assert(has_each_kind(kExitCodes));

}  // namespace

int exit_code_of(UserError::Kind kind) noexcept { return kExitCodes[static_cast<std::size_t>(kind)].code; }

}  // namespace tandem::cli
