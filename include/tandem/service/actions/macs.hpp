#pragma once
// MACs with keys that stay here. Runs on the I/O thread.

#include "tandem/crypto/mac.hpp"
#include "tandem/service/call.hpp"

namespace tandem::service {

// `message` of any length; its limit is the API's. The algorithm must be that of the key's spec.
struct MacInput {
    const store::Key& key;
    crypto::MacAlgorithm algorithm;
    ByteView message;
};
struct MacOutput {
    const store::Key* key;
    crypto::Mac mac;
};
// A wrong MAC is an answer, and no error: what it is to the client is the API's to say.
struct MacVerdict {
    const store::Key* key;
    bool valid;
};

// Errors of both: the key's state, key_usage_mismatch (no MAC key), algorithm_invalid (another key spec's).
Result<MacOutput> generate_mac(const Call& call, const MacInput& input);
Result<MacVerdict> verify_mac(const Call& call, const MacInput& input, ByteView mac);

}  // namespace tandem::service
