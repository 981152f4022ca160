// Writes the golden blobs as JSON to standard output: `make_golden > tests/vectors/golden/blobs.json`. Run once for a
// new format; the blobs of a format that was released are never written again.

#include "golden.hpp"

#include <iostream>

int main() {
    using namespace tandem;
    nlohmann::ordered_json blobs = nlohmann::ordered_json::array();
    for (const golden::Blob& blob : golden::Collection::make()) {
        blobs.push_back({{"name", blob.name},
                         {"shape", blob.header.shape == keys::Shape::trailed ? "trailed" : "three_piece"},
                         {"suite", blob.header.suite},
                         {"purpose", static_cast<int>(blob.header.purpose)},
                         {"key", blob.header.key.text()},
                         {"version", blob.header.version},
                         {"tenant", hex_encode(blob.tenant.bytes)},
                         {"material", hex_encode(blob.material)},
                         {"context", blob.context},
                         {"additional_data", blob.additional_data},
                         {"plaintext_bytes", blob.plaintext.size()},
                         {"plaintext_sha256", hex_encode(crypto::sha256(blob.plaintext))},
                         {"blob", golden::seal(blob)}});
    }
    const nlohmann::ordered_json document{
        {"about", "Sealed by make_golden; docs/formats.md says how. Trailed blobs are in base64."}, {"blobs", blobs}};
    std::cout << document.dump(1) << '\n';
}
