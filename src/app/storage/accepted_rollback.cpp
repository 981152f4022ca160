#include "accepted_rollback.hpp"

#include "tandem/base/user_error.hpp"

#include <cerrno>
#include <fcntl.h>
#include <fstream>
#include <string>
#include <system_error>
#include <unistd.h>

namespace tandem::app {
namespace {

namespace fs = std::filesystem;

fs::path note_beside(fs::path database) { return database += "-accepted"; }

bool sync(const fs::path& path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return false;
    const bool synced = ::fsync(descriptor) == 0;
    ::close(descriptor);
    return synced;
}

}  // namespace

// The epoch of the acceptance, and in the next line why.
void note_rollback(const fs::path& database, const store::AcceptedRollback& rollback) {
    const auto note = note_beside(database);
    std::ofstream stream{note, std::ios::trunc};
    stream << rollback.now << '\n' << rollback.why << '\n';
    stream.close();
    const auto folder = note.has_parent_path() ? note.parent_path() : fs::path{"."};
    if (!stream || !sync(note) || !sync(folder))
        throw UserError{UserError::storage,
                        "cannot write " + note.string() + ": " + std::generic_category().message(errno)};
}

std::optional<std::string> noted_rollback(const fs::path& database, const store::KeyStore& store) {
    std::ifstream stream{note_beside(database)};
    store::Epoch now = 0;
    std::string why;
    if (!(stream >> now)) return std::nullopt;
    stream.ignore();
    std::getline(stream, why);
    if (now <= store.epoch()) return why;
    settle_rollback(database);
    return std::nullopt;
}

void settle_rollback(const fs::path& database) {
    std::error_code ignored;
    fs::remove(note_beside(database), ignored);
}

}  // namespace tandem::app
