#pragma once
// Hints at what is wrong with a body or a value that a client got wrong in a known way; sentences for diagnoses, which
// travel beside the vendor's error in development. Nothing of the value itself is in them. Empty: none of these.

#include "tandem/base/bytes.hpp"
#include "tandem/base/error.hpp"
#include "tandem/service/call.hpp"

#include <string>
#include <string_view>

namespace tandem::api {

// Hint for a body that should be JSON: a byte order mark, compressed bytes, another encoding.
std::string_view body_hint(std::string_view body) noexcept;
// Hint for a text that is not canonical base64.
std::string_view base64_hint(std::string_view text) noexcept;
// "FIELD: hint", or "".
std::string named_hint(std::string_view field, std::string_view hint);

// The error of an asymmetric decryption or an import of material, with a hint as its detail where one is found. These
// try other paddings: in development alone.
Error explained_decryption(Error error, const service::Call& call, const store::Key& key, ByteView ciphertext);
Error explained_import(Error error, const service::Call& call, const store::Key& key, std::string_view import_token,
                       ByteView wrapped);

}  // namespace tandem::api
