#include "tandem/store/imported_memory.hpp"
#include "tandem/store/records.hpp"

#include <algorithm>
#include <cstring>
#include <new>
#include <stdexcept>

namespace tandem::store {

// There may be a million of each.
static_assert(sizeof(Key) == 88 && sizeof(Alias) == 40 && sizeof(KeyVersion) == 32);

// ---- one ----

KeyVersion::KeyVersion(std::uint32_t number, TimePoint created, ByteView sealed_material, ByteView public_key) noexcept
    : created_(created),
      number_(number),
      sealed_bytes_(static_cast<std::uint16_t>(sealed_material.size())),
      public_bytes_(static_cast<std::uint16_t>(public_key.size())) {
    // Beyond the end of the object, which the compiler must not see as an overflow.
    std::uint8_t* const bytes = reinterpret_cast<std::uint8_t*>(this) + offsetof(KeyVersion, bytes_);
    if (!sealed_material.empty()) std::memcpy(bytes, sealed_material.data(), sealed_material.size());
    if (!public_key.empty()) std::memcpy(bytes + sealed_material.size(), public_key.data(), public_key.size());
}

KeyVersion::Pointer KeyVersion::make(std::uint32_t number, TimePoint created, ByteView sealed_material,
                                     ByteView public_key) {
    constexpr std::size_t kMost = 0xffff;
    if (sealed_material.size() > kMost || public_key.size() > kMost) throw std::length_error("KeyVersion");
    void* const memory = allocate_small(bytes_with(sealed_material.size(), public_key.size()));
    return Pointer{new (memory) KeyVersion{number, created, sealed_material, public_key}};
}

std::size_t KeyVersion::bytes_with(std::size_t sealed, std::size_t open) noexcept {
    return std::max(offsetof(KeyVersion, bytes_) + sealed + open, sizeof(KeyVersion));
}

void KeyVersion::destroy() const noexcept {
    const std::size_t bytes = bytes_with(sealed_bytes_, public_bytes_);
    this->~KeyVersion();
    free_small(const_cast<KeyVersion*>(this), bytes);
}

// ---- those of a key ----

KeyVersions::KeyVersions(const KeyVersions& other) : held_(other.held_) {
    if (is_list()) {
        held_ = reinterpret_cast<std::uintptr_t>(new List{other.list()}) | kIsList;
    } else if (held_ != 0) {
        intrusive_ptr_add_ref(one());
    }
}

void KeyVersions::push_back(KeyVersion::Pointer version) {
    if (empty()) {
        held_ = reinterpret_cast<std::uintptr_t>(version.detach());
        return;
    }
    if (!is_list()) {
        auto both = std::make_unique<List>();
        both->emplace_back(one(), false);  // takes over the share
        held_ = reinterpret_cast<std::uintptr_t>(both.release()) | kIsList;
    }
    list().push_back(std::move(version));
}

void KeyVersions::clear() noexcept {
    if (is_list()) {
        delete &list();
    } else if (held_ != 0) {
        intrusive_ptr_release(one());
    }
    held_ = 0;
}

OptionalTime next_event(const Key& key) noexcept {
    const KeySettings& settings = key.settings;
    if (settings.state == keys::KeyState::pending_deletion) return settings.deletion_date;
    const KeyAttributes& attributes = *settings.attributes;
    OptionalTime next = attributes.material_expires;
    const auto consider = [&](const OptionalTime& time) {
        if (time && (!next || *time < *next)) next = time;
    };
    for (std::size_t i = 0; i < attributes.imported_fingerprints.size(); ++i) consider(material_end(key, i));
    if (settings.state == keys::KeyState::enabled) consider(attributes.rotation.next);
    return next;
}

const KeyVersion* Key::version(std::uint32_t number) const noexcept {
    // They are numbered from 0, without gaps.
    return number < versions.size() && has_material(versions[number]) ? &versions[number] : nullptr;
}

}  // namespace tandem::store
