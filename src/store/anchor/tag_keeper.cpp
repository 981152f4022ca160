#include "tag_keeper.hpp"

#include "tandem/base/secret.hpp"
#include "tandem/base/user_error.hpp"

#include "rows/rows.hpp"

#include <algorithm>
#include <array>

namespace tandem::store {
namespace {

constexpr std::string_view kTagLabel = "tandem/v1/state";

}  // namespace

crypto::Sha256Digest TagKeeper::tag_of(const AnchoredState& state) const {
    std::array<std::uint8_t, sizeof(std::uint32_t) + sizeof(std::uint64_t)> numbers;
    store_u32_be(numbers.data(), state.schema);
    store_u64_be(numbers.data() + sizeof(std::uint32_t), state.epoch);
    return key_.sign({as_bytes(kTagLabel), installation_, numbers, state.sum.big_endian()});
}

bool TagKeeper::holds(ByteView tag) const { return constant_time_equal(tag, tag_of(now_)); }

StateFinding TagKeeper::judge(const AnchorContents& file) const {
    StateFinding finding{StateVerdict::good, now_.epoch, now_.epoch};
    if (!file.newest) {
        const bool is_foreign = file.unproven && file.unproven->installation != installation_;
        finding.verdict = is_foreign ? StateVerdict::foreign : StateVerdict::unwitnessed;
        return finding;
    }
    const AnchorSlot& newest = *file.newest;
    if (newest.kind == AnchorSlot::Kind::begun) {
        // The file came first, and there was no time to note in it what followed.
        if (now_.epoch != newest.epoch) finding.verdict = StateVerdict::unwitnessed;
        return finding;
    }
    // A database ahead of the file is good: the process ended between the two, or syncs of the file were lost.
    finding.expected = std::max(now_.epoch, newest.epoch);
    if (now_.epoch < newest.epoch) finding.verdict = StateVerdict::older;
    if (now_.epoch == newest.epoch && newest.tag != tag_of(now_)) finding.verdict = StateVerdict::edited;
    return finding;
}

void TagKeeper::write_file() {
    if (const auto trouble = committed(); !trouble.empty()) throw UserError(UserError::failed, trouble);
}

void TagKeeper::comes(const Row& row) {
    if (!is_summed(row)) return;
    next_.sum.add(state_digest(row, key_));
    if (row.table != Table::meta) return;
    const auto& name = std::get<std::string>(row.values[0]);
    if (name == kMetaEpoch) next_.epoch = static_cast<Epoch>(std::get<std::int64_t>(row.values[1]));
    if (name == kMetaSchema) next_.schema = static_cast<std::uint32_t>(std::get<std::int64_t>(row.values[1]));
}

void TagKeeper::goes(const RowView& row) {
    if (is_summed(row)) next_.sum.subtract(state_digest(row, key_));
}

std::optional<Row> TagKeeper::closing_row() {
    // Two states of one epoch could not be told apart by their order.
    if (tagged_ == Tagged::yes && next_.epoch <= now_.epoch && next_ != now_) return std::nullopt;
    const auto tag = tag_of(next_);
    return meta_row(kMetaStateTag, static_cast<std::uint64_t>(kStateForm), to_bytes(tag));
}

std::string TagKeeper::committed() {
    now_ = next_;
    tagged_ = Tagged::yes;
    if (!file_) return {};
    const AnchorSlot slot{AnchorSlot::Kind::state, installation_, now_.epoch, tag_of(now_)};
    const auto trouble = file_->write(slot, key_);
    return trouble.empty() ? trouble : "state anchor " + file_->path().string() + ": " + trouble;
}

}  // namespace tandem::store
