#include "anchor_file.hpp"

#include "tandem/base/secret.hpp"
#include "tandem/base/user_error.hpp"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <fcntl.h>
#include <span>
#include <unistd.h>
#include <utility>

namespace tandem::store {
namespace {

constexpr std::string_view kMagic = "TDANCHOR";
constexpr std::uint32_t kVersion = 1;
// magic 8 ‖ version u32 ‖ kind u32 ‖ installation 16 ‖ epoch u64 ‖ tag 32, then the MAC of these.
constexpr std::size_t kSignedBytes = 72;
constexpr std::size_t kSlotBytes = kSignedBytes + sizeof(crypto::Sha256Digest);
// Each slot in a sector of its own: a write that is torn spoils one.
constexpr off_t kSlotDistance = 4096;
constexpr int kSlots = 2;
constexpr std::chrono::seconds kSyncEvery{1};

using SlotBytes = std::array<std::uint8_t, kSlotBytes>;

[[noreturn]] void refuse(const std::filesystem::path& file, int error) {
    throw UserError(UserError::failed, "state anchor " + file.string() + ": " + error_text(error));
}

off_t offset_of(int slot) noexcept { return slot * kSlotDistance; }

// A state goes beside the one before it. What was begun lies where the state of its epoch does not.
int place_of(const AnchorSlot& slot) noexcept {
    const bool is_state = slot.kind == AnchorSlot::Kind::state;
    return static_cast<int>((slot.epoch + (is_state ? 0 : 1)) % kSlots);
}

crypto::Sha256Digest mac_of(ByteView signed_bytes, AnchorSlot::Kind kind, const crypto::HmacSha256Key& state_key) {
    static const crypto::HmacSha256Key kEmpty;
    return (kind == AnchorSlot::Kind::state ? state_key : kEmpty).sign(signed_bytes);
}

SlotBytes encode_slot(const AnchorSlot& slot, const crypto::HmacSha256Key& state_key) {
    SlotBytes bytes;
    auto* to = std::ranges::copy(as_bytes(kMagic), bytes.data()).out;
    store_u32_be(to, kVersion);
    store_u32_be(to + 4, static_cast<std::uint32_t>(slot.kind));
    to = std::ranges::copy(slot.installation, to + 8).out;
    store_u64_be(to, slot.epoch);
    std::ranges::copy(slot.tag, to + 8);
    const ByteView signed_bytes = ByteView{bytes}.first(kSignedBytes);
    std::ranges::copy(mac_of(signed_bytes, slot.kind, state_key), bytes.begin() + kSignedBytes);
    return bytes;
}

// Nothing when these bytes were never a slot.
std::optional<AnchorSlot> decode(const SlotBytes& bytes) {
    const auto* from = bytes.data();
    if (!std::ranges::equal(ByteView{from, kMagic.size()}, as_bytes(kMagic))) return {};
    from += kMagic.size();
    if (load_u32_be(from) != kVersion || load_u32_be(from + 4) > 1) return {};
    AnchorSlot slot;
    slot.kind = AnchorSlot::Kind{load_u32_be(from + 4)};
    std::copy_n(from + 8, slot.installation.size(), slot.installation.begin());
    from += 8 + slot.installation.size();
    slot.epoch = load_u64_be(from);
    std::copy_n(from + 8, slot.tag.size(), slot.tag.begin());
    return slot;
}

bool write_at(int descriptor, ByteView bytes, off_t offset) noexcept {
    while (!bytes.empty()) {
        const ssize_t written = ::pwrite(descriptor, bytes.data(), bytes.size(), offset);
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return false;
        bytes = bytes.subspan(static_cast<std::size_t>(written));
        offset += written;
    }
    return true;
}

// A file beside its place, ready to be moved there: under the place's name none is ever empty or half written.
class NewFile {
  public:
    NewFile(const std::filesystem::path& file, std::uint64_t epoch)
        : file_(file), name_(file.string() + ".XXXXXX"), descriptor_(::mkostemp(name_.data(), O_CLOEXEC)) {
        if (!descriptor_) refuse(file, errno);
        AnchorSlot begun;
        begun.epoch = epoch;
        Bytes bytes(static_cast<std::size_t>(kSlots * kSlotDistance));
        std::ranges::copy(encode_slot(begun, {}), bytes.begin() + offset_of(place_of(begun)));
        if (!write_at(descriptor_.get(), bytes, 0) || ::fsync(descriptor_.get()) != 0) fail();
    }
    ~NewFile() { ::unlink(name_.c_str()); }
    NewFile(const NewFile&) = delete;
    NewFile& operator=(const NewFile&) = delete;

