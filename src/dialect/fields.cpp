#include "fields.hpp"

#include <algorithm>
#include <cassert>
#include <charconv>
#include <new>

namespace tandem::dialect {

namespace {

namespace json = boost::json;

std::string_view view(const json::string& text) noexcept { return {text.data(), text.size()}; }

constexpr char upper(char c) noexcept { return c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c; }

bool same_name(std::string_view a, std::string_view b, bool fold_first_letter) noexcept {
    if (a.size() != b.size() || a.empty()) return false;
    const bool same_first = fold_first_letter ? upper(a[0]) == upper(b[0]) : a[0] == b[0];
    return same_first && a.substr(1) == b.substr(1);
}

std::optional<std::size_t> rule_index(std::span<const FieldRule> rules, std::string_view name, bool fold) noexcept {
    for (std::size_t i = 0; i < rules.size(); ++i) {
        if (same_name(rules[i].name, name, fold)) return i;
    }
    return std::nullopt;
}

std::optional<std::int64_t> parse_integer(std::string_view text) noexcept {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::optional<bool> parse_boolean(std::string_view text) noexcept {
    if (equal_ignoring_case(text, "true")) return true;
    if (equal_ignoring_case(text, "false")) return false;
    return std::nullopt;
}

template <class Number>
std::string_view decimal(Number value, Arena& arena) {
    constexpr std::size_t kMaxDigits = 20;
    char* const begin = arena.characters(kMaxDigits);
    char* const end = std::to_chars(begin, begin + kMaxDigits, value).ptr;
    return {begin, static_cast<std::size_t>(end - begin)};
}

// ---- one JSON value by its rule's type; nothing when it is of another type ----

std::optional<std::string_view> as_text(const json::value& value, const FieldPolicy& policy, Arena& arena) {
    if (const json::string* text = value.if_string()) return view(*text);
    if (!policy.numbers_as_text) return std::nullopt;
    if (const std::int64_t* number = value.if_int64()) return decimal(*number, arena);
    if (const std::uint64_t* number = value.if_uint64()) return decimal(*number, arena);
    return std::nullopt;
}

std::optional<std::int64_t> as_integer(const json::value& value, const FieldPolicy& policy) {
    if (const std::int64_t* number = value.if_int64()) return *number;
    if (const json::string* text = value.if_string(); text != nullptr && policy.numbers_as_text) {
        return parse_integer(view(*text));
    }
    return std::nullopt;
}

std::optional<bool> as_boolean(const json::value& value, const FieldPolicy& policy) {
    if (const bool* boolean = value.if_bool()) return *boolean;
    if (const json::string* text = value.if_string(); text != nullptr && policy.numbers_as_text) {
        return parse_boolean(view(*text));
    }
    return std::nullopt;
}

std::span<std::string_view> make_list(std::size_t size, Arena& arena) {
    void* memory = arena.allocate(size * sizeof(std::string_view), alignof(std::string_view));
    auto* first = static_cast<std::string_view*>(memory);
    std::uninitialized_value_construct_n(first, size);
    return {first, size};
}

std::optional<std::span<const std::string_view>> as_text_list(const json::value& value, const FieldPolicy& policy,
                                                              Arena& arena) {
    const json::array* array = value.if_array();
    if (array == nullptr) return std::nullopt;
    const auto list = make_list(array->size(), arena);
    for (std::size_t i = 0; i < array->size(); ++i) {
        const auto text = as_text((*array)[i], policy, arena);
        if (!text) return std::nullopt;
        list[i] = *text;
    }
    return list;
}

bool is_object_list(const json::value& value) {
    const json::array* array = value.if_array();
    return array != nullptr && std::all_of(array->begin(), array->end(), [](const auto& v) { return v.is_object(); });
}

bool counts_as_absent(const json::value& value, const FieldPolicy& policy) {
    if (value.is_null()) return true;
    const json::string* text = value.if_string();
    return policy.empty_is_absent && text != nullptr && text->empty();
}

}  // namespace

// ---- from JSON ----

Result<Fields> Fields::from_json(const json::object& object, std::span<const FieldRule> rules,
                                 const FieldPolicy& policy, Arena& arena) {
    assert(rules.size() <= kMaxFields);
    Fields fields;
    fields.rules_ = rules;

    std::array<const json::value*, kMaxFields> given{};
    for (const json::key_value_pair& member : object) {
        const std::string_view name{member.key().data(), member.key().size()};
        const auto index = rule_index(rules, name, policy.fold_first_letter);
        if (!index) {
            if (policy.refuse_unknown) return fail(ErrorCode::parameter_unknown, name);
        } else if (given[*index] != nullptr) {
            return fail(ErrorCode::parameter_duplicate, name);
        } else {
            given[*index] = &member.value();
        }
    }
    for (std::size_t i = 0; i < rules.size(); ++i) {
        fields.slots_[i].present = given[i] != nullptr && !counts_as_absent(*given[i], policy);
        if (rules[i].required && !fields.slots_[i].present) return fail(ErrorCode::parameter_missing, rules[i].name);
    }
    for (std::size_t i = 0; i < rules.size(); ++i) {
        if (!fields.slots_[i].present) continue;
        if (!decode(*given[i], rules[i].type, policy, arena, fields.slots_[i])) {
            return fail(ErrorCode::parameter_type, rules[i].name);
        }
    }
    return fields;
}

bool Fields::decode(const json::value& value, FieldType type, const FieldPolicy& policy, Arena& arena, Slot& slot) {
    const auto keep = [](const auto& decoded, auto& to) {
        if (decoded) to = *decoded;
        return decoded.has_value();
    };
    slot.json = &value;
    switch (type) {
        case FieldType::text:
            return keep(as_text(value, policy, arena), slot.text);
        case FieldType::integer:
            return keep(as_integer(value, policy), slot.number);
        case FieldType::unsigned_integer:
            return keep(as_integer(value, policy), slot.number) && slot.number >= 0;
        case FieldType::boolean:
            return keep(as_boolean(value, policy), slot.number);
        case FieldType::text_list:
            return keep(as_text_list(value, policy, arena), slot.list);
        case FieldType::object:
            return value.is_object();
        case FieldType::object_list:
            return is_object_list(value);
    }
    return false;
}

// ---- from flattened parameters: first the object that they stand for, then as above ----

namespace {

// Takes the list index off the front of "0.TagKey"; nothing when there is none or it is beyond any list.
std::optional<std::size_t> take_index(std::string_view& path) noexcept {
    const std::size_t dot = path.find('.');
    const auto index = parse_integer(path.substr(0, dot));
    path.remove_prefix(dot == std::string_view::npos ? path.size() : dot + 1);
    if (!index || *index < 0 || *index >= static_cast<std::int64_t>(kMaxParameters)) return std::nullopt;
    return static_cast<std::size_t>(*index);
}

enum class Placed : std::uint8_t { yes, duplicate, no };

Placed place_member(json::value& in, std::string_view name, std::string_view text) {
    if (name.empty()) return Placed::no;
    if (in.is_null()) in.emplace_object();
    return in.get_object().emplace(name, text).second ? Placed::yes : Placed::duplicate;
}

// Puts the text where `path` (what follows "Name.") says. A gap in a list stays null, which no element type takes.
Placed place(json::value& root, FieldType type, std::string_view path, std::string_view text) {
    if (type == FieldType::object) return place_member(root, path, text);
    const auto index = take_index(path);
    if (!index) return Placed::no;
    if (root.is_null()) root.emplace_array();
    json::array& list = root.get_array();
    if (list.size() <= *index) list.resize(*index + 1);
    json::value& element = list[*index];
    if (type == FieldType::object_list) return place_member(element, path, text);
    if (!path.empty()) return Placed::no;
    if (!element.is_null()) return Placed::duplicate;
    element = text;
    return Placed::yes;
}

constexpr bool is_nested(FieldType type) noexcept {
    return type == FieldType::text_list || type == FieldType::object || type == FieldType::object_list;
}

Result<void> add_parameter(json::object& object, const Parameter& parameter, std::span<const FieldRule> rules,
                           const FieldPolicy& policy) {
    const std::size_t dot = parameter.name.find('.');
    const auto index = rule_index(rules, parameter.name.substr(0, dot), policy.fold_first_letter);
    const bool nested = index && dot != std::string_view::npos && is_nested(rules[*index].type);
    if (nested) {
        json::value& root = object.emplace(rules[*index].name, nullptr).first->value();
        switch (place(root, rules[*index].type, parameter.name.substr(dot + 1), parameter.value)) {
            case Placed::yes:
                return {};
            case Placed::duplicate:
                return fail(ErrorCode::parameter_duplicate, parameter.name);
            case Placed::no:
                return fail(ErrorCode::parameter_type, parameter.name);
        }
    }
    const bool known = index && dot == std::string_view::npos;
    if (known && is_nested(rules[*index].type)) return fail(ErrorCode::parameter_type, parameter.name);
    if (!known && !policy.refuse_unknown) return {};
    const std::string_view name = known ? rules[*index].name : parameter.name;
    if (!object.emplace(name, parameter.value).second) return fail(ErrorCode::parameter_duplicate, parameter.name);
    return {};
}

}  // namespace

Result<Fields> Fields::from_parameters(const ParameterList& parameters, std::span<const FieldRule> rules,
                                       std::span<const std::string_view> common, const FieldPolicy& policy,
                                       Arena& arena) {
    // Lives as long as the arena, which frees it.
    auto* object = new (arena.allocate(sizeof(json::object), alignof(json::object))) json::object(&arena);
    for (const Parameter& parameter : parameters) {
        if (std::find(common.begin(), common.end(), parameter.name) != common.end()) continue;
        TANDEM_CHECK(add_parameter(*object, parameter, rules, policy));
    }
    FieldPolicy of_text = policy;
    of_text.numbers_as_text = true;
    return from_json(*object, rules, of_text, arena);
}

// ---- looking up ----

const Fields::Slot* Fields::find(std::string_view name) const noexcept {
    for (std::size_t i = 0; i < rules_.size(); ++i) {
        if (rules_[i].name == name) return slots_[i].present ? &slots_[i] : nullptr;
    }
    assert(false && "a field that is not in the rules");
    return nullptr;
}

bool Fields::has(std::string_view name) const noexcept { return find(name) != nullptr; }

std::string_view Fields::text(std::string_view name) const noexcept {
    const Slot* slot = find(name);
    return slot == nullptr ? std::string_view{} : slot->text;
}

std::optional<std::int64_t> Fields::integer(std::string_view name) const noexcept {
    const Slot* slot = find(name);
    if (slot == nullptr) return std::nullopt;
    return slot->number;
}

std::optional<bool> Fields::boolean(std::string_view name) const noexcept {
    const Slot* slot = find(name);
    if (slot == nullptr) return std::nullopt;
    return slot->number != 0;
}

std::span<const std::string_view> Fields::list(std::string_view name) const noexcept {
    const Slot* slot = find(name);
    return slot == nullptr ? std::span<const std::string_view>{} : slot->list;
}

const json::value* Fields::value(std::string_view name) const noexcept {
    const Slot* slot = find(name);
    return slot == nullptr ? nullptr : slot->json;
}

}  // namespace tandem::dialect
