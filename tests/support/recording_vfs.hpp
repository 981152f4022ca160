#pragma once
// An SQLite VFS that passes everything to the default one and notes, in order, each write to and each sync of the
// write-ahead log, and each sync of the database file. A test puts marks of its own between. It can make the calls
// fail.

#include <sqlite3.h>

#include <atomic>
#include <cstring>
#include <mutex>
#include <new>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace tandem::test {

class RecordingVfs {
  public:
    enum class Event { log_write, log_sync, database_sync, mark };

    RecordingVfs() : name_("recording-" + std::to_string(next_number())), real_(sqlite3_vfs_find(nullptr)) {
        vfs_ = *real_;
        vfs_.szOsFile = static_cast<int>(sizeof(File)) + real_->szOsFile;
        vfs_.pNext = nullptr;
        vfs_.zName = name_.c_str();
        vfs_.pAppData = this;
        vfs_.xOpen = open;
        if (sqlite3_vfs_register(&vfs_, 0) != SQLITE_OK) throw std::runtime_error("cannot register the VFS");
    }
    RecordingVfs(const RecordingVfs&) = delete;
    RecordingVfs& operator=(const RecordingVfs&) = delete;
    ~RecordingVfs() { sqlite3_vfs_unregister(&vfs_); }

    [[nodiscard]] const std::string& name() const noexcept { return name_; }

    void mark() { note(Event::mark); }
    [[nodiscard]] std::vector<Event> take() {
        const std::lock_guard lock{mutex_};
        return std::exchange(events_, {});
    }

    // The answer of the calls on the log from now on, instead of being made; SQLITE_OK: as always.
    void fail_log_writes(int code) { write_answer_ = code; }
    void fail_log_syncs(int code) { sync_answer_ = code; }
    // The same for those on the database file.
    void fail_database_writes(int code) { database_write_answer_ = code; }
    void fail_database_syncs(int code) { database_sync_answer_ = code; }

  private:
    // SQLite allocates szOsFile bytes: this, and behind it the real VFS's own file.
    struct File {
        sqlite3_file base;
        RecordingVfs* owner;
        bool is_log;
        bool is_database;

        sqlite3_file* real() noexcept { return reinterpret_cast<sqlite3_file*>(this + 1); }
    };
    static File& of(sqlite3_file* file) noexcept { return *reinterpret_cast<File*>(file); }
    static sqlite3_file* real(sqlite3_file* file) noexcept { return of(file).real(); }

    static int next_number() {
        static std::atomic<int> last{0};
        return ++last;
    }
    void note(Event event) {
        const std::lock_guard lock{mutex_};
        events_.push_back(event);
    }

    static int open(sqlite3_vfs* vfs, sqlite3_filename name, sqlite3_file* raw, int flags, int* out_flags) {
        auto* owner = static_cast<RecordingVfs*>(vfs->pAppData);
        File& file =
            *new (raw) File{{nullptr}, owner, (flags & SQLITE_OPEN_WAL) != 0, (flags & SQLITE_OPEN_MAIN_DB) != 0};
        const int code = owner->real_->xOpen(owner->real_, name, file.real(), flags, out_flags);
        if (file.real()->pMethods != nullptr) file.base.pMethods = &methods();
        return code;
    }
    static int write(sqlite3_file* file, const void* data, int size, sqlite3_int64 offset) {
        File& recorded = of(file);
        if (recorded.is_log) {
            if (const int answer = recorded.owner->write_answer_; answer != SQLITE_OK) return answer;
            recorded.owner->note(Event::log_write);
        }
        const int answer = recorded.is_database ? recorded.owner->database_write_answer_.load() : SQLITE_OK;
        if (answer != SQLITE_OK) return answer;
        return real(file)->pMethods->xWrite(real(file), data, size, offset);
    }
    static int sync(sqlite3_file* file, int flags) {
        File& recorded = of(file);
        if (recorded.is_log) {
            if (const int answer = recorded.owner->sync_answer_; answer != SQLITE_OK) return answer;
            recorded.owner->note(Event::log_sync);
        }
        if (recorded.is_database) {
            recorded.owner->note(Event::database_sync);
            if (const int answer = recorded.owner->database_sync_answer_; answer != SQLITE_OK) return answer;
        }
        return real(file)->pMethods->xSync(real(file), flags);
    }

    // Version 1 of the methods is enough: an exclusive connection needs no shared memory.
    static const sqlite3_io_methods& methods() {
        static const sqlite3_io_methods all = [] {
            sqlite3_io_methods made{};
            made.iVersion = 1;
            made.xClose = [](sqlite3_file* f) { return real(f)->pMethods->xClose(real(f)); };
            made.xRead = [](sqlite3_file* f, void* to, int size, sqlite3_int64 at) {
                return real(f)->pMethods->xRead(real(f), to, size, at);
            };
            made.xWrite = write;
            made.xTruncate = [](sqlite3_file* f, sqlite3_int64 size) {
                return real(f)->pMethods->xTruncate(real(f), size);
            };
            made.xSync = sync;
            made.xFileSize = [](sqlite3_file* f, sqlite3_int64* size) {
                return real(f)->pMethods->xFileSize(real(f), size);
            };
            made.xLock = [](sqlite3_file* f, int level) { return real(f)->pMethods->xLock(real(f), level); };
            made.xUnlock = [](sqlite3_file* f, int level) { return real(f)->pMethods->xUnlock(real(f), level); };
            made.xCheckReservedLock = [](sqlite3_file* f, int* held) {
                return real(f)->pMethods->xCheckReservedLock(real(f), held);
            };
            made.xFileControl = [](sqlite3_file* f, int operation, void* argument) {
                return real(f)->pMethods->xFileControl(real(f), operation, argument);
            };
            made.xSectorSize = [](sqlite3_file* f) { return real(f)->pMethods->xSectorSize(real(f)); };
            made.xDeviceCharacteristics = [](sqlite3_file* f) {
                return real(f)->pMethods->xDeviceCharacteristics(real(f));
            };
            return made;
        }();
        return all;
    }

    const std::string name_;
    sqlite3_vfs* real_;
    sqlite3_vfs vfs_{};
    std::atomic<int> write_answer_{SQLITE_OK};
    std::atomic<int> sync_answer_{SQLITE_OK};
    std::atomic<int> database_write_answer_{SQLITE_OK};
    std::atomic<int> database_sync_answer_{SQLITE_OK};
    std::mutex mutex_;
    std::vector<Event> events_;
};

// True when every mark that has log writes before it has a sync of the log between the last of them and itself.
inline bool every_write_is_synced_before_its_mark(const std::vector<RecordingVfs::Event>& events) {
    bool unsynced = false;
    for (const auto event : events) {
        if (event == RecordingVfs::Event::log_write) unsynced = true;
        if (event == RecordingVfs::Event::log_sync) unsynced = false;
        if (event == RecordingVfs::Event::mark && unsynced) return false;
    }
    return true;
}

}  // namespace tandem::test
