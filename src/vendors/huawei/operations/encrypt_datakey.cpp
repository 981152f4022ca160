#include "tandem/api/json_writer.hpp"

#include "data_key.hpp"
#include "handlers.hpp"
#include "huawei/views/key_details.hpp"
#include "huawei/wire/context.hpp"
#include "huawei/wire/key_reference.hpp"

#include <algorithm>

namespace tandem::api::huawei {

namespace {

// A printed sample has a blank between the two parts.
std::string_view without_blanks(std::string_view text, Arena& arena) {
    char* const begin = arena.characters(text.size());
    char* const end = std::copy_if(text.begin(), text.end(), begin, [](char c) { return c != ' '; });
    return {begin, static_cast<std::size_t>(end - begin)};
}

struct GivenDataKey {
    ByteView data_key;
    ByteView digest;
};

// hex(data key) ‖ hex(its digest), and the data key's length in bytes beside.
Result<GivenDataKey> read_data_key(const OperationCall& call) {
    const auto length = static_cast<std::size_t>(call.fields.integer("datakey_plain_length").value_or(0));
    const std::string_view text = without_blanks(call.fields.text("plain_text"), call.arena);
    constexpr std::size_t kDigestBytes = sizeof(DataKeyDigest);
    if (text.size() != 2 * (length + kDigestBytes)) {
        return fail(ErrorCode::data_key_plain_length_mismatch, "plain_text");
    }
    const auto bytes = read_hex(text, call.arena);
    if (!bytes) return fail(ErrorCode::plaintext_malformed, "plain_text");
    return GivenDataKey{.data_key = bytes->first(length), .digest = bytes->subspan(length)};
}

}  // namespace

Result<void> encrypt_datakey(OperationCall& call) {
    TANDEM_TRY(const GivenDataKey given, read_data_key(call));
    TANDEM_TRY(const ByteView context, read_context(call));
    TANDEM_TRY(const store::Key* key, find_symmetric_key(call, call.fields.text("key_id"), keys::Operation::encrypt));
    if (!constant_time_equal(data_key_digest(*key, given.data_key), given.digest)) {
        return fail(ErrorCode::data_key_digest_mismatch, "plain_text");
    }
    TANDEM_TRY(const SealedDataKey sealed,
               seal_data_key(call, *key, given.data_key, context, keys::Operation::encrypt));
    JsonWriter json{call.exchange.reply.body};
    json.begin_object();
    write_key_id(json, sealed.key->id);
    write_upper_hex(json, "cipher_text", sealed.blob);
    json.plain("datakey_length", std::to_string(given.data_key.size())).end_object();
    return {};
}

}  // namespace tandem::api::huawei
