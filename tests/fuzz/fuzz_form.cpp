// Any bytes as an urlencoded text, and as a multipart body behind a boundary of their own choosing.
#include "tandem/api/form_reader.hpp"

#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    tandem::api::Arena arena;
    tandem::api::ParameterList parameters;
    (void)tandem::api::read_urlencoded(text, arena, parameters);
    tandem::api::ParameterList parts;
    const std::string_view boundary = text.substr(0, text.find('\n'));
    (void)tandem::api::read_multipart("multipart/form-data; boundary=" + std::string{boundary}, text, parts);
    return 0;
}
