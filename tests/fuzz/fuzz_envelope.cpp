// Any bytes as a ciphertext of either shape; what is accepted must be written again to the same bytes.
#include "tandem/keys/envelope.hpp"
#include "tandem/service/actions/messages.hpp"

#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace tandem;
    keys::Envelope envelope;
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    if (envelope.read_three_piece(text)) {
        std::string again(envelope.encoded_length(), '\0');
        envelope.encode_three_piece_to(again.data());
        if (again != text) std::abort();
    }
    if (envelope.read_trailed({data, size})) {
        std::vector<std::uint8_t> again(envelope.encoded_length());
        service::write_trailed(envelope, again);
        if (!std::equal(again.begin(), again.end() - 32, data)) std::abort();
    }
    return 0;
}
