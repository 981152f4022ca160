#pragma once
// Why a request was refused, for people: docs/diagnosis.md. Development only.

#include "tandem/api/arena.hpp"

#include "huawei/settings.hpp"

namespace tandem::api::huawei {

// The circumstances in which a request was refused. A guard of the store must live.
struct Refused {
    const store::KeyStore& store;
    const AllSettings& settings;
    const Error& error;
    Arena& arena;
};

void diagnose(Exchange& exchange, const Refused& refused);
// A signature that does not match, of either algorithm.
void diagnose_signature(Exchange& exchange, const Refused& refused);

}  // namespace tandem::api::huawei
