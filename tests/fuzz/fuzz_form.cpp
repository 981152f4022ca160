// Any bytes as an urlencoded text, and as a multipart body behind a boundary of their own choosing.
#include "form_reader.hpp"

#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    tandem::dialect::Arena arena;
    tandem::dialect::ParameterList parameters;
    (void)tandem::dialect::read_urlencoded(text, arena, parameters);
    tandem::dialect::ParameterList parts;
    const std::string_view boundary = text.substr(0, text.find('\n'));
    (void)tandem::dialect::read_multipart("multipart/form-data; boundary=" + std::string{boundary}, text, parts);
    return 0;
}
