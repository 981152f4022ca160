#include "attributes.hpp"

#include "tandem/app/dates.hpp"
#include "tandem/base/encoding.hpp"
#include "tandem/service/actions/bindings.hpp"
#include "tandem/service/actions/rotation.hpp"
#include "tandem/service/tags.hpp"

#include "imports.hpp"
#include "key.hpp"

#include <utility>

namespace tandem::standin {
namespace {

using nlohmann::ordered_json;

// The widest that an API has; what one of them cannot say is still shown by it.
constexpr service::TagLimits kTagLimits{.most_tags = 50, .longest_key = 127, .longest_value = 255};
constexpr std::size_t kLongestResourceName = 256;  // of a product or a resource, in code points
constexpr std::uint32_t kMostDays = 36'500;

const std::vector<app::ConfigNode>& items_of(app::SectionReader& section, std::string_view name,
                                             const app::ConfigNode& list) {
    if (list.kind != app::ConfigNode::Kind::sequence) section.refuse(name, list, "a list is needed");
    return list.items;
}

app::SectionReader item_of(app::SectionReader& section, std::string_view name, const app::ConfigNode& list,
                           std::size_t i) {
    return {list.items[i], section.path_of(name) + "[" + std::to_string(i) + "]"};
}

void read_tags(app::SectionReader& section, store::KeyAttributes& to) {
    const auto* list = section.take("tags");
    if (!list) return;
    for (std::size_t i = 0; i < items_of(section, "tags", *list).size(); ++i) {
        auto item = item_of(section, "tags", *list, i);
        store::Tag tag;
        item.require("key", item.text("key", tag.key));
        item.text("value", tag.value);
        item.finish();
        to.tags.push_back(std::move(tag));
    }
    if (const auto wrong = service::check_tags(to.tags, kTagLimits); wrong.has_error())
        section.refuse("tags", *list,
                       "at most 50 tags of distinct keys are allowed, keys of 1 to 127 characters and values of up to "
                       "255");
}

bool is_resource_name(std::string_view text) { return !text.empty() && code_points(text) <= kLongestResourceName; }

void read_resources(app::SectionReader& section, store::KeyAttributes& to) {
    const auto* list = section.take("resources");
    if (!list) return;
    for (std::size_t i = 0; i < items_of(section, "resources", *list).size(); ++i) {
        auto item = item_of(section, "resources", *list, i);
        store::BoundResource one;
        item.require("product", item.text("product", one.product));
        item.require("resource", item.text("resource", one.resource));
        item.finish();
        if (!is_resource_name(one.product) || !is_resource_name(one.resource))
            section.refuse("resources", list->items[i], "names of 1 to 256 characters are needed");
        to.bound_resources.push_back(std::move(one));
    }
    if (to.bound_resources.size() > service::kMostBoundResources)
        section.refuse("resources", *list, "at most 1,000 are allowed");
}

void read_rotation(app::SectionReader& section, const ReadDate& date, TimePoint now, const store::Key& key,
                   store::Rotation& to) {
    const auto* node = section.take("rotation");
    if (!node) return;
    auto part = section.section("rotation");
    to.enabled = true;
    part.boolean("enabled", to.enabled);
    if (to.enabled) to.period_days = service::kUsualRotationDays;
    part.number("days", to.period_days, 1, kMostDays);
    const bool by_itself = to.enabled || to.period_days != 0;
    if (by_itself && service::require_rotatable(key).has_error())
        section.refuse(
            "rotation", *node,
            "only AES and SM4 keys of the server's own material rotate; of others it says \"enabled: false\" "
            "and \"last\"");
    if (const auto last = date(part, "last")) to.last = *last;
    if (to.enabled) {
        to.next = (to.last ? *to.last : now) + std::chrono::days{to.period_days};
        // Asked for it, and without one from which it follows, a date is one from now.
        if (!to.last || part.take("next")) to.next = date(part, "next").value_or(*to.next);
    }
    part.finish();
}

template <class Id>
void read_id(app::SectionReader& section, std::string_view name, Id& to) {
    const auto* value = section.take(name);
    if (!value) return;
    const auto id = Id::parse(section.scalar_of(name, *value));
    if (!id) section.refuse(name, *value, "a UUID in lower case is needed");
    to = *id;
}

void read_regions(app::SectionReader& section, store::KeyAttributes& to) {
    if (const auto role = section.word("region_role", {"alone", "primary", "replica"}))
        to.region_role = store::RegionRole(*role);
    read_id(section, "home", to.sealing_space);
}

void note_if(std::string& detail, bool differs, std::string_view what) {
    if (differs) detail.append(detail.empty() ? "" : ", ").append(what);
}

}  // namespace

void read_attributes(app::SectionReader& section, const ReadDate& date, TimePoint now, store::Key& key) {
    store::KeyAttributes attributes;
    read_tags(section, attributes);
    read_resources(section, attributes);
    read_id(section, "keystore", attributes.keystore);
    read_regions(section, attributes);
    key.settings.attributes.set(attributes);  // they decide about rotation
    read_rotation(section, date, now, key, attributes.rotation);
    if (const auto expires = date(section, "material_expires")) {
        if (key.origin != keys::KeyOrigin::external)
            section.refuse("material_expires", *section.take("material_expires"),
                           "only a key whose origin is external has it");
        attributes.material_expires = *expires;
    }
    key.settings.attributes.set(std::move(attributes));
}

void write_attributes(const store::KeyAttributes& attributes, ordered_json& to) {
    for (const auto& tag : attributes.tags) to["tags"].push_back({{"key", tag.key}, {"value", tag.value}});
    for (const auto& one : attributes.bound_resources)
        to["resources"].push_back({{"product", one.product}, {"resource", one.resource}});
    const auto& rotation = attributes.rotation;
    if (rotation != store::Rotation{}) {
        ordered_json out{{"enabled", rotation.enabled}};
        if (rotation.period_days != 0) out["days"] = rotation.period_days;
        if (rotation.last) out["last"] = app::format_date(*rotation.last);
        if (rotation.next) out["next"] = app::format_date(*rotation.next);
        to["rotation"] = std::move(out);
    }
    if (attributes.material_expires) to["material_expires"] = app::format_date(*attributes.material_expires);
    if (attributes.keystore != store::ObjectId{}) to["keystore"] = attributes.keystore.text();
    if (attributes.region_role != store::RegionRole::alone)
        to["region_role"] = attributes.region_role == store::RegionRole::primary ? "primary" : "replica";
    if (attributes.sealing_space != KeySpaceId{}) to["home"] = attributes.sealing_space.text();
}

void resolve_dates(store::KeySettings& wanted, const store::KeySettings& stored) {
    const store::KeyAttributes& theirs = *stored.attributes;
    if (wanted.attributes.empty() || stored.attributes.empty()) return;
    wanted.attributes.edit([&](store::KeyAttributes& ours) {
        if (ours.rotation.last && theirs.rotation.last) ours.rotation.last = theirs.rotation.last;
        if (ours.rotation.next && theirs.rotation.next) ours.rotation.next = theirs.rotation.next;
        if (ours.material_expires && theirs.material_expires) ours.material_expires = theirs.material_expires;
        resolve_ends(ours, theirs);
    });
}

void resolve_rotation(store::KeySettings& wanted, const store::KeySettings& stored) {
    const store::Rotation& theirs = stored.attributes->rotation;
    wanted.attributes.edit([&](store::KeyAttributes& attributes) {
        store::Rotation& ours = attributes.rotation;
        ours.last = theirs.last;
        if (ours.next && theirs.next && *ours.next <= *theirs.last) ours.next = theirs.next;
    });
}

std::string different_attributes(const store::KeyAttributes& stored, const store::KeyAttributes& wanted) {
    std::string detail;
    note_if(detail, stored.tags != wanted.tags, "tags");
    note_if(detail, stored.rotation != wanted.rotation, "rotation");
    note_if(detail, stored.bound_resources != wanted.bound_resources, "resources");
    note_if(detail, stored.material_expires != wanted.material_expires, "material_expires");
    note_if(detail, stored.keystore != wanted.keystore, "keystore");
    note_if(detail, stored.region_role != wanted.region_role, "region_role");
    note_if(detail, stored.sealing_space != wanted.sealing_space, "home");
    return detail;
}

}  // namespace tandem::standin
