#pragma once
// Where finished log lines go: a descriptor that may be slow, or a file that may be renamed under us.

#include <filesystem>
#include <mutex>
#include <string>
#include <string_view>

namespace tandem::app {

// stderr. A reader that does not read never blocks us, and neither does a disk that is full: lines are dropped instead.
class StderrSink {
  public:
    StderrSink() noexcept;
    // False when some of the text was dropped. Any thread.
    bool write(std::string_view text) noexcept;

  private:
    std::mutex mutex_;  // two writers could both see the last room in a pipe
    bool may_block_;    // a pipe, a terminal or a socket, but not a file
};

// An append-only file of mode 0600. Throws UserError when it cannot be opened.
class FileSink {
  public:
    explicit FileSink(std::filesystem::path file);
    FileSink(const FileSink&) = delete;
    FileSink& operator=(const FileSink&) = delete;
    ~FileSink();

    bool write(std::string_view text) noexcept;
    // After a rotation by rename. Keeps the old file when the new one cannot be opened.
    void reopen() noexcept;

  private:
    std::filesystem::path file_;
    int descriptor_;
};

}  // namespace tandem::app
