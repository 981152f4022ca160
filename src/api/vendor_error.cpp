#include "tandem/api/vendor_error.hpp"

namespace tandem::api {

std::string public_text(std::string_view text, std::string_view subject) {
    constexpr std::string_view kPlace = "{}";
    std::string out;
    out.reserve(text.size() + subject.size());
    std::size_t begin = 0;
    for (std::size_t at = text.find(kPlace); at != std::string_view::npos; at = text.find(kPlace, begin)) {
        out.append(text, begin, at - begin).append(subject);
        begin = at + kPlace.size();
    }
    return out.append(text, begin);
}

}  // namespace tandem::api
