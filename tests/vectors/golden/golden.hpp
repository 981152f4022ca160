#pragma once
// The golden blobs: sealed once by the first release, opened by every later one. Keys, salts and plaintexts follow from
// a blob's number, so that sealing the same again must give the same bytes.

#include "tandem/base/encoding.hpp"
#include "tandem/base/ids.hpp"
#include "tandem/crypto/digest.hpp"
#include "tandem/crypto/sealing.hpp"
#include "tandem/keys/encryption_context.hpp"
#include "tandem/keys/envelope.hpp"

#include "message_binding.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace tandem::golden {

struct Blob {
    std::string name;
    keys::EnvelopeHeader header;
    KeySpaceId tenant;
    Bytes material;
    nlohmann::json context;  // an object of texts, integers and truth values
    std::string additional_data;
    Bytes plaintext;
    std::size_t number = 0;
};

// The first `size` bytes that follow from a blob's number.
inline Bytes derived(std::string_view what, std::size_t number, std::size_t size) {
    std::array<std::uint8_t, 8> raw;
    store_u64_be(raw.data(), number);
    Bytes bytes;
    for (std::uint8_t counter = 0; bytes.size() < size; ++counter) {
        append(bytes, crypto::sha256({as_bytes("tandem/golden/"), as_bytes(what), raw, {&counter, 1}}));
    }
    bytes.resize(size);
    return bytes;
}

inline Bytes canonical(const nlohmann::json& pairs, std::string_view additional_data) {
    keys::EncryptionContext context;
    for (const auto& [key, value] : pairs.items()) {
        if (value.is_boolean()) {
            context.add_boolean(key, value.get<bool>()).value();
        } else if (value.is_number_integer()) {
            context.add_integer(key, value.get<std::int64_t>()).value();
        } else {
            context.add_text(key, value.get<std::string>()).value();
        }
    }
    context.set_additional_data(additional_data);
    return context.canonical();
}

inline std::string wire_text(const keys::Envelope& envelope) {
    if (envelope.header().shape == keys::Shape::three_piece) {
        std::string text(envelope.encoded_length(), '\0');
        envelope.encode_three_piece_to(text.data());
        return text;
    }
    Bytes bytes(envelope.encoded_length());
    envelope.encode_trailed_to(bytes);
    const ByteView body = ByteView{bytes}.first(bytes.size() - 32);
    std::ranges::copy(crypto::sha256(body), bytes.end() - 32);
    return base64_encode(bytes);
}

inline std::string seal(const Blob& blob) {
    const crypto::Padding padding = service::padding_of(blob.header.purpose);
    keys::InstallationId installation;
    std::ranges::copy(derived("installation", blob.number, 16), installation.begin());
    keys::Envelope envelope;
    envelope.begin(blob.header, installation, crypto::sealed_length(blob.plaintext.size(), padding));
    std::ranges::copy(derived("salt", blob.number, crypto::kSaltBytes), envelope.salt().begin());

    const Bytes context = canonical(blob.context, blob.additional_data);
    const service::MessageBinding binding{blob.tenant, envelope, blob.header.purpose, context};
    const crypto::SealingKey key{crypto::Suite{blob.header.suite}, service::MessageBinding::kLabel, blob.material};
    key.seal(binding.info(), envelope.salt(), {binding.info(), binding.tail(), context}, blob.plaintext, padding,
             envelope.ciphertext(), envelope.proof());
    return wire_text(envelope);
}

