#pragma once
// The part of start-up that tells whether a durable database is in the state that was acknowledged last, and has it
// guarded from then on.

#include "tandem/store/key_store.hpp"

#include "rows/record_key.hpp"
#include "rows/rows.hpp"
#include "tag_keeper.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tandem::store {

// Facts that the table meta says.
struct MetaFacts {
    std::optional<InstallationId> installation;
    Epoch epoch = 0;
    std::uint32_t schema = 0;  // 0: the backend has none
    Bytes sealed_state_key;    // empty: none
    Bytes state_tag;           // empty: none
    StateForm state_form = StateForm::none;
};

// Must come before a new database's file is made, since that file alone could not be told from one that was emptied.
// Throws UserError: the database is not there although the anchor knows of one.
void begin_anchor(const std::filesystem::path& database, const std::filesystem::path& anchor);

class AnchorOpening {
  public:
    // Opens the state key, or makes one where there is none. Throws UserError: the file cannot be opened.
    AnchorOpening(DurableBackend& backend, const RecordKey& root_key, const InstallationId& installation,
                  MetaFacts meta);

    [[nodiscard]] const crypto::HmacSha256Key& state_key() const noexcept { return keeper_->state_key(); }

    // Each throws UserError unless that is what was to be expected, or was accepted by its epoch.
    void judge_nothing();  // a database that holds nothing
    void judge_unanchored();
    void judge(const AnchoredState& state);

    // From here on every transaction carries a tag. Commits `writes` on top of `state`, which was judged, with whatever
    // the anchor needs itself; `is_new`: they make a new installation. Gives the epoch. Throws UserError.
    Epoch establish(const AnchoredState& state, std::vector<RowWrite> writes, bool is_new = false);

    [[nodiscard]] std::unique_ptr<TagKeeper> take_keeper() { return std::move(keeper_); }

  private:
    void accept_or_refuse(const StateFinding& finding);
    void tell_acceptance(Epoch now) const;
    // For this epoch, which is to be committed next.
    void attach_file(Epoch next);

    DurableBackend& backend_;
    const AnchorOptions& options_;
    const MetaFacts meta_;
    std::vector<RowWrite> own_writes_;
    std::unique_ptr<TagKeeper> keeper_;
    std::unique_ptr<AnchorFile> file_;  // none when there is no file
    bool is_file_trusted_ = true;
    Epoch least_epoch_ = 0;  // that was acknowledged
    std::optional<AcceptedRollback> accepted_;
};

}  // namespace tandem::store
