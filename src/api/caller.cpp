#include "tandem/api/caller.hpp"

#include <algorithm>

namespace tandem::api {

CallerMark mark_of(const store::Credential& credential, Arena& arena) {
    const std::string& id = credential.facts.id;
    char* const begin = arena.characters(id.size());
    std::ranges::copy(id, begin);
    return {{begin, id.size()}, credential.serial};
}

const store::Credential* find_again(const store::KeyStore& store, const CallerMark& mark) noexcept {
    const store::Credential* now = store.find_credential(mark.credential);
    return now != nullptr && now->serial == mark.serial ? now : nullptr;
}

}  // namespace tandem::api
