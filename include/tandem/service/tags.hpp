#pragma once
// Tags: what every kind of object that has them shares.

#include "tandem/base/error.hpp"
#include "tandem/store/key_attributes.hpp"

#include <span>
#include <string>
#include <vector>

namespace tandem::service {

// Limits of tags; lengths in code points. Keys have at least one.
struct TagLimits {
    std::size_t most_tags;
    std::size_t longest_key;
    std::size_t longest_value;
};

// The whole list of an object. Errors: tag_limit_exceeded, tag_key_length_invalid, tag_value_length_invalid (also for
// texts that are not UTF-8), tag_key_duplicate; subject = the tag's key.
Result<void> check_tags(std::span<const store::Tag> tags, const TagLimits& limits);

// Changes that one request makes to an object's tags.
struct TagChanges {
    std::vector<store::Tag> put{};       // a key that is there already takes the new value
    std::vector<std::string> removed{};  // keys; one that is not there is no error
};
// Errors: those of check_tags, of the whole list that there is then.
Result<void> apply(const TagChanges& changes, std::vector<store::Tag>& tags, const TagLimits& limits);

// The object has the tag with one of the values; without values, with any.
struct TagFilter {
    std::string key;
    std::vector<std::string> values{};
};
// Every filter is met.
[[nodiscard]] bool matches(std::span<const store::Tag> tags, std::span<const TagFilter> filters);

}  // namespace tandem::service
