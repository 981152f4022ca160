#include "payload_hashes.hpp"

#include "tandem/base/encoding.hpp"
#include "tandem/crypto/digest.hpp"

namespace tandem::api::huawei {

PayloadHashes::PayloadHashes(const Authorization& authorization, const WireRequest& request) {
    const std::string_view sent = request.header(authorization.hash_header());
    if (sent == kUnsignedPayload) candidates_[count_++] = sent;
    if (sent == kUnsignedPayload && !request.body.empty()) return;
    const ByteView body = as_bytes(request.body);
    hex_encode_to(of_body_.data(), authorization.uses_sm3() ? crypto::sm3(body) : crypto::sha256(body));
    if (equal_ignoring_case(sent, text_of(of_body_))) candidates_[count_++] = sent;
    if (sent.empty() || request.body.empty()) candidates_[count_++] = text_of(of_body_);
}

}  // namespace tandem::api::huawei
