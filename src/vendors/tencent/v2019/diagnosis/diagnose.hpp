#pragma once
// Why a request was refused, for people: docs/diagnosis.md. Development only.

#include "tencent/common/settings.hpp"
#include "tencent/v2019/wire/request_frame.hpp"

namespace tandem::api::tencent::v2019 {

// The circumstances in which a request was refused. A guard of the store must live.
struct Refused {
    const store::KeyStore& store;
    const AllSettings& settings;
    const RequestFrame& frame;
    const Error& error;
};

// Any refusal of the Authenticator's.
void diagnose(Exchange& exchange, const Refused& refused);
// A refusal that came before there was a frame.
void diagnose_unread(Exchange& exchange, const Error& error);

// A signature that does not match, by its version.
void diagnose_v3(Exchange& exchange, const Refused& refused);
void diagnose_v1(Exchange& exchange, const Refused& refused);

// The vendor's host names of this API.
std::vector<std::string> endpoints(std::string_view region);

}  // namespace tandem::api::tencent::v2019
