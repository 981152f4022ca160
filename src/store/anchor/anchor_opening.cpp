#include "anchor_opening.hpp"

#include "tandem/base/user_error.hpp"
#include "tandem/crypto/random.hpp"

#include "rows/hierarchy.hpp"
#include "rows/rows.hpp"

#include <algorithm>
#include <utility>

namespace tandem::store {
namespace {

constexpr std::size_t kStateKeyBytes = 32;

[[noreturn]] void refuse(const std::string& line) { throw UserError(UserError::damaged, line); }

std::string in_words(const StateFinding& finding, const std::filesystem::path& file) {
    const std::string epochs =
        ": expected epoch " + std::to_string(finding.expected) + ", found epoch " + std::to_string(finding.found);
    switch (finding.verdict) {
        case StateVerdict::good:
            break;
        case StateVerdict::older:
            return "the database is older than the last state that was acknowledged" + epochs;
        case StateVerdict::edited:
            return "the database was edited outside of the server, its state tag does not hold" + epochs;
        case StateVerdict::unwitnessed:
            return "the state anchor " + file.string() +
                   " is missing or holds nothing of this database, so that nothing tells its last state: found epoch " +
                   std::to_string(finding.found);
        case StateVerdict::foreign:
            return "the state anchor " + file.string() + " is another database's: found epoch " +
                   std::to_string(finding.found);
    }
    return "the database is in its last state";
}

// Read without the state key: no state was noted yet.
bool is_only_begun(const AnchorContents& contents) noexcept { return contents.newest && !contents.unproven; }

SecretBytes open_or_make(const MetaFacts& meta, const RecordKey& root_key, std::vector<RowWrite>& writes) {
    if (!meta.sealed_state_key.empty()) {
        auto opened = root_key.open(state_key_place(), meta.sealed_state_key);
        if (opened && opened->size() == kStateKeyBytes) return std::move(*opened);
    }
    SecretBytes made = crypto::random_secret(kStateKeyBytes);
    writes.push_back(
        {RowWrite::Kind::put, meta_row(kMetaStateKey, 0, root_key.seal(state_key_place(), made.expose_secret()))});
    return made;
}

}  // namespace

AnchorOpening::AnchorOpening(DurableBackend& backend, const RecordKey& root_key, const InstallationId& installation,
                             MetaFacts meta)
    : backend_(backend), options_(backend.anchor()), meta_(std::move(meta)) {
    const SecretBytes key = open_or_make(meta_, root_key, own_writes_);
    keeper_ = std::make_unique<TagKeeper>(crypto::HmacSha256Key{key.expose_secret()}, installation);
    if (!options_.file.empty() && AnchorFile::exists(options_.file))
        file_ = std::make_unique<AnchorFile>(options_.file);
}

void AnchorOpening::judge_nothing() {
    if (options_.file.empty()) return;
    const AnchorContents contents = file_ ? file_->read(state_key()) : AnchorContents{};
    if (is_only_begun(contents)) {
        is_file_trusted_ = contents.newest->epoch == 0;
        return;
    }
    std::string known = "nothing tells its last state";
    if (contents.unproven) known = "expected epoch " + std::to_string(contents.unproven->epoch);
    refuse("the database holds no tables, and a new one never begins so: " + known + ", state anchor " +
           options_.file.string() +
           "; put the right one back, with its -wal. Where there never were keys, remove the database and the anchor");
}

void AnchorOpening::judge_unanchored() {
    if (!file_) return;
    const AnchorContents contents = file_->read(state_key());
    if (is_only_begun(contents)) {
        is_file_trusted_ = contents.newest->epoch == meta_.epoch + 1;
        return;
    }
    StateFinding finding = keeper_->judge(contents);
    finding.found = finding.expected = meta_.epoch;
    if (contents.unproven && finding.verdict != StateVerdict::foreign) {
        finding.verdict = StateVerdict::older;
        finding.expected = contents.unproven->epoch;
    }
    accept_or_refuse(finding);
}

void AnchorOpening::judge(const AnchoredState& state) {
    keeper_->begin(state, TagKeeper::Tagged::yes);
    const AnchorContents contents = file_ ? file_->read(state_key()) : AnchorContents{};
    StateFinding finding{StateVerdict::good, state.epoch, state.epoch};
    if (!options_.file.empty()) finding = keeper_->judge(contents);
    if (!keeper_->holds(meta_.state_tag)) {
        finding.verdict = StateVerdict::edited;
        // Where the state key is another one as well, a number that nobody vouches for is still of use to people.
        if (!contents.newest && contents.unproven) finding.expected = contents.unproven->epoch;
    }
    accept_or_refuse(finding);
}

void AnchorOpening::accept_or_refuse(const StateFinding& finding) {
    least_epoch_ = std::max({least_epoch_, finding.expected, finding.found});
    is_file_trusted_ = finding.verdict != StateVerdict::unwitnessed;
    if (finding.verdict == StateVerdict::good) return;
    const std::string line = in_words(finding, options_.file);
    if (finding.verdict == StateVerdict::foreign) refuse(line + "; let storage.anchor name this database's own");
    if (options_.accept_rollback != finding.found) {
        refuse(line + "; put the right one back, or start once with --accept-rollback " +
               std::to_string(finding.found) + " to go on with what is there");
    }
    is_file_trusted_ = is_file_trusted_ && finding.verdict == StateVerdict::older;
    accepted_ = AcceptedRollback{line, finding.found, finding.expected, 0};
}

Epoch AnchorOpening::establish(const AnchoredState& state, std::vector<RowWrite> writes, bool is_new) {
    std::ranges::move(own_writes_, std::back_inserter(writes));
    const bool is_changed = is_new || accepted_ || !writes.empty() || state.schema != meta_.schema;
    const Epoch epoch = is_new ? 0 : is_changed ? std::max(least_epoch_, state.epoch) + 1 : state.epoch;
    keeper_->begin(state, is_new ? TagKeeper::Tagged::no : TagKeeper::Tagged::yes);
    attach_file(epoch);
    backend_.set_witness(keeper_.get());
    if (!is_changed) {
        keeper_->write_file();
        return epoch;
    }
    tell_acceptance(epoch);
    writes.push_back({RowWrite::Kind::put, meta_row(kMetaEpoch, epoch)});
    if (auto written = backend_.apply({std::move(writes)}); written.has_error())
        throw UserError(UserError::storage, "the database cannot be written: " + written.error().detail);
    return epoch;
}

void AnchorOpening::tell_acceptance(Epoch now) const {
    if (!accepted_ || !options_.on_accepting) return;
    AcceptedRollback accepted = *accepted_;
    accepted.now = now;
    options_.on_accepting(accepted);
}

// A file that tells nothing is put in place before the commit that it will be asked about.
void AnchorOpening::attach_file(Epoch next) {
    if (options_.file.empty()) return;
    if (!file_ || !is_file_trusted_) {
        AnchorFile::begin(options_.file, next);
        file_ = std::make_unique<AnchorFile>(options_.file);
    }
    keeper_->attach(std::move(file_));
}

void begin_anchor(const std::filesystem::path& database, const std::filesystem::path& anchor) {
    std::error_code error;
    if (anchor.empty() || std::filesystem::exists(database, error) || AnchorFile::begin_new(anchor, 0)) return;
    const crypto::HmacSha256Key no_key;
    const AnchorContents contents = AnchorFile{anchor}.read(no_key);
    if (is_only_begun(contents)) return;  // an earlier start came no further
    refuse("the database " + database.string() + " is not there, but its state anchor " + anchor.string() + " is" +
           (contents.unproven ? ": expected epoch " + std::to_string(contents.unproven->epoch) : std::string{}) +
           "; put the database back, or, to begin with an empty one, remove the anchor");
}

}  // namespace tandem::store
