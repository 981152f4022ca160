#include "tandem/store/unseal_key.hpp"

#include "tandem/base/encoding.hpp"
#include "tandem/base/private_file.hpp"
#include "tandem/base/user_error.hpp"
#include "tandem/crypto/digest.hpp"
#include "tandem/crypto/random.hpp"

#include "backend/file.hpp"
#include "rows/hierarchy.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace tandem::store {
namespace {

constexpr mode_t kOnlyOwner = 0600;
constexpr std::size_t kDigits = 2 * kUnsealKeyBytes;

std::string named(const std::filesystem::path& file) { return "unseal key file " + file.string(); }

void check_exposure(int descriptor, const std::filesystem::path& file) {
    struct stat facts{};
    if (fstat(descriptor, &facts) != 0) throw UserError(UserError::failed, named(file) + ": " + error_text(errno));
    if (!S_ISREG(facts.st_mode)) throw UserError(UserError::configuration, named(file) + " is not a file");
    if (const auto exposure = exposure_of(facts, ProcessIdentity::current()); !exposure.empty())
        throw UserError(UserError::unsafe, named(file) + " " + exposure + ": chmod 600 '" + file.string() + "'");
}

void write_all(int descriptor, ByteView bytes, const std::filesystem::path& file) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) throw UserError(UserError::failed, named(file) + ": " + error_text(errno));
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
}

}  // namespace

SecretBytes read_unseal_key(const std::filesystem::path& file) {
    const FileDescriptor opened{::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)};
    if (!opened) {
        const int error = errno;
        if (error == ENOENT) throw UserError(UserError::not_found, named(file) + " does not exist");
        throw UserError(UserError::failed, named(file) + ": " + error_text(error));
    }
    check_exposure(opened.get(), file);

    std::array<std::uint8_t, kDigits + 2> text;  // one byte more than the form has
    const WipeOnExit wiped{text};
    std::size_t size = 0;
    while (size < text.size()) {
        const ssize_t got = ::read(opened.get(), text.data() + size, text.size() - size);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) throw UserError(UserError::failed, named(file) + ": " + error_text(errno));
        if (got == 0) break;
        size += static_cast<std::size_t>(got);
    }
    SecretBytes key{kUnsealKeyBytes};
    const bool right_length = size == kDigits || (size == kDigits + 1 && text[kDigits] == '\n');
    if (!right_length || !hex_decode_to(key.expose_secret_for_writing(), as_text(ByteView{text}.first(kDigits)))) {
        throw UserError(UserError::configuration, named(file) + " must hold 64 hexadecimal digits and a line end");
    }
    return key;
}

SecretBytes create_unseal_key(const std::filesystem::path& file) {
    SecretBytes key = crypto::random_secret(kUnsealKeyBytes);
    std::array<char, kDigits + 1> text;
    const WipeOnExit wiped{{reinterpret_cast<std::uint8_t*>(text.data()), text.size()}};
    *hex_encode_to(text.data(), key.expose_secret()) = '\n';

    const FileDescriptor opened{::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kOnlyOwner)};
    if (!opened) {
        const int error = errno;
        if (error == EEXIST) throw UserError(UserError::conflict, named(file) + " exists already; it is not replaced");
        throw UserError(UserError::failed, named(file) + ": " + error_text(error));
    }
    write_all(opened.get(), as_bytes({text.data(), text.size()}), file);
    if (::fchmod(opened.get(), kOnlyOwner) != 0 || ::fsync(opened.get()) != 0 || !sync_folder_of(file)) {
        throw UserError(UserError::failed, named(file) + ": " + error_text(errno));
    }
    return key;
}

WrappingKeyId unseal_key_identity(const SecretBytes& unseal_key) {
    const auto digest = crypto::sha256({as_bytes("tandem/unseal/"), unseal_key.expose_secret()});
    WrappingKeyId identity;
    std::copy_n(digest.begin(), identity.size(), identity.begin());
    return identity;
}

std::string unseal_key_id(const SecretBytes& key) { return hex_encode(unseal_key_identity(key)); }

}  // namespace tandem::store
