#pragma once
// Members of an IAM body, which are looked at where they are: its objects nest deeper than tables of fields go.

#include "tandem/store/records.hpp"

#include <boost/json/object.hpp>

#include <string_view>

namespace tandem::api::huawei::iam {

// nullptr when absent, or when `parent` is.
inline const boost::json::object* object_in(const boost::json::object* parent, std::string_view name) noexcept {
    const boost::json::value* value = parent != nullptr ? parent->if_contains(name) : nullptr;
    return value != nullptr ? value->if_object() : nullptr;
}

inline std::string_view text_in(const boost::json::object* parent, std::string_view name) noexcept {
    const boost::json::value* value = parent != nullptr ? parent->if_contains(name) : nullptr;
    const boost::json::string* text = value != nullptr ? value->if_string() : nullptr;
    return text != nullptr ? std::string_view{text->data(), text->size()} : std::string_view{};
}

// A domain is named by its name or its id, which wins.
struct DomainRef {
    std::string_view name;
    std::string_view id;

    [[nodiscard]] bool empty() const noexcept { return name.empty() && id.empty(); }
    [[nodiscard]] bool is(const store::TenantFacts& tenant) const noexcept {
        if (!id.empty()) return id == tenant.domain_id;
        return !name.empty() && name == tenant.domain_name;
    }
};

// {"name", "id"} of an object of its own.
inline DomainRef domain_in(const boost::json::object* parent, std::string_view name) noexcept {
    const boost::json::object* domain = object_in(parent, name);
    return {text_in(domain, "name"), text_in(domain, "id")};
}

}  // namespace tandem::api::huawei::iam
