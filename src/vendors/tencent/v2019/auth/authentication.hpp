#pragma once
// Who calls: form, SecretId, expiry, signature, token, in that order (API 3.0 spec sections 2, 3 and 5.1).

#include "tencent/common/settings.hpp"
#include "tencent/v2019/wire/request_frame.hpp"

#include <cstdint>

namespace tandem::api::tencent::v2019 {

class Authenticator {
  public:
    // `settings` must outlive this.
    explicit Authenticator(const AllSettings& settings);

    // A guard of the store must live. Puts the id that the request names into the exchange's facts, and in development
    // why it was refused. Errors: authorization_malformed, credential_malformed, credential_unknown,
    // credential_disabled, signature_expired, signature_mismatch, token_invalid, token_expired.
    Result<const store::Credential*> authenticate(const service::Services& services, Exchange& exchange,
                                                  const RequestFrame& frame) const;

  private:
    Result<const store::Credential*> check(const service::Services& services, Exchange& exchange,
                                           const RequestFrame& frame) const;
    Result<const store::Credential*> check_v3(const service::Services& services, const WireRequest& request,
                                              const RequestFrame& frame) const;
    Result<const store::Credential*> check_v1(const service::Services& services, const WireRequest& request,
                                              const RequestFrame& frame) const;
    Result<void> check_time(const WireRequest& request, const RequestFrame& frame) const;

    const AllSettings& settings_;
    std::uint64_t number_;  // of this dialect in the process, for the signing keys' cache
};

}  // namespace tandem::api::tencent::v2019
