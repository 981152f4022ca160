#include "tandem/api/field_status.hpp"

#include "field_policy.hpp"
#include "field_rules.hpp"

#include <algorithm>

namespace tandem::api::huawei {

namespace {

constexpr FieldLimit kProjectForm{.form = "project of the caller; another is KMS.0321"};
constexpr FieldRule kPathRules[] = {
    {"key_id", FieldType::text, true, &rules::kId},
    {"key", FieldType::text, true, &rules::kTagKeyLength},
};
constexpr FieldRule kProject{"{project_id}", FieldType::text, true, &kProjectForm};

// The next {name} of the template, without its braces; empty: none is left.
std::string_view take_parameter(std::string_view& path) noexcept {
    const std::size_t begin = path.find('{');
    if (begin == std::string_view::npos) return {};
    const std::size_t end = path.find('}', begin);
    const std::string_view name = path.substr(begin + 1, end - begin - 1);
    path.remove_prefix(end);
    return name;
}

FieldStatus describe_parameter(std::string_view name) {
    const auto* rule = std::ranges::find(kPathRules, name, &FieldRule::name);
    const FieldRule plain{name, FieldType::text, true};
    FieldStatus row = describe_rules({rule == std::end(kPathRules) ? &plain : rule, 1}).front();
    row.name = "{" + row.name + "}";
    return row;
}

}  // namespace

std::vector<FieldStatus> describe_fields(const Operation& operation) {
    std::vector<FieldStatus> rows;
    std::string_view path = operation.details.path;
    for (std::string_view name = take_parameter(path); !name.empty(); name = take_parameter(path)) {
        if (name != "project_id") rows.push_back(describe_parameter(name));
    }
    std::ranges::move(describe_rules(operation.fields), std::back_inserter(rows));
    return rows;
}

std::vector<FieldStatus> describe_common_fields() {
    std::vector<FieldStatus> rows = describe_rules({&kProject, 1});
    std::ranges::move(describe_rules(rules::kCommon), std::back_inserter(rows));
    return rows;
}

}  // namespace tandem::api::huawei
