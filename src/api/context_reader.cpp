#include "tandem/api/context_reader.hpp"

#include "tandem/api/json_reader.hpp"
#include "tandem/base/encoding.hpp"
#include "tandem/keys/encryption_context.hpp"

#include <algorithm>

namespace tandem::api {

namespace {

namespace json = boost::json;

Result<void> add_pair(keys::EncryptionContext& context, const json::key_value_pair& pair) {
    const std::string_view key{pair.key().data(), pair.key().size()};
    switch (pair.value().kind()) {
        case json::kind::string: {
            const json::string& text = pair.value().get_string();
            return context.add_text(key, {text.data(), text.size()});
        }
        case json::kind::int64:
            return context.add_integer(key, pair.value().get_int64());
        case json::kind::bool_:
            return context.add_boolean(key, pair.value().get_bool());
        case json::kind::uint64:  // only what no int64 holds
        case json::kind::null:
        case json::kind::double_:
        case json::kind::array:
        case json::kind::object:
            break;
    }
    return fail(ErrorCode::context_malformed, {}, "a value that is not a text, an integer or a boolean");
}

ByteView keep(const Bytes& bytes, Arena& arena) {
    const MutableBytes to = arena.bytes(bytes.size());
    std::copy(bytes.begin(), bytes.end(), to.begin());
    return to;
}

}  // namespace

Result<ByteView> read_context_text(std::string_view text, std::size_t max_code_points, Arena& arena) {
    if (text.empty()) return keys::EncryptionContext::canonical_empty();
    if (!is_valid_utf8(text)) return fail(ErrorCode::context_malformed, {}, "invalid UTF-8");
    if (code_points(text) > max_code_points) return fail(ErrorCode::context_too_long);

    const auto value = read_json(text, arena);
    if (value.has_error()) return fail(ErrorCode::context_malformed, {}, value.error().detail);
    const json::object* pairs = value->if_object();
    if (pairs == nullptr) return fail(ErrorCode::context_malformed, {}, "not an object");
    return read_context_object(pairs, {}, arena);
}

Result<ByteView> read_context_object(const json::object* pairs, std::string_view additional_data, Arena& arena) {
    if ((pairs == nullptr || pairs->empty()) && additional_data.empty()) {
        return keys::EncryptionContext::canonical_empty();
    }
    keys::EncryptionContext context;
    if (pairs != nullptr) {
        for (const json::key_value_pair& pair : *pairs) TANDEM_CHECK(add_pair(context, pair));
    }
    context.set_additional_data(additional_data);
    return keep(context.canonical(), arena);
}

}  // namespace tandem::api
