#include "storage.hpp"

#include "tandem/base/private_file.hpp"
#include "tandem/base/user_error.hpp"
#include "tandem/crypto/random.hpp"
#include "tandem/store/backend.hpp"
#include "tandem/store/state_anchor.hpp"
#include "tandem/store/unseal_key.hpp"
#include "tandem/vendors/records.hpp"

#include "accepted_rollback.hpp"
#include "config/safety.hpp"
#include "data_directory.hpp"

#include <system_error>

namespace tandem::app {
namespace {

namespace fs = std::filesystem;

fs::path directory_of(const fs::path& file) { return file.has_parent_path() ? file.parent_path() : fs::path{"."}; }

void check_server_directory(const fs::path& directory) {
    std::error_code error;
    const auto status = fs::status(directory, error);
    if (error || status.type() != fs::file_type::directory)
        throw UserError{UserError::configuration,
                        {.text = "the data directory " + directory.string() + " is not there",
                         .remedy = "`tandem init --dir DIR` makes one"}};
    struct stat facts{};
    ::stat(directory.c_str(), &facts);
    const bool by_strangers = (facts.st_mode & S_IWGRP) != 0 && !ProcessIdentity::current().has_group(facts.st_gid);
    if (by_strangers || (facts.st_mode & S_IWOTH) != 0)
        judge(Mode::server, Danger::open_data_directory,
              {.text = std::string{by_strangers ? "a group that is none of this process's" : "everybody"} +
                       " may write to the data directory " + directory.string(),
               .remedy = "chmod go-w it"});
}

SecretBytes unseal_key(const StorageConfig& storage, spdlog::logger& log) {
    const bool has_key = fs::exists(storage.unseal_key);
    const bool has_database = fs::exists(storage.database);
    if (has_key) return store::read_unseal_key(storage.unseal_key);
    if (has_database)
        throw UserError{UserError::damaged,
                        {.text = "the database " + storage.database.string() + " is there, but its unseal key " +
                                 storage.unseal_key.string() + " is not",
                         .remedy = "put the key back from its copy"}};
    if (!storage.make_unseal_key)
        throw UserError{UserError::configuration,
                        {.text = "there is no unseal key " + storage.unseal_key.string(),
                         .remedy = "a server never makes one by itself, `tandem init` does"}};
    auto key = store::create_unseal_key(storage.unseal_key);
    log.warn("made the unseal key {}: without a copy of it the database beside it cannot be opened",
             storage.unseal_key.string());
    return key;
}

// The store knows keys and rows; people need the files as well.
std::unique_ptr<store::KeyStore> open_database(const StorageConfig& storage, SecretBytes key, const Clock& clock,
                                               StorageWatch& watch) {
    const auto changed = [&watch](store::WriteState state, std::string_view reason) { watch.changed(state, reason); };
    auto backend = store::open_sqlite_backend(
        {storage.database, {}, false}, changed,
        {storage.anchor, storage.accept_rollback,
         [&](const store::AcceptedRollback& rollback) { note_rollback(storage.database, rollback); }});
    try {
        return store::KeyStore::open(std::move(backend), std::move(key), clock, api::record_kinds());
    } catch (const UserError& error) {
        if (error.kind() != UserError::damaged) throw;
        throw UserError{error.kind(), std::string{error.what()} + " (database " + storage.database.string() +
                                          ", unseal key file " + storage.unseal_key.string() + ")"};
    }
}

}  // namespace

std::unique_ptr<store::KeyStore> open_store(const Config& config, const Clock& clock, spdlog::logger& log,
                                            StorageWatch& watch) {
    const auto& storage = config.storage;
    if (storage.database.empty())
        return store::KeyStore::open(store::make_memory_backend(), crypto::random_secret(store::kUnsealKeyBytes), clock,
                                     api::record_kinds());

    const auto directory = directory_of(storage.database);
    if (config.mode == Mode::server)
        check_server_directory(directory);
    else
        make_data_directory(directory);
    check_data_access(storage);
    auto key = unseal_key(storage, log);
    const bool is_new = !fs::exists(storage.database);
    auto opened = open_database(storage, std::move(key), clock, watch);
    if (is_new)
        log.warn("made a new, empty database at {}; if there should be keys in it, stop and look at its path",
                 storage.database.string());
    return opened;
}

}  // namespace tandem::app
