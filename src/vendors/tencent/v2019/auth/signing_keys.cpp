#include "signing_keys.hpp"

#include <algorithm>

namespace tandem::api::tencent::v2019 {

SigningKeyCache& SigningKeyCache::of_this_thread() noexcept {
    thread_local SigningKeyCache cache;
    return cache;
}

bool SigningKeyCache::Entry::is(const SigningKeyName& name) const noexcept {
    return last_used != 0 && serial == name.serial && dialect == name.dialect && store == name.store &&
           std::string_view{date.data(), date.size()} == name.date &&
           std::string_view{service.data(), service_length} == name.service;
}

const crypto::HmacSha256Key* SigningKeyCache::find(const SigningKeyName& name) noexcept {
    for (Entry& entry : entries_) {
        if (!entry.is(name)) continue;
        entry.last_used = ++uses_;
        return &entry.key;
    }
    return nullptr;
}

void SigningKeyCache::insert(const SigningKeyName& name, const crypto::HmacSha256Key& key) noexcept {
    if (name.service.size() > kMaxServiceBytes || name.date.size() != std::tuple_size_v<decltype(Entry::date)>) return;
    Entry& entry = *std::ranges::min_element(entries_, {}, &Entry::last_used);
    entry.last_used = ++uses_;
    entry.dialect = name.dialect;
    entry.store = name.store;
    entry.serial = name.serial;
    std::ranges::copy(name.date, entry.date.begin());
    entry.service_length = static_cast<std::uint8_t>(name.service.size());
    std::ranges::copy(name.service, entry.service.begin());
    entry.key = key;
}

}  // namespace tandem::api::tencent::v2019
