#include "tandem/app/space_name.hpp"

#include "tandem/base/encoding.hpp"

namespace tandem::app {

namespace {

constexpr char kRegionMark = '@';  // in no tenant's name

}  // namespace

SpaceName SpaceName::parse(std::string_view text) {
    const std::size_t mark = text.find(kRegionMark);
    if (mark == std::string_view::npos) return {std::string{text}, {}};
    const std::string_view region = text.substr(mark + 1);
    if (region.empty() || region.size() > store::kMaxRegionBytes || !is_valid_utf8(region))
        return {std::string{text}, {}};
    return {std::string{text.substr(0, mark)}, std::string{region}};
}

SpaceName SpaceName::of(const store::KeySpace& space) { return {space.tenant().facts.name, space.region}; }

std::string SpaceName::text() const { return region.empty() ? tenant : tenant + kRegionMark + region; }

const store::KeySpace* find_key_space(const store::KeyStore& store, std::string_view text) {
    const SpaceName name = SpaceName::parse(text);
    const store::Tenant* tenant = store.find_tenant_by_name(name.tenant);
    return tenant == nullptr ? nullptr : store.find_key_space(*tenant, name.region);
}

}  // namespace tandem::app