    void replace() {
        if (::rename(name_.c_str(), file_.c_str()) != 0 || !sync_folder_of(file_)) fail();
    }
    // False when there is a file already.
    bool add() {
        // Some file systems have no links.
        if (::link(name_.c_str(), file_.c_str()) != 0) {
            if (errno == EEXIST) return false;
            if (errno != EPERM && errno != EOPNOTSUPP) fail();
            if (::rename(name_.c_str(), file_.c_str()) != 0) fail();
        }
        if (!sync_folder_of(file_)) fail();
        return true;
    }

  private:
    [[noreturn]] void fail() const {
        const int error = errno;
        ::unlink(name_.c_str());
        refuse(file_, error);
    }

    const std::filesystem::path file_;
    std::string name_;
    const FileDescriptor descriptor_;
};

}  // namespace

bool AnchorFile::exists(const std::filesystem::path& file) noexcept {
    // A file that cannot be looked at is there: opening it says why.
    return ::access(file.c_str(), F_OK) == 0 || (errno != ENOENT && errno != ENOTDIR);
}

void AnchorFile::begin(const std::filesystem::path& file, std::uint64_t epoch) { NewFile{file, epoch}.replace(); }

bool AnchorFile::begin_new(const std::filesystem::path& file, std::uint64_t epoch) {
    return NewFile{file, epoch}.add();
}

AnchorFile::AnchorFile(const std::filesystem::path& file)
    : path_(file), descriptor_(::open(file.c_str(), O_RDWR | O_CLOEXEC | O_NOCTTY)) {
    if (!descriptor_) refuse(file, errno);
    syncing_ = std::thread{[this] { sync_every_second(); }};
}

AnchorFile::~AnchorFile() {
    {
        const std::lock_guard lock{mutex_};
        is_ending_ = true;
    }
    wake_.notify_one();
    syncing_.join();
}

AnchorContents AnchorFile::read(const crypto::HmacSha256Key& state_key) const {
    AnchorContents contents;
    for (int place = 0; place < kSlots; ++place) {
        SlotBytes bytes{};
        if (::pread(descriptor_.get(), bytes.data(), bytes.size(), offset_of(place)) < 0) refuse(path_, errno);
        const auto slot = decode(bytes);
        if (!slot) continue;
        const ByteView all{bytes};
        const auto mac = mac_of(all.first(kSignedBytes), slot->kind, state_key);
        auto& to = constant_time_equal(all.subspan(kSignedBytes), mac) ? contents.newest : contents.unproven;
        // A state says more than that it was begun.
        const auto age = [](const AnchorSlot& one) { return std::pair{one.epoch, one.kind}; };
        if (!to || age(*slot) > age(*to)) to = slot;
    }
    return contents;
}

std::string AnchorFile::write(const AnchorSlot& slot, const crypto::HmacSha256Key& state_key) {
    if (!write_at(descriptor_.get(), encode_slot(slot, state_key), offset_of(place_of(slot)))) return error_text(errno);
    bool was_clean = false;
    {
        const std::lock_guard lock{mutex_};
        was_clean = !std::exchange(is_dirty_, true);
    }
    if (was_clean) wake_.notify_one();
    if (const int error = sync_error_.exchange(0)) return error_text(error);
    return {};
}

void AnchorFile::sync_every_second() {
    std::unique_lock lock{mutex_};
    for (;;) {
        wake_.wait(lock, [this] { return is_dirty_ || is_ending_; });
        if (!is_ending_) wake_.wait_for(lock, kSyncEvery, [this] { return is_ending_; });
        const bool is_last = is_ending_;
        if (std::exchange(is_dirty_, false)) {
            lock.unlock();
            if (::fdatasync(descriptor_.get()) != 0) sync_error_ = errno;
            lock.lock();
        }
        if (is_last) return;
    }
}

}  // namespace tandem::store
