#include "state_sum.hpp"

#include "rows/row_encoding.hpp"
#include "rows/rows.hpp"
#include "rows/tables.hpp"

#include <utility>

namespace tandem::store {
namespace {

constexpr std::size_t kLengthBytes = 4;
constexpr std::size_t kChunkBytes = std::size_t{1} << 20;

// Writes where there is room.
struct PointerSink {
    std::uint8_t* at;
    void copy(const void* from, std::size_t bytes) noexcept {
        std::memcpy(at, from, bytes);
        at += bytes;
    }
    void append(ByteView bytes) noexcept {
        if (!bytes.empty()) copy(bytes.data(), bytes.size());
    }
};

template <class AnyRow>
std::size_t encoded_size(const AnyRow& row) noexcept {
    constexpr std::size_t kTypeBytes = 1;
    std::size_t size = kLengthBytes + name_of(row.table).size() + kLengthBytes;
    for (const auto& value : row.values) {
        size += kTypeBytes;
        if (value.index() == 0) size += sizeof(std::int64_t);
        if (value.index() == 1) size += kLengthBytes + std::get<1>(value).size();
        if (value.index() == 2) size += kLengthBytes + std::get<2>(value).size();
    }
    return size;
}

template <class AnyRow>
void encode_any_row(const AnyRow& row, std::uint8_t* to) noexcept {
    PointerSink sink{to};
    encode_row(sink, row.table, std::span{row.values.data(), row.values.size()});
}

// MAC that is hashed of a row; empty when the whole row is.
template <class AnyRow>
ByteView hashed_mac_of(const AnyRow& row, StateForm form) noexcept {
    if (form == StateForm::rows || row.values.empty() || definition_of(row.table).columns.back() != "mac") return {};
    const auto* mac = std::get_if<2>(&row.values.back());
    return mac == nullptr ? ByteView{} : ByteView{*mac};
}

std::uint64_t load_word(const crypto::Sha256Digest& digest, std::size_t word) noexcept {
    return load_u64_be(digest.data() + digest.size() - sizeof(std::uint64_t) * (word + 1));
}

}  // namespace

void StateSum::add(const crypto::Sha256Digest& digest) noexcept {
    std::uint64_t carry = 0;
    for (std::size_t i = 0; i < words_.size(); ++i) {
        const bool over = __builtin_add_overflow(words_[i], load_word(digest, i), &words_[i]);
        carry = std::uint64_t{over} | std::uint64_t{__builtin_add_overflow(words_[i], carry, &words_[i])};
    }
}

void StateSum::subtract(const crypto::Sha256Digest& digest) noexcept {
    std::uint64_t borrow = 0;
    for (std::size_t i = 0; i < words_.size(); ++i) {
        const bool under = __builtin_sub_overflow(words_[i], load_word(digest, i), &words_[i]);
        borrow = std::uint64_t{under} | std::uint64_t{__builtin_sub_overflow(words_[i], borrow, &words_[i])};
    }
}

crypto::Sha256Digest StateSum::big_endian() const noexcept {
    crypto::Sha256Digest number;
    for (std::size_t i = 0; i < words_.size(); ++i)
        store_u64_be(number.data() + number.size() - sizeof(std::uint64_t) * (i + 1), words_[i]);
    return number;
}

template <class AnyRow>
bool is_summed(const AnyRow& row) noexcept {
    if (row.table == Table::change_log) return false;
    if (row.table != Table::meta || row.values.empty()) return true;
    const auto* name = std::get_if<1>(&row.values.front());
    return name == nullptr || *name != kMetaStateTag;
}
template bool is_summed(const Row&) noexcept;
template bool is_summed(const RowView&) noexcept;

template <class AnyRow>
crypto::Sha256Digest state_digest(const AnyRow& row, const crypto::HmacSha256Key& key, StateForm form) {
    if (const ByteView mac = hashed_mac_of(row, form); !mac.empty()) return key.sign(mac);
    thread_local Bytes encoded;
    encoded.resize(encoded_size(row));
    encode_any_row(row, encoded.data());
    return key.sign(encoded);
}
template crypto::Sha256Digest state_digest(const Row&, const crypto::HmacSha256Key&, StateForm);
template crypto::Sha256Digest state_digest(const RowView&, const crypto::HmacSha256Key&, StateForm);

void RowSummer::add(const RowView& row) {
    if (!is_summed(row)) return;
    const ByteView mac = hashed_mac_of(row, form_);
    const std::size_t size = mac.empty() ? encoded_size(row) : mac.size();
    const std::size_t needed = used_ + kLengthBytes + size;
    if (rows_.size() < needed) rows_.resize(std::max(needed, kChunkBytes + kChunkBytes / 16));
    store_u32_be(rows_.data() + used_, static_cast<std::uint32_t>(size));
    std::uint8_t* const to = rows_.data() + used_ + kLengthBytes;
    if (mac.empty())
        encode_any_row(row, to);
    else
        std::memcpy(to, mac.data(), mac.size());
    used_ = needed;
    if (used_ >= kChunkBytes) hand_over();
}

void RowSummer::hand_over() {
    Bytes fresh = running_.valid() ? running_.get() : Bytes{};
    running_ = std::async(std::launch::async, [this, rows = std::exchange(rows_, std::move(fresh)),
                                               used = std::exchange(used_, 0)]() mutable {
        sum(ByteView{rows}.first(used));
        return std::move(rows);
    });
}

void RowSummer::sum(ByteView rows) noexcept {
    while (!rows.empty()) {
        const std::size_t size = load_u32_be(rows.data());
        sum_.add(key_.sign(rows.subspan(kLengthBytes, size)));
        rows = rows.subspan(kLengthBytes + size);
    }
}

StateSum RowSummer::finish() {
    if (running_.valid()) (void)running_.get();
    sum(ByteView{rows_}.first(used_));
    return sum_;
}

}  // namespace tandem::store
