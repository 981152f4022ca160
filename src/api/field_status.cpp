#include "tandem/api/field_status.hpp"

namespace tandem::api {
namespace {

std::string_view type_name(FieldType type) noexcept {
    switch (type) {
        case FieldType::text:
            return "string";
        case FieldType::integer:
            return "int64";
        case FieldType::unsigned_integer:
            return "uint64";
        case FieldType::decimal:
            return "decimal string";
        case FieldType::boolean:
            return "bool";
        case FieldType::text_list:
            return "list of string";
        case FieldType::object:
            return "object";
        case FieldType::object_list:
            return "list of object";
    }
    return {};
}

// Unit that a length is counted in; empty for a number.
std::string_view unit_of(FieldType type, const FieldLimit& limit) noexcept {
    if (type == FieldType::text) return limit.in_characters ? " characters" : " bytes";
    return type == FieldType::text_list || type == FieldType::object_list ? " items" : "";
}

std::string bounds_of(FieldType type, const FieldLimit& limit) {
    const std::string_view unit = unit_of(type, limit);
    const auto with_unit = [unit](std::int64_t number) { return std::to_string(number).append(unit); };
    if (limit.most == FieldLimit{}.most) return limit.least == 0 ? std::string{} : "at least " + with_unit(limit.least);
    if (limit.least == 0) return "at most " + with_unit(limit.most);
    return std::to_string(limit.least) + " to " + with_unit(limit.most);
}

void add_phrase(std::string& to, std::string_view separator, std::string_view phrase) {
    if (!to.empty() && !phrase.empty()) to += separator;
    to += phrase;
}

// One limit of the chain: its form, or what it checks.
std::string text_of(FieldType type, const FieldLimit& limit) {
    if (!limit.form.empty()) return std::string{limit.form};
    std::string text = bounds_of(type, limit);
    if (limit.step != 1) add_phrase(text, ", ", "a multiple of " + std::to_string(limit.step));
    for (const std::string_view choice : limit.choices) add_phrase(text, ", ", choice);
    return text;
}

std::string range_of(const FieldRule& rule) {
    std::string range;
    for (const FieldLimit* limit = rule.limit; limit != nullptr; limit = limit->also)
        add_phrase(range, "; ", text_of(rule.type, *limit));
    return range;
}

void append_rows(std::vector<FieldStatus>& to, std::span<const FieldRule> rules, const std::string& prefix) {
    for (const FieldRule& rule : rules) {
        const std::string name = prefix + std::string{rule.name};
        to.push_back({name, type_name(rule.type), rule.required, range_of(rule), rule.no_effect});
        if (rule.members == nullptr) continue;
        append_rows(to, rule.members->rules, name + (rule.type == FieldType::object_list ? ".n." : "."));
    }
}

}  // namespace

std::vector<FieldStatus> describe_rules(std::span<const FieldRule> rules) {
    std::vector<FieldStatus> rows;
    append_rows(rows, rules, {});
    return rows;
}

}  // namespace tandem::api
