#include "tandem/store/records.hpp"

#include <algorithm>
#include <new>
#include <stdexcept>

namespace tandem::store {

// There may be a million of each.
static_assert(sizeof(Key) == 96 && sizeof(Alias) == 40 && sizeof(KeyVersion) == 32);

// ---- one ----

KeyVersion::KeyVersion(std::uint32_t number, TimePoint created, ByteView sealed_material, ByteView public_key) noexcept
    : created_(created),
      number_(number),
      sealed_bytes_(static_cast<std::uint16_t>(sealed_material.size())),
      public_bytes_(static_cast<std::uint16_t>(public_key.size())) {
    std::ranges::copy(public_key, std::ranges::copy(sealed_material, bytes_).out);
}

KeyVersion::Pointer KeyVersion::make(std::uint32_t number, TimePoint created, ByteView sealed_material,
                                     ByteView public_key) {
    constexpr std::size_t kMost = 0xffff;
    if (sealed_material.size() > kMost || public_key.size() > kMost) throw std::length_error("KeyVersion");
    const std::size_t size = offsetof(KeyVersion, bytes_) + sealed_material.size() + public_key.size();
    void* const memory = ::operator new(std::max(size, sizeof(KeyVersion)));
    return Pointer{new (memory) KeyVersion{number, created, sealed_material, public_key}};
}

void KeyVersion::destroy() const noexcept {
    this->~KeyVersion();
    ::operator delete(const_cast<KeyVersion*>(this));
}

// ---- those of a key ----

void KeyVersions::push_back(KeyVersion::Pointer version) {
    if (newest_) older_.push_back(newest_);
    newest_ = std::move(version);
}

void KeyVersions::clear() noexcept {
    newest_.reset();
    older_ = {};
}

OptionalTime next_event(const Key& key) noexcept {
    const KeySettings& settings = key.settings;
    if (settings.state == keys::KeyState::pending_deletion) return settings.deletion_date;
    const KeyParticulars& particulars = *settings.particulars;
    OptionalTime next = particulars.material_expires;
    const OptionalTime& rotation = particulars.rotation.next;
    if (settings.state == keys::KeyState::enabled && rotation && (!next || *rotation < *next)) next = rotation;
    return next;
}

const KeyVersion* Key::version(std::uint32_t number) const noexcept {
    // They are numbered from 0, without gaps.
    return number < versions.size() ? &versions[number] : nullptr;
}

}  // namespace tandem::store
