#include "tandem/app/read_config.hpp"
#include "tandem/base/user_error.hpp"
#include "tandem/store/unseal_key.hpp"

#include "context.hpp"
#include "init_files.hpp"

#include <fcntl.h>
#include <filesystem>
#include <memory>
#include <ostream>
#include <string>
#include <string_view>
#include <unistd.h>

namespace tandem::cli {
namespace {

namespace fs = std::filesystem;

// config/tandem.yaml works as it stands for a server whose data are here, so that packages and editors can take it too.
constexpr std::string_view kPackagedDirectory = "/var/lib/tandem/";

// Every path of the file stands in single quotes, where YAML knows one escape.
std::string example_configuration(const fs::path& directory) {
    std::string written;
    for (const char c : (directory / "").string()) written += c == '\'' ? std::string{"''"} : std::string{c};
    std::string text{kInitFiles.front().second};
    for (auto at = text.find(kPackagedDirectory); at != std::string::npos;
         at = text.find(kPackagedDirectory, at + written.size()))
        text.replace(at, kPackagedDirectory.size(), written);
    return text;
}

void write_new_file(const fs::path& file, const std::string& text) {
    const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (descriptor < 0) throw UserError{UserError::conflict, file.string() + " is there already, or cannot be made"};
    const bool written = ::write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size());
    if (::close(descriptor) != 0 || !written) throw UserError{UserError::failed, "cannot write " + file.string()};
}

// The storage that a configuration in this directory names, else the one that an example would name.
app::StorageConfig storage_of(const fs::path& directory, const fs::path& configuration) {
    if (fs::exists(configuration)) {
        try {
            return app::read_server_config(configuration, {}, {}).storage;
        } catch (const UserError&) {
            // A file that is there stops `init` anyway, whatever is wrong with it.
            return {directory / "tandem.db", directory / "unseal.key", false};
        }
    }
    return {directory / "tandem.db", directory / "unseal.key", false};
}

// A new key would open nothing of what is there, and look as if it did.
void refuse_database_without_key(const app::StorageConfig& storage) {
    if (!fs::exists(storage.database) || fs::exists(storage.unseal_key)) return;
    throw UserError{UserError::damaged,
                    {.text = "the database " + storage.database.string() + " is there, but its unseal key " +
                             storage.unseal_key.string() + " is not",
                     .remedy = "put the key back from its copy. Nothing was changed"}};
}

void initialise(CommandContext& context, const fs::path& given) {
    std::error_code error;
    const auto directory = fs::absolute(given).lexically_normal();
    const auto file = directory / "tandem.yaml";
    const auto text = example_configuration(directory);
    // `serve` would refuse some directories; nothing is made there.
    app::read_server_config_text(text, file.string(), {}, {});
    if (!fs::is_directory(directory, error)) {
        if (!fs::create_directories(directory, error))
            throw UserError{UserError::failed, "cannot make " + directory.string() + ": " + error.message()};
        fs::permissions(directory, fs::perms::owner_all, error);
    }
    const auto key = directory / "unseal.key";
    refuse_database_without_key(storage_of(directory, file));
    if (fs::exists(file))
        throw UserError{UserError::conflict, file.string() + " is there already; nothing was changed"};

    // A key may be there, of a development server or of one whose configuration was lost: it belongs to the database.
    const bool has_key = fs::exists(key);
    static_cast<void>(has_key ? store::read_unseal_key(key) : store::create_unseal_key(key));
    write_new_file(file, text);
    context.out << (has_key ? "kept " : "made ") << key.string()
                << "   (keep a copy elsewhere: without it the database cannot be opened)\n"
                << "made " << file.string() << "\n"
                << "next: tandem serve --config " << file.string() << std::endl;
}

}  // namespace

void add_init_command(CLI::App& app, CommandContext& context) {
    const auto directory = std::make_shared<fs::path>("tandem-data");
    auto* command = add_command(app, "init", "Make the unseal key and an example configuration for `tandem serve`",
                                "  tandem init                         # in ./tandem-data\n"
                                "  tandem init --dir /var/lib/tandem");
    command->add_option("--dir", *directory, "Data directory (default ./tandem-data)");
    command->callback([directory, &context] { initialise(context, *directory); });
}

}  // namespace tandem::cli
