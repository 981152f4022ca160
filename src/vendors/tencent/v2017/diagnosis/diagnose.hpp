#pragma once
// Why a request was refused, for people: docs/diagnosis.md. Development only.

#include "tandem/api/form_reader.hpp"

#include "tencent/common/settings.hpp"
#include "tencent/common/signature_v1.hpp"

namespace tandem::api::tencent::v2017 {

// The circumstances in which a request was refused. A guard of the store must live.
struct Refused {
    const store::KeyStore& store;
    const AllSettings& settings;
    const ParameterList& parameters;
    const Error& error;
};

void diagnose(Exchange& exchange, const Refused& refused);

}  // namespace tandem::api::tencent::v2017
