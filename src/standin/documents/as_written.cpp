#include "as_written.hpp"

#include <algorithm>

namespace tandem::standin {
namespace {

using nlohmann::json;

json scalar(const std::string& text) {
    // Exponents and long numbers would come back in another form.
    constexpr std::size_t kLongestNumber = 15;
    const bool plain = std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || c == '.' || c == '-'; });
    if (text != "true" && text != "false" && (!plain || text.size() > kLongestNumber)) return text;
    const auto value = json::parse(text, nullptr, false);
    return value.is_discarded() ? json(text) : value;
}

}  // namespace

json as_written(const app::ConfigNode& node) {
    json value;
    switch (node.kind) {
        case app::ConfigNode::Kind::null:
            break;
        case app::ConfigNode::Kind::scalar:
            return scalar(node.scalar);
        case app::ConfigNode::Kind::sequence:
            value = json::array();
            for (const auto& item : node.items) value.push_back(as_written(item));
            break;
        case app::ConfigNode::Kind::mapping:
            value = json::object();
            for (const auto& member : node.members) value[member.name] = as_written(member.value);
            break;
    }
    return value;
}

}  // namespace tandem::standin
