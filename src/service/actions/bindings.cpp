#include "tandem/service/actions/bindings.hpp"

#include "tandem/store/imported_memory.hpp"

#include "change_key.hpp"

#include <algorithm>

namespace tandem::service {

namespace {

// Material that something outside relies on never ends by itself.
void forget_ends(store::KeyAttributes& attributes) {
    attributes.material_expires.reset();
    for (Bytes& item : attributes.imported_fingerprints)
        item = store::write_memory({.fingerprint = store::read_memory(item).fingerprint});
    auto& memories = attributes.imported_fingerprints;
    if (std::ranges::all_of(memories, &Bytes::empty)) memories.clear();
}

}  // namespace

Result<const store::Key*> bind_resource(const Call& call, const store::Key& key, const store::BoundResource& resource) {
    const auto edit = [&](const store::Key&, store::KeySettings& settings, Changes&) -> Result<Edit> {
        TANDEM_CHECK(keys::check_state(keys::Operation::encrypt, settings.state));
        const auto& bound = settings.attributes->bound_resources;
        if (!bound.empty() && bound.front().product != resource.product) return fail(ErrorCode::key_in_use);
        if (std::ranges::find(bound, resource) != bound.end()) return Edit::none;  // nor has its material an end
        if (bound.size() >= kMostBoundResources) return fail(ErrorCode::key_in_use);
        settings.attributes.edit([&](store::KeyAttributes& attributes) {
            attributes.bound_resources.push_back(resource);
            forget_ends(attributes);
        });
        return Edit::commit;
    };
    return change_key(call, key, edit);
}

Result<const store::Key*> unbind_resource(const Call& call, const store::Key& key,
                                          const store::BoundResource& resource) {
    const auto edit = [&](const store::Key&, store::KeySettings& settings, Changes&) -> Result<Edit> {
        const auto& bound = settings.attributes->bound_resources;
        if (std::ranges::find(bound, resource) == bound.end()) return fail(ErrorCode::resource_not_bound);
        settings.attributes.edit(
            [&](store::KeyAttributes& attributes) { std::erase(attributes.bound_resources, resource); });
        return Edit::commit;
    };
    return change_key(call, key, edit);
}

}  // namespace tandem::service
