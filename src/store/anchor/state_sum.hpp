#pragma once
// The sum of everything that a database holds, by which a row that was edited, removed, added or put back is noticed:
// docs/formats.md, "State anchor".

#include "tandem/base/bytes.hpp"
#include "tandem/crypto/digest.hpp"
#include "tandem/store/backend.hpp"

#include "rows/rows.hpp"

#include <array>
#include <cstdint>
#include <future>
#include <string_view>

namespace tandem::store {

// A sum of 256-bit numbers, modulo 2^256, in whatever order they come and go.
class StateSum {
  public:
    // The digest as a big-endian number.
    void add(const crypto::Sha256Digest& digest) noexcept;
    void subtract(const crypto::Sha256Digest& digest) noexcept;
    [[nodiscard]] crypto::Sha256Digest big_endian() const noexcept;
    friend bool operator==(const StateSum&, const StateSum&) = default;

  private:
    std::array<std::uint64_t, 4> words_{};  // the least significant first
};

// Whether a row is part of the sum: all are but those of change_log and that of the tag itself.
template <class AnyRow>
[[nodiscard]] bool is_summed(const AnyRow& row) noexcept;
// Digest that a row adds to the sum. In the form of MACs, a row that has one stands there with it: it is of all the
// other columns and was looked at, or is looked at, by itself.
template <class AnyRow>
[[nodiscard]] crypto::Sha256Digest state_digest(const AnyRow& row, const crypto::HmacSha256Key& key,
                                                StateForm form = kStateForm);

// Sums rows while they are read. The hashing has a thread of its own: a million keys have three million rows.
class RowSummer {
  public:
    explicit RowSummer(const crypto::HmacSha256Key& key, StateForm form = kStateForm) : key_(key), form_(form) {}
    RowSummer(const RowSummer&) = delete;
    RowSummer& operator=(const RowSummer&) = delete;

    void add(const RowView& row);
    // Once, after the last row.
    [[nodiscard]] StateSum finish();

  private:
    void hand_over();
    void sum(ByteView rows) noexcept;

    const crypto::HmacSha256Key key_;
    const StateForm form_;
    StateSum sum_;  // the running thread's, while there is one
    Bytes rows_;    // for each u32 length ‖ what is hashed
    std::size_t used_ = 0;
    std::future<Bytes> running_;  // gives the memory back
};

}  // namespace tandem::store
