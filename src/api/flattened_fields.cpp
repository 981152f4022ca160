// Fields from flattened parameters (KeyIds.0, Tags.0.TagKey): first the object that they stand for, then as from JSON.

#include "tandem/api/fields.hpp"
#include "tandem/api/rule_names.hpp"

#include <algorithm>
#include <new>

namespace tandem::api {
namespace {

namespace json = boost::json;

// A list within a list may be this long, so that a thousand of them with gaps stay small.
constexpr std::size_t kMaxInnerElements = 100;

// Takes the list index off the front of "0.TagKey"; nothing when there is none or it is beyond any list.
std::optional<std::size_t> take_index(std::string_view& path, std::size_t end_of_list) noexcept {
    const std::size_t dot = path.find('.');
    const auto index = parse_integer(path.substr(0, dot));
    path.remove_prefix(dot == std::string_view::npos ? path.size() : dot + 1);
    if (!index || *index < 0 || *index >= static_cast<std::int64_t>(end_of_list)) return std::nullopt;
    return static_cast<std::size_t>(*index);
}

enum class Placed : std::uint8_t { yes, duplicate, no };

constexpr bool is_nested(FieldType type) noexcept {
    return type == FieldType::text_list || type == FieldType::object || type == FieldType::object_list;
}

Placed place(json::value& root, const FieldRule& rule, std::string_view path, std::string_view text,
             std::size_t end_of_list);

// One level down; a member that is a list or an object itself goes on from there.
Placed place_member(json::value& in, const FieldRule& rule, std::string_view path, std::string_view text) {
    if (path.empty()) return Placed::no;
    if (in.is_null()) in.emplace_object();
    json::object& object = in.get_object();
    const std::size_t dot = path.find('.');
    if (rule.members != nullptr && dot != std::string_view::npos) {
        const auto index = rule_index(rule.members->rules, path.substr(0, dot), false);
        if (index && is_nested(rule.members->rules[*index].type)) {
            json::value& below = object.emplace(path.substr(0, dot), nullptr).first->value();
            return place(below, rule.members->rules[*index], path.substr(dot + 1), text, kMaxInnerElements);
        }
    }
    return object.emplace(path, text).second ? Placed::yes : Placed::duplicate;
}

// Puts the text where `path` (what follows "Name.") says. A gap in a list stays null, which no element type takes.
Placed place(json::value& root, const FieldRule& rule, std::string_view path, std::string_view text,
             std::size_t end_of_list) {
    if (root.is_string()) return Placed::duplicate;  // given before, as a text
    if (rule.type == FieldType::object) return place_member(root, rule, path, text);
    const auto index = take_index(path, end_of_list);
    if (!index) return Placed::no;
    if (root.is_null()) root.emplace_array();
    json::array& list = root.get_array();
    if (list.size() <= *index) list.resize(*index + 1);
    json::value& element = list[*index];
    if (rule.type == FieldType::object_list) return place_member(element, rule, path, text);
    if (!path.empty()) return Placed::no;
    if (!element.is_null()) return Placed::duplicate;
    element = text;
    return Placed::yes;
}

Result<void> add_parameter(json::object& object, const Parameter& parameter, std::span<const FieldRule> rules,
                           const FieldPolicy& policy) {
    const std::size_t dot = parameter.name.find('.');
    const auto index = rule_index(rules, parameter.name.substr(0, dot), policy.fold_first_letter);
    const bool nested = index && dot != std::string_view::npos && is_nested(rules[*index].type);
    if (nested) {
        json::value& root = object.emplace(rules[*index].name, nullptr).first->value();
        switch (place(root, rules[*index], parameter.name.substr(dot + 1), parameter.value, kMaxParameters)) {
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

}  // namespace tandem::api
