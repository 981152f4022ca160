#include "grant_directory.hpp"

namespace tandem::store {

std::vector<KeySpaceId> GrantDirectory::spaces_of(const KeyId& key) const {
    std::vector<KeySpaceId> tenants;
    const std::lock_guard lock{mutex_};
    for (auto at = by_key_.lower_bound({key, {}, {}}); at != by_key_.end() && std::get<KeyId>(*at) == key; ++at)
        if (tenants.empty() || tenants.back() != std::get<KeySpaceId>(*at))
            tenants.push_back(std::get<KeySpaceId>(*at));
    return tenants;
}

std::vector<GrantDirectory::Place> GrantDirectory::retirable_by(std::string_view principal) const {
    std::vector<Place> places;
    const std::lock_guard lock{mutex_};
    for (auto at = by_retirer_.lower_bound({std::string{principal}, {}, {}});
         at != by_retirer_.end() && std::get<std::string>(*at) == principal; ++at)
        places.emplace_back(std::get<KeySpaceId>(*at), std::get<ObjectId>(*at));
    return places;
}

void GrantDirectory::replace(const KeySpaceId& space, const Grant* before, const Grant* after) {
    const std::lock_guard lock{mutex_};
    if (before != nullptr) {
        by_key_.erase({before->key, space, before->id});
        by_retirer_.erase({before->retirer, space, before->id});
    }
    if (after == nullptr) return;
    by_key_.emplace(after->key, space, after->id);
    if (!after->retirer.empty()) by_retirer_.emplace(after->retirer, space, after->id);
}

void GrantDirectory::remove_space(const KeySpaceId& space) {
    const std::lock_guard lock{mutex_};
    std::erase_if(by_key_, [&](const OfKey& one) { return std::get<KeySpaceId>(one) == space; });
    std::erase_if(by_retirer_, [&](const OfRetirer& one) { return std::get<KeySpaceId>(one) == space; });
}

}  // namespace tandem::store
