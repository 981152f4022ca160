#pragma once
// The objects of one kind that a tenant has: by id, by name where names are unique, by creation for lists, by key for
// kinds that go with one, and those that change by themselves. One thread writes.

#include "tandem/store/objects.hpp"

#include "ordered_entries.hpp"
#include "pointer_table.hpp"

#include <deque>
#include <memory>
#include <mutex>
#include <set>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace tandem::store {

// Two types cannot have one kind's number: who asks for the other finds nothing.
inline bool is_same(const RecordKind& a, const RecordKind& b) noexcept {
    return a.number == b.number && a.decode == b.decode;
}

template <class T>
class ObjectSet {
  public:
    explicit ObjectSet(EpochReclaimer& reclaimer, KindOf<T> kind = {})
        : kind_(kind), reclaimer_(reclaimer), by_id_(reclaimer), by_name_(reclaimer) {}

    [[nodiscard]] const KindOf<T>& kind() const noexcept { return kind_; }

    // Readers. The first two neither lock nor allocate.
    [[nodiscard]] const T* find(const ObjectId& id) const noexcept { return by_id_.find(id); }
    [[nodiscard]] const T* find_named(std::string_view name) const noexcept { return by_name_.find(name); }
    [[nodiscard]] const auto& ordered() const noexcept { return ordered_; }  // newest first, ties by id
    [[nodiscard]] std::vector<const T*> of_key(const KeyId& key) const {
        return by_key_.list_equal([&](const T& object) { return key_of(object) <=> key; });
    }
    [[nodiscard]] std::vector<ObjectId> due(TimePoint now) const {
        std::vector<ObjectId> ids;
        const std::lock_guard lock{due_mutex_};
        for (const auto& [time, id] : due_) {
            if (time > now) break;
            ids.push_back(id);
        }
        return ids;
    }

    // The writer.
    void put(std::unique_ptr<const T> object) {
        const T* before = find(object->id);
        note_due(before, object.get());
        by_id_.put(*object);
        if constexpr (T::kNamed) {
            if (kind_.is_named()) put_name(*object, before);
        }
        if constexpr (T::kOfKey) {
            if (kind_.is_of_key()) std::ignore = by_key_.put(object.get(), before);
        }
        if (auto old = ordered_.put(std::move(object), before)) reclaimer_.retire(std::move(old));
    }
    void remove(const ObjectId& id) {
        const T* object = find(id);
        note_due(object, nullptr);
        if constexpr (T::kNamed) {
            if (kind_.is_named() && by_name_.find(object->name) == object) by_name_.remove(object->name);
        }
        if constexpr (T::kOfKey) {
            if (kind_.is_of_key()) std::ignore = by_key_.take(*object);
        }
        by_id_.remove(id);
        reclaimer_.retire(ordered_.take(*object));
    }

  private:
    static KeyId key_of(const T& object) noexcept {
        if constexpr (T::kOfKey) return object.key;
        return {};
    }
    struct IdTraits {
        using Key = ObjectId;
        static const ObjectId& key_of(const T& object) noexcept { return object.id; }
        static std::uint64_t hash(const ObjectId& id, std::uint64_t seed) noexcept { return hash_id(id.bytes, seed); }
    };
    struct NameTraits {
        using Key = std::string_view;
        static std::string_view key_of(const T& object) noexcept { return object.name; }
        static std::uint64_t hash(std::string_view name, std::uint64_t seed) noexcept { return hash_text(name, seed); }
    };
    struct NoNames {
        explicit NoNames(EpochReclaimer&) {}
        static const T* find(std::string_view) noexcept { return nullptr; }
    };
    struct NewestFirst {
        bool operator()(const T& a, const T& b) const noexcept {
            return a.created != b.created ? a.created > b.created : a.id < b.id;
        }
    };
    struct ByKey {
        bool operator()(const T& a, const T& b) const noexcept {
            return std::pair{key_of(a), a.id} < std::pair{key_of(b), b.id};
        }
    };

    void put_name(const T& object, const T* before) {
        by_name_.put(object);
        // Its old name may be another's by now.
        if (before != nullptr && by_name_.find(before->name) == before) by_name_.remove(before->name);
    }
    void note_due(const T* before, const T* after) {
        const std::lock_guard lock{due_mutex_};
        if (before != nullptr && before->due()) due_.erase({*before->due(), before->id});
        if (after != nullptr && after->due()) due_.emplace(*after->due(), after->id);
    }

    [[no_unique_address]] const KindOf<T> kind_;
    EpochReclaimer& reclaimer_;
    PointerTable<T, IdTraits> by_id_;
    std::conditional_t<T::kNamed, PointerTable<T, NameTraits>, NoNames> by_name_;
    OrderedEntries<std::unique_ptr<const T>, NewestFirst> ordered_;
    OrderedEntries<const T*, ByKey> by_key_;
    mutable std::mutex due_mutex_;
    std::set<std::pair<TimePoint, ObjectId>> due_;
};

// A set of each of the kinds of records.
class RecordSets {
  public:
    // `kinds` outlives this.
    RecordSets(EpochReclaimer& reclaimer, const RecordKinds& kinds) : none_(reclaimer, KindOf<Record>{kNoKind}) {
        for (const RecordKind& kind : kinds) sets_.emplace_back(reclaimer, KindOf<Record>{kind});
    }

    // Always empty for a kind that nobody registered. Neither locks nor allocates.
    [[nodiscard]] ObjectSet<Record>& of(KindOf<Record> kind) noexcept {
        for (ObjectSet<Record>& set : sets_)
            if (is_same(*set.kind().row, *kind.row)) return set;
        return none_;
    }

  private:
    static constexpr RecordKind kNoKind{};

    std::deque<ObjectSet<Record>> sets_;
    ObjectSet<Record> none_;
};

// A set of each of the kinds.
template <class... Types>
class ObjectSets : ObjectSet<Types>... {
  public:
    explicit ObjectSets(EpochReclaimer& reclaimer) : ObjectSet<Types>(reclaimer)... {}

    template <class T>
    [[nodiscard]] ObjectSet<T>& of() noexcept {
        return *this;
    }
};

}  // namespace tandem::store
