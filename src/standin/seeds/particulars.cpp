#include "particulars.hpp"

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

void read_tags(app::SectionReader& section, store::KeyParticulars& to) {
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

void read_resources(app::SectionReader& section, store::KeyParticulars& to) {
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

void read_regions(app::SectionReader& section, store::KeyParticulars& to) {
    if (const auto role = section.word("region_role", {"alone", "primary", "replica"}))
        to.region_role = store::RegionRole(*role);
    read_id(section, "home", to.sealing_space);
}

void note_if(std::string& detail, bool differs, std::string_view what) {
    if (differs) detail.append(detail.empty() ? "" : ", ").append(what);
}

}  // namespace

void read_particulars(app::SectionReader& section, const ReadDate& date, TimePoint now, store::Key& key) {
    store::KeyParticulars particulars;
    read_tags(section, particulars);
    read_resources(section, particulars);
    read_id(section, "keystore", particulars.keystore);
    read_regions(section, particulars);
    key.settings.particulars.set(particulars);  // they decide about rotation
    read_rotation(section, date, now, key, particulars.rotation);
    if (const auto expires = date(section, "material_expires")) {
        if (key.origin != keys::KeyOrigin::external)
            section.refuse("material_expires", *section.take("material_expires"),
                           "only a key whose origin is external has it");
        particulars.material_expires = *expires;
    }
    key.settings.particulars.set(std::move(particulars));
}

void write_particulars(const store::KeyParticulars& particulars, ordered_json& to) {
    for (const auto& tag : particulars.tags) to["tags"].push_back({{"key", tag.key}, {"value", tag.value}});
    for (const auto& one : particulars.bound_resources)
        to["resources"].push_back({{"product", one.product}, {"resource", one.resource}});
    const auto& rotation = particulars.rotation;
    if (rotation != store::Rotation{}) {
        ordered_json out{{"enabled", rotation.enabled}};
        if (rotation.period_days != 0) out["days"] = rotation.period_days;
        if (rotation.last) out["last"] = app::format_date(*rotation.last);
        if (rotation.next) out["next"] = app::format_date(*rotation.next);
        to["rotation"] = std::move(out);
    }
    if (particulars.material_expires) to["material_expires"] = app::format_date(*particulars.material_expires);
    if (particulars.keystore != store::ObjectId{}) to["keystore"] = particulars.keystore.text();
    if (particulars.region_role != store::RegionRole::alone)
        to["region_role"] = particulars.region_role == store::RegionRole::primary ? "primary" : "replica";
    if (particulars.sealing_space != KeySpaceId{}) to["home"] = particulars.sealing_space.text();
}

void settle_dates(store::KeySettings& wanted, const store::KeySettings& stored) {
    const store::KeyParticulars& theirs = *stored.particulars;
    if (wanted.particulars.empty() || stored.particulars.empty()) return;
    wanted.particulars.edit([&](store::KeyParticulars& ours) {
        if (ours.rotation.last && theirs.rotation.last) ours.rotation.last = theirs.rotation.last;
        if (ours.rotation.next && theirs.rotation.next) ours.rotation.next = theirs.rotation.next;
        if (ours.material_expires && theirs.material_expires) ours.material_expires = theirs.material_expires;
        settle_ends(ours, theirs);
    });
}

void settle_rotation(store::KeySettings& wanted, const store::KeySettings& stored) {
    const store::Rotation& theirs = stored.particulars->rotation;
    wanted.particulars.edit([&](store::KeyParticulars& particulars) {
        store::Rotation& ours = particulars.rotation;
        ours.last = theirs.last;
        if (ours.next && theirs.next && *ours.next <= *theirs.last) ours.next = theirs.next;
    });
}

std::string different_particulars(const store::KeyParticulars& stored, const store::KeyParticulars& wanted) {
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
