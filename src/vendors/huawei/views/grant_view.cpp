#include "grant_view.hpp"

#include "tandem/base/encoding.hpp"
#include "tandem/crypto/digest.hpp"

#include "huawei/wire/timestamps.hpp"
#include "key_details.hpp"

#include <algorithm>

namespace tandem::api::huawei {

namespace {

constexpr std::size_t kIdDigits = 64;

void write_grant(JsonWriter& json, const store::Grant& grant) {
    json.begin_object();
    write_key_id(json, grant.key);
    json.unescaped("grant_id", grant_id_text(grant.id))
        .text("grantee_principal", grant.grantee)
        .unescaped("grantee_principal_type", grant.grantee_is_domain ? "domain" : "user")
        .begin_array("operations");
    for (const std::string& operation : grant.operations) json.text_element(operation);
    json.end_array()
        .text("issuing_principal", grant.issuer)
        .unescaped("creation_date", milliseconds_text(grant.created))
        .text("name", grant.name)
        .text("retiring_principal", grant.retirer)
        .end_object();
}

}  // namespace

std::string grant_id_text(const store::ObjectId& id) {
    const crypto::Sha256Digest digest = crypto::sha256({as_bytes("tandem/grant/"), id.bytes});
    return hex_encode(id.bytes) + hex_encode(ByteView{digest}.first(id.bytes.size()));
}

Result<store::ObjectId> read_grant_id(std::string_view text) {
    const auto bytes = text.size() == kIdDigits ? hex_decode(text) : std::nullopt;
    if (!bytes) return fail(ErrorCode::grant_not_found, "grant_id");
    store::ObjectId id;
    std::copy_n(bytes->begin(), id.bytes.size(), id.bytes.begin());
    if (grant_id_text(id) != hex_encode(*bytes)) return fail(ErrorCode::grant_not_found, "grant_id");
    return id;
}

void write_grants(JsonWriter& json, std::span<const store::Grant* const> all, const Page& page) {
    json.begin_object().begin_array("grants");
    const std::size_t begin = std::min(page.offset, all.size());
    for (const store::Grant* grant : all.subspan(begin, std::min(page.limit, all.size() - begin)))
        write_grant(json, *grant);
    json.end_array()
        .unescaped("next_marker", page.next_marker(all.size()))
        .unescaped("truncated", page.has_more(all.size()) ? "true" : "false")
        .integer("total", static_cast<std::int64_t>(all.size()))
        .end_object();
}

}  // namespace tandem::api::huawei
