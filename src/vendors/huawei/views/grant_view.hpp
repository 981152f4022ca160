#pragma once
// Grants as this vendor names and shows them (section 7, Grants).

#include "tandem/api/json_writer.hpp"
#include "tandem/store/objects.hpp"

#include "huawei/request.hpp"
#include "huawei/wire/paging.hpp"

#include <span>
#include <string>
#include <string_view>

namespace tandem::api::huawei {

// 64 hexadecimal digits: the id, and 16 bytes that follow from it.
std::string grant_id_text(const store::ObjectId& id);
// Either case. Error: grant_not_found, also for what cannot be a grant's id.
Result<store::ObjectId> read_grant_id(std::string_view text);

// The answer of both lists of grants.
void write_grants(JsonWriter& json, std::span<const store::Grant* const> all, const Page& page);

}  // namespace tandem::api::huawei
