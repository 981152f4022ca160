// Blobs that the first release sealed open for ever, and sealing the same again gives the same bytes.

#include "vectors/golden/golden.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fstream>
#include <set>

namespace tandem::golden {
namespace {

// A blob as the file says it, and its text.
struct Recorded {
    Blob blob;
    std::string text;
    std::size_t plaintext_bytes;
    std::string plaintext_sha256;
};

template <class Array>
void copy_hex(const nlohmann::json& from, Array& to) {
    const Bytes bytes = hex_decode(from.get<std::string>()).value();
    ASSERT_EQ(bytes.size(), to.size());
    std::ranges::copy(bytes, to.begin());
}

std::vector<Recorded> recorded() {
    std::ifstream file{TANDEM_TEST_DATA "/golden/blobs.json"};
    std::vector<Recorded> all;
    const nlohmann::json document = nlohmann::json::parse(file);
    for (const auto& row : document.at("blobs")) {
        Recorded& entry = all.emplace_back();
        Blob& blob = entry.blob;
        blob.name = row.at("name");
        blob.header.shape = row.at("shape") == "trailed" ? keys::Shape::trailed : keys::Shape::three_piece;
        blob.header.suite = row.at("suite");
        blob.header.purpose = static_cast<keys::Purpose>(row.at("purpose").get<int>());
        blob.header.version = row.at("version");
        blob.header.key = KeyId::parse(row.at("key").get<std::string>()).value();
        copy_hex(row.at("tenant"), blob.tenant.bytes);
        blob.material = hex_decode(row.at("material").get<std::string>()).value();
        blob.context = row.at("context");
        blob.additional_data = row.at("additional_data");
        entry.text = row.at("blob");
        entry.plaintext_bytes = row.at("plaintext_bytes");
        entry.plaintext_sha256 = row.at("plaintext_sha256");
    }
    return all;
}

TEST(GoldenBlobs, are_200_different_ones) {
    std::set<std::string> texts;
    for (const Recorded& entry : recorded()) texts.insert(entry.text);
    EXPECT_EQ(texts.size(), 200U);
}

TEST(GoldenBlobs, all_open) {
    for (const Recorded& entry : recorded()) {
        const auto plaintext = open(entry.blob, entry.text);
        ASSERT_TRUE(plaintext) << entry.blob.name;
        EXPECT_EQ(plaintext->size(), entry.plaintext_bytes) << entry.blob.name;
        EXPECT_EQ(hex_encode(crypto::sha256(*plaintext)), entry.plaintext_sha256) << entry.blob.name;
    }
}

TEST(GoldenBlobs, open_for_no_other_tenant_key_context_or_purpose) {
    for (const Recorded& entry : recorded()) {
        Blob tenant = entry.blob;
        tenant.tenant.bytes[15] ^= 1;
        Blob material = entry.blob;
        material.material[0] ^= 1;
        Blob context = entry.blob;
        context.context["another"] = "pair";
        Blob additional_data = entry.blob;
        additional_data.additional_data += " ";
        Blob purpose = entry.blob;
        purpose.header.purpose =
            purpose.header.purpose == keys::Purpose::message ? keys::Purpose::data_key : keys::Purpose::message;
        for (const Blob& other : {tenant, material, context, additional_data, purpose}) {
            EXPECT_FALSE(open(other, entry.text)) << entry.blob.name;
        }
    }
}

TEST(GoldenBlobs, are_sealed_the_same_today) {
    const std::vector<Recorded> file = recorded();
    const std::vector<Blob> blobs = Collection::make();
    ASSERT_EQ(file.size(), blobs.size());
    for (std::size_t i = 0; i < blobs.size(); ++i) EXPECT_EQ(seal(blobs[i]), file[i].text) << blobs[i].name;
}

}  // namespace
}  // namespace tandem::golden
