#pragma once
// Keeps the tag of a database's state in step with its rows, in every transaction, and outside of the database what
// the last acknowledged state was. At the start both tell whether the database is the one that was acknowledged.

#include "tandem/crypto/digest.hpp"
#include "tandem/store/key_store.hpp"

#include "anchor_file.hpp"
#include "backend/durable_backend.hpp"
#include "state_sum.hpp"

#include <memory>
#include <optional>
#include <string>

namespace tandem::store {

// A state, which its tag stands for.
struct AnchoredState {
    StateSum sum;
    Epoch epoch = 0;
    std::uint32_t schema = 0;

    friend bool operator==(const AnchoredState&, const AnchoredState&) = default;
};

enum class StateVerdict {
    good,
    older,        // than the last acknowledged one
    edited,       // its tag does not hold, or another one of the same epoch was acknowledged
    unwitnessed,  // there is no file, or nothing in it that can be trusted
    foreign,      // the file is another database's
};
struct StateFinding {
    StateVerdict verdict = StateVerdict::good;
    Epoch found = 0;
    Epoch expected = 0;  // as `found` where nothing tells
};

class TagKeeper final : public RowWitness {
  public:
    TagKeeper(const crypto::HmacSha256Key& state_key, const InstallationId& installation)
        : key_(state_key), installation_(installation) {}

    // Begins with the state of the database, as it was read; from here on the rows that come and go change it. Without
    // a tag yet, the next transaction may be of the same epoch.
    enum class Tagged : bool { no, yes };
    void begin(const AnchoredState& state, Tagged tagged) {
        now_ = next_ = state;
        tagged_ = tagged;
    }
    // Whether `tag`, which the database holds, is this state's.
    [[nodiscard]] bool holds(ByteView tag) const;
    // Judges by a file a state whose own tag holds.
    [[nodiscard]] StateFinding judge(const AnchorContents& file) const;

    // From here on the file is kept in step.
    void attach(std::unique_ptr<AnchorFile> file) { file_ = std::move(file); }
    // Brings the file up to this state. Throws UserError.
    void write_file();

    [[nodiscard]] const crypto::HmacSha256Key& state_key() const noexcept { return key_; }

    void comes(const Row& row) override;
    void goes(const RowView& row) override;
    // Nothing when rows changed and the epoch did not rise.
    std::optional<Row> closing_row() override;
    std::string committed() override;
    void undone() noexcept override { next_ = now_; }

  private:
    [[nodiscard]] crypto::Sha256Digest tag_of(const AnchoredState& state) const;

    const crypto::HmacSha256Key key_;
    const InstallationId installation_;
    std::unique_ptr<AnchorFile> file_;  // none: nothing outside of the database is kept
    AnchoredState now_;                 // of the last transaction
    AnchoredState next_;                // of the one that is under way
    Tagged tagged_ = Tagged::no;
};

}  // namespace tandem::store
