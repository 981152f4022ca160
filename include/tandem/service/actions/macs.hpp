#pragma once
// MACs with keys that stay here. Runs on the I/O thread.

#include "tandem/crypto/mac.hpp"
#include "tandem/service/call.hpp"

namespace tandem::service {

struct MacInput {
    const store::Key& key;
    crypto::MacAlgorithm algorithm;
    ByteView message;
};
struct MacOutput {
    const store::Key* key;
    crypto::Mac mac;
};
struct MacVerdict {
    const store::Key* key;
    bool valid;
};

// Errors of both: the key's state, key_usage_mismatch (no MAC key), algorithm_invalid (another key spec's).
Result<MacOutput> generate_mac(const Call& call, const MacInput& input);
Result<MacVerdict> verify_mac(const Call& call, const MacInput& input, ByteView mac);

}  // namespace tandem::service
