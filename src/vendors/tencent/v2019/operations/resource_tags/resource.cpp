#include "resource.hpp"

#include <algorithm>
#include <charconv>
#include <string>

namespace tandem::api::tencent::v2019 {
namespace {

constexpr std::string_view kCreator = "creatorUin";

// `text` up to the separator, which is taken away with it.
std::string_view take(std::string_view& text, char separator) noexcept {
    const std::size_t end = std::min(text.find(separator), text.size());
    const std::string_view taken = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return taken;
}

}  // namespace

std::string_view id_in(std::string_view resource_id, std::uint64_t account) noexcept {
    if (resource_id.find('/') == resource_id.npos) return resource_id;
    if (take(resource_id, '/') != kCreator) return {};
    const std::string_view creator = take(resource_id, '/');
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(creator.data(), creator.data() + creator.size(), number);
    if (error != std::errc{} || end != creator.data() + creator.size() || number != account) return {};
    return resource_id;
}

Resource::Resource(std::string_view text) noexcept
    : scheme(take(text, ':')),
      project(take(text, ':')),
      service(take(text, ':')),
      region(take(text, ':')),
      owner(take(text, ':')),
      name(text) {}

bool Resource::is_of(std::uint64_t account) const {
    return scheme == "qcs" && service == kTaggedService && name.starts_with("key/") &&
           (owner == "uin/" || owner == "uin/" + std::to_string(account));
}

}  // namespace tandem::api::tencent::v2019
