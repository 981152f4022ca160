#pragma once
// Fields that hold bytes in base64.

#include "tandem/api/field_hints.hpp"
#include "tandem/base/encoding.hpp"

#include "huawei/request.hpp"

namespace tandem::api::huawei {

// At most `max_bytes`, in the arena. Error: `malformed`, for more bytes too.
inline Result<ByteView> read_base64(const Request& request, std::string_view field, std::size_t max_bytes,
                                    ErrorCode malformed = ErrorCode::parameter_invalid) {
    const std::string_view text = request.fields.text(field);
    if (text.size() > base64_length(max_bytes)) return fail(malformed, field);
    const MutableBytes room = request.arena.bytes(base64_capacity(text.size()));
    const auto size = base64_decode_to(room, text);
    if (!size) return fail(malformed, field, base64_hint(text));
    if (*size > max_bytes) return fail(malformed, field);
    return ByteView{room.first(*size)};
}

}  // namespace tandem::api::huawei
