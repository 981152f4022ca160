// Any bytes as a request's JSON, and as an encryption context. Nothing may throw.
#include "tandem/api/context_reader.hpp"
#include "tandem/api/json_reader.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    tandem::api::Arena arena;
    (void)tandem::api::read_json(text, arena);
    (void)tandem::api::read_context_text(text, 1024, arena);
    return 0;
}
