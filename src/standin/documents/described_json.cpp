#include "described_json.hpp"

namespace tandem::standin {

bool DescribedReader::read(std::string_view name, keys::KeyState& state) {
    const app::ConfigNode* value = section_.take(name);
    if (value == nullptr) return false;
    const std::string& text = section_.scalar_of(name, *value);
    for (unsigned i = 0; i <= static_cast<unsigned>(keys::KeyState::archived); ++i) {
        if (keys::name_of(static_cast<keys::KeyState>(i)) != text) continue;
        state = static_cast<keys::KeyState>(i);
        return true;
    }
    section_.refuse(name, *value, "\"" + text + "\" is not a state such as Enabled or Disabled");
}

bool DescribedReader::read(std::string_view name, keys::KeySpec& spec) {
    const app::ConfigNode* value = section_.take(name);
    if (value == nullptr) return false;
    const std::string& text = section_.scalar_of(name, *value);
    const auto found = keys::key_spec_from(text);
    if (!found) section_.refuse(name, *value, "\"" + text + "\" is not a spec such as AES_256 or SM4");
    spec = *found;
    return true;
}

bool DescribedReader::read(std::string_view name, keys::KeyOrigin& origin) {
    const auto word = section_.word(name, {"generated", "external"});
    if (word) origin = static_cast<keys::KeyOrigin>(*word);
    return word.has_value();
}

bool DescribedReader::read(std::string_view name, TimePoint& time) {
    const app::ConfigNode* value = section_.take(name);
    if (value == nullptr) return false;
    const std::string& text = section_.scalar_of(name, *value);
    const auto parsed = app::parse_date_from(text, now_);
    if (!parsed)
        section_.refuse(name, *value, "\"" + text + "\" is not a date such as " + std::string{app::kDateForms});
    relative_dates_ |= text.starts_with('-') || text.starts_with('+');
    time = *parsed;
    return true;
}

bool DescribedReader::read(std::string_view name, OptionalTime& time) {
    TimePoint point;
    if (!read(name, point)) return false;
    time = point;
    return true;
}

bool DescribedReader::read(std::string_view name, Bytes& bytes) {
    const app::ConfigNode* value = section_.take(name);
    if (value == nullptr) return false;
    const auto decoded = base64_decode(section_.scalar_of(name, *value));
    if (!decoded) section_.refuse(name, *value, "base64 is needed");
    bytes = *decoded;
    return true;
}

}  // namespace tandem::standin
