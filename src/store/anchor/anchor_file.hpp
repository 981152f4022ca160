#pragma once
// The file outside of the database that knows the last state which was acknowledged: docs/formats.md, "State anchor".

#include "tandem/base/bytes.hpp"
#include "tandem/crypto/digest.hpp"

#include "backend/file.hpp"

#include <array>
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace tandem::store {

using InstallationId = std::array<std::uint8_t, 16>;

// Contents of one of the file's two slots.
struct AnchorSlot {
    enum class Kind : std::uint32_t {
        begun = 0,  // made before the database's first state of this epoch: no tag is known yet
        state = 1,
    };
    Kind kind = Kind::begun;
    InstallationId installation{};
    std::uint64_t epoch = 0;
    crypto::Sha256Digest tag{};

    friend bool operator==(const AnchorSlot&, const AnchorSlot&) = default;
};

// Contents of a file, as far as it can be trusted.
struct AnchorContents {
    std::optional<AnchorSlot> newest;    // of those whose MAC holds
    std::optional<AnchorSlot> unproven;  // of those whose MAC does not
};

// Reading and writing are for one thread at a time; the syncs have a thread of their own.
class AnchorFile {
  public:
    [[nodiscard]] static bool exists(const std::filesystem::path& file) noexcept;
    // Puts a file in place that says "begun", durably, whatever was there. Throws UserError.
    static void begin(const std::filesystem::path& file, std::uint64_t epoch);
    // The same if there is none; false when there is one, which stays.
    static bool begin_new(const std::filesystem::path& file, std::uint64_t epoch);

    // Opens an existing file. Throws UserError.
    explicit AnchorFile(const std::filesystem::path& file);
    AnchorFile(const AnchorFile&) = delete;
    AnchorFile& operator=(const AnchorFile&) = delete;
    // Syncs what was written.
    ~AnchorFile();

    [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }
    // Slots of kind `state` are under the state key, others under the empty key. Throws UserError.
    [[nodiscard]] AnchorContents read(const crypto::HmacSha256Key& state_key) const;
    // Writes by one call, into the slot of the epoch; durable within about a second. What went wrong, now or in a sync
    // since the last write; empty: nothing.
    [[nodiscard]] std::string write(const AnchorSlot& slot, const crypto::HmacSha256Key& state_key);

  private:
    void sync_every_second();

    const std::filesystem::path path_;
    const FileDescriptor descriptor_;
    std::atomic<int> sync_error_{0};  // of the last sync, once

    std::mutex mutex_;
    std::condition_variable wake_;
    bool is_dirty_ = false;   // guarded by mutex_
    bool is_ending_ = false;  // guarded by mutex_
    std::thread syncing_;     // last: it uses all of the above
};

}  // namespace tandem::store
