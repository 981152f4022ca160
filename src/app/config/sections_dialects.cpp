#include "sections.hpp"

namespace tandem::app {
namespace {

void read_skew(SectionReader& section, std::int64_t& seconds) {
    std::chrono::milliseconds skew{seconds * 1000};
    if (section.duration("clock_skew", skew)) seconds = std::chrono::ceil<std::chrono::seconds>(skew).count();
}

// The kind of each region; its id is shown to clients.
void read_tencent_regions(SectionReader tencent, std::vector<api::tencent::Region>& to) {
    constexpr std::size_t kMostRegions = 1'000;
    constexpr std::size_t kLongestId = 64;
    auto regions = tencent.section("regions");
    const auto& members = regions.node().members;
    if (members.size() > kMostRegions) refuse_configuration(regions.node().origin, "too many regions");
    for (const auto& [id, origin, value] : members) {
        if (id.size() > kLongestId ||
            id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") != std::string::npos)
            regions.refuse(id, value, "a region's id has lower-case letters, digits and '-'");
        const auto kind = regions.word(id, {"fips", "sm"});
        to.push_back({id, api::tencent::RegionKind(kind.value_or(0))});
    }
    tencent.finish();
}

void read_tencent(SectionReader& dialects, api::tencent::Settings& settings) {
    auto v2019 = dialects.section("tencent_2019");
    read_skew(v2019, settings.v2019_skew_seconds);
    v2019.boolean("strict_fields", settings.v2019_strict_fields);
    v2019.text("default_region", settings.default_region);
    v2019.finish();

    auto v2017 = dialects.section("tencent_2017");
    read_skew(v2017, settings.v2017_skew_seconds);
    v2017.boolean("akid_prefix", settings.v2017_akid_prefix);
    v2017.finish();
}

void read_huawei(SectionReader& dialects, api::huawei::Settings& settings) {
    auto huawei = dialects.section("huawei");
    read_skew(huawei, settings.skew_seconds);
    huawei.text("region", settings.region);
    huawei.texts("otc_catalogs", settings.otc_catalogs);
    huawei.finish();
}

}  // namespace

void read_dialects(SectionReader& root, Config& config) {
    auto dialects = root.section("dialects");
    dialects.texts("public_hosts", config.dialects.public_hosts);
    read_tencent(dialects, config.vendors.tencent);
    read_huawei(dialects, config.vendors.huawei);
    dialects.finish();
    read_tencent_regions(root.section("tencent"), config.vendors.tencent.regions);
    config.dialects.own_regions = api::own_regions(config.vendors);
}

}  // namespace tandem::app
