#include "tandem/api/fields.hpp"

#include "tandem/api/rule_names.hpp"
#include "tandem/base/encoding.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>
#include <limits>
#include <memory>
#include <string>
#include <utility>

namespace tandem::api {

namespace {

namespace json = boost::json;

std::string_view view(const json::string& text) noexcept { return {text.data(), text.size()}; }

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

std::optional<std::string_view> text_under(const json::value& value, const FieldPolicy& policy, Arena& arena) {
    if (const json::string* text = value.if_string()) return view(*text);
    if (!policy.numbers_as_text) return std::nullopt;
    if (const std::int64_t* number = value.if_int64()) return decimal(*number, arena);
    if (const std::uint64_t* number = value.if_uint64()) return decimal(*number, arena);
    return std::nullopt;
}

std::optional<std::int64_t> as_integer(const json::value& value, bool also_from_text) {
    if (const std::int64_t* number = value.if_int64()) return *number;
    if (const json::string* text = value.if_string(); text != nullptr && also_from_text) {
        return parse_integer(view(*text));
    }
    return std::nullopt;
}

// Numbers that only the unsigned type holds are over every limit, and stand as the greatest number of the signed one.
std::optional<std::int64_t> as_unsigned(const json::value& value, bool also_from_text) {
    constexpr std::int64_t kGreatest = std::numeric_limits<std::int64_t>::max();
    if (value.is_uint64()) return kGreatest;
    if (const auto number = as_integer(value, also_from_text)) return *number < 0 ? std::nullopt : number;
    const json::string* text = also_from_text ? value.if_string() : nullptr;
    if (text == nullptr) return std::nullopt;
    std::uint64_t parsed = 0;
    const auto [end, error] = std::from_chars(text->begin(), text->end(), parsed);
    return error == std::errc{} && end == text->end() ? std::optional{kGreatest} : std::nullopt;
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
        const auto text = text_under((*array)[i], policy, arena);
        if (!text) return std::nullopt;
        list[i] = *text;
    }
    return list;
}

bool is_object_list(const json::value& value) {
    const json::array* array = value.if_array();
    return array != nullptr && std::all_of(array->begin(), array->end(), [](const auto& v) { return v.is_object(); });
}

bool counts_as_absent(const json::value& value, const FieldRule& rule, const FieldPolicy& policy) {
    if (value.is_null()) return true;
    if (!policy.empty_is_absent || (rule.limit != nullptr && rule.limit->empty_is_given)) return false;
    const json::string* text = value.if_string();
    return text != nullptr && text->empty();
}

ErrorCode wrong_type(const FieldRule& rule, const FieldPolicy& policy) noexcept {
    return policy.type_is_limit && rule.limit != nullptr ? rule.limit->breach : ErrorCode::parameter_type;
}

}  // namespace

// ---- from JSON ----

Result<Fields> Fields::from_json(const json::object& object, std::span<const FieldRule> rules,
                                 const FieldPolicy& policy, Arena& arena) {
    assert(rules.size() <= kMaxFields);
    Fields fields;
    fields.rules_ = rules;
    fields.slots_ = arena.make_several<Slot>(rules.size());

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
        fields.slots_[i].present = given[i] != nullptr && !counts_as_absent(*given[i], rules[i], policy);
        if (rules[i].required && !fields.slots_[i].present) return fail(ErrorCode::parameter_missing, rules[i].name);
    }
    for (std::size_t i = 0; i < rules.size(); ++i) {
        if (!fields.slots_[i].present) continue;
        if (!decode(*given[i], rules[i].type, policy, arena, fields.slots_[i])) {
            return fail(wrong_type(rules[i], policy), rules[i].name);
        }
    }
    for (std::size_t i = 0; i < rules.size(); ++i) {
        if (rules[i].members == nullptr || !fields.slots_[i].present) continue;
        TANDEM_CHECK(check_members(*given[i], rules[i], policy, arena));
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
            return keep(text_under(value, policy, arena), slot.text);
        case FieldType::integer:
            return keep(as_integer(value, policy.numbers_as_text), slot.number);
        case FieldType::unsigned_integer:
            return keep(as_unsigned(value, policy.numbers_as_text), slot.number);
        case FieldType::decimal:
            return keep(as_integer(value, true), slot.number) && slot.number >= 0;
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

// ---- beyond the types ----

bool Fields::is_within(const Slot& slot, FieldType type, const FieldLimit& limit) noexcept {
    const auto bounded = [&](auto number) {
        return std::in_range<std::int64_t>(number) && limit.least <= std::int64_t(number) &&
               std::int64_t(number) <= limit.most;
    };
    const auto formed = [&](std::string_view text) {
        if (!limit.choices.empty() && std::ranges::find(limit.choices, text) == limit.choices.end()) return false;
        return limit.pattern == nullptr || limit.pattern(text);
    };
    switch (type) {
        case FieldType::text:
            return bounded(limit.in_characters ? code_points(slot.text) : slot.text.size()) && formed(slot.text);
        case FieldType::integer:
        case FieldType::unsigned_integer:
        case FieldType::decimal:
            return bounded(slot.number) && slot.number % limit.step == 0;
        case FieldType::text_list:
            return bounded(slot.list.size()) && std::ranges::all_of(slot.list, formed);
        case FieldType::object_list:
            return bounded(slot.json->get_array().size());
        case FieldType::boolean:
        case FieldType::object:
            break;
    }
    return true;
}

Result<void> Fields::check_members(const json::value& value, const FieldRule& rule, const FieldPolicy& policy,
                                   Arena& arena) {
    const auto check = [&](const json::value& object, std::string place) -> Result<void> {
        const Result<Fields> members = from_json(object.get_object(), rule.members->rules, policy, arena);
        const Result<void> checked = members.has_value() ? members->check_limits() : members.error();
        if (checked.has_value()) return {};
        Error error = checked.error();
        error.subject.insert(0, place.insert(0, rule.name) + '.');
        return error;
    };
    if (rule.type == FieldType::object) return check(value, {});
    const json::array& list = value.get_array();
    for (std::size_t i = 0; i < list.size(); ++i) TANDEM_CHECK(check(list[i], "." + std::to_string(i)));
    return {};
}

Result<void> Fields::check_limits() const {
    for (std::size_t i = 0; i < rules_.size(); ++i) {
        if (!slots_[i].present) continue;
        for (const FieldLimit* limit = rules_[i].limit; limit != nullptr; limit = limit->also) {
            if (!is_within(slots_[i], rules_[i].type, *limit)) return fail(limit->breach, rules_[i].name);
        }
    }
    return {};
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

}  // namespace tandem::api
