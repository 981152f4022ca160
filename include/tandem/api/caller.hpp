#pragma once
// Who calls, as every API says it.

#include "tandem/api/arena.hpp"
#include "tandem/store/key_store.hpp"

#include <cstdint>
#include <string_view>

namespace tandem::api {

// The pointers live as long as the read guard that they were found under.
struct Caller {
    const store::Tenant* tenant = nullptr;  // in whose name
    const store::Credential* credential = nullptr;
};

// Mark by which a credential is known again under another guard: no pointer into the store. A changed credential has
// another serial, whatever changed about it.
struct CallerMark {
    std::string_view credential{};  // in the arena
    std::uint64_t serial = 0;
};
CallerMark mark_of(const store::Credential& credential, Arena& arena);
// nullptr: it is gone, or another than it was.
const store::Credential* find_again(const store::KeyStore& store, const CallerMark& mark) noexcept;

}  // namespace tandem::api