// The plaintext of a blob's text, or nothing.
inline std::optional<Bytes> open(const Blob& blob, const std::string& text) {
    keys::Envelope envelope;
    if (blob.header.shape == keys::Shape::three_piece) {
        if (envelope.read_three_piece(text).has_error()) return std::nullopt;
    } else {
        const auto bytes = base64_decode(text);
        if (!bytes || envelope.read_trailed(*bytes).has_error()) return std::nullopt;
    }
    const Bytes context = canonical(blob.context, blob.additional_data);
    const service::MessageBinding binding{blob.tenant, envelope, blob.header.purpose, context};
    const crypto::SealingKey key{crypto::Suite{envelope.header().suite}, service::MessageBinding::kLabel,
                                 blob.material};
    Bytes plaintext(envelope.ciphertext().size());
    const auto size =
        key.open(binding.info(), envelope.salt(), {binding.info(), binding.tail(), context}, envelope.ciphertext(),
                 envelope.proof(), service::padding_of(blob.header.purpose), plaintext);
    if (!size) return std::nullopt;
    plaintext.resize(*size);
    return plaintext;
}

class Collection {
  public:
    // Every shape, suite, size and context; then the ends of the version's range.
    static std::vector<Blob> make() {
        Collection collection;
        for (const keys::Shape shape : {keys::Shape::three_piece, keys::Shape::trailed}) {
            for (const std::uint8_t suite : {std::uint8_t{0}, std::uint8_t{1}}) {
                for (const std::size_t context : {0U, 1U, 2U, 3U}) collection.add_sizes(shape, suite, context);
                const std::uint32_t last = shape == keys::Shape::trailed ? keys::kMaxVersion : 0xffff'ffff;
                for (const std::uint32_t version : {0U, last}) {
                    collection.add(shape, suite, keys::Purpose::message, 32, 0, version);
                }
            }
        }
        return std::move(collection.blobs_);
    }

  private:
    void add_sizes(keys::Shape shape, std::uint8_t suite, std::size_t context) {
        for (const std::size_t size : {1U, 15U, 16U, 17U, 31U, 32U, 4095U, 4096U}) {
            const auto version = static_cast<std::uint32_t>(blobs_.size() % 5);
            add(shape, suite, keys::Purpose::message, size, context, version);
            if (shape == keys::Shape::three_piece) continue;
            const keys::Purpose data_key = size % 16 == 0 ? keys::Purpose::data_key : keys::Purpose::unaligned_data_key;
            add(shape, suite, data_key, size, context, version);
        }
    }

    void add(keys::Shape shape, std::uint8_t suite, keys::Purpose purpose, std::size_t size, std::size_t context,
             std::uint32_t version) {
        using nlohmann::json;
        static const std::pair<json, std::string> kContexts[] = {
            {json::object(), ""},
            {json::object({{"app", "billing"}, {"env", "prod"}}), ""},
            {json::object({{"", "empty key"},
                           {"\xc3\xa9t\xc3\xa9", "\xe2\x82\xac"},
                           {"count", -7},
                           {"on", true},
                           {"off", false}}),
             ""},
            {json::object({{"largest", (std::int64_t{1} << 53) - 1}}), "additional authenticated data"},
        };
        Blob blob;
        blob.number = blobs_.size();
        const bool trailed = shape == keys::Shape::trailed;
        blob.name = std::to_string(blob.number) + (trailed ? "-trailed" : "-three-piece") +
                    (suite == 0 ? "-aes" : "-sm4") + "-purpose-" + std::to_string(static_cast<int>(purpose)) +
                    "-size-" + std::to_string(size) + "-context-" + std::to_string(context) + "-version-" +
                    std::to_string(version);
        blob.header = {shape, purpose, suite, version, {}};
        std::ranges::copy(derived("key", blob.number, 16), blob.header.key.bytes.begin());
        const crypto::Sha256Digest tenant = crypto::sha256(as_bytes("tandem/tenant/default"));
        std::copy_n(tenant.begin(), blob.tenant.bytes.size(), blob.tenant.bytes.begin());
        blob.material = derived("material", blob.number, suite == 0 ? 32 : 16);
        std::tie(blob.context, blob.additional_data) = kContexts[context];
        blob.plaintext = derived("plaintext", blob.number, size);
        blobs_.push_back(std::move(blob));
    }

    std::vector<Blob> blobs_;
};

}  // namespace tandem::golden
