#include "field_status.hpp"

namespace tandem::dialect {
namespace {

std::string_view type_name(FieldType type) noexcept {
    switch (type) {
        case FieldType::text:
            return "string";
        case FieldType::integer:
            return "int64";
        case FieldType::unsigned_integer:
            return "uint64";
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

// " bytes" of a text, " items" of a list, nothing of a number.
std::string_view unit_of(FieldType type) noexcept {
    if (type == FieldType::text) return " bytes";
    return type == FieldType::text_list || type == FieldType::object_list ? " items" : "";
}

std::string range_of(const FieldRule& rule) {
    if (rule.limit == nullptr) return {};
    const FieldLimit& limit = *rule.limit;
    if (!limit.form.empty()) return std::string{limit.form};
    const std::string most = std::to_string(limit.most).append(unit_of(rule.type));
    return limit.least == 0 ? "at most " + most : std::to_string(limit.least) + " to " + most;
}

void append(std::vector<FieldStatus>& to, std::span<const FieldRule> rules, const std::string& prefix) {
    for (const FieldRule& rule : rules) {
        const std::string name = prefix + std::string{rule.name};
        to.push_back({name, type_name(rule.type), rule.required, range_of(rule), rule.no_effect});
        if (rule.members == nullptr) continue;
        append(to, rule.members->rules, name + (rule.type == FieldType::object_list ? ".n." : "."));
    }
}

}  // namespace

std::vector<FieldStatus> describe_rules(std::span<const FieldRule> rules) {
    std::vector<FieldStatus> rows;
    append(rows, rules, {});
    return rows;
}

}  // namespace tandem::dialect
