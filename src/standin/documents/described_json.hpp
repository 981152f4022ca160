#pragma once
// Structs that tell their fields (tandem/store/key_attributes.hpp) as a document's sections: each field by its name,
// and left out where it is as in a new object. Numbers, dates and words are written as everywhere in seeds.

#include "tandem/app/dates.hpp"
#include "tandem/app/section_reader.hpp"
#include "tandem/base/clock.hpp"
#include "tandem/base/encoding.hpp"
#include "tandem/base/ids.hpp"
#include "tandem/base/optional_time.hpp"
#include "tandem/keys/key_facts.hpp"
#include "tandem/store/described.hpp"

#include <nlohmann/json.hpp>

#include <concepts>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace tandem::standin {

using store::Described;

template <class T>
concept PlainNumber = std::unsigned_integral<T> && !std::same_as<T, bool>;

// ---- to JSON ----

using DescribedJson = nlohmann::ordered_json;

template <Described T>
DescribedJson described_json(const T& object);

inline DescribedJson json_of(const std::string& text) { return text; }
inline DescribedJson json_of(bool value) { return value; }
template <PlainNumber T>
DescribedJson json_of(T number) {
    return number;
}
inline DescribedJson json_of(keys::KeyState state) { return keys::name_of(state); }
inline DescribedJson json_of(keys::KeySpec spec) { return keys::name_of(spec); }
inline DescribedJson json_of(keys::KeyOrigin origin) {
    return origin == keys::KeyOrigin::external ? "external" : "generated";
}
inline DescribedJson json_of(TimePoint time) { return app::format_date(time); }
inline DescribedJson json_of(const OptionalTime& time) {
    return app::format_date(*time);
}  // left out when it is not set
inline DescribedJson json_of(const Bytes& bytes) { return base64_encode(bytes); }
template <class Tag>
DescribedJson json_of(const Id128<Tag>& id) {
    return id.text();
}
template <Described T>
DescribedJson json_of(const T& object) {
    return described_json(object);
}
template <class T>
    requires(!std::same_as<T, std::uint8_t>)
DescribedJson json_of(const std::vector<T>& items) {
    DescribedJson list = DescribedJson::array();
    for (const T& item : items) list.push_back(json_of(item));
    return list;
}

template <Described T>
DescribedJson described_json(const T& object) {
    DescribedJson fields = DescribedJson::object();
    T::describe(object, [&]<class Value>(std::uint8_t, std::string_view name, const Value& value) {
        if (value != Value{}) fields[std::string{name}] = json_of(value);
    });
    return fields;
}

// ---- from a section; each throws UserError with the place of what is wrong ----

// Reads the fields of one section, and whether a date among them was written as a distance from now.
class DescribedReader {
  public:
    DescribedReader(app::SectionReader& section, TimePoint now) : section_(section), now_(now) {}

    template <Described T>
    void read(T& object) {
        T::describe(object, [&](std::uint8_t, std::string_view name, auto& value) { read(name, value); });
    }

    bool read(std::string_view name, std::string& text) { return section_.text(name, text); }
    bool read(std::string_view name, bool& value) { return section_.boolean(name, value); }
    template <PlainNumber T>
    bool read(std::string_view name, T& number) {
        return section_.number(name, number, 0, std::numeric_limits<T>::max());
    }
    bool read(std::string_view name, keys::KeyState& state);
    bool read(std::string_view name, keys::KeySpec& spec);
    bool read(std::string_view name, keys::KeyOrigin& origin);
    bool read(std::string_view name, TimePoint& time);
    bool read(std::string_view name, OptionalTime& time);
    bool read(std::string_view name, Bytes& bytes);
    template <class Tag>
    bool read(std::string_view name, Id128<Tag>& id) {
        const app::ConfigNode* value = section_.take(name);
        if (value == nullptr) return false;
        const auto parsed = Id128<Tag>::parse(section_.scalar_of(name, *value));
        if (!parsed) section_.refuse(name, *value, "a UUID in lower case is needed");
        id = *parsed;
        return true;
    }
    bool read(std::string_view name, std::vector<std::string>& texts) { return section_.texts(name, texts); }
    template <Described T>
    bool read(std::string_view name, std::vector<T>& items) {
        const app::ConfigNode* list = section_.take(name);
        if (list == nullptr) return false;
        if (list->kind != app::ConfigNode::Kind::sequence) section_.refuse(name, *list, "a list is needed");
        for (std::size_t i = 0; i < list->items.size(); ++i) {
            app::SectionReader section{list->items[i], section_.path_of(name) + "[" + std::to_string(i) + "]"};
            DescribedReader reader{section, now_};
            reader.read(items.emplace_back());
            section.finish();
        }
        return true;
    }

    [[nodiscard]] bool has_relative_dates() const noexcept { return relative_dates_; }

  private:
    app::SectionReader& section_;
    TimePoint now_;
    bool relative_dates_ = false;
};

}  // namespace tandem::standin
