// What clients of the KMS call of the vendor's tag service (API 3.0 spec, corrections; the models and codes of the
// SDKs' package tag 2018-08-13): Terraform reads and writes the tags of keys and white-box keys there.

#include "tandem/base/encoding.hpp"
#include "tandem/crypto/md5.hpp"
#include "tandem/service/actions/key_tags.hpp"
#include "tandem/service/actions/white_box_keys.hpp"

#include "handlers.hpp"
#include "tencent/v2019/views/key_view.hpp"
#include "tencent/v2019/views/tags.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace tandem::api::tencent::v2019 {
namespace {

constexpr std::string_view kService = "kms";
constexpr std::string_view kPrefix = "key";
constexpr std::string_view kCreator = "creatorUin";
constexpr std::int64_t kDefaultResources = 15;
constexpr std::string_view kSystemTags = "System";  // of which keys have none

// `text` up to the separator, which is taken away with it.
std::string_view take(std::string_view& text, char separator) noexcept {
    const std::size_t end = std::min(text.find(separator), text.size());
    const std::string_view taken = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return taken;
}

// The id in a ResourceId, creatorUin/UIN/ID or the ID alone; "" when it names another account's.
std::string_view id_in(std::string_view resource_id, std::uint64_t account) noexcept {
    if (resource_id.find('/') == resource_id.npos) return resource_id;
    if (take(resource_id, '/') != kCreator) return {};
    const std::string_view creator = take(resource_id, '/');
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(creator.data(), creator.data() + creator.size(), number);
    if (error != std::errc{} || end != creator.data() + creator.size() || number != account) return {};
    return resource_id;
}

// qcs::kms:REGION:uin/UIN:key/RESOURCE_ID. Terraform leaves the UIN out.
struct Resource {
    std::string_view scheme, project, service, region, owner, name;

    explicit Resource(std::string_view text) noexcept
        : scheme(take(text, ':')),
          project(take(text, ':')),
          service(take(text, ':')),
          region(take(text, ':')),
          owner(take(text, ':')),
          name(text) {}

    [[nodiscard]] bool is_of(std::uint64_t account) const {
        return scheme == "qcs" && service == kService && name.starts_with("key/") &&
               (owner == "uin/" || owner == "uin/" + std::to_string(account));
    }
};

// Nothing for an id that neither a key nor a white-box key of the caller has. Error: key_denied.
Result<const std::vector<store::Tag>*> find_tags(ActionCall& action, std::string_view resource_id) {
    const std::string_view id = id_in(resource_id, action.call.tenant.facts.account_number);
    if (!KeyId::parse(id)) return nullptr;
    const Result<const store::Key*> key = find_key_by_text(action, id);
    if (key.has_value()) return &(*key)->settings.particulars->tags;
    if (key.error().code != ErrorCode::key_not_found) return key.error();
    const auto white_box_key = service::find_white_box_key(action.call, *store::ObjectId::parse(id));
    return white_box_key.has_value() ? &(*white_box_key)->tags : nullptr;
}

struct Attached {
    std::string_view resource_id;  // as it was asked for
    const store::Tag* tag;
};

Result<std::vector<Attached>> find_attached(ActionCall& action) {
    std::vector<Attached> found;
    if (action.fields.text("Category") == kSystemTags) return found;
    for (const std::string_view resource_id : action.fields.list("ResourceIds")) {
        TANDEM_TRY(const std::vector<store::Tag>* tags, find_tags(action, resource_id));
        if (tags == nullptr) continue;
        for (const store::Tag& tag : *tags) found.push_back({resource_id, &tag});
    }
    return found;
}

void write_md5(JsonWriter& out, std::string_view name, std::string_view text) {
    out.plain(name, hex_encode(crypto::md5(as_bytes(text))));
}

void write_attached(JsonWriter& out, const Attached& one) {
    out.begin_object().text("TagKey", one.tag->key).text("TagValue", one.tag->value);
    out.text("ResourceId", one.resource_id);
    write_md5(out, "TagKeyMd5", one.tag->key);
    write_md5(out, "TagValueMd5", one.tag->value);
    out.plain("ServiceType", kService).end_object();
}

}  // namespace

std::string_view region_of_resources(const Fields& fields) { return fields.text("ResourceRegion"); }

std::string_view region_of_resource(const Fields& fields) { return Resource{fields.text("Resource")}.region; }

Result<void> describe_resource_tags_by_resource_ids(ActionCall& action) {
    const Fields& fields = action.fields;
    if (fields.text("ServiceType") != kService) return fail(ErrorCode::action_not_emulated, fields.text("ServiceType"));
    if (fields.text("ResourcePrefix") != kPrefix) return fail(ErrorCode::parameter_invalid, "ResourcePrefix");
    TANDEM_TRY(const std::vector<Attached> found, find_attached(action));
    const std::int64_t offset = fields.integer("Offset").value_or(0);
    const std::int64_t limit = fields.integer("Limit").value_or(kDefaultResources);
    const auto total = static_cast<std::int64_t>(found.size());
    const auto begin = found.begin() + std::min(offset, total);
    const auto end = begin + std::min(limit, found.end() - begin);
    JsonWriter& out = action.out;
    out.integer("TotalCount", total).integer("Offset", offset).integer("Limit", limit).begin_array("Tags");
    std::for_each(begin, end, [&](const Attached& one) { write_attached(out, one); });
    out.end_array();
    return {};
}

Result<void> modify_resource_tags(ActionCall& action) {
    const std::uint64_t account = action.call.tenant.facts.account_number;
    const Resource resource{action.fields.text("Resource")};
    if (!resource.is_of(account)) return fail(ErrorCode::parameter_invalid, "Resource");
    const std::string_view id = id_in(resource.name.substr(kPrefix.size() + 1), account);
    TANDEM_TRY(const service::TagChanges changes, read_tag_changes(action.fields));
    const Result<const store::Key*> key = find_key_by_text(action, id);
    if (key.has_value()) {
        TANDEM_CHECK(service::edit_tags(action.call, **key, changes, kTagLimits));
        return {};
    }
    if (key.error().code != ErrorCode::key_not_found) return key.error();
    return service::edit_white_box_tags(action.call, *store::ObjectId::parse(id), changes, kTagLimits);
}

}  // namespace tandem::api::tencent::v2019
