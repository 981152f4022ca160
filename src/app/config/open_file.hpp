#pragma once
// A file that is read once, and whose rights are looked at by the descriptor that reads it.

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <sys/stat.h>

namespace tandem::app {

class OpenFile {
  public:
    explicit OpenFile(const std::filesystem::path& path) : file_(std::fopen(path.c_str(), "re")) {}

    explicit operator bool() const noexcept { return file_ != nullptr; }
    // The facts of a file that is open.
    [[nodiscard]] struct stat facts() const {
        struct stat all{};
        ::fstat(::fileno(file_.get()), &all);
        return all;
    }
    // At most so many bytes; none of what cannot be read, such as a directory.
    [[nodiscard]] std::string read(std::size_t most) const {
        std::string text(most, '\0');
        text.resize(file_ == nullptr ? 0 : std::fread(text.data(), 1, most, file_.get()));
        return text;
    }

  private:
    struct Close {
        void operator()(std::FILE* file) const noexcept { std::fclose(file); }
    };
    std::unique_ptr<std::FILE, Close> file_;
};

}  // namespace tandem::app
