#pragma once
// Dedicated keystores: places of their own for keys, which can be shut as a whole.

#include "tandem/service/call.hpp"
#include "tandem/service/records.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tandem::service {

using store::ObjectId;

// Keystores that every tenant has and nobody makes are called by a number: 0 is where keys are without saying.
inline constexpr std::uint8_t kMostCommonKeystores = 3;
ObjectId common_keystore(std::uint8_t number) noexcept;
// Nothing for one that somebody made.
[[nodiscard]] std::optional<std::uint8_t> number_of_keystore(const ObjectId& keystore) noexcept;
[[nodiscard]] inline bool is_dedicated(const ObjectId& keystore) noexcept { return !number_of_keystore(keystore); }

struct KeystoreFacts {
    std::string name;  // unique among the tenant's
    std::string type{};
    std::string cluster{};
    std::string hsm_cluster{};
};
// Errors: keystore_name_exists, object_limit_exceeded.
Result<const DedicatedKeystore*> create_keystore(const Call& call, KeystoreFacts facts);

// Error: keystore_not_found.
Result<const DedicatedKeystore*> find_keystore(const Call& call, const ObjectId& id);

struct ListKeystoresOutput {
    std::vector<const DedicatedKeystore*> page;  // the newest first
    std::size_t total = 0;
};
ListKeystoresOutput list_keystores(const Call& call, std::size_t offset, std::size_t limit);

// A repeat is harmless. Error: keystore_not_found.
Result<const DedicatedKeystore*> enable_keystore(const Call& call, const ObjectId& id);
Result<const DedicatedKeystore*> disable_keystore(const Call& call, const ObjectId& id);
// Looks at every key of the tenant. Errors: keystore_not_found, keystore_not_empty.
Result<void> delete_keystore(const Call& call, const ObjectId& id);

// Whether keys in it can be used. Errors: keystore_not_found, keystore_disabled.
Result<void> check_keystore(const Call& call, const ObjectId& keystore);

}  // namespace tandem::service
